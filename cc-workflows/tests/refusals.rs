//! A workflow that fails says which step, why, what was done before, and what next.

use cc_api::ErrorKind;
use cc_api::catalogue::{Expression, Workflow, WorkflowStep};
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::transport::Failure;
use cc_workflows::{Cause, Runner, WorkflowError, run};
use serde_json::{Value, json};

use crate::support::{block_on, example_client, object, workflow};

/// Runs a workflow whose server was told something, and gives the error with what was sent.
fn failure(id: &str, inputs: Value, tell: impl Fn(&FakeTransport)) -> (WorkflowError, Vec<&'static str>) {
    let (client, fake) = example_client();
    tell(&fake);
    let error = block_on(run(&client, workflow(id), object(inputs))).unwrap_err();
    (error, fake.requests().into_iter().map(|request| request.operation).collect())
}

#[test]
fn inputs_are_checked_before_anything_is_sent() {
    for (id, inputs, message) in [
        (
            "plan_trending_post",
            json!({}),
            "plan_trending_post: input `date`: it is required and was not given: the day to plan it for; \
             nothing was changed",
        ),
        (
            "weekly_dashboard",
            json!({"start_date": "next Monday", "end_date": "2026-11-29"}),
            "weekly_dashboard: input `start_date`: \"next Monday\" does not have the form of a day, like 2026-11-23",
        ),
        (
            "finish_planned_post",
            json!({"day": "2026-11-23"}),
            "finish_planned_post: input `day`: there is no such input; there are: date; nothing was changed",
        ),
    ] {
        let (error, sent) = failure(id, inputs, |_| {});
        assert_eq!(error.to_string(), message);
        assert_eq!((sent.len(), error.requests(), error.step()), (0, 0, None));
    }
}

#[test]
fn a_step_that_is_refused_is_named_with_what_was_done_before() {
    let (error, sent) = failure("finish_planned_post", json!({"date": "2026-11-23"}), |fake| {
        fake.answer("update_post", 403, r#"{"detail": "missing scope content:write"}"#);
    });
    assert_eq!(
        error.to_string(),
        "finish_planned_post: step `use`: update_post: the credential may not do this: missing scope content:write \
         (status 403); the call needs the scope content:write (page); check what the key was given; already carried \
         out: `complete` (update_schedule_entry); look at what was done before you run it again"
    );
    assert_eq!(sent, ["get_content_calendar", "update_schedule_entry", "update_post"]);
    assert_eq!(error.changed().map(|step| step.step).collect::<Vec<_>>(), ["complete"]);
    assert_eq!(error.requests(), 3);
    assert!(!error.may_have_changed_more());
}

#[test]
fn a_change_whose_answer_was_lost_may_have_happened() {
    let (error, _) = failure("plan_trending_post", json!({"date": "2026-11-25"}), |fake| {
        fake.script("add_to_schedule", FakeAnswer::failure(Failure::Broken, "the connection broke"));
    });
    assert!(error.may_have_changed_more());
    assert_eq!(
        error.to_string(),
        "plan_trending_post: step `plan`: add_to_schedule: the connection broke; it may have been carried out; look \
         before you send it again"
    );
}

#[test]
fn a_step_that_lacks_what_an_earlier_one_should_have_given_is_not_sent() {
    let (error, sent) = failure("finish_planned_post", json!({"date": "2026-11-23"}), |fake| {
        fake.answer("get_content_calendar", 200, r#"{"results": [], "count": 0}"#);
    });
    assert_eq!(
        error.to_string(),
        "finish_planned_post: step `complete`: it needs `entry_id` of the step `find_entry`: its answer has an empty \
         list at `/results`: nothing matched; nothing was changed"
    );
    assert_eq!(sent, ["get_content_calendar"]);
    assert!(matches!(error.cause(), Cause::MissingOutput { from: "find_entry", output: "entry_id", .. }));
}

#[test]
fn a_success_that_is_not_the_expected_one_ends_the_run_and_counts_as_done() {
    let (error, _) = failure("plan_trending_post", json!({"date": "2026-11-25"}), |fake| {
        fake.answer("add_to_schedule", 202, r#"{"id": "s_1"}"#);
    });
    assert_eq!(
        error.to_string(),
        "plan_trending_post: step `plan`: add_to_schedule answered with status 202; the workflow goes on from 201; \
         already carried out: `plan` (add_to_schedule); look at what was done before you run it again"
    );
}

#[test]
fn a_success_that_can_not_be_read_is_a_failure_even_where_its_status_is_expected() {
    let (error, _) = failure("plan_trending_post", json!({"date": "2026-11-25"}), |fake| {
        fake.answer("get_posts", 200, "<!DOCTYPE html><title>Sign in</title>");
    });
    assert!(
        matches!(error.cause(), Cause::Call { error, .. } if error.kind() == ErrorKind::Decode),
        "{error}"
    );
    let (client, fake) = crate::support::client();
    fake.respond(|_| FakeAnswer::new(200, "<!DOCTYPE html><title>Sign in</title>"));
    let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
    let ran = block_on(Runner::new(&client).keep_going().run(workflow("weekly_dashboard"), inputs));
    assert_eq!(ran.unwrap_err().failures().len(), 7, "a page to sign in is no empty dashboard");
}

#[test]
fn an_operation_that_is_not_in_the_catalogue_is_named() {
    const STEP: WorkflowStep = WorkflowStep {
        id: "first",
        doc: "",
        operation: "no_such_operation",
        parameters: &[("date", Expression::Input("date"))],
        body: None,
        expected: &[],
        outputs: &[],
    };
    let workflow =
        Workflow { id: "of_ours", summary: "", description: "", inputs: &[], steps: &[STEP], outputs: &[] };
    let (client, _) = example_client();
    let error = block_on(run(&client, &workflow, serde_json::Map::new())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "of_ours: step `first`: the catalogue has no operation `no_such_operation`; switch its group on when you build"
    );
}

#[test]
fn a_runner_that_keeps_going_gathers_what_there_is() {
    let dashboard = workflow("weekly_dashboard");
    let (client, fake) = example_client();
    let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
    fake.answer("get_instagram_summary", 404, r#"{"detail": "No Instagram account is connected."}"#);
    let run = block_on(Runner::new(&client).keep_going().run(dashboard, inputs)).unwrap();
    assert_eq!(run.failures.iter().map(Cause::step).collect::<Vec<_>>(), [Some("instagram_summary")]);
    assert_eq!((run.requests(), run.steps.len()), (8, 7));
    assert!(!run.outputs.contains_key("followers") && run.outputs.contains_key("calendar"));
}

#[test]
fn a_runner_that_keeps_going_stops_when_every_call_would_fail_alike() {
    for (status, kind) in
        [(401, ErrorKind::Auth), (402, ErrorKind::PaymentRequired), (429, ErrorKind::RateLimited)]
    {
        let dashboard = workflow("weekly_dashboard");
        let (client, fake) = crate::support::client();
        fake.respond(move |_| FakeAnswer::new(status, "{}"));
        let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
        let error = block_on(Runner::new(&client).keep_going().run(dashboard, inputs)).unwrap_err();
        assert!(matches!(error.cause(), Cause::Call { error, .. } if error.kind() == kind), "{error}");
        assert_eq!(fake.requests().len(), 1);
    }
}

#[test]
fn a_runner_that_keeps_going_fails_if_nothing_succeeds() {
    let dashboard = workflow("weekly_dashboard");
    let (client, fake) = crate::support::client();
    fake.respond(|_| FakeAnswer::new(500, "{}"));
    let inputs = object(json!({"start_date": "2026-11-23", "end_date": "2026-11-29"}));
    let error = block_on(Runner::new(&client).keep_going().run(dashboard, inputs)).unwrap_err();
    assert_eq!(error.step(), Some("instagram_summary"));
    assert_eq!((error.requests(), error.failures().len()), (8, 7));
}
