//! What calls put on the wire, seen by the in-memory fake.

use std::time::Duration;

use cc_api::fake::FakeTransport;
use cc_api::quota::Window;
use cc_api::{Client, Credential, ErrorKind, Lane, Quota, Retry, ScopeSet};

use crate::api::library::{ContentTypeName, Tree};
use crate::api::scopes::Scope;
use crate::api::{API, Api as _};
use crate::support::{builder, client};

/// The method, target and body of the only request.
fn sent(fake: &FakeTransport) -> (String, String, String) {
    let [request] = &fake.requests()[..] else { panic!("{:?}", fake.requests()) };
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    (request.method.clone(), request.target.clone(), body)
}

#[tokio::test]
async fn a_query_has_the_order_of_the_catalogue_and_a_setter_replaces() {
    let fake = FakeTransport::new();
    fake.answer("get_posts", 200, r#"{"results":[{"slug":"a"}],"count":1}"#);
    let call = client(&fake).library().get_posts().ids(["a,b", "c"]).trending(true).content_type("Reel");
    let page = call.content_type(ContentTypeName::EmailTemplate).limit(5).await.unwrap();
    assert_eq!((page.items[0].slug.as_str(), page.count), ("a", Some(1)));
    let target = "/user/content/posts-v2?limit=5&content_type=Email%20Template&trending=true&ids=a%2Cb,c";
    assert_eq!(sent(&fake), ("GET".into(), target.into(), String::new()));
    let request = &fake.requests()[0];
    assert_eq!(request.header("authorization"), Some("Bearer cc_CANARY_7f3a9d"));
    assert_eq!(request.header("x-tenant-slug"), Some("coffee-contracts"));
    assert_eq!(request.header("content-type"), None);
}

#[tokio::test]
async fn a_body_has_the_fields_that_were_set() {
    let fake = FakeTransport::new();
    fake.answer("update_post", 200, r#"{"slug":"a"}"#);
    let client = client(&fake);
    client.library().update_post("a/b").is_favorite(true).clear_day().await.unwrap();
    let target = "/user/content/posts-v2/a%2Fb".to_owned();
    assert_eq!(sent(&fake), ("PATCH".into(), target.clone(), r#"{"day":null,"isFavorite":true}"#.into()));
    assert_eq!(fake.requests()[0].header("content-type"), Some("application/json"));
    fake.forget_requests();
    client.library().update_post("a/b").await.unwrap();
    assert_eq!(sent(&fake), ("PATCH".into(), target, "{}".into()));
}

#[tokio::test]
async fn whole_bodies_empty_answers_and_scope_sets_travel() {
    let fake = FakeTransport::new();
    fake.answer("replace_tree", 200, "[[],[[]]]").answer("delete_post", 204, "").answer("search", 204, "");
    let client = client(&fake);
    let tree: Tree = client.library().replace_tree(vec![Tree::default()]).await.unwrap();
    assert_eq!(tree.0.len(), 2);
    assert_eq!(sent(&fake).2, "[[]]");
    client.library().delete_post("a").await.unwrap();
    assert!(client.library().search("x").await.unwrap().is_none());

    let fake = FakeTransport::new();
    fake.answer("create_api_key", 201, r#"{"rawKey":"cc_x"}"#);
    let session = Credential::session_token("token").unwrap();
    let client = Client::builder_for(&API).credential(session).transport(fake.clone()).build().unwrap();
    let scopes: ScopeSet = [Scope::ContentWrite, Scope::ContentRead].into_iter().collect();
    client.library().create_api_key("mine").scopes(scopes).await.unwrap();
    assert_eq!(sent(&fake).2, r#"{"name":"mine","scopes":["content:read","content:write"]}"#);
}

#[tokio::test]
async fn a_call_has_a_wait_a_lane_and_repeats_of_its_own() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 503, "");
    let quota = Quota::of(&[Window::new(3, Duration::from_secs(30))]);
    let client = builder(&fake).quota(quota).build().unwrap();
    let call = || client.library().get_post("a").with_lane(Lane::Interactive);
    let error = call().with_retry(Retry::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 3));
    let error = call().with_max_wait(Duration::from_secs(1)).await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::QuotaWait, 3));
    let error = call().with_max_wait(Duration::from_secs(40)).await.unwrap_err();
    assert_eq!((error.attempts(), fake.requests().len()), (1, 4));
}

#[tokio::test]
async fn a_caller_adds_headers_but_none_that_are_the_clients_own() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let client = client(&fake);
    client.library().get_post("a").with_header("X-Trace", "1").await.unwrap();
    assert_eq!(fake.requests()[0].header("x-trace"), Some("1"));
    for name in [
        "Authorization",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Cookie",
        "Host",
        "Proxy-Authorization",
        "TE",
        "Transfer-Encoding",
        "Upgrade",
        "X-Tenant-Slug",
    ] {
        let error = client.library().get_post("a").with_header(name, "1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name}");
        assert!(error.to_string().contains("is the client's own"), "{error}");
    }
    assert_eq!(fake.requests().len(), 1);
}

#[test]
fn tools_have_words_of_their_own_for_some_arguments() {
    let get_post = &crate::api::catalogue::GET_POST;
    assert_eq!(get_post.tool.unwrap().word_for(&get_post.params[0]), "slug_or_id");
    let get_posts = &crate::api::catalogue::GET_POSTS;
    assert_eq!(get_posts.tool.unwrap().word_for(&get_posts.params[0]), "limit");
}

#[tokio::test]
async fn the_catalogue_can_be_called_with_json() {
    let fake = FakeTransport::new();
    fake.answer("update_post", 200, r#"{"slug":"a","new":1}"#);
    let client = client(&fake);
    let update = &crate::api::catalogue::UPDATE_POST;
    let json =
        client.call(update).arg("id_or_slug", "a").arg("is_favorite", true).arg("if_match", "v1").await;
    assert_eq!(json.unwrap()["new"], 1);
    assert_eq!(sent(&fake).2, r#"{"isFavorite":true}"#);
    assert_eq!(fake.requests()[0].header("if-match"), Some("v1"));
    for (call, part) in [
        (client.call(update), "`id_or_slug` is missing"),
        (client.call(update).arg("id_or_slug", serde_json::Value::Null), "`id_or_slug` is missing"),
        (client.call(update).arg("idd", 1), "there is no argument `idd`; there are: id_or_slug"),
        (client.call(&crate::api::catalogue::REPLACE_TREE), "`body` is missing"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0));
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(fake.requests().len(), 1);
}
