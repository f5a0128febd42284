//! The back door from Rust: scripted faults.

use std::time::Duration;

use cc_e2e::{World, connect, see, try_see};
use cc_sandbox::Fault;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const POSTS: &str = "/api/user/content/posts-v2?limit=5";

/// Makes a key: a call that changes something each time.
fn write(world: &World) -> reqwest::RequestBuilder {
    let request = world.ask("POST", "/api/user/api-keys");
    request.bearer_auth(&world.sandbox.access().session_token).json(&json!({"name": "A", "scope": "user"}))
}

fn effects(world: &World) -> usize {
    world.sandbox.control().effects().unwrap().len()
}

fn hits(world: &World) -> Vec<u64> {
    world.sandbox.control().faults().iter().map(|fault| fault.hits).collect()
}

#[tokio::test]
async fn a_scripted_status_turns_requests_away_and_changes_nothing() {
    let world = World::new().await;
    let fault = Fault::on("create_api_key").skip(1).times(2).status(503).header("Retry-After", "7");
    world.sandbox.control().script(fault).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let seen = see(write(&world)).await;
        seen.check_headers("a scripted answer");
        assert_eq!(seen.header("retry-after"), (seen.status == 503).then_some("7"));
        statuses.push(seen.status);
    }
    assert_eq!(statuses, [201, 503, 503, 201]);
    assert_eq!((effects(&world), hits(&world)), (2, vec![2]));
}

#[tokio::test]
async fn an_applied_fault_changes_what_the_caller_never_hears_of() {
    let world = World::new().await;
    let control = world.sandbox.control();
    control.script(Fault::on("create_api_key").drop_connection()).unwrap();
    try_see(write(&world)).await.unwrap_err();
    assert_eq!((effects(&world), hits(&world)), (0, vec![1]));

    control.clear_faults();
    control.script(Fault::on("create_api_key").applied().drop_connection()).unwrap();
    control.script(Fault::on("create_api_key").applied().status(500)).unwrap();
    try_see(write(&world)).await.unwrap_err();
    assert_eq!(see(write(&world)).await.status, 500);
    assert_eq!((effects(&world), hits(&world)), (2, vec![1, 1]));
}

#[tokio::test]
async fn a_body_is_cut_after_so_many_bytes() {
    let world = World::new().await;
    let whole = see(world.ask_with_key("GET", POSTS)).await.body;
    for cut in [0, 10, whole.len() - 1, whole.len()] {
        world.sandbox.control().script(Fault::on("get_posts").cut_after(cut)).unwrap();
        try_see(world.ask_with_key("GET", POSTS)).await.unwrap_err();

        world.sandbox.control().script(Fault::on("get_posts").cut_after(cut)).unwrap();
        let mut stream = connect(world.sandbox.address()).await;
        let key = &world.sandbox.access().keys.full;
        let head = format!(
            "GET {POSTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nX-Tenant-Slug: coffee-contracts\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let head_end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(answer[head_end..], whole[..cut]);
    }
    assert!(hits(&world).iter().all(|hits| *hits == 1), "{:?}", hits(&world));
}

#[tokio::test]
async fn an_answer_is_kept_back_after_the_work_is_done() {
    let world = World::new().await;
    world.sandbox.control().script(Fault::on("create_api_key").delay(Duration::from_secs(3600))).unwrap();
    let given_up = try_see(write(&world).timeout(Duration::from_millis(300))).await.unwrap_err();
    assert!(given_up.is_timeout(), "{given_up}");
    assert_eq!((effects(&world), hits(&world)), (1, vec![1]));
}

#[tokio::test]
async fn a_fault_may_be_for_a_path_and_say_anything() {
    let world = World::new().await;
    let control = world.sandbox.control();
    control
        .script(Fault::on_path("GET", "/api/nowhere").body("<html>").header("Content-Type", "text/html"))
        .unwrap();
    control.script(Fault::on_any().status(200).body("{}").header("X-RateLimit-Remaining", "soon")).unwrap();
    let seen = see(world.ask_with_key("GET", "/api/nowhere")).await;
    assert_eq!((seen.status, seen.text().as_str()), (404, "<html>"));
    assert_eq!(seen.header("content-type"), Some("text/html"));
    let seen = see(world.ask_with_key("GET", POSTS)).await;
    assert_eq!((seen.status, seen.text().as_str()), (200, "{}"));
    assert_eq!(seen.header("x-ratelimit-remaining"), Some("soon"));
}
