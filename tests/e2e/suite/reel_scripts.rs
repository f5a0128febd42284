//! Hook menus, the tasks that write, and the scripts that come of them.

#![expect(clippy::cast_possible_wrap, reason = "nothing in a test is counted that far")]

use cc_api::Client;
use cc_api::ai_assistant::{AiGenerationTask, HookMenu};
use cc_e2e::{PRIYA, World};
use jiff::SignedDuration;

use super::ai_assistant::{answer_all, pass, status};

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
