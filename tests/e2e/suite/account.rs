//! The account: profile, password, activity, tour.

use cc_api::account::{OnboardingTraitsUpdate, UserPreferences};
use cc_api::{Client, Patch};
use cc_e2e::{BEN, LUIS, MAYA, NORA, PRIYA, World};

#[tokio::test]
async fn what_a_profile_is_changed_to_is_read_back_and_the_rest_stays() {
    let world = World::new().await;
    let client = world.client();
    let before = client.account().get_my_profile().await.unwrap();
    assert_eq!(before.email.as_deref(), Some(MAYA));
    let change =
        client.account().update_my_profile().first_name("Maja").location("Austin and Round Rock, Texas");
    let changed = change
        .clear_phone()
        .brokerage_name("Torres & Carter")
        .email("maja@torreshome.example")
        .await
        .unwrap();
    let after = client.account().get_my_profile().await.unwrap();
    assert_eq!((&after.first_name, &after.email), (&changed.first_name, &changed.email));
    assert_eq!(after.first_name.as_deref(), Some("Maja"));
    assert_eq!(after.email.as_deref(), Some("maja@torreshome.example"));
    assert_eq!(after.location.as_deref(), Some("Austin and Round Rock, Texas"));
    assert_eq!(after.brokerage_name.as_deref(), Some("Torres & Carter"));
    assert_eq!(after.phone, None);
    assert_eq!((after.last_name, after.timezone), (before.last_name, before.timezone));
    let cleared =
        client.account().update_my_profile().clear_timezone().clear_location().clear_brokerage_name();
    let cleared = cleared.await.unwrap();
    assert_eq!((cleared.timezone, cleared.location, cleared.brokerage_name), (None, None, None));
    let ben = world.session_of(BEN).account().get_my_profile().await.unwrap();
    assert_eq!((ben.email.as_deref(), ben.first_name.as_deref()), (Some(BEN), Some("Ben")));
}

#[tokio::test]
async fn preferences_and_traits_are_replaced_list_by_list() {
    let world = World::new().await;
    let client = world.client();
    let goals = client.onboarding().list_user_goals().await.unwrap().items;
    let own = client.onboarding().create_mindset("Batch worker").await.unwrap();
    let source = client.onboarding().list_referral_sources().await.unwrap().items.remove(2);
    let goal_ids =
        vec![goals[3].id.clone().unwrap(), goals[1].id.clone().unwrap(), goals[1].id.clone().unwrap()];
    let traits = OnboardingTraitsUpdate::default().goal_ids(goal_ids);
    let traits =
        traits.mindset_ids(vec![own.id.clone().unwrap()]).referral_source_id(source.id.clone().unwrap());
    let before = client.account().get_my_profile().await.unwrap().traits.unwrap();
    let wanted = UserPreferences::default().wants_emails(false).pillar_ids(vec![]);
    client.account().update_my_profile().traits(traits).preferences(wanted).await.unwrap();
    let profile = client.account().get_my_profile().await.unwrap();
    let after = profile.traits.unwrap();
    assert_eq!(after.goal_ids, Some(vec![goals[1].id.clone().unwrap(), goals[3].id.clone().unwrap()]));
    assert_eq!(after.mindset_ids, Some(vec![own.id.unwrap()]));
    assert_eq!(after.referral_source_id, source.id);
    assert_eq!(after.area_of_work_ids, before.area_of_work_ids, "what is left out stays");
    assert_eq!(profile.preferences.as_ref().and_then(|wants| wants.wants_emails), Some(false));
    assert_eq!(profile.preferences.unwrap().pillar_ids, Some(vec![]));

    let mut emptied = OnboardingTraitsUpdate::default();
    emptied.referral_source_id = Patch::Null;
    let traits = client.account().update_my_profile().traits(emptied).await.unwrap().traits.unwrap();
    assert_eq!((traits.referral_source_id, traits.goal_ids), (None, after.goal_ids));
}

#[tokio::test]
async fn preferred_pillars_and_tags_come_from_the_library() {
    let world = World::new().await;
    let client = world.client();
    let pillars = client.content().list_content_pillars().limit(2).await.unwrap().items;
    let tags = client.content().list_content_tags().limit(1).await.unwrap().items;
    let pillar_ids: Vec<_> = pillars.into_iter().filter_map(|pillar| pillar.id).collect();
    let tag_ids: Vec<_> = tags.into_iter().filter_map(|tag| tag.id).collect();
    assert_eq!((pillar_ids.len(), tag_ids.len()), (2, 1));
    let wanted = UserPreferences::default().pillar_ids(pillar_ids.clone()).tag_ids(tag_ids.clone());
    client.account().update_my_profile().preferences(wanted).await.unwrap();
    let preferences = client.account().get_my_profile().await.unwrap().preferences.unwrap();
    assert_eq!((preferences.pillar_ids, preferences.tag_ids), (Some(pillar_ids.clone()), Some(tag_ids)));
    let theirs = UserPreferences::default().pillar_ids(pillar_ids);
    let refused = world.stranger().account().update_my_profile().preferences(theirs).await.unwrap_err();
    assert_eq!(refused.fields()[0].field, "preferences.pillarIds", "another tenant's library");
}

#[tokio::test]
async fn a_change_that_names_what_is_not_there_changes_nothing() {
    let world = World::new().await;
    let client = world.client();
    let bens = world.session_of(BEN).onboarding().create_user_goal("Only Ben's").await.unwrap().id.unwrap();
    let traits = OnboardingTraitsUpdate::default;
    let preferences = UserPreferences::default;
    let change = || client.account().update_my_profile().first_name("Nobody");
    let cases = [
        (change().traits(traits().goal_ids(vec![bens])), "traits.goalIds"),
        (change().traits(traits().goal_ids(vec!["mindset_1".into()])), "traits.goalIds"),
        (change().traits(traits().area_of_work_ids(vec!["area_of_work_0".into()])), "traits.areaOfWorkIds"),
        (change().traits(traits().client_type_ids(vec!["client_type_9999".into()])), "traits.clientTypeIds"),
        (change().traits(traits().mindset_ids(vec!["".into()])), "traits.mindsetIds"),
        (change().traits(traits().referral_source_id("nobody")), "traits.referralSourceId"),
        (change().preferences(preferences().pillar_ids(vec!["pillar_9999".into()])), "preferences.pillarIds"),
        (change().preferences(preferences().tag_ids(vec!["pillar_1".into()])), "preferences.tagIds"),
        (change().email(BEN), "email"),
        (change().email(PRIYA.to_uppercase()), "email"),
        (change().email("nobody"), "email"),
        (change().last_name(""), "lastName"),
    ];
    for (call, field) in cases {
        let refused = call.await.unwrap_err();
        let fields: Vec<_> = refused.fields().iter().map(|field| field.field.as_str()).collect();
        assert_eq!((refused.status(), fields), (Some(422), vec![field]));
    }
    let profile = client.account().get_my_profile().await.unwrap();
    assert_eq!(profile.first_name.as_deref(), Some("Maya"));
    client.account().update_my_profile().email(LUIS).await.unwrap();
}

#[tokio::test]
async fn the_password_changes_for_whoever_knows_the_current_one() {
    let world = World::new().await;
    let client = world.client();
    let refused = client.account().change_password("a guess", "new-password").await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "currentPassword"));
    client.account().change_password("coffee-and-contracts", "new-password").await.unwrap();
    let refused = client.account().change_password("coffee-and-contracts", "another").await.unwrap_err();
    assert_eq!(refused.status(), Some(422), "it is not the password any more");
    client.account().change_password("new-password", "another").await.unwrap();
    let ben = world.session_of(BEN);
    ben.account().change_password("coffee-and-contracts", "bens").await.unwrap();
}

async fn activity(client: &Client) -> (i64, i64, i64) {
    let activity = client.account().get_my_activity().await.unwrap();
    (activity.items_used.unwrap(), activity.items_favorited.unwrap(), activity.events_attended.unwrap())
}

#[tokio::test]
async fn activity_counts_what_was_done() {
    let world = World::new().await;
    let client = world.client();
    let nora = world.session_of(NORA);
    assert_eq!(activity(&nora).await, (0, 0, 0));
    assert_eq!(nora.account().get_my_activity().await.unwrap().last_active_at, None);
    let posts = nora.content().get_posts().limit(3).await.unwrap().items;
    let mayas = activity(&client).await;
    assert!(mayas.0 > 0 && mayas.1 > 0 && mayas.2 > 0, "a year leaves something behind: {mayas:?}");
    for post in &posts {
        nora.content().update_post(post.slug.clone()).is_used(true).await.unwrap();
    }
    nora.content().update_post(posts[0].slug.clone()).is_favorite(true).is_used(false).await.unwrap();
    assert_eq!(activity(&nora).await, (2, 1, 0));
    let images = nora.content().list_content_items().kind("image").limit(1).await.unwrap().items;
    nora.content().update_content_item(images[0].id.clone().unwrap()).is_favorite(true).await.unwrap();
    assert_eq!(activity(&nora).await, (2, 2, 0), "an image is an item, too");
    assert_eq!(activity(&client).await, mayas, "another's marks do not count");
    let active = nora.account().get_my_activity().await.unwrap().last_active_at.unwrap();
    assert_eq!(active.to_string(), cc_e2e::NOW);
}

#[tokio::test]
async fn an_event_is_attended_once_it_has_begun() {
    let world = World::new().await;
    let nora = world.session_of(NORA);
    let event = nora.events().get_event("reels-without-a-crew").await.unwrap();
    nora.events().register_for_event(event.id.unwrap()).await.unwrap();
    assert_eq!(activity(&nora).await.2, 0, "it lies ahead");
    world.at(&event.starts_at.unwrap().to_string());
    assert_eq!(activity(&nora).await.2, 1);
}

#[tokio::test]
async fn the_tour_begins_at_its_first_step_and_goes_on() {
    let world = World::new().await;
    let nora = world.session_of(NORA);
    let before = nora.account().get_tour_progress().await.unwrap();
    assert_eq!((before.current_step.as_deref(), before.completed_steps), (Some("welcome"), Some(vec![])));
    world.at("2026-03-05T10:00:00Z");
    let steps = ["first-schedule", "welcome", "welcome"];
    nora.account().update_tour_progress().completed_steps(steps).current_step("pick-pillars").await.unwrap();
    let after = nora.account().get_tour_progress().await.unwrap();
    assert_eq!(after.completed_steps, Some(vec!["welcome".to_owned(), "first-schedule".to_owned()]));
    assert_eq!(after.current_step.as_deref(), Some("pick-pillars"));
    assert_eq!(after.updated_at.unwrap().to_string(), "2026-03-05T10:00:00Z");
    let done =
        nora.account().update_tour_progress().clear_current_step().is_completed(true).is_dismissed(true);
    let done = done.await.unwrap();
    assert_eq!((done.current_step, done.is_completed, done.is_dismissed), (None, Some(true), Some(true)));
    assert_eq!(done.completed_steps, after.completed_steps, "what is left out stays");
    let mayas = world.client().account().get_tour_progress().await.unwrap();
    assert_eq!(mayas.is_completed, Some(false));
    let refused = nora.account().update_tour_progress().current_step("fly").await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "currentStep"));
    let refused =
        nora.account().update_tour_progress().completed_steps(["welcome", "fly"]).await.unwrap_err();
    assert_eq!(refused.fields()[0].field, "completedSteps");
    assert_eq!(
        nora.account().update_tour_progress().await.unwrap_err().status(),
        Some(422),
        "nothing to change"
    );
}
