//! Variants over HTTP: one test for each group of changes, and that nothing else moves.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use cc_sandbox::{Fault, Options, Sandbox, Variant};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

const POSTS: &str = "/api/user/content/posts-v2";
const SCHEDULE: &str = "/api/user/content/schedule";

/// A sandbox whose clock stands still, and somebody who asks it.
struct World {
    sandbox: Sandbox,
    http: reqwest::Client,
}

impl World {
    /// One that plays these changes.
    async fn playing(changes: &[&str]) -> Self {
        let list: Vec<String> = changes.iter().map(|change| format!("{{ {change} }}")).collect();
        let mut options = Options::default();
        options.variant = Some(Variant::parse(&format!("changes: [{}]", list.join(", "))).unwrap());
        Self::with(options).await
    }

    async fn with(mut options: Options) -> Self {
        options.now = Some("2026-03-04T09:00:00Z".parse().unwrap());
        options.hold_clock = true;
        Self { sandbox: Sandbox::start_with(options).await.unwrap(), http: reqwest::Client::new() }
    }

    fn ask(&self, method: Method, path: &str, secret: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("http://{}{path}", self.sandbox.address()));
        request.header("x-tenant-slug", "coffee-contracts").bearer_auth(secret)
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path, &self.sandbox.access().keys.full).send().await.unwrap()
    }

    async fn read(&self, path: &str) -> Value {
        self.get(path).await.json().await.unwrap()
    }

    async fn plan(&self, post: &str) -> Response {
        let body = json!({ "postId": post, "date": "2026-03-20" });
        self.ask(Method::POST, SCHEDULE, &self.sandbox.access().keys.full).json(&body).send().await.unwrap()
    }

    fn hits(&self) -> Vec<u64> {
        self.sandbox.control().varied().into_iter().map(|varied| varied.hits).collect()
    }
}

#[tokio::test]
async fn values_and_fields_differ_wherever_their_schema_stands() {
    let world = World::playing(&[
        "kind: rename, schema: Post, field: title, to: headline",
        "kind: \"null\", schema: Post, field: title, every: 3",
        "kind: reformat, schema: Post, field: publishDate, to: epoch-seconds",
    ])
    .await;
    let document = World::with(Options::default()).await;
    let (real, documented) = (world.read(POSTS).await, document.read(POSTS).await);
    assert_eq!(real["results"].as_array().unwrap().len(), 25);
    for (index, (real, documented)) in
        real["results"].as_array().unwrap().iter().zip(documented["results"].as_array().unwrap()).enumerate()
    {
        let title = if (index + 1) % 3 == 0 { &Value::Null } else { &documented["title"] };
        assert_eq!((real.get("title"), &real["headline"]), (None, title), "{index}");
        assert!(real["publishDate"].is_i64() && documented["publishDate"].is_string(), "{real}");
        assert_eq!(real["photos"], documented["photos"]);
    }
    // The same on the schedule, where a post lies in an entry.
    let planned = world.read(&format!("{SCHEDULE}?start_date=2026-03-01&end_date=2026-03-31")).await;
    let inside = planned["results"].as_array().unwrap().iter().filter_map(|entry| entry["post"].as_object());
    assert!(inside.clone().count() > 0 && inside.into_iter().all(|post| post.contains_key("headline")));
    assert!(world.hits().iter().all(|hits| *hits > 0), "{:?}", world.hits());
    let front = world.get("/").await.text().await.unwrap();
    assert!(front.contains("changes to the document: 3"), "{front}");
}

#[tokio::test]
async fn whole_answers_and_refusals_differ_and_the_ledger_does_not() {
    let world = World::playing(&[
        "kind: status, operation: add_to_schedule, from: 201, to: 200",
        "kind: envelope, operation: list_content_pillars, to: list",
        "kind: error, field: message, to: detail",
        "kind: error, into: error",
    ])
    .await;
    assert!(world.read("/api/user/content/content-pillars").await.is_array());
    let post = world.read(POSTS).await["results"][0]["id"].as_str().unwrap().to_owned();
    let planned = world.plan(&post).await;
    assert_eq!(planned.status(), 200);
    let request = planned.headers()["x-request-id"].to_str().unwrap().to_owned();
    let effects = world.sandbox.control().effects().unwrap();
    assert_eq!(effects.last().map(|effect| effect.request_id.clone()), Some(request));

    for (path, status) in
        [("/api/user/content/posts-v2/nothing", 404), ("/api/nowhere", 404), ("/api/user/api-keys", 403)]
    {
        let refused = world.get(path).await;
        assert_eq!(refused.status(), status, "{path}");
        let body: Value = refused.json().await.unwrap();
        let error = body["error"].as_object().unwrap_or_else(|| panic!("{path}: {body}"));
        assert!(error["detail"].is_string() && error["code"].is_string() && !error.contains_key("message"));
    }
    assert_eq!(world.plan("post_0").await.json::<Value>().await.unwrap()["error"]["code"], "invalid");
    assert_eq!(world.sandbox.control().effects().unwrap().len(), effects.len());
}

#[tokio::test]
async fn headers_scopes_and_page_sizes_differ_and_requests_count_as_ever() {
    let world = World::playing(&[
        "kind: header, name: X-RateLimit-Reset, to: epoch-milliseconds",
        "kind: header, name: Retry-After, to: date",
        "kind: scope, operation: list_events, needs: \"content:write\"",
        "kind: scope, operation: get_posts, needs: \"search:read\"",
        "kind: cap, max_page: 7",
    ])
    .await;
    let page = world.get(&format!("{POSTS}?limit=50")).await;
    assert_eq!(page.headers()["x-ratelimit-reset"], "1772614860000");
    assert_eq!(page.headers()["x-ratelimit-remaining"], "29");
    assert_eq!(page.json::<Value>().await.unwrap()["results"].as_array().unwrap().len(), 7);

    let read_only = world.sandbox.access().keys.read_only.clone();
    let events = world.ask(Method::GET, "/api/user/event/events", &read_only).send().await.unwrap();
    assert_eq!(events.status(), 403);
    let refusal: Value = events.json().await.unwrap();
    assert_eq!(
        (&refusal["code"], &refusal["missingScopes"]),
        (&json!("scope_missing"), &json!(["content:write"]))
    );
    // The session of a login needs no scope, and neither does a key that has it.
    let session = world.sandbox.access().session_token.clone();
    assert_eq!(
        world.ask(Method::GET, "/api/user/event/events", &session).send().await.unwrap().status(),
        200
    );
    assert_eq!(world.get("/api/user/event/events").await.status(), 200);

    let mut last = world.get(POSTS).await;
    for _ in 0..30 {
        last = world.get(POSTS).await;
    }
    assert_eq!(last.status(), 429);
    assert_eq!(last.headers()["retry-after"], "Wed, 04 Mar 2026 09:01:00 GMT");
    // The scope of the posts made no difference: every key that asked holds both.
    assert_eq!(world.hits()[2..4], [1, 0]);
    assert!(world.hits()[4] > 0);
}

#[tokio::test]
async fn a_key_with_the_documented_scope_alone_is_refused_by_the_variant() {
    let world = World::playing(&["kind: scope, operation: get_posts, needs: \"search:read\""]).await;
    let session = world.sandbox.access().session_token.clone();
    for (scope, status) in [("content:read", 403), ("search:read", 200)] {
        let wanted = json!({ "name": scope, "scope": "user", "scopes": [scope] });
        let made =
            world.ask(Method::POST, "/api/user/api-keys", &session).json(&wanted).send().await.unwrap();
        let made: Value = made.json().await.unwrap();
        let answer = world.ask(Method::GET, POSTS, made["rawKey"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(answer.status(), status, "{scope}");
    }
    assert_eq!(world.hits(), [2]);
}

#[tokio::test]
async fn a_test_switches_the_variant_while_the_sandbox_runs() {
    let mut options = Options::default();
    options.control = true;
    let world = World::with(options).await;
    let document = world.read(POSTS).await;
    let own = "/_sandbox/variant";
    let put = |body: Value| world.ask(Method::PUT, own, "").json(&body).send();

    let rename = json!({ "kind": "rename", "schema": "Post", "field": "title", "to": "headline" });
    let set: Value = put(json!({ "changes": [rename] })).await.unwrap().json().await.unwrap();
    assert_eq!(set["changes"][0]["hits"], 0);
    assert!(world.read(POSTS).await["results"][0]["headline"].is_string());
    let shown = world.read(own).await;
    assert_eq!((&shown["changes"][0]["kind"], &shown["changes"][0]["hits"]), (&json!("rename"), &json!(25)));

    // A mistake is refused, and leaves what is played.
    let wrong = json!({ "changes": [{ "kind": "rename", "schema": "Pots", "field": "title" }] });
    let refused = put(wrong).await.unwrap();
    assert_eq!(refused.status(), 422);
    let said = refused.json::<Value>().await.unwrap()["message"].as_str().unwrap().to_owned();
    assert!(said.contains("did you mean Post?") && said.contains("`to` is missing"), "{said}");
    assert!(world.read(POSTS).await["results"][0]["headline"].is_string());

    let gone = world.ask(Method::DELETE, own, "").send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(world.read(POSTS).await, document);
}

#[tokio::test]
async fn what_a_fault_says_is_sent_as_it_says() {
    let world = World::playing(&["kind: error, into: error"]).await;
    let fault = Fault::on("get_posts").status(503).body(r#"{"message":"Busy."}"#);
    world.sandbox.control().script(fault).unwrap();
    let answer = world.get(POSTS).await;
    assert_eq!(
        (answer.status().as_u16(), answer.text().await.unwrap().as_str()),
        (503, r#"{"message":"Busy."}"#)
    );
    let other = world.read("/api/nowhere").await;
    assert_eq!(other["error"]["code"], "no_such_path");
}
