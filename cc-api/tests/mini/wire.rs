//! The network transport against a server that speaks raw bytes, on this machine.

use std::sync::{Arc, Mutex};

use cc_api::{Client, Credential, Error, ErrorKind, Outcome, Retry};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::api::library::Post;
use crate::api::{API, Api as _};
use crate::support::CANARY;

/// A server that reads a request and sends these bytes, then closes; it keeps what it read.
struct Server {
    url: String,
    read: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn sending(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api", listener.local_addr().unwrap());
        let read = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&read);
        tokio::spawn(async move {
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut bytes = Vec::new();
                // A head, and for requests with a body the body, which the tests keep to one packet.
                while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
                    if socket.read_buf(&mut bytes).await.unwrap() == 0 {
                        break;
                    }
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&bytes).into_owned());
                // A client that stops reading makes the write fail, which is what some tests want.
                let _ = socket.write_all(&answer).await;
                let _ = socket.shutdown().await;
            }
        });
        Self { url, read }
    }

    fn client(&self) -> Client {
        let key = Credential::api_key(CANARY).unwrap();
        // Each request is sent once: what becomes of one sending is what is looked at here.
        let builder = Client::builder_for(&API).credential(key).base_url(self.url.as_str());
        builder.retry(Retry::never()).build().unwrap()
    }

    fn requests(&self) -> Vec<String> {
        self.read.lock().unwrap().clone()
    }
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

async fn get(answers: Vec<Vec<u8>>) -> (Server, Result<Post, Error>) {
    let server = Server::sending(answers).await;
    let result = server.client().library().get_post("a b").await;
    (server, result)
}

#[tokio::test]
async fn a_request_is_written_as_it_was_rendered() {
    let (server, post) = get(vec![answer("200 OK", "", br#"{"slug":"a"}"#)]).await;
    assert_eq!(post.unwrap().slug, "a");
    let request = server.requests()[0].clone();
    assert!(request.starts_with("GET /api/user/content/posts-v2/a%20b HTTP/1.1\r\n"), "{request}");
    for header in [
        format!("authorization: Bearer {CANARY}\r\n"),
        "x-tenant-slug: coffee-contracts\r\n".to_owned(),
        "accept: application/json\r\n".to_owned(),
        format!("user-agent: mini/{}\r\n", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(request.contains(&header), "{request}");
    }
    assert!(!request.contains("referer"), "{request}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let evil = Server::sending(vec![answer("200 OK", "", b"{}")]).await;
    for status in ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"] {
        let location = format!("location: {}/x?sig=SIGCANARY51\r\n", evil.url);
        let (server, result) = get(vec![answer(status, &location, b"")]).await;
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Redirect, Outcome::Rejected));
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
    assert_eq!(evil.requests().len(), 0);
}

#[tokio::test]
async fn a_connection_that_closes_leaves_open_what_became_of_the_request() {
    let (server, result) = get(vec![Vec::new(), answer("200 OK", "", br#"{"slug":"a"}"#)]).await;
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts()),
        (ErrorKind::Transport, Outcome::Unknown, 1)
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api?", listener.local_addr().unwrap());
    drop(listener);
    let builder = Client::builder_for(&API).credential(Credential::api_key(CANARY).unwrap());
    let client = builder.base_url(url.trim_end_matches('?')).retry(Retry::never()).build().unwrap();
    let error = client.library().get_posts().content_type("SIGCANARY51").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connect, Outcome::NotSent));
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
}

#[tokio::test]
async fn broken_answers_are_told_apart_from_cut_ones() {
    for (bytes, kind, outcome) in [
        #[cfg(feature = "gzip")]
        (
            answer("200 OK", "content-encoding: gzip\r\n", br#"{"slug":"a"}"#),
            ErrorKind::Transport,
            Outcome::Applied,
        ),
        (b"SSH-2.0-x\r\n\r\n".to_vec(), ErrorKind::Protocol, Outcome::Unknown),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"slug\"".to_vec(),
            ErrorKind::Transport,
            Outcome::Applied,
        ),
        (b"HTTP/1.1 200 OK\r\n\r\n{\"slug\":\"a\"".to_vec(), ErrorKind::Decode, Outcome::Applied),
        (
            b"HTTP/1.1 503 No\r\ncontent-length: 100\r\n\r\n<html>".to_vec(),
            ErrorKind::Server,
            Outcome::Unknown,
        ),
    ] {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let (_, result) = get(vec![bytes]).await;
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{shown}: {error}");
    }
}

#[tokio::test]
async fn an_announced_length_above_the_cap_is_refused_unread() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n".to_vec();
    let (_, result) = get(vec![head]).await;
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_forged_second_answer_reaches_nobody() {
    let first = answer("200 OK", "", br#"{"slug":"own"}"#);
    let forged = answer("200 OK", "", br#"{"slug":"stolen"}"#);
    let server = Server::sending(vec![[first.clone(), forged].concat(), first]).await;
    let client = server.client();
    for _ in 0..2 {
        assert_eq!(client.library().get_post("a").await.unwrap().slug, "own");
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_small_answer_that_grows_without_end_is_cut_off() {
    let body = gzip_of_zeros(200 * 1024 * 1024);
    assert!(body.len() < 2 * 1024 * 1024);
    let (_, result) = get(vec![answer("200 OK", "content-encoding: gzip\r\n", &body)]).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::TooLarge, Outcome::Applied));
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn compressed_answers_are_asked_for_and_their_headers_describe_what_is_handed_out() {
    // Stored, in two members of RFC 1952; the checksums are those of `{"slug":` and `"a"}`.
    let member = |text: &[u8], crc: [u8; 4]| {
        let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
        let length = u16::try_from(text.len()).unwrap();
        let size = u32::from(length).to_le_bytes();
        [&head[..], &length.to_le_bytes(), &(!length).to_le_bytes(), text, &crc, &size].concat()
    };
    let body =
        [member(br#"{"slug":"#, [160, 141, 137, 109]), member(br#""a"}"#, [31, 82, 108, 235])].concat();
    let server = Server::sending(vec![answer("200 OK", "content-encoding: gzip\r\n", &body)]).await;
    let response = server.client().library().get_post("a").send_with_response().await.unwrap();
    assert_eq!(response.value.slug, "a");
    for header in ["content-encoding", "content-length"] {
        assert!(!response.headers.contains_key(header), "{header}");
    }
    assert!(server.requests()[0].contains("accept-encoding: gzip\r\n"));
}

/// So many zeros as gzip, by hand: one stored zero, then runs of the longest copy of it, in fixed Huffman codes.
#[cfg(feature = "gzip")]
fn gzip_of_zeros(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b1, 1);
    bits.push(0b01, 2);
    bits.push_code(0b0011_0000, 8);
    // Length 258 is code 285 (11000101), distance 1 is code 0 (00000).
    for _ in 0..length / 258 {
        bits.push_code(0b1100_0101, 8);
        bits.push_code(0, 5);
    }
    bits.push_code(0, 7);
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend(bits.finish());
    out.extend([0; 8]);
    out
}

#[cfg(feature = "gzip")]
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

#[cfg(feature = "gzip")]
impl Bits {
    /// Bits from the lowest up.
    fn push(&mut self, value: u32, count: u32) {
        for at in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::try_from(value >> at & 1).unwrap();
            *self.bytes.last_mut().unwrap() |= bit << (self.used % 8);
            self.used += 1;
        }
    }

    /// A Huffman code: from the highest bit down.
    fn push_code(&mut self, code: u32, count: u32) {
        for at in (0..count).rev() {
            self.push(code >> at & 1, 1);
        }
    }

    fn finish(self) -> Vec<u8> {
        self.bytes
    }
}
