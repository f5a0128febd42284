//! API keys.

use cc_api::ErrorKind;
use cc_e2e::{BEN, PRIYA, World};

#[tokio::test]
async fn a_new_key_works_until_it_is_revoked() {
    let world = World::new().await;
    let session = world.session();
    let made = session.api_keys().create_api_key("My integration", "user").await.unwrap();
    assert!(made.raw_key.starts_with("cc_"));
    assert_eq!(made.key_prefix.as_deref(), made.raw_key.get(3..11));

    let client = world.client_with(&made.raw_key);
    client.content().get_posts().limit(1).await.unwrap();
    let listed = session.api_keys().list_api_keys().await.unwrap().items;
    let listed = listed.iter().find(|key| key.id.as_ref() == Some(&made.id)).unwrap();
    assert!(listed.last_used_at.is_some(), "{listed:?}");

    session.api_keys().revoke_api_key(made.id.clone()).await.unwrap();
    let refused = client.content().get_posts().await.unwrap_err();
    assert_eq!(refused.status(), Some(401));
    let left = session.api_keys().list_api_keys().await.unwrap().items;
    assert!(left.iter().all(|key| key.id.as_ref() != Some(&made.id)));
}

#[tokio::test]
async fn only_an_admin_makes_a_key_for_the_organization() {
    let world = World::new().await;
    for email in [BEN, PRIYA] {
        let refused =
            world.session_of(email).api_keys().create_api_key("Ours", "organization").await.unwrap_err();
        assert_eq!((refused.status(), refused.kind()), (Some(403), ErrorKind::Scope), "{email}");
    }
    world.session().api_keys().create_api_key("Ours", "organization").await.unwrap();
}
