//! Who calls the gateway: requests as bytes, and answers that are taken apart without mercy.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer of the gateway.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// A request, after which the connection ends.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() {
        let length = body.len().to_string();
        text.extend(["Content-Type: application/json\r\nContent-Length: ", &length, "\r\n"]);
    }
    text.extend(["\r\n", body]);
    text.into_bytes()
}

/// A request with a key.
pub(crate) fn with_key(method: &str, target: &str, key: &str, body: &str) -> Vec<u8> {
    request(method, target, &[("Authorization", &format!("Bearer {key}"))], body)
}

/// Sends bytes as they are, and gives what comes back until the connection ends.
pub(crate) async fn exchange(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that has heard enough may close before all is written.
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    said
}

impl Answer {
    /// The one answer in what came back: a head, a body of the length that the head says, and nothing more.
    pub(crate) fn read(said: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8(said.to_vec()).map_err(|_| "the answer is not UTF-8".to_owned())?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| format!("no whole head: {text:?}"))?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok());
        let pair = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        };
        let headers: Option<Vec<_>> = lines.map(pair).collect();
        let (Some(status), Some(headers)) = (status, headers) else {
            return Err(format!("no head: {head:?}"));
        };
        let answer = Self { status, headers, body: body.to_owned() };
        let length = answer.header("content-length").map_or(Ok(0), str::parse);
        if length != Ok(answer.body.len()) {
            return Err(format!("{} bytes follow this head: {head:?}", answer.body.len()));
        }
        Ok(answer)
    }

    /// A header that is there once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| &**value);
        values.next().filter(|_| values.next().is_none())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// The sentence of a refusal.
    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
