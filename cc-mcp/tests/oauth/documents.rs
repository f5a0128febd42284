//! What the server of a client's own document sends, when it means harm or is broken.

use std::io::Write as _;

use cc_mcp::Settings;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::StatusCode;
use serde_json::json;

use super::elsewhere::{Elsewhere, http};
use super::stage::{BACK, Stage};

const JSON: &str = "Content-Type: application/json\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n";

/// A document that is taken.
fn fine(here: &str, path: &str) -> String {
    json!({ "client_id": format!("{here}{path}"), "client_name": "Describes itself", "redirect_uris": [BACK] })
        .to_string()
}

fn chunk(body: &str) -> String {
    format!("{:x}\r\n{body}\r\n", body.len())
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// Has one client asked for whose document comes as these bytes; the status and the page.
async fn asked_for(
    name: &str,
    bytes: impl Fn(&str, &str) -> Vec<u8> + Send + Sync + 'static,
    cases: &[(&str, StatusCode)],
) {
    let elsewhere = Elsewhere::start(bytes).await;
    let stage = Stage::with(name, Settings::default(), |hosted| hosted.local_clients = true).await;
    for (visits, (path, expected)) in (1..).zip(cases) {
        let answer = stage.get(&stage.asks(&format!("{}/{path}", elsewhere.here), &[])).await;
        let (status, page) = (answer.status(), answer.text().await.unwrap());
        assert_eq!(status, *expected, "{path}: {page}");
        assert_eq!(page.contains("not known who sent you"), status != StatusCode::OK, "{path}: {page}");
        assert_eq!(elsewhere.visits(), visits, "{path} is asked for once");
    }
    assert_eq!(stage.get(&stage.asks(&stage.client().await, &[])).await.status(), StatusCode::OK);
}

const REFUSED: StatusCode = StatusCode::BAD_REQUEST;

#[tokio::test(flavor = "multi_thread")]
async fn f182_a_bomb_is_not_unpacked() {
    let plain = vec![b' '; 20 << 20];
    let once = gzip(&plain);
    let (twice, member) = (gzip(&once), gzip(&plain[..1 << 20]));
    drop(plain);
    let bytes = move |here: &str, path: &str| {
        let headers = format!("{JSON}Content-Encoding: gzip\r\n");
        match path {
            "/once" => http("200 OK", &headers, &once),
            "/twice" => http("200 OK", &headers.replace(": gzip", ": gzip, gzip"), &twice),
            "/members" => http("200 OK", &headers, &member.repeat(20)),
            _ => http("200 OK", &headers, &gzip(fine(here, path).as_bytes())),
        }
    };
    let cases = ["once", "twice", "members", "fine-but-packed"].map(|path| (path, REFUSED));
    asked_for("bombs", bytes, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f049_f056_f060_f064_broken_framing_is_no_document() {
    let bytes = |here: &str, path: &str| {
        let (long, fine) = ("a".repeat(1 << 20), fine(here, path));
        let flood = (0..20_000).fold(String::new(), |flood, n| flood + &format!("x{n}: 1\r\n"));
        match path {
            "/headers" => http("200 OK", &format!("{JSON}X: {long}\r\n"), fine.as_bytes()),
            "/many" => http("200 OK", &format!("{JSON}{flood}"), fine.as_bytes()),
            "/both" => format!("{CHUNKED}Content-Length: 2\r\n\r\n{}0\r\n\r\n", chunk(&fine)).into_bytes(),
            "/size" => format!("{CHUNKED}\r\nZZ\r\n{fine}\r\n0\r\n\r\n").into_bytes(),
            "/negative" => format!("{CHUNKED}\r\n-1\r\n{fine}\r\n0\r\n\r\n").into_bytes(),
            "/unended" => format!("{CHUNKED}\r\n{}", chunk(&fine)).into_bytes(),
            "/extension" => {
                format!("{CHUNKED}\r\n{:x};{long}\r\n{fine}\r\n0\r\n\r\n", fine.len()).into_bytes()
            }
            "/trailers" => format!("{CHUNKED}\r\n{}0\r\n{flood}\r\n", chunk(&fine)).into_bytes(),
            "/ssh" => b"SSH-2.0-x\r\n".to_vec(),
            "/short" => http("200 OK", JSON, fine.as_bytes())[..100].to_vec(),
            _ => Vec::new(),
        }
    };
    let refused = [
        "headers",
        "many",
        "size",
        "negative",
        "unended",
        "extension",
        "trailers",
        "ssh",
        "short",
        "nothing",
    ];
    let cases: Vec<_> =
        refused.map(|path| (path, REFUSED)).into_iter().chain([("both", StatusCode::OK)]).collect();
    asked_for("framing", bytes, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f184_f187_only_one_json_object_and_nothing_else_is_a_document() {
    let bytes = |here: &str, path: &str| {
        let fine = fine(here, path);
        let html = "<!doctype html><title>Log in</title>";
        match path {
            "/html" => http("200 OK", "Content-Type: text/html\r\n", html.as_bytes()),
            "/html-that-says-json" => http("200 OK", JSON, html.as_bytes()),
            "/untyped" => http("200 OK", "", fine.as_bytes()),
            "/second" => http("200 OK", JSON, format!("{fine}{{}}").as_bytes()),
            "/garbage" => http("200 OK", JSON, format!("{fine} garbage").as_bytes()),
            "/nul" => http("200 OK", JSON, format!("{fine}\0").as_bytes()),
            "/list" => http("200 OK", JSON, format!("[{fine}]").as_bytes()),
            "/deep" => http("200 OK", JSON, "[".repeat(10_000).as_bytes()),
            "/twice" => http("200 OK", JSON, fine.replace('}', ",\"client_name\":\"Other\"}").as_bytes()),
            "/large" => http("200 OK", JSON, format!("{fine}{}", " ".repeat(16 << 10)).as_bytes()),
            "/partial" => http("206 Partial Content", JSON, fine.as_bytes()),
            _ => http("200 OK", JSON, format!("{fine}\n").as_bytes()),
        }
    };
    let refused = [
        "html",
        "html-that-says-json",
        "untyped",
        "second",
        "garbage",
        "nul",
        "list",
        "deep",
        "twice",
        "large",
        "partial",
    ];
    let cases: Vec<_> =
        refused.map(|path| (path, REFUSED)).into_iter().chain([("line", StatusCode::OK)]).collect();
    asked_for("json", bytes, &cases).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f200_a_document_that_has_moved_is_none() {
    let evil = Elsewhere::start(|here, path| http("200 OK", JSON, fine(here, path).as_bytes())).await;
    let leads = evil.here.clone();
    let bytes = move |here: &str, path: &str| {
        let status = path.trim_start_matches('/');
        let to = |location: &str| {
            http(status, &format!("{JSON}Location: {location}\r\n"), fine(here, path).as_bytes())
        };
        match status {
            "301" | "302" | "303" | "307" | "308" => to(&format!("{leads}/x?sig=SIGCANARY51")),
            "300" => to("/fine"),
            "305" => to("javascript:alert(1)"),
            "304" => http(status, JSON, b""),
            _ => http("200 OK", &format!("{JSON}Refresh: 0; url={leads}/x\r\n"), fine(here, path).as_bytes()),
        }
    };
    let refused = ["300", "301", "302", "303", "304", "305", "307", "308"];
    let cases: Vec<_> =
        refused.map(|path| (path, REFUSED)).into_iter().chain([("fine", StatusCode::OK)]).collect();
    asked_for("moved", bytes, &cases).await;
    assert_eq!(evil.visits(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn f190_a_name_turns_nothing_around_and_stays_on_its_line() {
    let name =
        "\u{1b}]0;x\u{7}\u{1b}[2JChat\u{202e}\u{61c}\u{2028}\u{2066}\u{200b}\u{e0041}\u{ad}\u{85}GPT\r\n<b>";
    let bytes = move |here: &str, path: &str| {
        let said =
            json!({ "client_id": format!("{here}{path}"), "client_name": name, "redirect_uris": [BACK] });
        http("200 OK", JSON, said.to_string().as_bytes())
    };
    let elsewhere = Elsewhere::start(bytes).await;
    let stage = Stage::with("names", Settings::default(), |hosted| hosted.local_clients = true).await;
    let (_, told) = stage.register(json!({ "client_name": name, "redirect_uris": [BACK] })).await;
    for client in [format!("{}/client", elsewhere.here), told["client_id"].as_str().unwrap().to_owned()] {
        let page = stage.browser(&stage.asks(&client, &[])).await.page;
        assert!(page.contains("<b>]0;x[2JChatGPT&lt;b&gt;</b>"), "{page}");
        let strange = page.chars().find(|c| !c.is_ascii() || (c.is_control() && *c != '\n'));
        assert_eq!(strange, None, "{page}");
    }
}
