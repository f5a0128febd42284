//! What is passed: read kindly, checked strictly, and refused with words that a model can act on.

use serde_json::json;

use crate::support::{Door, Script, Upstream, World};

#[tokio::test]
async fn lists_come_with_commas_and_go_out_as_the_api_wants_them() {
    let upstream = Upstream::start(Script::json(200, r#"{"results":[],"count":0}"#)).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    for query in ["tags=a,%20b%20,,c", "tags=a&tags=b,c", "tags=a%2Cb%2Cc"] {
        let answer = door.get("cc_x", &format!("/user/resources/images?{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    for head in upstream.heads() {
        assert!(
            head.starts_with("GET /user/resources/images?tags=a%2Cb%2Cc HTTP/1.1")
                || head.starts_with("GET /user/resources/images?tags=a,b,c HTTP/1.1"),
            "{head}"
        );
    }
    assert_eq!(upstream.heads().len(), 3);
}

#[tokio::test]
async fn a_mistake_names_the_parameter_the_value_what_is_allowed_and_an_example() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    for (target, field, words) in [
        (
            "posts-v2?limit=ten",
            "limit",
            "must be an integer, not a text; it was `ten`; it takes an integer from 1 to 25",
        ),
        ("posts-v2?limit=1000", "limit", "must be 25 or less; it was `1000`"),
        ("posts-v2?limit=1&limit=2", "limit", "is given twice"),
        ("posts-v2?limits=1", "limits", "is no parameter of it; there are: limit, offset, content_type"),
        ("posts-v2?start_date=soon", "start_date", "must be a date such as 2026-03-04; it was `soon`"),
        ("posts-v2?trending=yes", "trending", "it takes true or false"),
        ("posts-v2?pillar=%FF", "pillar", "is not UTF-8"),
        ("posts-v2?id_or_slug=x", "id_or_slug", "is no parameter of it"),
        ("posts-v2?X-Tenant-Slug=other", "X-Tenant-Slug", "is no parameter of it"),
    ] {
        let answer = door.get("cc_x", &format!("/user/content/{target}")).await;
        let said = answer.refusal(422);
        assert!(
            said.starts_with("get_posts: nothing was sent: ") && said.contains(words),
            "{target}: {said}"
        );
        assert_eq!(answer.json()["code"], "invalid_arguments");
        assert!(answer.json()["errors"][field][0].is_string(), "{}", answer.text);
    }
    assert!(upstream.heads().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn an_empty_text_is_nothing() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    let answer = door.get("cc_x", "/user/content/posts-v2?limit=&pillar=&trending=%20").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        upstream.heads()[0].starts_with("GET /user/content/posts-v2 HTTP/1.1"),
        "{}",
        upstream.heads()[0]
    );
}

#[tokio::test]
async fn a_body_is_a_json_object_with_what_the_operation_takes() {
    let world = World::new().await;
    let send = |body: &str, kind: &'static str| {
        let (door, key, body) = (&world.door, format!("Bearer {}", world.key()), body.to_owned());
        async move {
            let headers = [("authorization", key.as_str()), ("content-type", kind)];
            door.ask("POST", "/user/content/schedule", &headers, &body).await
        }
    };
    for (body, kind, status, words) in [
        ("[1]", "application/json", 422, "has to be a JSON object, for example `{"),
        ("{\"date\":", "application/json", 422, "it is no JSON"),
        ("{\"date\": \"soon\"}", "application/json", 422, "`date` must be a date"),
        (
            "{\"tenant\": \"other\"}",
            "application/json",
            422,
            "`tenant` is no member of its body; there are: ",
        ),
        ("date=2026-11-24", "application/x-www-form-urlencoded", 415, "Content-Type: application/json"),
        ("", "application/json", 422, "is missing"),
    ] {
        let said = send(body, kind).await.refusal(status);
        assert!(said.contains(words), "{body}: {said}");
    }
    assert!(world.sandbox.control().effects().unwrap().is_empty());
    let posts = world.get("/user/content/posts-v2?limit=1").await.json();
    let body = json!({ "postId": posts["results"][0]["id"], "date": "2026-11-24" }).to_string();
    let answer = send(&body, "application/json; charset=utf-8").await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(world.sandbox.control().effects().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_is_never_taken_for_a_part_of_the_path_or_the_query() {
    let upstream = Upstream::start(Script::json(200, "{}")).await;
    let door = Door::to(&upstream.base_url, |_| {}).await;
    for body in [r#"{"id_or_slug": "other"}"#, r#"{"limit": 1000}"#, r#"{"X-Tenant-Slug": "other"}"#] {
        let answer = door.send("POST", "cc_x", "/user/content/schedule", body).await;
        assert!(answer.refusal(422).contains("is no member of its body"), "{}", answer.text);
    }
    // A body that none is expected of is left alone.
    let answer = door.send("GET", "cc_x", "/user/content/posts-v2", r#"{"limit": 1000}"#).await;
    assert_eq!(answer.status, 200);
    assert!(upstream.heads()[0].starts_with("GET /user/content/posts-v2 HTTP/1.1"));
}
