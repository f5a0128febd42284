//! Whose key it is, what becomes of it, and where it is not seen.

use crate::support::{CANARY, Door, Script, Upstream, World};

#[tokio::test]
async fn the_key_goes_to_the_api_with_the_tenant_and_nothing_else_of_the_caller() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door = Door::to(&upstream.base_url, |settings| settings.tenant = Some("acme".to_owned())).await;
    let key = format!("Bearer {CANARY}");
    let headers = [
        ("authorization", key.as_str()),
        ("x-tenant-slug", "other"),
        ("cookie", "a=b"),
        ("x-forwarded-for", "1.2.3.4"),
    ];
    door.ask("GET", "/user/content/posts-v2", &headers, "").await;
    let head = upstream.heads()[0].to_ascii_lowercase();
    assert!(head.contains(&format!("authorization: bearer {}", CANARY.to_ascii_lowercase())), "{head}");
    assert!(head.contains("x-tenant-slug: acme") && head.contains("user-agent: cc-gateway/"), "{head}");
    for dropped in ["other", "cookie", "1.2.3.4", "openai"] {
        assert!(!head.contains(dropped), "{dropped}: {head}");
    }
}

#[tokio::test]
async fn a_request_without_one_key_is_refused_before_anything_else() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    for (headers, status, words) in [
        (&[][..], 401, "There is no key: the user has to put one into the authentication of this action"),
        (&[("authorization", "Basic Y2NfMTp4")], 401, "a key that begins with cc_"),
        (&[("authorization", "Bearer ")], 401, "can't be one"),
        (&[("authorization", "Bearer cc_!")], 401, "a key that begins with cc_"),
        (
            &[("authorization", "Bearer cc_1"), ("authorization", "Bearer cc_2")],
            400,
            "one Authorization header",
        ),
        (&[("x-api-key", "cc_1")], 401, "There is no key"),
    ] {
        let answer = door.ask("GET", "/user/content/posts-v2?limit=wrong", headers, "").await;
        let said = answer.refusal(status);
        assert!(said.contains(words), "{headers:?}: {said}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
    }
    assert!(upstream.heads().is_empty());
}

#[tokio::test]
async fn a_key_that_is_wrong_or_revoked_says_so_and_what_to_do() {
    let world = World::new().await;
    let answer = world.door.get("cc_wrong", "/user/content/posts-v2").await;
    let said = answer.refusal(401);
    assert!(
        said.contains("has expired or was revoked") && said.contains("make a new one in the web app"),
        "{said}"
    );
    assert_eq!(answer.json()["code"], "key_not_accepted");
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let world = World::new().await;
    let read_only = &world.sandbox.access().keys.read_only;
    let body = r#"{"postId": "post_1", "date": "2026-11-24"}"#;
    let answer = world.door.send("POST", read_only, "/user/content/schedule", body).await;
    let said = answer.refusal(403);
    assert!(said.contains("it lacks calendar:write"), "{said}");
    assert_eq!(answer.json()["missingScopes"], serde_json::json!(["calendar:write"]));
}

#[tokio::test]
async fn the_log_has_a_line_a_request_and_no_secret() {
    let upstream =
        Upstream::start(Script::json(401, &format!(r#"{{"message":"{CANARY} is revoked"}}"#))).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    let first = door.get(CANARY, "/user/content/posts-v2?pillar=PERSONAL").await;
    assert!(!first.text.contains("CANARY"), "{}", first.text);
    door.get("cc_other", "/user/content/posts-v2").await;
    door.get(CANARY, "/SECRETPATH").await;
    door.ask("SECRETMETHOD", "/healthz", &[], "").await;
    let log = door.log();
    assert_eq!(log.len(), 4, "{log:?}");
    let words: Vec<Vec<&str>> = log.iter().map(|line| line.split(' ').collect()).collect();
    assert_eq!(words[0][1..4], ["GET", "get_posts", "401"]);
    assert_eq!(words[2][1..4], ["GET", "-", "404"]);
    assert_eq!(words[3][1..4], ["-", "-", "405"]);
    assert!(words[0][5].starts_with("key=") && words[0][5].len() == 12 && words[0][5] != words[1][5]);
    for secret in ["CANARY", "PERSONAL", "SECRET", "cc_"] {
        assert!(!log.join("\n").contains(secret), "{log:?}");
    }
}

#[tokio::test]
async fn each_key_has_a_quota_of_its_own_which_is_kept_before_the_api_says_so() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door =
        Door::to(&upstream.base_url, |settings| settings.budget = std::time::Duration::from_secs(5)).await;
    for number in 0..40 {
        let answer = door.get(CANARY, "/user/content/posts-v2").await;
        if answer.status != 200 {
            assert_eq!(number, 30, "{}", answer.text);
            let said = answer.refusal(429);
            assert!(said.contains("don't call before"), "{said}");
            let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((50..=61).contains(&wait), "{wait}");
            assert_eq!(answer.json()["retryAfterSeconds"], wait);
            assert_eq!(door.get("cc_other", "/user/content/posts-v2").await.status, 200, "others go on");
            return;
        }
    }
    panic!("the quota was never used up");
}
