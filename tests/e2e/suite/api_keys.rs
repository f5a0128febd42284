//! API keys.

use cc_api::ErrorKind;
use cc_e2e::{BEN, MAYA, NORA, PRIYA, TENANT, World, see};

#[tokio::test]
async fn a_new_key_works_until_it_is_revoked() {
    let world = World::new().await;
    let session = world.session();
    let made = session.api_keys().create_api_key("My integration", "user").await.unwrap();
    assert!(made.raw_key.expose().starts_with("cc_"));
    assert_eq!(made.key_prefix.as_deref(), made.raw_key.expose().get(3..11));

    let client = world.client_with(made.raw_key.expose());
    client.content().get_posts().limit(1).await.unwrap();
    let listed = session.api_keys().list_api_keys().await.unwrap().items;
    let listed = listed.iter().find(|key| key.id.as_ref() == Some(&made.id)).unwrap();
    assert!(listed.last_used_at.is_some(), "{listed:?}");

    session.api_keys().revoke_api_key(made.id.clone()).await.unwrap();
    let refused = client.content().get_posts().await.unwrap_err();
    assert_eq!(refused.status(), Some(401));
    let left = session.api_keys().list_api_keys().await.unwrap().items;
    assert!(left.iter().all(|key| key.id.as_ref() != Some(&made.id)));
    let again = session.api_keys().revoke_api_key(made.id.clone()).await.unwrap_err();
    assert_eq!(again.status(), Some(404));
}

#[tokio::test]
async fn the_key_itself_is_shown_once() {
    let world = World::new().await;
    let session = world.session();
    let made = session.api_keys().create_api_key("Once", "user").await.unwrap();
    let listed = session.api_keys().list_api_keys().await.unwrap();
    let text = format!("{made:?} {:?}", listed.items);
    assert!(
        text.contains(made.key_prefix.as_deref().unwrap()) && !text.contains(&made.raw_key.expose()[3..]),
        "{text}"
    );
    let other = session.api_keys().create_api_key("Once", "user").await.unwrap();
    assert_ne!((&other.raw_key, &other.id), (&made.raw_key, &made.id));
}

#[tokio::test]
async fn a_key_has_the_scopes_that_were_chosen_and_without_a_choice_all() {
    let world = World::new().await;
    let session = world.session();
    let known = session.api_keys().list_available_scopes().limit(100).await.unwrap();
    let known: Vec<String> = known.items.into_iter().filter_map(|scope| scope.name).collect();
    assert_eq!(known.len(), 11);
    let second = session.api_keys().list_available_scopes().limit(3).offset(3).await.unwrap();
    let second: Vec<String> = second.items.into_iter().filter_map(|scope| scope.name).collect();
    assert_eq!(second, known[3..6]);

    let every = session.api_keys().create_api_key("Every", "user").await.unwrap();
    let some = session.api_keys().create_api_key("Some", "user").scopes([
        "search:read",
        "content:read",
        "content:read",
    ]);
    let some = some.await.unwrap();
    let listed = session.api_keys().list_api_keys().await.unwrap().items;
    let scopes_of =
        |id| listed.iter().find(|key| key.id.as_ref() == Some(id)).unwrap().scopes.clone().unwrap();
    assert_eq!(scopes_of(&every.id), known);
    assert_eq!(scopes_of(&some.id), ["content:read", "search:read"]);
    let client = world.client_with(some.raw_key.expose());
    client.content().get_posts().limit(1).await.unwrap();
    let refused = client.account().get_my_profile().await.unwrap_err();
    assert_eq!((refused.status(), refused.kind()), (Some(403), ErrorKind::Scope));
}

#[tokio::test]
async fn a_key_that_cannot_be_made_is_refused_and_not_made() {
    let world = World::new().await;
    let session = world.session();
    let before = session.api_keys().list_api_keys().await.unwrap().count;
    let cases = [
        (session.api_keys().create_api_key("A", "user").scopes(["content:read", "content:eat"]), "scopes"),
        (session.api_keys().create_api_key("", "user"), "name"),
        (session.api_keys().create_api_key("A", "everybody"), "scope"),
    ];
    for (call, field) in cases {
        let refused = call.await.unwrap_err();
        assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), field));
    }
    assert_eq!(session.api_keys().list_api_keys().await.unwrap().count, before);
}

#[tokio::test]
async fn only_an_admin_makes_a_key_for_the_organization() {
    let world = World::new().await;
    for email in [BEN, PRIYA] {
        let refused =
            world.session_of(email).api_keys().create_api_key("Ours", "organization").await.unwrap_err();
        assert_eq!((refused.status(), refused.kind()), (Some(403), ErrorKind::Scope), "{email}");
    }
    let made = world.session().api_keys().create_api_key("Ours", "organization").await.unwrap();
    let profile = world.client_with(made.raw_key.expose()).account().get_my_profile().await.unwrap();
    assert_eq!(profile.email.as_deref(), Some(MAYA), "it acts as the admin");
    let listed = world.session().api_keys().list_api_keys().await.unwrap().items;
    let listed = listed.iter().find(|key| key.id.as_ref() == Some(&made.id)).unwrap();
    assert_eq!(listed.scope.as_ref().unwrap().as_str(), "organization");
}

#[tokio::test]
async fn a_key_is_seen_and_revoked_by_its_owner_only() {
    let world = World::new().await;
    let session = world.session();
    let own = session.api_keys().create_api_key("Mine", "user").await.unwrap();
    let ours = session.api_keys().create_api_key("Ours", "organization").await.unwrap();
    for other in [world.session_of(BEN), world.session_of(PRIYA), world.stranger()] {
        let listed = other.api_keys().list_api_keys().await.unwrap().items;
        assert!(
            listed.iter().all(|key| key.id.as_ref() != Some(&own.id) && key.id.as_ref() != Some(&ours.id))
        );
        for id in [&own.id, &ours.id] {
            let refused = other.api_keys().revoke_api_key(id.clone()).await.unwrap_err();
            assert_eq!(refused.status(), Some(404), "the same as for a key that never was");
        }
    }
    for raw in [&own.raw_key, &ours.raw_key] {
        world.client_with(raw.expose()).content().get_posts().limit(1).await.unwrap();
    }
    let unknown =
        session.api_keys().revoke_api_key("5f0c6a3e-8f1c-4c36-9d7c-0f4a1c9e2b11").await.unwrap_err();
    assert_eq!(unknown.status(), Some(404));
}

#[tokio::test]
async fn keys_are_listed_page_by_page_the_newest_first() {
    let world = World::new().await;
    let nora = world.session_of(NORA);
    let mut made = Vec::new();
    for name in ["first", "second", "third"] {
        made.push(nora.api_keys().create_api_key(name, "user").await.unwrap().id);
    }
    made.reverse();
    for offset in 0..3 {
        let page = nora.api_keys().list_api_keys().limit(1).offset(offset).await.unwrap();
        assert_eq!(
            (page.items[0].id.as_ref(), page.count),
            (made.get(usize::try_from(offset).unwrap()), Some(3))
        );
    }
}

#[tokio::test]
async fn a_key_cannot_manage_keys() {
    let world = World::new().await;
    let session = world.session();
    let made = session.api_keys().create_api_key("Mine", "user").await.unwrap();
    let refused = world.client().api_keys().list_api_keys().await.unwrap_err();
    assert_eq!(
        (refused.status(), refused.kind()),
        (None, ErrorKind::Scope),
        "the client knows, and does not ask"
    );
    let key = format!("/api/user/api-keys/{}", made.id.as_str());
    let calls = [
        ("GET", "/api/user/api-keys"),
        ("POST", "/api/user/api-keys"),
        ("GET", "/api/user/api-keys/scopes"),
        ("DELETE", key.as_str()),
    ];
    for (method, path) in calls {
        let body = serde_json::json!({ "name": "More", "scope": "user" });
        let seen = see(world.ask_with_key(method, path).json(&body)).await;
        assert_eq!(seen.status, 403, "{method} {path}: {}", seen.text());
    }
    world.client_with(made.raw_key.expose()).content().get_posts().limit(1).await.unwrap();
}

#[tokio::test]
async fn keys_stop_while_the_membership_is_lapsed_and_the_login_goes_on() {
    let world = World::new().await;
    let control = world.sandbox.control();
    control.lapse(TENANT, MAYA).unwrap();
    for raw in [&world.sandbox.access().keys.full, &world.sandbox.access().keys.organization] {
        let refused = world.client_with(raw).content().get_posts().await.unwrap_err();
        assert_eq!(refused.status(), Some(402));
    }
    world.session().content().get_posts().limit(1).await.unwrap();
    let made = world.session().api_keys().create_api_key("Later", "user").await.unwrap();
    world.session_of(BEN).content().get_posts().limit(1).await.unwrap();
    control.renew(TENANT, MAYA).unwrap();
    world.client_with(made.raw_key.expose()).content().get_posts().limit(1).await.unwrap();
    world.client().content().get_posts().limit(1).await.unwrap();
}
