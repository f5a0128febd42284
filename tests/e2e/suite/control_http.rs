//! The back door over HTTP: there only when asked for, strict about what it is sent.

use cc_e2e::{MAYA, OTHER_TENANT, Seen, World, see};
use serde_json::{Value, json};

async fn with_control() -> World {
    World::with(|options| options.control = true).await
}

async fn send(world: &World, method: &str, path: &str, body: &Value) -> Seen {
    let seen = see(world.ask(method, &format!("/_sandbox/{path}")).json(body)).await;
    seen.check_headers(path);
    seen
}

async fn get(world: &World, path: &str) -> Value {
    see(world.ask("GET", &format!("/_sandbox/{path}"))).await.json()
}

#[tokio::test]
async fn without_the_flag_it_is_no_path_like_any_other() {
    let world = World::new().await;
    for (method, path) in [("GET", "clock"), ("PUT", "clock"), ("POST", "faults"), ("GET", "effects")] {
        let seen = see(world.ask(method, &format!("/_sandbox/{path}")).json(&json!({}))).await;
        let other = see(world.ask(method, "/_sandbag").json(&json!({}))).await;
        assert_eq!((seen.status, seen.json()["code"].clone()), (404, json!("no_such_path")));
        assert_eq!(seen.status, other.status);
    }
}

#[tokio::test]
async fn the_clock_is_set_moved_held_and_let_go() {
    let world = with_control().await;
    assert_eq!(get(&world, "clock").await, json!({"now": "2026-03-04T09:00:00Z", "held": true}));
    let steps = [
        (json!({"advanceSeconds": 90}), "2026-03-04T09:01:30Z"),
        (json!({"now": "2026-05-01T00:00:00Z"}), "2026-05-01T00:00:00Z"),
        (json!({"now": "2026-05-01T00:00:00Z", "advanceSeconds": -60}), "2026-04-30T23:59:00Z"),
    ];
    for (body, now) in steps {
        let seen = send(&world, "PUT", "clock", &body).await;
        assert_eq!(seen.json(), json!({"now": now, "held": true}), "{body}");
    }
    assert_eq!(send(&world, "PUT", "clock", &json!({"hold": false})).await.json()["held"], false);
}

#[tokio::test]
async fn faults_are_scripted_counted_and_cleared() {
    let world = with_control().await;
    let fault = json!({"operation": "get_posts", "status": 429, "headers": {"Retry-After": "3"}, "times": 2});
    let made = send(&world, "POST", "faults", &fault).await;
    assert_eq!((made.status, made.json()), (201, json!({"id": 1})));
    let refused = see(world.ask_with_key("GET", "/api/user/content/posts-v2")).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
    let listed = &get(&world, "faults").await["faults"][0];
    assert_eq!(
        (&listed["hits"], &listed["times"], &listed["operation"]),
        (&json!(1), &json!(2), &json!("get_posts"))
    );
    assert_eq!(see(world.ask("DELETE", "/_sandbox/faults")).await.status, 204);
    assert_eq!(see(world.ask_with_key("GET", "/api/user/content/posts-v2")).await.status, 200);
}

#[tokio::test]
async fn the_ledger_names_what_was_applied_and_by_which_request() {
    let world = with_control().await;
    let key = json!({"name": "A", "scope": "user"});
    let request = world.ask("POST", "/api/user/api-keys").bearer_auth(&world.sandbox.access().session_token);
    let made = see(request.json(&key)).await;
    let effects = get(&world, "effects").await;
    assert_eq!(effects["effects"].as_array().unwrap().len(), 1, "{effects}");
    assert_eq!(effects["effects"][0]["operation"], "create_api_key");
    assert_eq!(effects["effects"][0]["requestId"].as_str(), made.header("x-request-id"));
}

#[tokio::test]
async fn people_sign_up_log_in_lapse_and_renew() {
    let world = with_control().await;
    let new = send(&world, "POST", "accounts", &json!({"email": "ann@example.example"})).await;
    let again = send(&world, "POST", "accounts", &json!({"email": "ann@example.example"})).await;
    assert_eq!((new.status, again.status), (201, 200));
    let token = again.json()["sessionToken"].as_str().unwrap().to_owned();
    let keys = see(world.ask("GET", "/api/user/api-keys").bearer_auth(token)).await;
    assert_eq!(keys.json()["count"], 0);
    let elsewhere = json!({"email": "ann@example.example", "tenant": OTHER_TENANT});
    assert_eq!(send(&world, "POST", "accounts", &elsewhere).await.status, 201);

    for (path, status) in [("lapse", 402), ("renew", 200)] {
        assert_eq!(send(&world, "POST", path, &json!({"email": MAYA})).await.status, 204);
        assert_eq!(see(world.ask_with_key("GET", "/api/user/content/posts-v2")).await.status, status);
    }
}

#[tokio::test]
async fn what_is_wrong_is_refused_with_words_and_does_nothing() {
    let world = with_control().await;
    let cases = [
        ("PUT", "clock", json!({}), "One of now"),
        ("PUT", "clock", json!({"now": "noon"}), "failed to parse"),
        ("PUT", "clock", json!({"advance": 3}), "unknown field `advance`"),
        ("PUT", "clock", json!([]), "JSON object"),
        ("POST", "faults", json!({"operation": "get_post_office", "status": 500}), "is none"),
        ("POST", "faults", json!({"operation": "get_posts"}), "nothing goes wrong"),
        ("POST", "faults", json!({"status": 500, "time": 2}), "unknown field `time`"),
        ("POST", "faults", json!({"status": "500"}), "invalid type"),
        ("POST", "accounts", json!({"email": "ann"}), "address"),
        ("POST", "accounts", json!({"email": "ann@example.example", "tenant": "nobody"}), "no tenant"),
        ("POST", "lapse", json!({"email": "nobody@example.example"}), "no account"),
    ];
    for (method, path, body, said) in cases {
        let seen = send(&world, method, path, &body).await;
        let message = seen.json()["message"].as_str().unwrap().to_owned();
        assert!(seen.status == 422 && message.contains(said), "{path} {body}: {} {message}", seen.status);
    }
    let twice = world.ask("PUT", "/_sandbox/clock").header("content-type", "application/json");
    assert_eq!(see(twice.body(r#"{"hold": false, "hold": true}"#)).await.status, 422);
    let as_a_page_could = world.ask("PUT", "/_sandbox/clock").header("content-type", "text/plain");
    assert_eq!(see(as_a_page_could.body(r#"{"hold": false}"#)).await.status, 415);
    assert_eq!(get(&world, "clock").await, json!({"now": "2026-03-04T09:00:00Z", "held": true}));
    assert_eq!(get(&world, "faults").await, json!({"faults": []}));
}
