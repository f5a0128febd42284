//! The assistant: market questions, profile, hook menus, tasks, scripts.

use cc_api::ai_assistant::{
    AiGenerationTask, HookMenu, MarketProfile, MarketProfileAnswerSave, MarketProfileQuestion,
};
use cc_api::{Client, Error};
use cc_e2e::{PRIYA, World};
use jiff::SignedDuration;

fn pass(world: &World, seconds: i64) {
    world.sandbox.control().advance(SignedDuration::from_secs(seconds));
}

fn status(result: Result<impl std::fmt::Debug, Error>) -> Option<u16> {
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
async fn answer_all(client: &Client) {
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

async fn menu(client: &Client) -> HookMenu {
    client.ai_assistant().get_hook_menu().await.unwrap()
}

#[tokio::test]
async fn a_menu_is_offered_until_the_next_is_done_or_a_week_is_over() {
    let world = World::new().await;
    let client = world.client();
    let old = menu(&client).await;
    let started = client.ai_assistant().generate_hook_menu().await.unwrap();
    assert_eq!((started.status.as_str(), started.hook_count), ("pending", Some(0)));
    assert_eq!(status(client.ai_assistant().generate_hook_menu().await), Some(409));
    pass(&world, 14);
    assert_eq!(client.ai_assistant().get_hook_menu_status().await.unwrap().status.as_str(), "running");
    assert_eq!(menu(&client).await.id, old.id);

    pass(&world, 1);
    let done = client.ai_assistant().get_hook_menu_status().await.unwrap();
    let new = menu(&client).await;
    let hooks = new.hooks.unwrap();
    assert_eq!((done.status.as_str(), done.hook_count), ("completed", Some(hooks.len() as i64)));
    assert_eq!(done.task_id, started.task_id);
    assert_eq!((new.generated_at, done.finished_at), (done.finished_at, Some(world.sandbox.control().now())));
    assert_ne!(new.id, old.id);
    assert!(hooks.iter().all(|hook| hook.is_used == Some(false)));
    let places = ["Zilker", "Barton Hills", "South Lamar"];
    assert!(places.iter().any(|place| hooks[0].text.as_ref().unwrap().contains(place)), "{:?}", hooks[0]);

    let left = new.expires_at.unwrap().duration_since(world.sandbox.control().now());
    assert_eq!(left, SignedDuration::from_hours(7 * 24));
    world.sandbox.control().advance(left);
    assert_eq!(status(client.ai_assistant().get_hook_menu().await), Some(404));
    assert_eq!(client.ai_assistant().get_hook_menu_status().await.unwrap().hook_count, Some(0));
    let expired = client.ai_assistant().create_ai_generation_task(hooks[0].id.clone().unwrap()).await;
    assert_eq!(status(expired), Some(422));
}

#[tokio::test]
async fn a_menu_fails_while_a_required_question_is_open() {
    let world = World::new().await;
    let client = world.session_of(PRIYA);
    assert_eq!(status(client.ai_assistant().get_hook_menu().await), Some(404));
    assert_eq!(status(client.ai_assistant().get_hook_menu_status().await), Some(404));
    client.ai_assistant().generate_hook_menu().await.unwrap();
    pass(&world, 15);
    let failed = client.ai_assistant().get_hook_menu_status().await.unwrap();
    assert_eq!((failed.status.as_str(), failed.hook_count), ("failed", Some(0)));
    assert!(failed.failure_reason.is_some());
    assert_eq!(status(client.ai_assistant().get_hook_menu().await), Some(404));
    answer_all(&client).await;
    client.ai_assistant().generate_hook_menu().await.unwrap();
    pass(&world, 15);
    assert!(menu(&client).await.hooks.is_some_and(|hooks| hooks.len() > 3));
}

/// A task for a line of the current menu, by its place.
async fn task(client: &Client, line: usize) -> AiGenerationTask {
    let hook = menu(client).await.hooks.unwrap().remove(line).id.unwrap();
    client.ai_assistant().create_ai_generation_task(hook).await.unwrap()
}

#[tokio::test]
async fn a_task_leads_to_a_script_whose_parts_add_up() {
    let world = World::new().await;
    let client = world.client();
    let started = task(&client, 1).await;
    assert_eq!((started.status.as_str(), &started.result_slug), ("pending", &None));
    pass(&world, 19);
    let running = client.ai_assistant().get_ai_generation_task(started.id.clone()).await.unwrap();
    assert_eq!((running.status.as_str(), running.result_slug, running.finished_at), ("running", None, None));
    assert_eq!(menu(&client).await.hooks.unwrap()[1].is_used, Some(false));

    pass(&world, 1);
    let done = client.ai_assistant().get_ai_generation_task(started.id.clone()).await.unwrap();
    assert_eq!((done.status.as_str(), done.failure_reason), ("completed", None));
    assert_eq!(done.finished_at, Some(world.sandbox.control().now()));
    let slug = done.result_slug.unwrap();
    let script = client.ai_assistant().get_reel_script(slug.clone()).await.unwrap();
    let sum: i64 = script.sections.as_ref().unwrap().iter().map(|section| section.seconds.unwrap()).sum();
    assert_eq!((script.duration_seconds, &script.slug), (Some(sum), &Some(slug.clone())));
    assert_eq!((script.task_id, script.created_at), (Some(started.id), done.finished_at));
    let hook = menu(&client).await.hooks.unwrap().remove(1);
    assert_eq!((script.hook, script.hook_id), (hook.text, hook.id));
    assert_eq!((hook.is_used, hook.reel_script_slug), (Some(true), Some(slug.clone())));

    let by_id = script.id.unwrap().to_string();
    assert_eq!(client.ai_assistant().get_reel_script(by_id.clone()).await.unwrap().slug, Some(slug.clone()));
    for client in [world.session_of(PRIYA), world.stranger()] {
        for script in [&by_id, &slug] {
            assert_eq!(status(client.ai_assistant().get_reel_script(script.clone()).await), Some(404));
        }
    }
}

#[tokio::test]
async fn a_second_script_from_a_hook_has_a_slug_of_its_own() {
    let world = World::new().await;
    let client = world.client();
    let (one, two) = (task(&client, 2).await, task(&client, 2).await);
    pass(&world, 20);
    let mut slugs = Vec::new();
    for id in [one.id, two.id] {
        slugs.push(client.ai_assistant().get_ai_generation_task(id).await.unwrap().result_slug.unwrap());
    }
    assert_ne!(slugs[0], slugs[1]);
    assert_eq!(
        menu(&client).await.hooks.unwrap()[2].reel_script_slug.as_ref(),
        Some(&slugs[1]),
        "the last one"
    );
}

#[tokio::test]
async fn the_last_line_of_a_menu_fails_as_it_says() {
    let world = World::new().await;
    let client = world.client();
    let last = menu(&client).await.hooks.unwrap().len() - 1;
    let started = task(&client, last).await;
    pass(&world, 20);
    let failed = client.ai_assistant().get_ai_generation_task(started.id).await.unwrap();
    assert_eq!((failed.status.as_str(), failed.result_slug), ("failed", None));
    assert!(failed.failure_reason.is_some());
    assert_eq!(failed.finished_at, Some(world.sandbox.control().now()));
    assert_eq!(menu(&client).await.hooks.unwrap()[last].is_used, Some(false));
}

#[tokio::test]
async fn a_task_needs_a_hook_of_the_current_menu_of_ones_own() {
    let world = World::new().await;
    let client = world.client();
    let theirs = menu(&world.stranger()).await.hooks.unwrap().remove(0).id.unwrap().to_string();
    let replaced = menu(&client).await.hooks.unwrap().remove(0).id.unwrap().to_string();
    client.ai_assistant().generate_hook_menu().await.unwrap();
    pass(&world, 15);
    for id in [theirs, replaced, "hook_9999".to_owned(), "post_1".to_owned()] {
        let refused = client.ai_assistant().create_ai_generation_task(id.clone()).await;
        assert_eq!(status(refused), Some(422), "{id}");
    }
}

#[tokio::test]
async fn tasks_are_listed_by_how_far_they_are_and_what_they_write() {
    let world = World::new().await;
    let client = world.client();
    let started = task(&client, 0).await;
    let all = client.ai_assistant().list_ai_generation_tasks().limit(100).await.unwrap();
    assert_eq!(all.items[0].id, started.id, "the newest is first");
    assert_eq!(all.count, Some(all.items.len() as u64));
    for status in ["pending", "running", "completed", "failed"] {
        for kind in ["reel_script", "hook_menu"] {
            let fits = |task: &&AiGenerationTask| {
                task.status.as_str() == status && task.r#type.as_ref().is_some_and(|word| word == kind)
            };
            let wanted = all.items.iter().filter(fits).map(|task| task.id.to_string()).collect::<Vec<_>>();
            let found =
                client.ai_assistant().list_ai_generation_tasks().status(status).r#type(kind).await.unwrap();
            let found: Vec<String> = found.items.iter().map(|task| task.id.to_string()).collect();
            assert_eq!(found, wanted, "{status} {kind}");
        }
    }
    pass(&world, 5);
    let running = client.ai_assistant().list_ai_generation_tasks().status("running").await.unwrap();
    assert_eq!((running.count, &running.items[0].id), (Some(1), &started.id));
    assert_eq!(status(client.ai_assistant().list_ai_generation_tasks().status("lost").await), Some(422));
    assert_eq!(status(client.ai_assistant().list_ai_generation_tasks().r#type("poem").await), Some(422));
}

#[tokio::test]
async fn tasks_of_others_are_not_there() {
    let world = World::new().await;
    let task = task(&world.client(), 0).await.id;
    for client in [world.session_of(PRIYA), world.stranger()] {
        assert_eq!(status(client.ai_assistant().get_ai_generation_task(task.clone()).await), Some(404));
        let listed = client.ai_assistant().list_ai_generation_tasks().limit(100).await.unwrap().items;
        assert!(listed.iter().all(|other| other.id != task));
    }
    assert_eq!(
        world.session_of(PRIYA).ai_assistant().list_ai_generation_tasks().await.unwrap().count,
        Some(0)
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
