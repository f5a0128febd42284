//! Clients: those that register, those that describe themselves at an address, and those that try to lead the server inside.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::{StatusCode as Status, header};
use axum::response::IntoResponse as _;
use axum::routing::get;
use cc_mcp::Settings;
use cc_serve::{Bounds, Server};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_service::Service as _;

use super::stage::{BACK, Stage, query, tokens};

#[tokio::test(flavor = "multi_thread")]
async fn what_registers_gets_a_name_and_no_secret() {
    let stage = Stage::start("registers").await;
    let said = json!({
        "client_name": "Claude", "redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"], "logo_uri": "https://x.example/l.png",
    });
    let (status, told) = stage.register(said).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(told["token_endpoint_auth_method"], "none");
    assert!(told["client_secret"].is_null() && told["logo_uri"].is_null(), "{told}");
    for (said, error) in [
        (json!({ "redirect_uris": ["http://host.example/cb"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": ["https://host.example/cb#x"] }), "invalid_redirect_uri"),
        (json!({ "redirect_uris": [] }), "invalid_redirect_uri"),
        (json!([1]), "invalid_client_metadata"),
    ] {
        let (status, told) = stage.register(said.clone()).await;
        assert_eq!((status, told["error"].as_str()), (StatusCode::BAD_REQUEST, Some(error)), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_registrations_is_stopped_and_what_nobody_uses_goes() {
    let stage = Stage::start("floods").await;
    let said = || json!({ "redirect_uris": [BACK] });
    let mut stopped = 0;
    for _ in 0..60 {
        let (status, _) = stage.register(said()).await;
        stopped += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(stopped, 40);
    let used = stage.agreed_client().await;
    stage.pass(24 * 3600);
    stage.hosting.sweep().await;
    let database = rusqlite::Connection::open(stage.database()).unwrap();
    let names: Vec<String> = database
        .prepare("SELECT id FROM client")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(names, [used], "the one that somebody has used stays");
}

/// A web server of this machine that describes clients, well and badly.
async fn describes() -> (Server, String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let mut router = Router::new();
    let fine = |path: &str| json!({ "client_id": format!("{here}{path}"), "client_name": "Describes itself", "redirect_uris": [BACK] });
    let mut secret = fine("/secret.json");
    secret["token_endpoint_auth_method"] = "client_secret_post".into();
    let mut large = fine("/large.json");
    large["client_name"] = "x".repeat(17 << 10).into();
    let documents: [(&'static str, &'static str, String); 6] = [
        ("/fine.json", "application/json; charset=utf-8", fine("/fine.json").to_string()),
        ("/other.json", "application/json", fine("/fine.json").to_string()),
        ("/secret.json", "application/json", secret.to_string()),
        ("/large.json", "application/json", large.to_string()),
        ("/page.json", "text/html", fine("/page.json").to_string()),
        ("/broken.json", "application/json", "{".to_owned()),
    ];
    for (path, kind, body) in documents {
        let asked = Arc::clone(&asked);
        router = router.route(
            path,
            get(move || async move {
                asked.fetch_add(1, Ordering::SeqCst);
                ([(header::CONTENT_TYPE, kind)], body)
            }),
        );
    }
    let leads_on = [(header::LOCATION, "/fine.json")];
    router =
        router.route("/moved.json", get(move || async move { (Status::FOUND, leads_on).into_response() }));
    let answer = move |request, _| router.clone().call(request);
    (Server::start(listener, Bounds::default(), answer).unwrap(), here, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_may_describe_itself_at_its_address() {
    let (_server, here, _) = describes().await;
    let stage = Stage::with("document", Settings::default(), |hosted| hosted.local_clients = true).await;
    let client = format!("{here}/fine.json");
    let page = stage.browser(&stage.asks(&client, &[])).await.page;
    assert!(page.contains("Describes itself") && page.contains("program of <b>127.0.0.1</b>"), "{page}");
    let code = query(&stage.agreed(&client, stage.key()).await, "code").unwrap();
    let (status, told) = stage.redeem(&client, &code, &[]).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert_eq!(stage.status(&tokens(&client, &told).access).await, StatusCode::OK);
    for path in [
        "/other.json",
        "/secret.json",
        "/large.json",
        "/page.json",
        "/broken.json",
        "/moved.json",
        "/none.json",
        "/",
    ] {
        let answer = stage.get(&stage.asks(&format!("{here}{path}"), &[])).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.text().await.unwrap().contains("not known who sent you"), "{path}");
    }
    let elsewhere = stage.get(&stage.asks(&client, &[("redirect_uri", "https://evil.example/cb")])).await;
    assert_eq!(elsewhere.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_leads_inside_is_not_asked() {
    let (_server, here, asked) = describes().await;
    let stage = Stage::start("inside").await;
    let port = here.rsplit_once(':').unwrap().1;
    for client in [
        format!("{here}/fine.json"),
        format!("https://127.0.0.1:{port}/fine.json"),
        format!("https://localhost:{port}/fine.json"),
        "https://localhost/fine.json".to_owned(),
        "https://[::1]/fine.json".to_owned(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        "https://2130706433/fine.json".to_owned(),
        format!("http://localhost:{port}/fine.json"),
        format!("https://a.example@127.0.0.1:{port}/fine.json"),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.1/x".to_owned(),
    ] {
        let answer = stage.get(&stage.asks(&client, &[])).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{client}");
        let page = answer.text().await.unwrap();
        assert!(
            !page.contains("refused") && !page.contains("timed out"),
            "nothing is told of what is inside: {page}"
        );
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

impl Stage {
    /// A client that somebody has agreed to, and then the limits of registrations have passed.
    async fn agreed_client(&self) -> String {
        self.pass(60);
        let client = self.client().await;
        self.agreed(&client, self.key()).await;
        client
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_machine_of_a_person_may_listen_on_any_port() {
    let stage = Stage::start("ports").await;
    let (_, told) = stage.register(json!({ "redirect_uris": ["http://127.0.0.1:1/callback"] })).await;
    let client = told["client_id"].as_str().unwrap();
    for (uri, status) in [
        ("http://127.0.0.1:50123/callback", StatusCode::OK),
        ("http://127.0.0.1:50123/other", StatusCode::BAD_REQUEST),
        ("http://localhost:50123/callback", StatusCode::BAD_REQUEST),
        ("https://127.0.0.1:50123/callback", StatusCode::BAD_REQUEST),
    ] {
        let answer = stage.get(&stage.asks(client, &[("redirect_uri", uri)])).await;
        assert_eq!(answer.status(), status, "{uri}");
    }
    let answer = stage.request(Method::GET, "/register").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.text().await.unwrap(), Value::String(String::new()).as_str().unwrap());
}
