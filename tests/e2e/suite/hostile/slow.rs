//! F260: heads that arrive byte by byte, over many connections at once.

use std::time::Duration;

use cc_e2e::{World, connect, see};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SLOW: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn f260_slow_heads_keep_nobody_from_being_served_and_end_at_the_time_out() {
    let world = World::with(|options| options.head_timeout = Duration::from_millis(500)).await;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut stream = connect(world.sandbox.address()).await;
        stream.write_all(b"GET /api/user/con").await.unwrap();
        slow.push(stream);
    }
    for _ in 0..20 {
        let seen = see(world.ask_with_key("GET", "/api/user/content/posts-v2?limit=1")).await;
        assert_eq!(seen.status, 200);
    }
    // None of them sends another byte: each is closed by the sandbox, and none is answered as if it had asked.
    for mut stream in slow {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    }
}

#[tokio::test]
async fn f260_each_byte_of_a_slow_head_gives_it_no_more_time() {
    let world = World::with(|options| options.head_timeout = Duration::from_millis(200)).await;
    let mut stream = connect(world.sandbox.address()).await;
    let (mut reader, mut writer) = stream.split();
    let mut drip = tokio::time::interval(Duration::from_millis(10));
    let endless = async {
        loop {
            drip.tick().await;
            if writer.write_all(b"a").await.is_err() {
                return;
            }
        }
    };
    let mut answer = Vec::new();
    // Reading ends when the sandbox closes; writing never does by itself.
    tokio::select! {
        _ = reader.read_to_end(&mut answer) => {}
        () = endless => {}
    }
    assert!(!String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 2"));
}
