//! F267: requests that are malformed, at every door: refused each time, never a failure of the server, and the next is served.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::stage::{BACK, FORM, Stage};

const JSON: &str = "application/json";

#[tokio::test(flavor = "multi_thread")]
async fn f267_a_malformed_registration_is_refused() {
    let stage = Stage::start("malformed-json").await;
    let fine = json!({ "client_name": "x", "redirect_uris": [BACK] }).to_string();
    let deep =
        format!("{{\"redirect_uris\":[\"{BACK}\"],\"x\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    for (what, kind, body) in [
        ("no JSON", JSON, b"{\"redirect_uris\":".to_vec()),
        ("nothing", JSON, Vec::new()),
        ("depth", JSON, deep.into_bytes()),
        (
            "a key twice",
            JSON,
            fine.replace('}', ",\"redirect_uris\":[\"https://evil.example/cb\"]}").into_bytes(),
        ),
        ("a key twice, deep inside", JSON, fine.replace('}', ",\"jwks\":{\"a\":1,\"a\":2}}").into_bytes()),
        ("NaN", JSON, fine.replace("\"x\"", "NaN").into_bytes()),
        ("a number as an address", JSON, fine.replace(&format!("\"{BACK}\""), "1").into_bytes()),
        (
            "invalid UTF-8",
            JSON,
            fine.replace('x', "\u{fe}").into_bytes().iter().copied().filter(|b| *b != 0xbe).collect(),
        ),
        ("bytes after it", JSON, format!("{fine}{{}}").into_bytes()),
        ("a list", JSON, format!("[{fine}]").into_bytes()),
        ("null", JSON, b"null".to_vec()),
        ("another type", "text/plain", fine.clone().into_bytes()),
        ("no type", "", fine.clone().into_bytes()),
    ] {
        let request = stage.request(Method::POST, "/register").header("Content-Type", kind).body(body);
        let status = request.send().await.unwrap().status();
        assert!(status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS, "{what}: {status}");
    }
    let (status, told) = stage.register(serde_json::from_str(&fine).unwrap()).await;
    assert_eq!(status, StatusCode::CREATED, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn f267_a_malformed_form_is_refused_at_every_door() {
    let stage = Stage::start("malformed-forms").await;
    let connected = stage.connected(stage.key()).await;
    let token = format!(
        "grant_type=refresh_token&refresh_token={}&client_id={}",
        connected.refresh, connected.client
    );
    let revoke = format!("token={}&client_id={}", connected.refresh, connected.client);
    for (path, fine) in [("/token", &token), ("/revoke", &revoke), ("/authorize", &token)] {
        for (what, kind, body) in [
            ("a parameter twice", FORM, format!("{fine}&client_id={}", connected.client)),
            ("a parameter twice, once escaped", FORM, format!("{fine}&client%5Fid=x")),
            ("another type", "multipart/form-data; boundary=x", fine.clone()),
            ("no type", "", fine.clone()),
            ("JSON", JSON, json!({ "client_id": connected.client }).to_string()),
            ("nothing", FORM, String::new()),
            ("invalid UTF-8", FORM, fine.replace("client_id=", "client_id=%ff%fe")),
            ("%00", FORM, fine.replace("client_id=", "client_id=%00")),
            ("only separators", FORM, "&&&=&;=;".to_owned()),
        ] {
            // Whether there was a connection is told to nobody: what names another client ends nothing, and is no fault.
            let is_unknown = path == "/revoke" && ["invalid UTF-8", "%00"].contains(&what);
            let request = stage.request(Method::POST, path).header("Content-Type", kind).body(body);
            let status = request.send().await.unwrap().status();
            assert!(
                status.is_client_error() || is_unknown && status == StatusCode::OK,
                "{path}, {what}: {status}"
            );
            assert_ne!(status, StatusCode::TOO_MANY_REQUESTS);
        }
        stage.pass(60);
    }
    assert_eq!(stage.refresh(&connected.client, &connected.refresh).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn f267_a_malformed_message_is_refused() {
    let stage = Stage::start("malformed-messages").await;
    let connected = stage.connected(stage.key()).await;
    let fine = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" }).to_string();
    for (what, kind, body) in [
        ("no JSON", JSON, b"{\"jsonrpc\":".to_vec()),
        ("nothing", JSON, Vec::new()),
        ("depth", JSON, "[".repeat(10_000).into_bytes()),
        ("NaN", JSON, fine.replace(":1,", ":NaN,").into_bytes()),
        (
            "invalid UTF-8",
            JSON,
            fine.replace("ping", "\u{fe}").into_bytes().iter().copied().filter(|b| *b != 0xbe).collect(),
        ),
        ("bytes after it", JSON, format!("{fine}{fine}").into_bytes()),
        ("another type", "text/plain", fine.clone().into_bytes()),
        ("a form", FORM, b"a=b".to_vec()),
    ] {
        let request =
            stage.request(Method::POST, "/mcp").header("Accept", "application/json, text/event-stream");
        let request = request.bearer_auth(&connected.access).header("Content-Type", kind);
        let status = request.body(body).send().await.unwrap().status();
        assert!(status.is_client_error(), "{what}: {status}");
    }
    assert_eq!(stage.status(&connected.access).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn f267_heads_and_paths_that_are_malformed_are_refused() {
    let stage = Stage::start("malformed-heads").await;
    let host = stage.url.trim_start_matches("http://").to_owned();
    let form = format!("Host: {host}\r\nContent-Type: {FORM}\r\n");
    let (long, many) = ("a".repeat(200_000), "X: 1\r\n".repeat(150));
    for (what, head, body, status) in [
        (
            "two that differ",
            format!("POST /token HTTP/1.1\r\n{form}Content-Length: 3\r\nContent-Length: 4\r\n"),
            "a=b",
            "400",
        ),
        ("no length at all", format!("POST /token HTTP/1.1\r\n{form}Content-Length: x\r\n"), "", "400"),
        (
            "another coding",
            format!("POST /token HTTP/1.1\r\n{form}Transfer-Encoding: chunked, identity\r\n"),
            "",
            "400",
        ),
        ("large", format!("GET /authorize HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n"), "", "431"),
        ("many", format!("GET /authorize HTTP/1.1\r\nHost: {host}\r\n{many}"), "", "431"),
        ("two hosts", format!("GET /authorize HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n"), "", "403"),
        ("no host", "GET /authorize HTTP/1.1\r\n".to_owned(), "", "403"),
        ("NUL", format!("GET /%00 HTTP/1.1\r\nHost: {host}\r\n"), "", "404"),
        ("dots", format!("GET /x/../authorize HTTP/1.1\r\nHost: {host}\r\n"), "", "404"),
        ("escaped dots", format!("GET /%2e%2e/authorize HTTP/1.1\r\nHost: {host}\r\n"), "", "404"),
        (
            "a header that is none",
            format!("GET /authorize HTTP/1.1\r\nHost: {host}\r\nA b: c\r\n"),
            "",
            "400",
        ),
    ] {
        let mut stream = TcpStream::connect(stage.server.address()).await.unwrap();
        // It may be refused before all of it was written.
        let _ = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes()).await;
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        let said = String::from_utf8_lossy(&said);
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {said}");
        assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{what}: {said}");
    }
    assert_eq!(stage.get("/.well-known/oauth-authorization-server").await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn f267_no_second_request_hides_in_the_body_of_a_first() {
    let stage = Stage::start("smuggled").await;
    let host = format!("Host: {}\r\n", stage.url.trim_start_matches("http://"));
    let said = json!({ "redirect_uris": [BACK] }).to_string();
    let body = format!("{:x}\r\n{said}\r\n0\r\n\r\nGET /register HTTP/1.1\r\n{host}\r\n", said.len());
    let (length, coding) = (format!("Content-Length: {}\r\n", body.len()), "Transfer-Encoding: chunked\r\n");
    for lengths in [format!("{length}{coding}"), format!("{coding}{length}")] {
        let mut stream = TcpStream::connect(stage.server.address()).await.unwrap();
        let head = format!("POST /register HTTP/1.1\r\n{host}Content-Type: {JSON}\r\n{lengths}\r\n");
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        let mut said = Vec::new();
        // The server ends the connection, whichever of the two lengths it believed.
        let _ = stream.read_to_end(&mut said).await;
        assert_eq!(String::from_utf8_lossy(&said).matches("HTTP/1.1 ").count(), 1);
    }
}
