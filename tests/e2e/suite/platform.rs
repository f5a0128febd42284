//! What HTTP asks of the sandbox, whatever the operation: hosts, methods, paths, sizes, half requests.

use std::time::Duration;

use cc_e2e::{World, connect, see};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const POSTS: &str = "/api/user/content/posts-v2";

#[tokio::test]
async fn a_request_must_name_a_host_of_this_machine() {
    let world = World::new().await;
    let port = world.sandbox.address().port();
    let cases = [
        (format!("Host: 127.0.0.1:{port}"), "401"),
        ("Host: localhost".to_owned(), "401"),
        ("Host: [::1]".to_owned(), "401"),
        (format!("Host: attacker.example:{port}"), "421"),
        ("Host: localhost.attacker.example".to_owned(), "421"),
        ("Host: 192.168.0.1".to_owned(), "421"),
        ("Host:".to_owned(), "421"),
        ("Host: localhost\r\nHost: attacker.example".to_owned(), "400"),
        ("X-Host: localhost".to_owned(), "400"),
    ];
    for (host, status) in cases {
        let request = format!("GET {POSTS} HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n");
        let answer = world.send_raw(request.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{host}: {answer}");
        assert!(answer.contains("x-ratelimit-remaining"), "{host}: {answer}");
    }
    // The address in the request line counts as well as the header.
    let request = "GET http://attacker.example/api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert!(world.send_raw(request.as_bytes()).await.starts_with("HTTP/1.1 421 "));

    let open = World::with(|options| options.expose = true).await;
    let request = format!("GET {POSTS} HTTP/1.1\r\nHost: sandbox.example\r\nConnection: close\r\n\r\n");
    assert!(open.send_raw(request.as_bytes()).await.starts_with("HTTP/1.1 401 "));
}

#[tokio::test]
async fn a_page_of_another_origin_is_told_nothing() {
    let world = World::new().await;
    for method in ["GET", "OPTIONS", "POST"] {
        let request = world.ask_with_key(method, POSTS).header("origin", "https://attacker.example");
        let request = request.header("access-control-request-method", "POST");
        let seen = see(request.header("access-control-request-headers", "authorization")).await;
        assert_eq!(seen.status, if method == "GET" { 200 } else { 405 }, "{method}");
        seen.check_headers(method);
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_there_are() {
    let world = World::new().await;
    let cases = [
        ("OPTIONS", POSTS, "GET,HEAD"),
        ("PUT", POSTS, "GET,HEAD"),
        ("BREW", POSTS, "GET,HEAD"),
        ("PATCH", "/api/user/api-keys", "GET,HEAD,POST"),
        ("GET", "/api/user/api-keys/one", "DELETE"),
    ];
    for (method, path, allowed) in cases {
        let seen = see(world.ask_with_key(method, path)).await;
        let allow: std::collections::BTreeSet<_> =
            seen.header("allow").unwrap_or("").split(',').map(str::to_owned).collect();
        let wanted: std::collections::BTreeSet<_> = allowed.split(',').map(str::to_owned).collect();
        assert_eq!((seen.status, allow), (405, wanted), "{method} {path}");
        assert_eq!(seen.json()["code"], "no_such_method");
        seen.check_headers(method);
    }
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let world = World::new().await;
    let (get, head) =
        (see(world.ask_with_key("GET", POSTS)).await, see(world.ask_with_key("HEAD", POSTS)).await);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.header("content-length"));
    head.check_headers("HEAD");
}

#[tokio::test]
async fn every_other_way_to_write_a_path_is_another_path() {
    let world = World::new().await;
    let key = &world.sandbox.access().keys.full;
    let cases = [
        ("/api/user/content/posts-v2/", 404),
        ("/api//user/content/posts-v2", 404),
        ("//api/user/content/posts-v2", 404),
        ("/api/user/content%2Fposts-v2", 404),
        ("/api/user/../user/content/posts-v2", 404),
        ("/API/user/content/posts-v2", 404),
        ("/api/user/content/posts-v2/%2e%2e", 404),
        ("/api/user/content/posts-v2/a%2Fb", 404),
        ("/api/user/content/posts-v2/%FF%FE", 404),
        ("/api/user/content/posts-v2/%ZZ", 404),
        ("/api/user/content/posts-v2/%", 404),
        ("/api/user/content/posts-v2/%00", 422),
        ("/api/user/content/posts-v2?limit=%ZZ", 422),
        ("/api/user/content/posts-v2?limit=1&limit=2", 422),
        ("/api/user/content/posts-v2?pillar=%FF", 200),
        ("*", 404),
    ];
    for (path, status) in cases {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nX-Tenant-Slug: coffee-contracts\r\nConnection: close\r\n\r\n"
        );
        let answer = world.send_raw(request.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        for part in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "application/json"] {
            assert!(answer.contains(part), "{path}: no {part} in {answer}");
        }
    }
}

#[tokio::test]
async fn a_head_may_be_large_but_not_too_large() {
    let world = World::new().await;
    for (bytes, status) in [(30 << 10, 200), (40 << 10, 431)] {
        let filler = "x".repeat(bytes);
        let by_header = see(world.ask_with_key("GET", POSTS).header("x-filler", &filler)).await;
        let by_query = see(world.ask_with_key("GET", &format!("{POSTS}?filler={filler}"))).await;
        for seen in [by_header, by_query] {
            assert_eq!(seen.status, status, "{bytes}");
            seen.check_headers("a large head");
        }
    }
    // Beyond 64 KiB hyper refuses it, and closes.
    let request =
        format!("GET {POSTS} HTTP/1.1\r\nHost: localhost\r\nX-Filler: {}\r\n\r\n", "x".repeat(1 << 20));
    let answer = world.send_raw(request.as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[tokio::test]
async fn bodies_are_limited_in_size_and_time() {
    let world = World::with(|options| options.body_timeout = Duration::from_millis(50)).await;
    let key = &world.sandbox.access().session_token;
    let head = format!(
        "POST /api/user/api-keys HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nX-Tenant-Slug: coffee-contracts\r\nContent-Type: application/json\r\n"
    );
    let chunk = format!("{:x}\r\n{}\r\n", 600 << 10, " ".repeat(600 << 10));
    let cases = [
        ("announced too large", "Content-Length: 1048577\r\n\r\n".to_owned(), "413"),
        ("too large in chunks", format!("Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}"), "413"),
        ("half", "Content-Length: 100\r\n\r\n{\"name\":".to_owned(), "408"),
        ("no first byte", "Content-Length: 100\r\n\r\n".to_owned(), "408"),
    ];
    for (case, rest, status) in cases {
        let answer = world.send_raw(format!("{head}{rest}").as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{case}: {answer}");
        assert!(answer.contains("x-ratelimit-remaining"), "{case}: {answer}");
    }
    assert!(world.sandbox.control().effects().unwrap().is_empty());
}

#[tokio::test]
async fn more_connections_than_places_wait_for_one() {
    let world = World::with(|options| options.max_connections = 2).await;
    let address = world.sandbox.address();
    let mut waiting = connect(address).await;
    let first = connect(address).await;
    let request = format!("GET {POSTS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut third = connect(address).await;
    third.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    let early = tokio::time::timeout(Duration::from_millis(50), third.read_exact(&mut answer)).await;
    assert!(early.is_err(), "there was a place for a third");
    drop(first);
    third.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
    waiting.write_all(request.as_bytes()).await.unwrap();
    waiting.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}
