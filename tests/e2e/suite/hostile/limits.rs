//! F264: ways around the rate limit.

use cc_e2e::{Seen, World, see};
use cc_sandbox::Options;
use jiff::SignedDuration;
use reqwest::RequestBuilder;
use serde_json::json;

const POSTS: &str = "/api/user/content/posts-v2?limit=1";
/// The documented limits.
const MINUTE: usize = 30;
const HOUR: usize = 500;
const DAY: usize = 2000;

async fn limited() -> World {
    World::with(|options| options.rate_limits = true).await
}

/// Sends so many requests at once; says how many were let in. Each answer carries the headers.
async fn let_in(count: usize, request: impl Fn(usize) -> RequestBuilder) -> usize {
    let sent: Vec<_> = (0..count).map(|index| tokio::spawn(see(request(index)))).collect();
    let mut let_in = 0;
    for answer in sent {
        let seen: Seen = answer.await.unwrap();
        seen.check_headers("limited");
        if seen.status == 429 {
            assert_eq!(seen.header("retry-after"), Some("60"));
        } else {
            let_in += 1;
        }
    }
    let_in
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_thirty_a_minute_hold_however_a_request_is_dressed() {
    let world = limited().await;
    let key = world.sandbox.access().keys.full.clone();
    let forms = [
        ("GET", POSTS, "Bearer", "x-plain", "1"),
        ("GET", POSTS, "bEaReR  ", "x-forwarded-for", "10.0.0.1"),
        ("GET", POSTS, "BEARER    ", "forwarded", "for=10.0.0.2"),
        ("HEAD", POSTS, "Bearer", "x-real-ip", "10.0.0.3"),
        ("OPTIONS", POSTS, "Bearer", "origin", "https://page.example"),
        ("GET", "/api/user/content/posts-v2/", "Bearer", "x-plain", "1"),
        ("GET", "/api//user/content/posts-v2", "Bearer", "x-plain", "1"),
        ("GET", "/api/user/content/posts-v2/a%2Fb", "Bearer", "x-plain", "1"),
        ("GET", "/api/user/content%2Fposts-v2", "Bearer", "x-plain", "1"),
        ("DELETE", "/api/nowhere", "Bearer", "x-plain", "1"),
    ];
    let dressed = |index: usize| {
        let (method, path, scheme, header, value) = forms[index % forms.len()];
        let request = world.ask(method, path).header("authorization", format!("{scheme} {key}"));
        request.header(header, value)
    };
    assert_eq!(let_in(50, dressed).await, MINUTE);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_another_slug_is_no_other_count() {
    let world = limited().await;
    let url = format!("http://{}{POSTS}", world.sandbox.address());
    let http = reqwest::Client::new();
    let request = |index: usize| {
        let slug = ["coffee-contracts", "harbor-realty", "nobody", ""][index % 4];
        http.get(&url).bearer_auth(&world.sandbox.access().keys.full).header("x-tenant-slug", slug)
    };
    assert_eq!(let_in(40, request).await, MINUTE);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_a_hundred_streams_of_one_connection_are_counted_like_a_hundred_requests() {
    let world = limited().await;
    let http = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let url = format!("http://{}{POSTS}", world.sandbox.address());
    let key = &world.sandbox.access().keys.full;
    let request = |_| http.get(&url).bearer_auth(key).header("x-tenant-slug", cc_e2e::TENANT);
    assert_eq!(let_in(100, request).await, MINUTE);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_two_keys_of_one_owner_have_a_limit_each() {
    let world = limited().await;
    let session = &world.sandbox.access().session_token;
    let mut keys = Vec::new();
    for _ in 0..2 {
        let request = world.ask("POST", "/api/user/api-keys").bearer_auth(session);
        let made = see(request.json(&json!({"name": "A", "scope": "user"}))).await;
        keys.push(made.json()["rawKey"].as_str().unwrap().to_owned());
    }
    let request = |index: usize| world.ask("GET", POSTS).bearer_auth(&keys[index % 2]);
    assert_eq!(let_in(80, request).await, 2 * MINUTE);
}

#[tokio::test]
async fn f264_the_hour_and_the_day_hold_exactly() {
    let world = limited().await;
    let control = world.sandbox.control();
    let unknown = || world.ask_with_key("GET", "/api/nowhere");
    let mut taken = 0;
    // A request every two seconds and a little never fills the minute.
    let (mut hours, mut refused_at) = (Vec::new(), None);
    while refused_at.is_none() {
        let seen = see(unknown()).await;
        if seen.status == 404 {
            taken += 1;
            control.advance(SignedDuration::from_millis(2_100));
            continue;
        }
        hours.push(taken);
        let wait: i64 = seen.header("retry-after").unwrap().parse().unwrap();
        // The day gives nothing back before its first request has left it.
        if wait > 3600 {
            refused_at = Some(wait);
        } else {
            control.advance(SignedDuration::from_secs(wait - 1));
            assert_eq!(see(unknown()).await.status, 429, "a second early");
            control.advance(SignedDuration::from_secs(3600));
        }
    }
    assert_eq!((hours[0], taken), (HOUR, DAY));
    control.advance(SignedDuration::from_secs(refused_at.unwrap() - 1));
    assert_eq!(see(unknown()).await.status, 429, "a second early");
    control.advance(SignedDuration::from_secs(1));
    assert_eq!(see(unknown()).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn f264_a_restart_gives_nothing_back() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("f264");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let lasting = |options: &mut Options| {
        options.rate_limits = true;
        options.database = Some(folder.join("sandbox.db"));
    };
    let first = World::with(lasting).await;
    let request = first.ask("POST", "/api/user/api-keys").bearer_auth(&first.sandbox.access().session_token);
    let made = see(request.json(&json!({"name": "A", "scope": "user"}))).await.json();
    let key = made["rawKey"].as_str().unwrap();
    assert_eq!(let_in(20, |_| first.ask("GET", POSTS).bearer_auth(key)).await, 20);
    first.sandbox.stop().await;

    let second = World::with(lasting).await;
    assert_eq!(let_in(20, |_| second.ask("GET", POSTS).bearer_auth(key)).await, MINUTE - 20);
}
