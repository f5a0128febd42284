//! The server over HTTP: who is let in, and what they get in either era.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cc_sandbox::{Options, Sandbox};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

/// A server that listens, and the sandbox behind it.
struct Server {
    _sandbox: Sandbox,
    home: PathBuf,
    process: Child,
    url: String,
}

impl Server {
    async fn start(name: &str, options: &[&str]) -> Self {
        let sandbox = Sandbox::start_with(Options::default()).await.unwrap();
        let home = home(name);
        let mut process = command(&home)
            .args(["--http", "0"])
            .args(options)
            .env("CC_API_KEY", &sandbox.access().keys.full)
            .env("CC_BASE_URL", &sandbox.access().base_url)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.unwrap_or_else(|| panic!("{line}")).trim_end_matches(',').to_owned();
        Self { _sandbox: sandbox, home, process, url }
    }

    fn request(&self, method: Method) -> RequestBuilder {
        reqwest::Client::new()
            .request(method, &self.url)
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json")
    }

    /// A request that names all that is needed, as since 2026-07-28.
    fn modern(&self, method: &str, mut params: Value) -> RequestBuilder {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {}
        });
        let mut request = self
            .request(Method::POST)
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method);
        if let Some(name) = params["name"].as_str() {
            request = request.header("Mcp-Name", name);
        }
        request.body(json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string())
    }

    /// The handshake of the hosts until then; the session.
    async fn session(&self) -> String {
        let hello = json!({
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" }
        });
        let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello });
        let answer = self.request(Method::POST).body(hello.to_string()).send().await.unwrap();
        let session = answer.headers()["Mcp-Session-Id"].to_str().unwrap().to_owned();
        assert_eq!(result(answer).await["serverInfo"]["name"], "coffee");
        let ready = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        let ready = self.request(Method::POST).header("Mcp-Session-Id", &session).body(ready.to_string());
        assert_eq!(ready.send().await.unwrap().status(), StatusCode::ACCEPTED);
        session
    }

    /// The number of tools that a session sees, if there is such a session.
    async fn tools_of(&self, session: &str) -> Result<usize, StatusCode> {
        let list = json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" }).to_string();
        let answer = self.request(Method::POST).header("Mcp-Session-Id", session).body(list);
        let answer = answer.send().await.unwrap();
        match answer.status() {
            StatusCode::OK => Ok(result(answer).await["tools"].as_array().unwrap().len()),
            status => Err(status),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

fn home(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cc-mcp-http-{name}-{}", std::process::id()))
}

fn command(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cc-mcp"));
    command.env_clear().env("CC_HOME", home).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// The result in an answer, whether it came as JSON or as the last event of a stream.
async fn result(answer: Response) -> Value {
    let text = answer.text().await.unwrap();
    let mut events = text.lines().filter_map(|line| line.strip_prefix("data:").map(str::trim));
    let last = events.rfind(|data| !data.is_empty()).unwrap_or(&text);
    let message: Value = serde_json::from_str(last).unwrap_or_else(|_| panic!("{text}"));
    assert!(message["error"].is_null(), "{message}");
    message["result"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_of_both_eras_are_served_by_one_server_with_one_quota() {
    let server = Server::start("eras", &[]).await;
    let session = server.session().await;
    let legacy = server.tools_of(&session).await.unwrap();
    let modern = result(server.modern("tools/list", json!({})).send().await.unwrap()).await;
    assert_eq!(modern["tools"].as_array().unwrap().len(), legacy);

    let call = |name| json!({ "name": name, "arguments": {} });
    let posts = result(server.modern("tools/call", call("get_posts")).send().await.unwrap()).await;
    assert_ne!(posts["isError"], true, "{posts}");
    let asked = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": call("get_quota") });
    let asked = server.request(Method::POST).header("Mcp-Session-Id", &session).body(asked.to_string());
    let quota = result(asked.send().await.unwrap()).await;
    assert_eq!(quota["structuredContent"]["left"], 29, "the other host's request counts: {quota}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_its_host_says_so() {
    let server = Server::start("delete", &[]).await;
    let (ended, other) = (server.session().await, server.session().await);
    let goodbye = server.request(Method::DELETE).header("Mcp-Session-Id", &ended).send().await.unwrap();
    assert_eq!(goodbye.status(), StatusCode::NO_CONTENT);
    assert_eq!(server.tools_of(&ended).await, Err(StatusCode::NOT_FOUND));
    assert!(server.tools_of(&other).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_names_of_this_machine_and_pages_of_others_are_turned_away() {
    let server = Server::start("origins", &[]).await;
    for (header, value, status) in [
        ("Host", "evil.example:4011", StatusCode::FORBIDDEN),
        ("Host", "localhost:4011", StatusCode::OK),
        ("Origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("Origin", "http://localhost.evil.example", StatusCode::FORBIDDEN),
        ("Origin", "null", StatusCode::FORBIDDEN),
        ("Origin", "http://localhost:5173", StatusCode::OK),
        ("Origin", "http://127.0.0.1:6274", StatusCode::OK),
    ] {
        let answer = server.modern("tools/list", json!({})).header(header, value).send().await.unwrap();
        assert_eq!(answer.status(), status, "{header}: {value}");
        let readable =
            answer.headers().get("Access-Control-Allow-Origin").map(|origin| origin.to_str().unwrap());
        let expected = (header == "Origin" && status == StatusCode::OK).then_some(value);
        assert_eq!(readable, expected, "{header}: {value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_allowed_by_its_origin_and_its_browser_is_told_before_it_calls() {
    let server = Server::start("page", &["--allow-origin", "https://app.example.com"]).await;
    for (origin, status) in [
        ("https://app.example.com", StatusCode::NO_CONTENT),
        ("https://app.example.com:8443", StatusCode::FORBIDDEN),
        ("http://localhost:5173", StatusCode::FORBIDDEN),
    ] {
        let asked = server
            .request(Method::OPTIONS)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type,mcp-session-id");
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), status, "{origin}");
        let headers = answer.headers().get("Access-Control-Allow-Headers");
        let told = headers.is_some_and(|headers| headers == "content-type,mcp-session-id");
        assert_eq!(told, status == StatusCode::NO_CONTENT, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_no_request_at_all_is_refused_and_the_next_is_served() {
    let server = Server::start("bodies", &[]).await;
    let large = json!({ "name": "get_post", "arguments": { "slug_or_id": "x".repeat(2 << 20) } });
    let answer = server.modern("tools/call", large).send().await;
    // It may have hung up before all was written.
    assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status() == StatusCode::PAYLOAD_TOO_LARGE));
    let broken = server.request(Method::POST).body("{this is no JSON").send().await.unwrap();
    assert!(broken.status().is_client_error(), "{}", broken.status());
    let elsewhere = reqwest::get(server.url.replace("/mcp", "/")).await.unwrap();
    assert_eq!(elsewhere.status(), StatusCode::NOT_FOUND);
    assert!(server.modern("tools/list", json!({})).send().await.unwrap().status().is_success());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_it_cleanly_though_a_host_is_listening() {
    let mut server = Server::start("interrupt", &[]).await;
    let session = server.session().await;
    let listening = server.request(Method::GET).header("Mcp-Session-Id", &session).send().await.unwrap();
    assert_eq!(listening.status(), StatusCode::OK);
    let interrupt = Command::new("kill").args(["-INT", &server.process.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let ended = tokio::task::block_in_place(|| server.process.wait()).unwrap();
    assert_eq!(ended.code(), Some(0));
    drop(listening);
}

#[test]
fn an_address_that_other_machines_reach_is_refused_with_the_reason() {
    let home = home("address");
    let output = command(&home).args(["--http", "0.0.0.0:4011"]).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("can be reached from other machines") && words.contains("your key"), "{words}");
}
