//! Bounds: of heads, silence, connections, lives and the end.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use cc_serve::{Bounds, Incoming, Life, Server, Visit};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONNECTION, HeaderValue};
use hyper::{Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

async fn hello(_: Request<Incoming>, visit: Visit) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut answer = Response::new(Full::from("hello"));
    if visit.is_last {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(answer)
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// A server of each kind.
async fn servers(bounds: &Bounds) -> Vec<Server> {
    vec![
        Server::start(listener().await, bounds.clone(), hello).unwrap(),
        #[cfg(feature = "http2")]
        Server::start_with_http2(listener().await, bounds.clone(), hello).unwrap(),
    ]
}

async fn connected(server: &Server, said: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(said).await.unwrap();
    stream
}

/// All that comes until the server closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

/// One answer of a connection that stays open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut said = String::new();
    while !said.ends_with("hello") {
        let mut some = [0; 512];
        let count = stream.read(&mut some).await.unwrap();
        assert_ne!(count, 0, "it closed: {said}");
        said.push_str(&String::from_utf8_lossy(&some[..count]));
    }
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_no_whole_head_in_time_is_cut_off_and_others_are_served_meanwhile() {
    let bounds = Bounds { head_timeout: Duration::from_millis(300), ..Bounds::default() };
    for server in servers(&bounds).await {
        let mut slow = Vec::new();
        for n in 0..200 {
            // Half a request, silence, and half of what HTTP/2 begins with.
            slow.push(connected(&server, [&b"GET / HTTP/1.1\r\nHo"[..], b"", &PREFACE[..9]][n % 3]).await);
        }
        assert!(answer(&mut connected(&server, REQUEST).await).await.starts_with("HTTP/1.1 200"));
        for stream in slow {
            let said = rest(stream).await;
            assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_byte_of_a_slow_head_gives_it_no_more_time() {
    let bounds = Bounds { head_timeout: Duration::from_millis(100), ..Bounds::default() };
    for server in servers(&bounds).await {
        for begin in [&b""[..], REQUEST, b"P"] {
            let mut stream = connected(&server, begin).await;
            let (mut reader, mut writer) = stream.split();
            let mut drip = tokio::time::interval(Duration::from_millis(5));
            let endless = async {
                loop {
                    drip.tick().await;
                    if writer.write_all(b"a").await.is_err() {
                        return;
                    }
                }
            };
            let mut said = Vec::new();
            tokio::select! {
                _ = reader.read_to_end(&mut said) => {}
                () = endless => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_are_too_large_or_have_too_many_headers_are_refused() {
    for server in servers(&Bounds::default()).await {
        let (large, many) = ("a".repeat(200_000), "X: 1\r\n".repeat(101));
        for head in [format!("X: {large}\r\n"), many] {
            let said =
                connected(&server, format!("GET / HTTP/1.1\r\nHost: a\r\n{head}\r\n").as_bytes()).await;
            let said = rest(said).await;
            assert!(said.starts_with("HTTP/1.1 431"), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_bound_wait_for_a_place() {
    let bounds = Bounds { connections: 1, ..Bounds::default() };
    for server in servers(&bounds).await {
        let mut first = connected(&server, REQUEST).await;
        answer(&mut first).await;
        let mut second = connected(&server, REQUEST).await;
        let early = tokio::time::timeout(Duration::from_millis(50), answer(&mut second)).await;
        assert!(early.is_err(), "it waits");
        drop(first);
        assert!(answer(&mut second).await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_connection_ends_with_an_answer_and_in_any_case() {
    let (none, hour) = (Duration::ZERO, Duration::from_secs(3600));
    let life = |until_last_answer, in_all| Bounds {
        life: Some(Life { until_last_answer, in_all }),
        ..Bounds::default()
    };
    for server in servers(&life(none, hour)).await {
        let said = rest(connected(&server, REQUEST).await).await;
        assert!(said.contains("connection: close") && said.ends_with("hello"), "{said}");
    }
    for server in servers(&life(hour, Duration::from_millis(100))).await {
        let said = rest(connected(&server, REQUEST).await).await;
        assert!(!said.contains("connection: close") && said.ends_with("hello"), "{said}");
    }
}

/// A server that answers when it is told to.
async fn waits(bounds: Bounds) -> (Server, Arc<Notify>, Arc<Notify>) {
    let (asked, told) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (asks, tells) = (Arc::clone(&asked), Arc::clone(&told));
    let answer = move |request, visit| {
        let (asks, tells) = (Arc::clone(&asks), Arc::clone(&tells));
        async move {
            asks.notify_one();
            tells.notified().await;
            hello(request, visit).await
        }
    };
    (Server::start(listener().await, bounds, answer).unwrap(), asked, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_answers_what_was_asked_and_listens_no_more() {
    let (server, asked, told) = waits(Bounds::default()).await;
    let (address, stream) = (server.address(), connected(&server, REQUEST).await);
    asked.notified().await;
    let stopping = tokio::spawn(server.stop());
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!stopping.is_finished());
    told.notify_one();
    assert!(rest(stream).await.ends_with("hello"));
    stopping.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_outlasts_the_farewell_is_cut_off_and_so_is_everything_when_the_server_is_dropped() {
    let bounds = Bounds { farewell: Duration::from_millis(50), ..Bounds::default() };
    let (server, asked, _told) = waits(bounds).await;
    let stream = connected(&server, REQUEST).await;
    asked.notified().await;
    server.stop().await;
    assert_eq!(rest(stream).await, "");

    let (server, asked, _told) = waits(Bounds::default()).await;
    let stream = connected(&server, REQUEST).await;
    asked.notified().await;
    drop(server);
    assert_eq!(rest(stream).await, "");
}
