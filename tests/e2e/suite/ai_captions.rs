//! Captions for posts.

use cc_api::ai_assistant::MarketProfileAnswerSave;
use cc_api::content::PostId;
use cc_e2e::{PRIYA, World};
use jiff::SignedDuration;

async fn posts(world: &World) -> Vec<PostId> {
    let posts = world.client().content().get_posts().limit(5).await.unwrap().items;
    posts.into_iter().map(|post| post.id.unwrap()).collect()
}

#[tokio::test]
async fn a_caption_is_written_for_a_post_and_shown_with_it() {
    let world = World::new().await;
    let client = world.client();
    let post = posts(&world).await.remove(0);
    let caption = client.ai_captions().generate_caption(post.clone()).await.unwrap();
    let text = caption.text.unwrap();
    let shown = client.content().get_post(post.to_string()).await.unwrap();
    assert!(text.contains(&shown.title.unwrap()), "the headline is not in it: {text}");
    assert!(text.contains("#austinrealestate"), "{text}");
    assert_eq!(
        (caption.post_id, caption.generation_count, caption.reaction),
        (Some(post.clone()), Some(1), None)
    );
    assert_eq!(caption.created_at, Some(world.sandbox.control().now()));
    assert_eq!(shown.ai_caption, Some(text));
    let other = world.session_of(PRIYA).content().get_post(post.to_string()).await.unwrap();
    assert_eq!(other.ai_caption, None);
}

#[tokio::test]
async fn a_caption_written_anew_says_something_else_and_has_no_reaction() {
    let world = World::new().await;
    let client = world.client();
    let post = posts(&world).await.remove(1);
    let first = client.ai_captions().generate_caption(post.clone()).await.unwrap();
    client.ai_captions().react_to_caption(first.id.clone().unwrap(), "thumbs_down").await.unwrap();
    world.sandbox.control().advance(SignedDuration::from_mins(5));
    let second = client.ai_captions().generate_caption(post).await.unwrap();
    assert_eq!((&second.id, second.generation_count, &second.reaction), (&first.id, Some(2), &None));
    assert_ne!(second.text, first.text);
    assert_eq!(second.created_at, first.created_at);
    assert!(second.updated_at > first.updated_at);
}

#[tokio::test]
async fn a_caption_follows_the_place_and_the_voice_of_the_account() {
    let world = World::new().await;
    let client = world.session();
    let post = posts(&world).await.remove(3);
    client.account().update_my_profile().location("Santa Fe, New Mexico").await.unwrap();
    let categories = client.ai_assistant().list_market_profile_categories().await.unwrap().items;
    let mut questions = categories.into_iter().flat_map(|category| category.questions.unwrap());
    let voice = questions.find(|question| question.text.as_ref().unwrap().contains("sound")).unwrap();
    let playful =
        MarketProfileAnswerSave::default().question_id(voice.id.unwrap()).choices(["Playful".to_owned()]);
    client.ai_assistant().save_market_profile_answers([playful]).await.unwrap();
    let before = client.ai_captions().generate_caption(post.clone()).await.unwrap().text.unwrap();
    assert!(before.contains("#santaferealestate") && !before.contains("Austin"), "{before}");

    client.ai_assistant().generate_market_profile().await.unwrap();
    world.sandbox.control().advance(SignedDuration::from_secs(30));
    let after = client.ai_captions().generate_caption(post.clone()).await.unwrap().text.unwrap();
    assert!(after.contains("at midnight") || after.contains("I dare you"), "not playful: {after}");

    client.account().update_my_profile().clear_location().await.unwrap();
    let place = client.ai_captions().generate_caption(post).await.unwrap().text.unwrap();
    assert!(place.contains("#zilkerrealestate"), "the market answers do not help out: {place}");
}

#[tokio::test]
async fn a_second_reaction_replaces_the_first() {
    let world = World::new().await;
    let client = world.client();
    let caption = client.ai_captions().generate_caption(posts(&world).await.remove(2)).await.unwrap();
    let id = caption.id.unwrap();
    for reaction in ["thumbs_up", "thumbs_down"] {
        let judged = client.ai_captions().react_to_caption(id.clone(), reaction).await.unwrap();
        assert!(judged.reaction.is_some_and(|kept| kept == reaction), "{reaction}");
        assert_eq!(judged.text, caption.text);
    }
    let refused = client.ai_captions().react_to_caption(id, "heart").await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
}

#[tokio::test]
async fn only_a_caption_of_ones_own_can_be_judged() {
    let world = World::new().await;
    let mine = world.client().ai_captions().generate_caption(posts(&world).await.remove(0)).await.unwrap();
    for client in [world.session_of(PRIYA), world.stranger()] {
        for id in [mine.id.clone().unwrap().to_string(), "caption_9999".to_owned(), "post_1".to_owned()] {
            let refused = client.ai_captions().react_to_caption(id.clone(), "thumbs_up").await.unwrap_err();
            assert_eq!(refused.status(), Some(404), "{id}");
        }
    }
    let post = mine.post_id.unwrap().to_string();
    let again = world.client().ai_captions().generate_caption(post).await.unwrap();
    assert_eq!((again.generation_count, again.reaction), (Some(2), None));
}

#[tokio::test]
async fn a_caption_needs_a_post_of_the_library() {
    let world = World::new().await;
    let theirs = world.stranger().content().get_posts().limit(1).await.unwrap().items.remove(0).id.unwrap();
    let slug = world.client().content().get_posts().limit(1).await.unwrap().items.remove(0).slug;
    for id in [theirs.to_string(), "post_999999".to_owned(), "pillar_1".to_owned(), slug] {
        let refused = world.client().ai_captions().generate_caption(id.clone()).await.unwrap_err();
        assert_eq!(refused.status(), Some(422), "{id}");
    }
}
