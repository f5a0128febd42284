//! Several gateways that count together, on a Redis server.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cc_gateway::{Quota, Settings};

use crate::support::{CANARY, Door, Script, Upstream};

/// A server without a disk, which ends with the test.
struct Redis {
    process: Child,
    port: u16,
}

impl Redis {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("apt-get install redis-server: {error}"));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not start");
            std::thread::yield_now();
        }
        Self { process, port }
    }

    fn count(&self) -> impl FnOnce(&mut Settings) + use<> {
        let url = format!("redis://127.0.0.1:{}/0", self.port);
        move |settings| {
            settings.quota = Quota::Redis { url, gateways: 2 };
            settings.budget = Duration::from_secs(5);
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How many calls of one key two gateways let through, by turns.
async fn let_through(doors: [&Door; 2]) -> usize {
    for number in 0..80 {
        let answer = doors[number % 2].get(CANARY, "/user/content/posts-v2").await;
        if answer.status == 429 {
            return number;
        }
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    panic!("the quota was never used up");
}

#[tokio::test]
async fn two_gateways_share_the_quota_of_a_key() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let redis = Redis::start();
    let (one, two) = (
        Door::to(&upstream.base_url, redis.count()).await,
        Door::to(&upstream.base_url, redis.count()).await,
    );
    assert_eq!(let_through([&one, &two]).await, 30);
    assert_eq!(one.get("cc_other", "/user/content/posts-v2").await.status, 200, "others go on");
}

#[tokio::test]
async fn without_the_server_each_keeps_to_its_part_and_the_log_says_so() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let redis = Redis::start();
    let (one, two) = (
        Door::to(&upstream.base_url, redis.count()).await,
        Door::to(&upstream.base_url, redis.count()).await,
    );
    drop(redis);
    let through = let_through([&one, &two]).await;
    assert!(through <= 30, "{through}");
    let log = one.log().join("\n");
    assert!(log.contains("store") && !log.contains("CANARY"), "{log}");
}
