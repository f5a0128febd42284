//! A server with the sandbox behind it, and whoever comes to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cc_mcp::Settings;
use cc_mcp::hosted::{Hosted, Hosting};
use cc_mcp::oauth::{Api, Clock, MasterKey, PublicUrl};
use cc_sandbox::{Options, Sandbox};
use cc_serve::{Bounds, Server};
use cc_surface::Home;
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

/// Where the tests' clients are sent back to; nobody listens there.
pub(crate) const BACK: &str = "https://host.example/callback?of=us";
/// What a client proves that it is the one who asked with.
pub(crate) const VERIFIER: &str = "a-verifier-of-more-than-forty-three-characters-0123456789";

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) url: String,
    pub(crate) hosting: Hosting,
    pub(crate) master: String,
    pub(crate) folder: PathBuf,
    clock: Arc<AtomicI64>,
    pub(crate) server: Server,
    http: reqwest::Client,
}

/// A client that is connected.
#[derive(Debug, Clone)]
pub(crate) struct Connected {
    pub(crate) client: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Stage {
    pub(crate) async fn start(name: &str) -> Self {
        Self::with(name, Settings::default(), |_| {}).await
    }

    pub(crate) async fn with(name: &str, settings: Settings, change: impl FnOnce(&mut Hosted)) -> Self {
        let sandbox = Sandbox::start_with(Options::default()).await.unwrap();
        let folder = folder(name);
        let _ = std::fs::remove_dir_all(&folder);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(AtomicI64::new(1_800_000_000));
        let told = Arc::clone(&clock);
        let home = Home::within(&folder);
        let master = MasterKey::new_text().unwrap();
        let mut hosted = Hosted {
            public: PublicUrl::read(&url).unwrap(),
            database: home.connections_file(),
            master: MasterKey::read(&master).unwrap(),
            api: Api::at(&home, Some(sandbox.access().base_url.clone()), None).unwrap(),
            clock: Clock::new(move || told.load(Ordering::SeqCst)),
            origins: Vec::new(),
            proxied: false,
            local_clients: false,
            bounds: Bounds::default(),
        };
        change(&mut hosted);
        let hosting = Hosting::open(&settings, &hosted).unwrap();
        let server = hosting.start(listener).unwrap();
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { sandbox, url, hosting, master, folder, clock, server, http }
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn key(&self) -> &str {
        &self.sandbox.access().keys.full
    }

    pub(crate) fn database(&self) -> PathBuf {
        Home::within(&self.folder).connections_file()
    }

    pub(crate) fn resource(&self) -> String {
        format!("{}/mcp", self.url)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Sends a form, and gives the JSON that comes back.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        let answer = self.request(Method::POST, path).header("Content-Type", FORM).body(encoded(fields));
        json_of(answer.send().await.unwrap()).await
    }

    pub(crate) async fn register(&self, said: Value) -> (StatusCode, Value) {
        let request = self.request(Method::POST, "/register").header("Content-Type", "application/json");
        json_of(request.body(said.to_string()).send().await.unwrap()).await
    }

    /// A client that has registered.
    pub(crate) async fn client(&self) -> String {
        let said = json!({ "client_name": "Test host", "redirect_uris": [BACK], "token_endpoint_auth_method": "none" });
        let (status, told) = self.register(said).await;
        assert_eq!(status, StatusCode::CREATED, "{told}");
        told["client_id"].as_str().unwrap().to_owned()
    }

    /// What a client asks for, with some of it said in another way, or left out where it is empty.
    pub(crate) fn asks(&self, client: &str, otherwise: &[(&str, &str)]) -> String {
        let (challenge, resource) = (challenge(), self.resource());
        let usual = [
            ("response_type", "code"),
            ("client_id", client),
            ("redirect_uri", BACK),
            ("state", "st&te 1"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("resource", &resource),
            ("scope", "mcp"),
        ];
        let said = |name: &str| otherwise.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
        let fields: Vec<_> =
            usual.into_iter().map(|(name, value)| (name, said(name).unwrap_or(value))).collect();
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/authorize?{}", encoded(&fields))
    }

    /// A browser at the page that asks for a key.
    pub(crate) async fn browser(&self, path: &str) -> Browser<'_> {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let cookie = answer.headers()["Set-Cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Browser { stage: self, cookie, page: answer.text().await.unwrap() }
    }

    /// Where a person is sent who has agreed.
    pub(crate) async fn agreed(&self, client: &str, key: &str) -> Url {
        let mut browser = self.browser(&self.asks(client, &[])).await;
        browser.checks(key).await;
        let answer = browser.sends(&[("do", "connect")]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        answer.headers()["Location"].to_str().unwrap().parse().unwrap()
    }

    pub(crate) async fn code(&self, client: &str) -> String {
        query(&self.agreed(client, self.key()).await, "code").unwrap()
    }

    /// Turns a code into tokens, with some of what is said otherwise.
    pub(crate) async fn redeem(
        &self,
        client: &str,
        code: &str,
        otherwise: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let resource = self.resource();
        let usual = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", client),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
            ("resource", &resource),
        ];
        let said = |name: &str| otherwise.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
        let fields = usual.map(|(name, value)| (name, said(name).unwrap_or(value)));
        self.form("/token", &fields).await
    }

    pub(crate) async fn refresh(&self, client: &str, token: &str) -> (StatusCode, Value) {
        self.form(
            "/token",
            &[("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", client)],
        )
        .await
    }

    /// A client that has gone all the way, with this key.
    pub(crate) async fn connected(&self, key: &str) -> Connected {
        let client = self.client().await;
        let code = query(&self.agreed(&client, key).await, "code").unwrap();
        let (status, told) = self.redeem(&client, &code, &[]).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        tokens(&client, &told)
    }

    /// A request of MCP with a token.
    pub(crate) fn asking(&self, token: &str, method: &str, mut params: Value) -> RequestBuilder {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {}
        });
        let name = params["name"].as_str().unwrap_or_default().to_owned();
        self.request(Method::POST, "/mcp")
            .header("Accept", "application/json, text/event-stream")
            .header("Content-Type", "application/json")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .header("Mcp-Name", name)
            .bearer_auth(token)
            .body(json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string())
    }

    pub(crate) async fn status(&self, token: &str) -> StatusCode {
        self.asking(token, "tools/list", json!({})).send().await.unwrap().status()
    }

    /// Calls a tool, and gives its result, whether it is one of a failure or not.
    pub(crate) async fn call(&self, token: &str, tool: &str, arguments: Value) -> Value {
        let asking = self.asking(token, "tools/call", json!({ "name": tool, "arguments": arguments }));
        result(asking.send().await.unwrap()).await
    }

    pub(crate) async fn tools(&self, token: &str) -> Vec<String> {
        let listed = result(self.asking(token, "tools/list", json!({})).send().await.unwrap()).await;
        listed["tools"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tool| tool["name"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where a stage keeps its files.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cc-mcp-oauth-{name}-{}", std::process::id()))
}

/// A person's browser, with the cookie and the page that it got.
pub(crate) struct Browser<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) cookie: String,
    pub(crate) page: String,
}

impl Browser<'_> {
    /// What the form of the page carries.
    pub(crate) fn sealed(&self) -> String {
        let rest = self.page.split_once("name=request value=\"").unwrap_or_else(|| panic!("{}", self.page)).1;
        rest.split('"').next().unwrap().to_owned()
    }

    /// Presses a button of the form.
    pub(crate) async fn sends(&self, fields: &[(&str, &str)]) -> Response {
        let sealed = self.sealed();
        let all: Vec<_> = [("request", sealed.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let request = self.stage.request(Method::POST, "/authorize").header("Cookie", &self.cookie);
        let request = request.header("Origin", &self.stage.url).header("Sec-Fetch-Site", "same-origin");
        request.header("Content-Type", FORM).body(encoded(&all)).send().await.unwrap()
    }

    /// Has a key checked that works.
    pub(crate) async fn checks(&mut self, key: &str) {
        let answer = self.sends(&[("key", key), ("do", "check")]).await;
        let status = answer.status();
        self.page = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{}", self.page);
    }
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub(crate) fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

pub(crate) fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

pub(crate) fn tokens(client: &str, told: &Value) -> Connected {
    let text = |name: &str| told[name].as_str().unwrap_or_else(|| panic!("{told}")).to_owned();
    Connected { client: client.to_owned(), access: text("access_token"), refresh: text("refresh_token") }
}

pub(crate) async fn json_of(answer: Response) -> (StatusCode, Value) {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// The result in an answer, whether it came as JSON or as the last event of a stream.
pub(crate) async fn result(answer: Response) -> Value {
    let text = answer.text().await.unwrap();
    let mut events = text.lines().filter_map(|line| line.strip_prefix("data:").map(str::trim));
    let last = events.rfind(|data| !data.is_empty()).unwrap_or(&text);
    let message: Value = serde_json::from_str(last).unwrap_or_else(|_| panic!("{text}"));
    assert!(message["error"].is_null(), "{message}");
    message["result"].clone()
}
