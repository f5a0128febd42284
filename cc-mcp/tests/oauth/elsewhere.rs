//! A server of the test's own that answers with whatever bytes it is told, and counts who comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(crate) struct Elsewhere {
    /// `http://127.0.0.1:…`.
    pub(crate) here: String,
    visits: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Elsewhere {
    /// Answers each request with the bytes for its address and path, and closes.
    pub(crate) async fn start(bytes: impl Fn(&str, &str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        let (visits, bytes, address) = (Arc::new(AtomicUsize::new(0)), Arc::new(bytes), here.clone());
        let counts = Arc::clone(&visits);
        let serving = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                counts.fetch_add(1, Ordering::SeqCst);
                let (bytes, address) = (Arc::clone(&bytes), address.clone());
                tokio::spawn(async move { answer(stream, |path| bytes(&address, path)).await });
            }
        });
        Self { here, visits, serving }
    }

    /// How many connections there were.
    pub(crate) fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(mut stream: TcpStream, bytes: impl Fn(&str) -> Vec<u8>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let bytes = bytes(head.split(' ').nth(1).unwrap_or_default());
    // Who was refused has gone before all of it was written.
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

/// A whole answer with these headers, each ended by a line's end.
pub(crate) fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}
