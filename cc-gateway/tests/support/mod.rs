//! A gateway in front of a sandbox, or of a scripted server, and somebody who calls it.

mod upstream;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use cc_gateway::{Gateway, Log, Settings};
use cc_sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) use upstream::{Script, Upstream};

/// A key that must be seen nowhere.
pub(crate) const CANARY: &str = "cc_CANARY7f3a9d";

/// The document, as it is served.
pub(crate) const DOCUMENT: &str = include_str!("../../../dist/chatgpt/openapi.json");

/// A gateway, and what it has logged.
pub(crate) struct Door {
    pub(crate) gateway: Gateway,
    lines: Arc<Mutex<Vec<String>>>,
}

/// An answer of the gateway.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The sentence of a refusal with this status.
    pub(crate) fn refusal(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()["message"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Door {
    /// A gateway in front of this address.
    pub(crate) async fn to(base_url: &str, set_up: impl FnOnce(&mut Settings)) -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut settings = Settings::default();
        settings.base_url = Some(base_url.to_owned());
        let kept = Arc::clone(&lines);
        settings.log = Log::to(move |line| kept.lock().unwrap().push(line.to_string()));
        set_up(&mut settings);
        Self { gateway: Gateway::start(settings).await.unwrap(), lines }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.gateway.address()
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    pub(crate) async fn get(&self, key: &str, target: &str) -> Answer {
        self.ask("GET", target, &[("authorization", &format!("Bearer {key}"))], "").await
    }

    pub(crate) async fn send(&self, method: &str, key: &str, target: &str, body: &str) -> Answer {
        let key = format!("Bearer {key}");
        self.ask(method, target, &[("authorization", &key), ("content-type", "application/json")], body).await
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let url = format!("http://{}{target}", self.address());
        let mut request = reqwest::Client::new().request(method.parse().unwrap(), url).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, text: answer.text().await.unwrap() }
    }

    /// Sends bytes as they are, and gives what comes back until the connection ends.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address()).await.unwrap();
        // A server that has heard enough may close before all is written.
        let _ = stream.write_all(bytes).await;
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        String::from_utf8_lossy(&said).into_owned()
    }
}

/// A sandbox with a gateway in front of it.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) door: Door,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let sandbox = Sandbox::start_with(options).await.unwrap();
        let door = Door::to(&sandbox.access().base_url, |_| {}).await;
        Self { sandbox, door }
    }

    pub(crate) fn key(&self) -> &str {
        &self.sandbox.access().keys.full
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.door.get(self.key(), target).await
    }
}
