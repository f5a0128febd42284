//! Organizations.

use cc_api::organization::OrganizationRole;
use cc_e2e::{BEN, MAYA, NORA, PRIYA, World};

#[tokio::test]
async fn members_see_their_organization_and_who_leads_it() {
    let world = World::new().await;
    let mine = world.client().organization().get_organization().await.unwrap();
    let members = mine.members.unwrap();
    let roles: Vec<_> = members
        .iter()
        .map(|member| (member.email.as_deref(), member.role.as_ref().map(OrganizationRole::as_str)))
        .collect();
    assert_eq!(roles, [(Some(MAYA), Some("admin")), (Some(BEN), Some("member"))]);
    assert_eq!(mine.admin_id, members[0].user_id);
    let bens = world.session_of(BEN).organization().get_organization().await.unwrap();
    assert_eq!((bens.id, bens.admin_id), (mine.id.clone(), mine.admin_id.clone()));
    let profile = world.client().account().get_my_profile().await.unwrap();
    assert_eq!((profile.organization_id, profile.id), (mine.id, mine.admin_id));
    for (whose, client) in [("Priya", world.session_of(PRIYA)), ("Nora", world.session_of(NORA))] {
        let refused = client.organization().get_organization().await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{whose}");
    }
}

#[tokio::test]
async fn the_admin_gives_the_organization_another_name_and_members_may_not() {
    let world = World::new().await;
    let client = world.client();
    let before = client.organization().get_organization().await.unwrap();
    let after = client.organization().save_organization(" Torres & Carter ").await.unwrap();
    assert_eq!((after.id, after.name.as_deref()), (before.id, Some("Torres & Carter")));
    let ben = world.session_of(BEN);
    let refused = ben.organization().save_organization("Carter & Torres").await.unwrap_err();
    assert_eq!(refused.status(), Some(403));
    assert_eq!(ben.organization().get_organization().await.unwrap().name.as_deref(), Some("Torres & Carter"));
    let refused = client.organization().save_organization("  ").await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "name"));
    let other = world.stranger().organization().get_organization().await.unwrap();
    assert_eq!(other.name.as_deref(), Some("Harbor Team"), "another tenant's stays as it is");
}

#[tokio::test]
async fn whoever_has_none_founds_one_and_leads_it() {
    let world = World::new().await;
    let priya = world.session_of(PRIYA);
    let founded = priya.organization().save_organization("Shah Realty").await.unwrap();
    let shown = priya.organization().get_organization().await.unwrap();
    assert_eq!(shown.id, founded.id);
    let members = shown.members.unwrap();
    assert_eq!((members.len(), members[0].role.as_ref().map(OrganizationRole::as_str)), (1, Some("admin")));
    assert_eq!(members[0].joined_at.unwrap().to_string(), cc_e2e::NOW);
    let made = priya.api_keys().create_api_key("Ours", "organization").await.unwrap();
    let by_key = world.client_with(made.raw_key.expose()).organization().get_organization().await.unwrap();
    assert_eq!(by_key.id, founded.id);
    let mayas = world.client().organization().get_organization().await.unwrap();
    assert_ne!(mayas.id, founded.id);
}

#[tokio::test]
async fn a_member_who_leaves_loses_the_organization_and_nothing_else() {
    let world = World::new().await;
    let ben = world.session_of(BEN);
    let key = ben.api_keys().create_api_key("Mine", "user").await.unwrap();
    let before = ben.account().get_my_profile().await.unwrap();
    ben.organization().leave_organization().await.unwrap();
    assert_eq!(ben.organization().get_organization().await.unwrap_err().status(), Some(404));
    assert_eq!(ben.organization().leave_organization().await.unwrap_err().status(), Some(404));

    let after = ben.account().get_my_profile().await.unwrap();
    assert_eq!((after.organization_id, after.email), (None, before.email));
    world.client_with(key.raw_key.expose()).content().get_posts().limit(1).await.unwrap();
    let mayas = world.client().organization().get_organization().await.unwrap();
    assert_eq!(mayas.members.unwrap().len(), 1);
}

#[tokio::test]
async fn the_admin_cannot_leave() {
    let world = World::new().await;
    let refused = world.client().organization().leave_organization().await.unwrap_err();
    assert_eq!(refused.status(), Some(403));
    let members = world.client().organization().get_organization().await.unwrap().members.unwrap();
    assert_eq!(members.len(), 2);
}
