//! Calls looked at without sending them.

use std::slice;

use cc_api::catalogue::{ApiInfo, CredentialPlace, Method};
use cc_api::fake::FakeTransport;
use cc_api::{Client, Credential, ErrorKind, Retry, ScopeSet};
use http::HeaderName;
use serde_json::{Value, json};

use crate::api::catalogue::{CREATE_API_KEY, GET_POST, GET_POSTS, REPLACE_TREE, SEARCH, UPDATE_POST};
use crate::api::{API, Api as _};
use crate::support::{CANARY, builder, client};

static KEY_IN_QUERY: ApiInfo = ApiInfo { credential: CredentialPlace::Query("key"), ..API };

#[tokio::test]
async fn a_preview_is_what_is_sent_then() {
    let fake = FakeTransport::new();
    fake.answer("update_post", 200, "{}").answer("search", 200, "[]").answer("replace_tree", 200, "[]");
    let client = client(&fake);
    for call in [
        client.call(&UPDATE_POST).arg("id_or_slug", "a b").arg("is_favorite", true).arg("if_match", "v1"),
        client.call(&SEARCH).arg("q", "a&b").with_query("more", "ö"),
        client.call(&REPLACE_TREE).arg("body", json!([1, {"a": null}])),
    ] {
        let preview = call.preview().unwrap();
        assert_eq!(fake.requests().len(), 0);
        call.await.unwrap();
        let sent = fake.requests().remove(0);
        assert_eq!(preview.url, format!("https://api.example.com/api{}", sent.target));
        assert_eq!(preview.method.as_str(), sent.method.as_str());
        assert_eq!(preview.operation.id, sent.operation);
        assert_eq!(preview.body.as_deref().unwrap_or("").as_bytes(), &sent.body[..]);
        let shown: Vec<_> = preview.headers.iter().map(|(name, _)| name.as_str()).collect();
        let also = ["authorization", "x-request-id"];
        let mut names: Vec<_> = sent.headers.keys().map(HeaderName::as_str).collect();
        names.retain(|name| !also.contains(name));
        names.sort_unstable();
        assert_eq!(shown, names);
        assert!(preview.headers.iter().all(|(name, value)| sent.header(name) == Some(value)));
        fake.forget_requests();
    }
}

#[test]
fn a_preview_holds_no_key_and_prints_nothing_of_the_caller() {
    let client = client(&FakeTransport::new());
    let call = client.call(&UPDATE_POST).arg("id_or_slug", "SIGN").arg("is_favorite", true);
    let preview = call.with_header("X-Token", "SIGN").with_query("s", "SIGN").preview().unwrap();
    assert_eq!(preview.hidden_headers, ["authorization", "x-token"]);
    assert!(preview.url.ends_with("/user/content/posts-v2/SIGN?s=SIGN"), "{}", preview.url);
    let shown = format!("{} {:?} {:?}", preview.url, preview.headers, preview.body);
    assert!(!shown.contains(CANARY) && !format!("{:?}", preview.headers).contains("SIGN"), "{shown}");
    assert!(!format!("{preview:?}").contains("SIGN"), "{preview:?}");
    let key = Credential::api_key(CANARY).unwrap();
    let client = Client::builder_for(&KEY_IN_QUERY).credential(key).transport(FakeTransport::new()).build();
    let preview = client.unwrap().call(&SEARCH).arg("q", "a").preview().unwrap();
    assert!(preview.url.ends_with("/api/search?q=a"), "{}", preview.url);
}

#[test]
fn a_preview_tells_scopes_and_requests() {
    let client = builder(&FakeTransport::new()).retry(Retry::default()).build().unwrap();
    let preview = client.call(&GET_POST).arg("id_or_slug", "a").preview().unwrap();
    let read: ScopeSet = "content:read".parse().unwrap();
    assert_eq!((preview.method, preview.scopes.as_slice()), (Method::Get, slice::from_ref(&read)));
    assert_eq!((preview.requests, preview.most_requests), (1, 3));
    let once = client.call(&GET_POST).arg("id_or_slug", "a").with_retry(Retry::never()).preview().unwrap();
    assert_eq!(once.most_requests, 1);
    assert!(client.call(&SEARCH).arg("q", "a").preview().unwrap().scopes.is_empty());
}

#[tokio::test]
async fn a_preview_of_a_listing_is_its_first_page_from_the_place_it_goes_on_from() {
    let fake = FakeTransport::new();
    fake.answer("get_posts", 200, r#"{"results":[{"slug":"a"},{"slug":"b"}],"count":5}"#);
    let client = client(&fake);
    let call = client.call(&GET_POSTS).arg("limit", 2);
    assert!(call.preview().unwrap().url.ends_with("posts-v2?limit=2"));
    let token = call.clone().paged().await.unwrap().next.unwrap();
    let preview = call.paged().resume_from(token).preview().unwrap();
    assert!(preview.url.ends_with("posts-v2?limit=2&offset=2"), "{}", preview.url);
    let typed: cc_api::PagedCall<_> = client.library().get_posts().limit(2).into();
    assert!(typed.preview().unwrap().url.ends_with("posts-v2?limit=2"));
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_preview_refuses_what_the_call_would() {
    let fake = FakeTransport::new();
    let client = client(&fake);
    let granted = client.granted("content:write".parse().unwrap());
    for (call, kind, part) in [
        (client.call(&GET_POST), ErrorKind::InvalidInput, "`id_or_slug` is missing"),
        (client.call(&GET_POST).arg("id_or_slug", ".."), ErrorKind::InvalidInput, "id_or_slug"),
        (client.call(&GET_POST).arg("slug", "a"), ErrorKind::InvalidInput, "there is no argument `slug`"),
        (client.call(&REPLACE_TREE).arg("body", Value::Null), ErrorKind::InvalidInput, "`body` is missing"),
        (granted.call(&GET_POST).arg("id_or_slug", "a"), ErrorKind::Scope, "content:read"),
        (client.call(&CREATE_API_KEY).arg("name", "a"), ErrorKind::Scope, "session token"),
    ] {
        let error = call.preview().map(drop).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(error.to_string(), call.await.unwrap_err().to_string());
    }
    assert_eq!(fake.requests().len(), 0);
}
