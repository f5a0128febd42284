//! Each workflow of the spec runs to its end, and sends what it says.

use std::sync::Mutex;

use cc_workflows::{Progress, Quota, Runner, required_scopes, run};
use serde_json::json;

use crate::support::{block_on, client, example, example_client, object, workflow};

#[test]
fn the_weekly_dashboard_gathers_the_answers_of_eight_reads() {
    let dashboard = workflow("weekly_dashboard");
    let (client, fake) = example_client();
    let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
    let run = block_on(run(&client, dashboard, inputs)).unwrap();

    assert_eq!(run.requests(), 8);
    assert_eq!(run.outputs["followers"], json!(3482));
    assert_eq!(run.outputs["reach_change_percent"], json!(12.4));
    assert_eq!(run.outputs["top_posts"], example("get_instagram_posts")["results"]);
    assert_eq!(run.outputs["calendar"], example("get_content_calendar")["results"]);
    assert_eq!(run.outputs["extras_count"], json!(412));
    assert_eq!(run.outputs.len(), dashboard.outputs.len(), "the examples leave nothing out");

    let targets: Vec<_> = fake.requests().into_iter().map(|request| request.target).collect();
    let ends_with = |end: &str| targets.iter().any(|target| target.ends_with(end));
    assert!(ends_with("?sort_by=reach&limit=10") || ends_with("?limit=10&sort_by=reach"), "{targets:?}");
    assert!(targets.iter().any(|target| target.contains("content_type=Email")), "the default: {targets:?}");
    assert!(!targets.iter().any(|target| target.contains("month=")), "not given, not sent: {targets:?}");
}

#[test]
fn a_trending_post_is_planned_by_its_identifier() {
    let plan = workflow("plan_trending_post");
    let (client, fake) = example_client();
    let run = block_on(run(&client, plan, object(json!({"date": "2026-11-25"})))).unwrap();

    let slug = example("get_posts")["results"][0]["slug"].clone();
    assert_eq!(run.outputs["slug"], slug);
    assert_eq!(run.outputs["entry_id"], example("add_to_schedule")["id"]);
    let sent = fake.requests();
    assert!(sent[0].target.contains("trending=true") && sent[0].target.contains("content_type=Reel"));
    assert_eq!(sent[1].json(), json!({"postId": "p_3101", "date": "2026-11-25"}));
    let changes: Vec<_> = run.steps.iter().map(|step| (step.step, step.status, step.changes)).collect();
    assert_eq!(changes, [("find_post", 200, false), ("plan", 201, true)]);
}

#[test]
fn a_planned_post_is_ticked_off_and_marked_as_used() {
    let finish = workflow("finish_planned_post");
    let (client, fake) = example_client();
    let run = block_on(run(&client, finish, object(json!({"date": "2026-11-23"})))).unwrap();

    assert_eq!(run.outputs["entry_id"], json!("s_5101"));
    assert_eq!(run.outputs["slug"], json!("austin-market-in-90-seconds"));
    let sent: Vec<_> = fake.requests();
    assert!(sent[1].target.ends_with("/s_5101"), "{}", sent[1].target);
    assert_eq!(sent[1].json(), json!({"isCompleted": true}));
    assert!(sent[2].target.ends_with("/austin-market-in-90-seconds"), "{}", sent[2].target);
    assert_eq!(sent[2].json(), json!({"isUsed": true}));
}

#[test]
fn a_workflow_declares_the_least_scopes_that_its_operations_need() {
    for (id, scopes) in [
        ("weekly_dashboard", "calendar:read, content:read, instagram:read"),
        ("plan_trending_post", "calendar:write, content:read"),
        ("finish_planned_post", "calendar:read, calendar:write, content:write"),
    ] {
        assert_eq!(required_scopes(workflow(id)).to_string(), scopes, "{id}");
    }
}

#[test]
fn an_observer_hears_of_each_step_before_and_after() {
    let plan = workflow("plan_trending_post");
    let (client, _fake) = example_client();
    let heard = Mutex::new(Vec::new());
    let runner = Runner::new(&client).on_progress(|progress| {
        heard.lock().unwrap().push(match progress {
            Progress::Started { step, .. } => format!("{step}?"),
            Progress::Finished { run, number, total } => format!("{} {number}/{total}", run.step),
            other => panic!("{other:?}"),
        });
    });
    block_on(runner.run(plan, object(json!({"date": "2026-11-25"})))).unwrap();
    assert_eq!(*heard.lock().unwrap(), ["find_post?", "find_post 1/2", "plan?", "plan 2/2"]);
}

#[test]
fn the_quota_is_what_the_last_answer_says() {
    let plan = workflow("plan_trending_post");
    let (client, fake) = client();
    for (operation, status, left) in [("get_posts", 200, "1993"), ("add_to_schedule", 201, "1992")] {
        let answer = cc_api::fake::FakeAnswer::new(status, example(operation).to_string());
        let answer = answer.header("x-ratelimit-limit", "2000").header("X-RateLimit-Remaining", left);
        fake.script(operation, answer);
    }
    let run = block_on(run(&client, plan, object(json!({"date": "2026-11-25"})))).unwrap();
    assert_eq!(run.quota(), Some(Quota { limit: 2000, remaining: 1992 }));
}

#[test]
fn outputs_that_the_answers_do_not_hold_are_left_out() {
    let dashboard = workflow("weekly_dashboard");
    let (client, fake) = example_client();
    let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
    fake.answer("get_instagram_summary", 200, "{}");
    let run = block_on(run(&client, dashboard, inputs)).unwrap();
    assert!(!run.outputs.contains_key("followers"));
    assert!(run.outputs.contains_key("calendar"));
}

#[test]
fn a_run_can_be_sent_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let (client, _fake) = client();
    is_send(&run(&client, workflow("plan_trending_post"), serde_json::Map::new()));
}
