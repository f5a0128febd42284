//! Calls that their host gives up, by a word or by going away: they end, and their requests with them.

use std::sync::Arc;

use cc_api::transport::{Answer, Request, Transport, TransportError};
use cc_api::{BoxFuture, Client, Credential};
use cc_mcp::Settings;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::inside::Inside;

/// A server that never answers, and notices that a request is given up.
#[derive(Debug, Clone, Default)]
struct Silent {
    asked: Arc<Notify>,
    given_up: Arc<Notify>,
}

/// Says so when it is dropped.
struct Guard(Arc<Notify>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

impl Transport for Silent {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.asked.notify_one();
        let guard = Guard(Arc::clone(&self.given_up));
        Box::pin(async move {
            let _guard = guard;
            std::future::pending().await
        })
    }
}

fn client(silent: &Silent, settings: &Settings) -> Client {
    let builder = Client::builder().credential(Credential::api_key("cc_CANARY7f3a9d").unwrap());
    cc_mcp::client(builder, settings).transport(silent.clone()).build().unwrap()
}

async fn both(silent: &Silent) -> [Inside; 2] {
    let settings = Settings::default();
    let client = client(silent, &settings);
    let can = json!({});
    [Inside::greeting(&client, &settings, can.clone()).await, Inside::modern(&client, &settings, can)]
}

fn posts() -> Value {
    json!({ "name": "get_posts", "arguments": {} })
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_cancelled_is_dropped_with_its_request_at_once_in_both_eras() {
    let silent = Silent::default();
    for mut host in both(&silent).await {
        let id = host.begin("tools/call", posts()).await;
        silent.asked.notified().await;
        let began = Instant::now();
        let note = json!({ "requestId": id, "reason": "changed my mind" });
        host.send(json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": note })).await;
        silent.given_up.notified().await;
        assert_eq!(began.elapsed().as_secs(), 0, "at once, and by no time limit");
        assert!(host.call("get_quota", json!({})).await["left"].is_number(), "the server goes on");
        host.hang_up().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_that_hangs_up_ends_the_server_though_a_call_is_under_way() {
    let silent = Silent::default();
    for mut host in both(&silent).await {
        host.begin("tools/call", posts()).await;
        silent.asked.notified().await;
        let began = Instant::now();
        host.hang_up().await;
        silent.given_up.notified().await;
        assert!(began.elapsed().as_secs() <= 5, "what may still be answered has a moment, and no more");
    }
}
