//! A server that answers by a script, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What every request is answered with.
#[derive(Clone)]
pub(crate) enum Script {
    /// These bytes, and then the connection ends.
    Bytes(String),
    /// Nothing, for as long as the caller waits.
    Silence,
    /// Nothing, until it is told to; then these bytes.
    Held(Arc<Notify>, String),
}

impl Script {
    /// An answer with a JSON body.
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::with(status, "", body)
    }

    /// An answer with more headers: `Retry-After: 7\r\n`.
    pub(crate) fn with(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::Bytes(format!(
            "HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        ))
    }
}

/// A server that runs.
pub(crate) struct Upstream {
    /// What paths are appended to.
    pub(crate) base_url: String,
    heads: Arc<Mutex<Vec<String>>>,
    server: JoinHandle<()>,
}

impl Upstream {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, script.clone(), Arc::clone(&kept)));
            }
        });
        Self { base_url, heads, server }
    }

    /// The requests that came, each up to the end of its head.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(mut stream: TcpStream, script: Script, heads: Arc<Mutex<Vec<String>>>) {
    let mut said = Vec::new();
    while !said.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(length) => said.extend_from_slice(&piece[..length]),
        }
    }
    heads.lock().unwrap().push(String::from_utf8_lossy(&said).into_owned());
    let bytes = match script {
        Script::Bytes(bytes) => bytes,
        Script::Silence => return std::future::pending().await,
        Script::Held(told, bytes) => {
            told.notified().await;
            bytes
        }
    };
    // A caller that has given up is gone.
    let _ = stream.write_all(bytes.as_bytes()).await;
    let _ = stream.shutdown().await;
}
