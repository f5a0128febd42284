//! The assistant: market questions, the profile, the features. Hook menus and scripts are in `reel_scripts`.

#![expect(clippy::cast_possible_wrap, reason = "nothing in a test is counted that far")]

use cc_api::ai_assistant::{MarketProfile, MarketProfileAnswerSave, MarketProfileQuestion};
use cc_api::{Client, Error};
use cc_e2e::{PRIYA, World};
use cc_sandbox::Seed;
use jiff::SignedDuration;

pub(super) fn pass(world: &World, seconds: i64) {
    world.sandbox.control().advance(SignedDuration::from_secs(seconds));
}

pub(super) fn status(result: Result<impl std::fmt::Debug, Error>) -> Option<u16> {
    result.unwrap_err().status()
}

async fn questions(client: &Client) -> Vec<MarketProfileQuestion> {
    let categories = client.ai_assistant().list_market_profile_categories().await.unwrap().items;
    categories.into_iter().flat_map(|category| category.questions.unwrap()).collect()
}

/// The question whose text has this in it.
async fn question(client: &Client, part: &str) -> MarketProfileQuestion {
    let all = questions(client).await;
    all.into_iter().find(|question| question.text.as_ref().unwrap().contains(part)).unwrap()
}

fn answer(question: &MarketProfileQuestion) -> MarketProfileAnswerSave {
    MarketProfileAnswerSave::default().question_id(question.id.clone().unwrap())
}

fn chosen(question: &MarketProfileQuestion, choices: &[&str]) -> MarketProfileAnswerSave {
    answer(question).choices(choices.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// Answers every required question, briefly.
pub(super) async fn answer_all(client: &Client) {
    let all = questions(client).await;
    let required = all.iter().filter(|question| question.is_required == Some(true));
    let answers = required.map(|question| match question.choices.as_deref() {
        Some([first, ..]) => chosen(question, &[first]),
        _ => answer(question).text("Mueller and Hyde Park"),
    });
    client.ai_assistant().save_market_profile_answers(answers.collect::<Vec<_>>()).await.unwrap();
}

#[tokio::test]
async fn questions_stand_in_groups_that_count_their_answers() {
    let world = World::new().await;
    let client = world.client();
    let page = client.ai_assistant().list_market_profile_categories().await.unwrap();
    assert_eq!(page.count, Some(3));
    for category in &page.items {
        let questions = category.questions.as_ref().unwrap();
        let answered = questions.iter().filter(|question| question.answer.is_some()).count();
        assert_eq!(category.answered_count, Some(answered as i64), "{:?}", category.name);
        assert!(questions.iter().zip(0..).all(|(question, order)| question.order == Some(order)));
    }
    let second = client.ai_assistant().list_market_profile_categories().limit(1).offset(1).await.unwrap();
    assert_eq!(second.items[0].name, page.items[1].name);
    assert!(questions(&world.session_of(PRIYA)).await.iter().all(|question| question.answer.is_none()));
}

#[tokio::test]
async fn saved_answers_replace_earlier_ones_and_leave_the_others() {
    let world = World::new().await;
    let client = world.client();
    let before = client.ai_assistant().get_market_profile().await.unwrap();
    let avoid = question(&client, "never use").await;
    let voice = question(&client, "sound").await;
    let answers = [answer(&avoid).text(" Bargain "), chosen(&voice, &["Playful", "Warm"])];
    let saved = client.ai_assistant().save_market_profile_answers(answers).await.unwrap();
    assert_eq!(saved.answers.as_ref().map(Vec::len), Some(2));
    assert_eq!(saved.answered_count, before.answered_count.map(|count| count + 1));
    assert_eq!(saved.question_count, Some(questions(&client).await.len() as i64));
    let kept = question(&client, "sound").await.answer.unwrap();
    assert_eq!(kept.choices.unwrap(), ["Warm", "Playful"], "in the order of the question");
    let kept = question(&client, "never use").await.answer.unwrap();
    assert_eq!(kept.text.as_deref(), Some("Bargain"));

    let emptied = client.ai_assistant().save_market_profile_answers([answer(&avoid).text("")]).await.unwrap();
    assert_eq!((emptied.answered_count, emptied.answers.unwrap().len()), (before.answered_count, 0));
    let profile = client.ai_assistant().get_market_profile().await.unwrap();
    assert_eq!(profile.summary, before.summary, "saving alone writes no new profile");
}

#[tokio::test]
async fn answers_that_do_not_fit_are_refused_and_change_nothing() {
    let world = World::new().await;
    let client = world.session_of(PRIYA);
    let (places, prices) = (question(&client, "neighborhoods").await, question(&client, "sell for").await);
    let good = answer(&places).text("Mueller");
    let theirs = question(&world.stranger(), "neighborhoods").await;
    let wrong = [
        ("unknown", vec![MarketProfileAnswerSave::default().question_id("question_999").text("x")]),
        ("another tenant's", vec![answer(&theirs).text("x")]),
        ("twice", vec![good.clone()]),
        ("no such choice", vec![chosen(&prices, &["A lot"])]),
        ("two choices", vec![chosen(&prices, &["Under $400,000", "Over $800,000"])]),
        ("words for a choice", vec![answer(&prices).text("Over $800,000")]),
        ("a choice for words", vec![chosen(&question(&client, "worry").await, &["Over $800,000"])]),
        ("nothing at all", vec![answer(&prices)]),
    ];
    for (what, wrong) in wrong {
        let answers = std::iter::once(good.clone()).chain(wrong);
        let refused = client.ai_assistant().save_market_profile_answers(answers).await;
        assert_eq!(status(refused), Some(422), "{what}");
    }
    assert!(questions(&client).await.iter().all(|question| question.answer.is_none()));
}

#[tokio::test]
async fn a_profile_is_written_from_the_answers() {
    let world = World::new().await;
    let client = world.session_of(PRIYA);
    let state = |profile: &MarketProfile| profile.status.as_str().to_owned();
    assert_eq!(status(client.ai_assistant().get_market_profile().await), Some(404));
    answer_all(&client).await;
    let started = client.ai_assistant().generate_market_profile().await.unwrap();
    assert_eq!((state(&started).as_str(), started.summary), ("pending", None));
    assert_eq!(status(client.ai_assistant().generate_market_profile().await), Some(409));
    for (seconds, wanted) in [(2, "running"), (27, "running"), (1, "completed")] {
        pass(&world, seconds);
        let profile = client.ai_assistant().get_market_profile().await.unwrap();
        assert_eq!(state(&profile), wanted);
        assert_eq!(profile.summary.is_some(), wanted == "completed");
        assert_eq!(profile.updated_at.is_some_and(|at| at == world.sandbox.control().now()), seconds != 27);
    }
    let profile = client.ai_assistant().get_market_profile().await.unwrap();
    let summary = profile.summary.unwrap();
    assert!(summary.contains("Priya sells homes in Mueller and Hyde Park"), "{summary}");
    assert_eq!(profile.voice_tags.unwrap(), ["warm", "local"]);
    assert_eq!(profile.generated_at, Some(world.sandbox.control().now()));
}

#[tokio::test]
async fn a_profile_fails_while_a_required_question_is_open() {
    let world = World::new().await;
    let client = world.client();
    let before = client.ai_assistant().get_market_profile().await.unwrap();
    let places = question(&client, "neighborhoods").await;
    client.ai_assistant().save_market_profile_answers([answer(&places).text("")]).await.unwrap();
    client.ai_assistant().generate_market_profile().await.unwrap();
    pass(&world, 30);
    let failed = client.ai_assistant().get_market_profile().await.unwrap();
    assert_eq!(failed.status.as_str(), "failed");
    assert!(failed.failure_reason.unwrap().contains("Which neighborhoods"));
    assert_eq!(
        (failed.summary, failed.generated_at),
        (before.summary, before.generated_at),
        "the earlier one stays"
    );
}

#[tokio::test]
async fn the_features_say_whether_they_are_on() {
    let world = World::new().await;
    let page = world.client().ai_assistant().list_feature_model_settings().await.unwrap();
    let features: Vec<(&str, bool)> = page
        .items
        .iter()
        .map(|entry| (entry.feature.as_deref().unwrap(), entry.is_enabled.unwrap()))
        .collect();
    assert!(features.contains(&("reel_script", true)) && features.contains(&("market_report", false)));
    let second =
        world.client().ai_assistant().list_feature_model_settings().limit(2).offset(2).await.unwrap();
    assert_eq!((second.count, &second.items[0].feature), (page.count, &page.items[2].feature));
}

#[tokio::test]
async fn an_empty_sandbox_asks_and_has_nothing_written() {
    let world = World::with(|options| options.seed = Seed::Empty).await;
    let client = world.client();
    let asked = questions(&client).await;
    assert!(!asked.is_empty() && asked.iter().all(|question| question.answer.is_none()));
    assert_eq!(status(client.ai_assistant().get_market_profile().await), Some(404));
    assert_eq!(status(client.ai_assistant().get_hook_menu().await), Some(404));
    assert_eq!(client.ai_assistant().list_ai_generation_tasks().await.unwrap().count, Some(0));
    assert_eq!(status(client.instagram().get_instagram_profile().await), Some(404));
}
