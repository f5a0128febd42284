//! F260: heads that arrive late or never, over many connections at once; and bodies that do not come.

use std::net::SocketAddr;
use std::time::Duration;

use cc_mcp::http::{Http, start};
use cc_mcp::{Settings, serve_client};
use cc_serve::Bounds;
use reqwest::StatusCode;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::stage::Stage;

const SLOW: usize = 200;

fn impatient() -> Bounds {
    Bounds { head_timeout: Duration::from_millis(500), ..Bounds::default() }
}

async fn slow(address: SocketAddr) -> Vec<TcpStream> {
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"POST /mcp HTTP/1.1\r\nHo").await.unwrap();
        slow.push(stream);
    }
    slow
}

/// None of them sends another byte: each is closed by the server, and none is answered as if it had asked.
async fn are_closed(slow: Vec<TcpStream>) {
    for mut stream in slow {
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&said));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f260_slow_heads_keep_nobody_from_connecting_and_end_at_the_time_out() {
    let stage = Stage::with("slow", Settings::default(), |hosted| hosted.bounds = impatient()).await;
    let slow = slow(stage.server.address()).await;
    let connected = stage.connected(stage.key()).await;
    assert_eq!(stage.status(&connected.access).await, StatusCode::OK);
    are_closed(slow).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f260_slow_heads_end_where_nobody_has_to_log_in_too_and_streams_stay() {
    let client = cc_api::Client::builder().base_url("http://127.0.0.1:9").build().unwrap();
    let handler = serve_client(client, &Settings::default()).unwrap();
    let http = Http { address: ([127, 0, 0, 1], 0).into(), origins: Vec::new(), bounds: impatient() };
    let serving = start(handler, &http).await.unwrap();
    let url = format!("http://{}/mcp", serving.address());
    let asking = |method| {
        reqwest::Client::new()
            .request(method, &url)
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json")
    };
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello });
    let greeted = asking(reqwest::Method::POST).body(hello.to_string()).send().await.unwrap();
    let session = greeted.headers()["Mcp-Session-Id"].to_str().unwrap().to_owned();
    drop(greeted);
    // A host that listens is silent for as long as it likes.
    let mut stream = asking(reqwest::Method::GET).header("Mcp-Session-Id", session).send().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);

    are_closed(slow(serving.address()).await).await;
    let ended = async { while stream.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
    tokio::pin!(ended);
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut ended).await.is_err(), "it goes on");
    tokio::join!(serving.stop(), ended);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_waited_for_so_long_and_no_longer() {
    let client = cc_api::Client::builder().base_url("http://127.0.0.1:9").build().unwrap();
    let handler = serve_client(client, &Settings::default()).unwrap();
    let http = Http { address: ([127, 0, 0, 1], 0).into(), origins: Vec::new(), bounds: Bounds::default() };
    let serving = start(handler, &http).await.unwrap();
    let mut stream = TcpStream::connect(serving.address()).await.unwrap();
    let head = format!(
        "POST /mcp HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{{",
        serving.address()
    );
    let begun = tokio::time::Instant::now();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    let said = String::from_utf8_lossy(&said);
    assert!(said.starts_with("HTTP/1.1 408 ") && said.contains("send it again"), "{said}");
    assert_eq!(begun.elapsed().as_secs(), 10);
}
