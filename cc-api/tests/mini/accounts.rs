//! Many accounts over one pool, scopes before a call, and what is refused when a client is set up.

use std::sync::{Arc, Mutex};

use cc_api::fake::FakeTransport;
use cc_api::{Client, Credential, ErrorKind, Note, Outcome, ScopeSet};

use crate::api::library::PostRef;
use crate::api::{API, Api as _, catalogue};
use crate::support::{CANARY, answering, builder, client};

crate::key_scopes! { pub(crate) Reader: ContentRead }

#[tokio::test]
async fn accounts_share_a_pool_and_differ_in_key_and_tenant() {
    let (fake, first) = answering("delete_post", 204, "");
    let second = first.with_key(Credential::api_key("cc_second_key_123").unwrap()).unwrap();
    let third = second.tenant("acme-homes").unwrap();
    for client in [&first, &second, &third, &first.clone()] {
        client.library().delete_post("x").await.unwrap();
    }
    let seen: Vec<_> = fake
        .requests()
        .iter()
        .map(|request| {
            let key = request.header("authorization").unwrap().to_owned();
            (key, request.header("x-tenant-slug").unwrap().to_owned())
        })
        .collect();
    let own = "coffee-contracts".to_owned();
    assert_eq!(
        seen,
        [
            (format!("Bearer {CANARY}"), own.clone()),
            ("Bearer cc_second_key_123".to_owned(), own.clone()),
            ("Bearer cc_second_key_123".to_owned(), "acme-homes".to_owned()),
            (format!("Bearer {CANARY}"), own),
        ]
    );
}

#[test]
fn a_client_is_two_words_and_an_account_is_small() {
    assert_eq!(size_of::<Client>(), 2 * size_of::<usize>());
    // What is on the heap for an account: its struct, the key, the tenant, the scopes it holds.
    let scopes = 11 * size_of::<cc_api::ScopeName>();
    let account = size_of::<Credential>() + size_of::<Box<str>>() + size_of::<ScopeSet>() + 16;
    assert!(account + 80 + 63 + scopes < 1024);
}

#[test]
fn nothing_that_is_printed_holds_the_key() {
    let fake = FakeTransport::new();
    let builder = builder(&fake);
    let set_up = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = client.library().update_post("secret-slug").is_favorite(true).with_header("x-a", "b");
    let (group, json) = (client.library(), client.call(&catalogue::GET_POST));
    let printed = format!("{set_up} {client:?} {call:?} {group:?} {json:?}");
    assert!(!printed.contains("CANARY") && !printed.contains("secret-slug"), "{printed}");
}

#[tokio::test]
async fn a_new_key_is_there_and_not_to_be_seen() {
    let fake = FakeTransport::new();
    fake.answer("create_api_key", 201, r#"{"rawKey":"cc_CANARY51"}"#);
    let session = Credential::session_token("token").unwrap();
    let client = Client::builder_for(&API).credential(session).transport(fake).build().unwrap();
    let response = client.library().create_api_key("a").send_with_response().await.unwrap();
    assert!(!format!("{response:?} {response:#?}").contains("CANARY"), "{response:?}");
    let made = response.value;
    assert_eq!(format!("{made:?}"), "NewApiKey { raw_key: Secret(****), extra: Extra(None) }");
    assert_eq!(made.raw_key.expose(), "cc_CANARY51");
    let own = Credential::api_key(&made.raw_key).unwrap();
    assert_eq!(format!("{own:?}"), "ApiKey(cc_****)");
    assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"rawKey":"cc_CANARY51"}"#);
}

#[test]
fn settings_that_cannot_be_right_are_refused_with_their_reason() {
    let of = || Client::builder_for(&API).transport(FakeTransport::new());
    let key = |text: &str| Credential::api_key(text).unwrap();
    for (builder, part) in [
        (of().credential(key("sk_live_CANARY")), "keys begin with `cc_`"),
        (of().credential(Credential::session_token("cc_CANARY").unwrap()), "pass it as an API key"),
        (of().tenant("Coffee"), "has to be a slug"),
        (of().tenant("a\r\nb"), "has to be a slug"),
        (of().tenant("-a"), "has to be a slug"),
        (of().tenant(""), "has to be a slug"),
        (of().tenant("a".repeat(64)), "has to be a slug"),
        (of().base_url("http://api.example.com"), "plain http is for 127.0.0.1"),
        (of().product("a\nb"), "product"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent));
        assert!(error.to_string().contains(part) && !error.to_string().contains("CANARY"), "{error}");
    }
}

#[tokio::test]
async fn a_documented_scope_that_is_not_held_refuses_the_call() {
    let (fake, client) = answering("get_posts", 200, r#"{"results":[]}"#);
    let none = client.granted(ScopeSet::new());
    let error = none.library().get_posts().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.attempts()), (ErrorKind::Scope, Outcome::NotSent, 0));
    let refusal = error.scope().unwrap();
    assert_eq!(
        (refusal.required[0].to_string(), refusal.missing.to_string()),
        ("content:read".into(), "content:read".into())
    );
    assert_eq!(fake.requests().len(), 0);
    client.granted("content:read".parse().unwrap()).library().get_posts().await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn scopes_are_of_keys_and_hold_no_session_up() {
    let fake = FakeTransport::new();
    fake.answer("get_posts", 200, r#"{"results":[],"count":0}"#);
    let session = Credential::session_token("token").unwrap();
    let client = Client::builder_for(&API).credential(session).transport(fake.clone()).build().unwrap();
    client.granted(ScopeSet::new()).library().get_posts().await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn an_inferred_scope_lets_the_call_through_with_a_note() {
    let fake = FakeTransport::new();
    fake.answer("update_post", 200, r#"{"slug":"a"}"#);
    let notes = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&notes);
    let builder = builder(&fake).on_note(move |note: &Note| kept.lock().unwrap().push(note.to_string()));
    let client = builder.granted(ScopeSet::new()).build().unwrap();
    client.library().update_post("a").await.unwrap();
    let notes = notes.lock().unwrap();
    assert!(notes[0].starts_with("update_post: the key may lack the scope content:write"), "{notes:?}");
}

#[tokio::test]
async fn keys_are_refused_where_only_a_session_token_will_do() {
    let (fake, client) = answering("create_api_key", 201, r#"{"rawKey":"x"}"#);
    let error = client.library().create_api_key("a").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Scope, Outcome::NotSent));
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn a_key_type_holds_the_scopes_it_was_declared_with() {
    let (_, client) = answering("get_post", 200, r#"{"slug":"a"}"#);
    let reader: Client<Reader> = client.assume_scopes();
    reader.library().get_post(PostRef::from("a")).await.unwrap();
    assert_eq!(Reader::scopes().to_string(), "content:read");
    let used = [&catalogue::GET_POSTS, &catalogue::UPDATE_POST, &catalogue::SEARCH];
    assert_eq!(ScopeSet::required_by(used).to_string(), "content:read, content:write");
}

#[tokio::test]
async fn headers_that_others_depend_on_cannot_be_set_by_a_call() {
    let fake = FakeTransport::new();
    let client = client(&fake);
    for (name, value) in [
        ("Authorization", "Bearer x"),
        ("X-Tenant-Slug", "other"),
        ("host", "evil.example"),
        ("content-length", "0"),
        ("x-new", "a\r\nx-evil: 1"),
        ("x-new", "ü"),
        ("x new", "a"),
    ] {
        let error = client.library().delete_post("a").with_header(name, value).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0), "{name}");
    }
    assert_eq!(fake.requests().len(), 0);
}
