//! Waiting for AI tasks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::ai_assistant::AiGenerationTask;
use cc_api::quota::Window;
use cc_api::transport::{Answer, TransportError};
use cc_api::{Client, Credential, Error, ErrorKind, Quota};
use cc_faults::list::List;
use cc_faults::logic::{Desk, Limiter as _, Served, Sliding, answered};
use cc_faults::scene::without_sockets;
use tokio::task::JoinSet;

crate::bound::faults! {
    F236 => Story(a_task_that_never_ends_can_be_attached_to),
    F238 => Story(work_that_ended_badly_keeps_its_reason),
    F239 => Story(a_task_need_not_be_there_at_once),
    F240 => Story(failures_are_passed_over_and_refusals_are_not),
    F243 => Story(fifty_callers_look_as_often_as_one),
    F244 => Story(a_thousand_tasks_are_looked_at_in_turns),
    F245 => Story(a_spent_day_ends_the_wait),
    F246 => Story(the_first_end_counts),
}

type Said = Result<Answer, TransportError>;

/// The service: it starts tasks, and a function says what comes of the look with this number.
fn service(mut look: impl FnMut(usize) -> Said + Send + 'static) -> Served {
    let mut looks = 0;
    Served::new(move |arrival| {
        if arrival.request.operation == "create_ai_generation_task" {
            return answered(201, &[], r#"{"id":"task_1","status":"pending"}"#);
        }
        looks += 1;
        look(looks)
    })
}

fn state(state: &str) -> Said {
    answered(
        200,
        &[],
        &format!(r#"{{"id":"task_1","status":"{state}","resultSlug":"a","failureReason":"why"}}"#),
    )
}

/// Starts a task and waits for it.
async fn run(client: &Client) -> Result<AiGenerationTask, Error> {
    let task = client.ai_assistant().create_ai_generation_task("hook_1").await?;
    client.ai_assistant().wait_for_ai_generation_task(&task).await
}

/// How many tasks were started, and how often they were looked at.
fn tally(served: &Served) -> (usize, usize) {
    let starts = served.arrivals().iter().filter(|it| it.request.operation.starts_with("create")).count();
    (starts, served.sends() - starts)
}

/// What the words of a case make of a wait: its error, and how often was looked.
fn ended(
    look: impl FnMut(usize) -> Said + Send + 'static,
    check: impl FnOnce(Result<AiGenerationTask, Error>, usize),
) {
    without_sockets(async |desk| {
        let served = service(look);
        let result = run(&desk.client(served.clone())).await;
        let (starts, looks) = tally(&served);
        assert_eq!(starts, 1, "waiting starts nothing anew");
        check(result, looks);
    });
}

fn a_task_that_never_ends_can_be_attached_to() {
    without_sockets(async |desk| {
        let over = Arc::new(Mutex::new("running"));
        let now = Arc::clone(&over);
        let served = service(move |_| state(*now.lock().unwrap()));
        let client = desk.client(served.clone());
        let error = run(&client).await.unwrap_err();
        let known = error.task().unwrap().clone();
        assert_eq!(error.kind(), ErrorKind::Wait);
        assert_eq!((known.id.as_deref(), known.state.as_deref()), (Some("task_1"), Some("running")));
        assert!(error.retry_at().is_some());
        let limit = Duration::from_millis(List::get().profile.poll["deadline_ms"].as_u64().unwrap());
        assert!((limit..limit + Duration::from_secs(1)).contains(&desk.timer().time()));
        *over.lock().unwrap() = "completed";
        client.ai_assistant().attach_ai_generation_task(known.id.unwrap()).await.unwrap();
        assert_eq!(tally(&served).0, 1, "the task is neither cancelled nor started again");
        assert!(served.arrivals()[1..].iter().all(|it| it.request.operation == "get_ai_generation_task"));
    });
}

fn work_that_ended_badly_keeps_its_reason() {
    for case in &List::get().fault("F238").cases {
        let word = case.as_str().unwrap();
        ended(
            move |_| state(word),
            |result, looks| {
                let error = result.unwrap_err();
                assert_eq!((error.kind(), looks), (ErrorKind::Server, 1), "{word}");
                assert!(
                    error.message().ends_with(&format!("`{word}`: why")) && !error.is_retryable(),
                    "{error}"
                );
            },
        );
    }
}

fn a_task_need_not_be_there_at_once() {
    let missing = || answered(404, &[], "");
    ended(
        move |look| match look {
            1 | 2 => missing(),
            3 => state("running"),
            _ => state("completed"),
        },
        |result, looks| assert_eq!((result.is_ok(), looks), (true, 4)),
    );
    // After ten seconds, and once it was seen, it is final.
    ended(
        move |_| missing(),
        |result, looks| {
            assert_eq!((result.unwrap_err().kind(), looks), (ErrorKind::NotFound, 3));
        },
    );
    ended(
        move |look| if look == 1 { state("running") } else { missing() },
        |result, looks| assert_eq!((result.unwrap_err().kind(), looks), (ErrorKind::NotFound, 2)),
    );
}

fn failures_are_passed_over_and_refusals_are_not() {
    let busy = || answered(503, &[], "");
    for case in &List::get().fault("F240").cases {
        match case.as_str().unwrap() {
            "503 x 4 then fine" => ended(
                move |look| if look <= 4 { busy() } else { state("completed") },
                |result, looks| assert_eq!((result.is_ok(), looks), (true, 5)),
            ),
            "503 for ever" => ended(
                move |_| busy(),
                |result, looks| {
                    assert_eq!((result.unwrap_err().kind(), looks), (ErrorKind::Server, 6));
                },
            ),
            "401" => ended(
                |_| answered(401, &[], ""),
                |result, looks| {
                    assert_eq!((result.unwrap_err().kind(), looks), (ErrorKind::Auth, 1));
                },
            ),
            other => panic!("{other} is no case of polling"),
        }
    }
    ended(
        |_| answered(403, &[], ""),
        |result, looks| {
            assert_eq!((result.unwrap_err().kind(), looks), (ErrorKind::Scope, 1));
        },
    );
}

/// How often so many callers look at one task that runs for a minute.
fn looks_of(callers: usize) -> usize {
    let mut looks = 0;
    without_sockets(async |desk| {
        let clock = desk.timer().clone();
        let served = service(move |_| {
            state(if clock.time() < Duration::from_secs(60) { "running" } else { "completed" })
        });
        let client = desk.client(served.clone());
        let task = client.ai_assistant().create_ai_generation_task("hook_1").await.unwrap();
        let mut waits = JoinSet::new();
        for _ in 0..callers {
            waits.spawn(client.ai_assistant().wait_for_ai_generation_task(&task).into_future());
        }
        assert!(waits.join_all().await.iter().all(Result::is_ok));
        looks = tally(&served).1;
    });
    looks
}

fn fifty_callers_look_as_often_as_one() {
    assert_eq!(looks_of(50), looks_of(1));
}

/// Numbers from 0 to 1 that are the same in each run.
fn dice() -> impl Fn() -> f64 + Send + Sync {
    let seed = Mutex::new(0x2545_f491_4f6c_dd1d_u64);
    move || {
        let mut seed = seed.lock().unwrap();
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(*seed >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

fn a_thousand_tasks_are_looked_at_in_turns() {
    without_sockets(async |desk| {
        let mut limits = BTreeMap::new();
        let served = Served::new(move |arrival| {
            let key = arrival.request.headers["authorization"].to_str().unwrap().to_owned();
            let limit = limits.entry(key).or_insert_with(|| Sliding::new(&List::get().profile.quota_windows));
            match limit.admit(arrival.at) {
                Ok(()) => state(if arrival.at < Duration::from_secs(120) { "running" } else { "completed" }),
                Err(_) => answered(429, &[], ""),
            }
        });
        let client = desk.builder(served.clone()).random(dice()).build().unwrap();
        let mut waits = JoinSet::new();
        for key in 0..25 {
            let key = Credential::api_key(format!("{}{key}", List::get().profile.canary_key)).unwrap();
            let client = client.with_key(key).unwrap();
            for task in 0..40 {
                let task = AiGenerationTask::default().id(format!("task_{task}"));
                waits.spawn(client.ai_assistant().wait_for_ai_generation_task(&task).into_future());
            }
        }
        for result in waits.join_all().await {
            result.unwrap();
        }
        let seconds: Vec<_> = served.arrivals().iter().map(|it| it.at.as_secs()).collect();
        let last = *seconds.iter().max().unwrap();
        let mean = seconds.len() / usize::try_from(last + 1).unwrap();
        for second in 0..=last {
            let looks = seconds.iter().filter(|at| **at == second).count();
            assert!(looks <= 3 * mean, "{looks} in second {second}, {mean} in the mean");
        }
        refused_nobody(desk);
    });
}

/// That no attempt met “too many requests”.
fn refused_nobody(desk: &Desk) {
    let refused = |note: &cc_api::Note| matches!(note, cc_api::Note::Attempt { status: Some(429), .. });
    assert!(!desk.notes().iter().any(refused));
}

fn a_spent_day_ends_the_wait() {
    without_sockets(async |desk| {
        let served = service(|_| state("running"));
        // One for the start, one for a look.
        let day = Quota::of(&[Window::new(2, Duration::from_secs(86_400))]);
        let client = desk.builder(served.clone()).quota(day).build().unwrap();
        let error = run(&client).await.unwrap_err();
        assert_eq!((error.kind(), tally(&served)), (ErrorKind::Wait, (1, 1)));
        assert!(desk.timer().waits().len() < 10, "{:?}", desk.timer().waits());
        assert!(desk.timer().time() <= Duration::from_secs(601));
        let again = error.retry_at().unwrap().duration_since(desk.timer().true_time());
        assert!(again.as_secs() > 86_000, "{error}");
    });
}

fn the_first_end_counts() {
    ended(
        |look| if look == 1 { state("completed") } else { state("running") },
        |result, looks| assert_eq!((result.unwrap().status.as_str(), looks), ("completed", 1)),
    );
}
