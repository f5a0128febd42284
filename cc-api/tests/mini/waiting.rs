//! Waiting for work: F236 to F246, on a clock that only waiting moves.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::time::Timestamp;
use cc_api::{BoxFuture, Builder, Client, Credential, ErrorKind, Note, Outcome, Timer, WaitFor};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::api::catalogue::{GET_POST, SEARCH};
use crate::support::{CANARY, ManualTimer, builder};

/// A server whose task goes through these answers, the last of them for good, and the clock.
struct World {
    fake: FakeTransport,
    timer: ManualTimer,
}

impl World {
    fn new(answers: impl IntoIterator<Item = FakeAnswer>) -> Self {
        let fake = FakeTransport::new();
        for answer in answers {
            fake.script("get_post", answer);
        }
        Self { fake, timer: ManualTimer::default() }
    }

    /// A client whose pauses have their middle length.
    fn builder(&self) -> Builder {
        builder(&self.fake).timer(self.timer.clone()).random(|| 0.5)
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn looks(&self) -> usize {
        self.fake.requests().len()
    }

    fn millis(&self) -> u128 {
        self.timer.elapsed().as_millis()
    }
}

fn state(state: &str) -> FakeAnswer {
    FakeAnswer::json(&json!({"slug": "a", "status": state}))
}

fn task(client: &Client) -> WaitFor<Value> {
    client.wait_for(&SEARCH, &GET_POST, &json!({"id": "task_5", "status": "pending"}))
}

#[tokio::test]
async fn a_task_is_looked_at_until_it_is_done() {
    let world = World::new([state("pending"), state("running"), state("running"), state("done")]);
    let done = task(&world.client()).await.unwrap();
    assert_eq!(done["status"], "done");
    assert_eq!((world.looks(), world.millis()), (4, 16_250));
    assert!(world.fake.requests().iter().all(|request| request.target.ends_with("/posts-v2/task_5")));
}

#[tokio::test]
async fn f236_a_task_that_is_not_done_in_time_can_be_attached_to() {
    let world = World::new([state("running")]);
    let client = world.client();
    let error = task(&client).with_deadline(Duration::from_secs(300)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Wait, Outcome::Applied));
    let known = error.task().unwrap();
    assert_eq!((known.id.as_deref(), known.state.as_deref()), (Some("task_5"), Some("running")));
    assert_eq!((error.operation(), error.is_retryable()), (Some("search"), false));
    assert_eq!(error.retry_at().unwrap().as_second(), 330);
    assert_eq!(
        error.to_string(),
        "search: the task task_5 is not done after 300 s; it was last seen `running`; try again at \
         1970-01-01T00:05:30Z; the work goes on; wait for the same task again, and do not start it anew"
    );
    // 14 looks as they come, and the last one at the deadline.
    assert_eq!((world.looks(), world.millis()), (15, 300_000));
    assert!(
        world.fake.requests().iter().all(|request| request.operation == "get_post"),
        "nothing else is sent"
    );

    let world = World { fake: FakeTransport::new(), ..world };
    world.fake.script("get_post", state("done"));
    let again = world.client().call(&GET_POST).arg("id_or_slug", known.id.as_deref());
    let done: Value = WaitFor::attach(&SEARCH, again).await.unwrap();
    assert_eq!((&done["status"], world.looks(), world.millis()), (&json!("done"), 1, 300_000));
}

#[tokio::test]
async fn the_last_pause_is_stretched_to_the_deadline() {
    for (seconds, looks) in [(1, 1), (2, 1), (3, 1), (4, 2), (599, 25), (600, 25)] {
        let world = World::new([state("running")]);
        let limit = Duration::from_secs(seconds);
        let error = task(&world.client()).with_deadline(limit).await.unwrap_err();
        assert_eq!((error.kind(), world.looks(), world.timer.elapsed()), (ErrorKind::Wait, looks, limit));
    }
}

#[tokio::test]
async fn f238_work_that_ended_badly_is_an_error_with_its_reason() {
    for state in ["failed", "cancelled", "expired", "error"] {
        let reason = json!({"slug": "a", "status": state, "failureReason": "no more credits"});
        let world = World::new([FakeAnswer::json(&reason)]);
        let error = task(&world.client()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Server, Outcome::Applied), "{state}");
        assert!(error.message().ends_with(&format!("ended as `{state}`: no more credits")), "{error}");
        assert_eq!(world.looks(), 1);
    }
}

#[tokio::test]
async fn f239_a_task_need_not_be_there_at_once() {
    let missing = || FakeAnswer::new(404, "");
    let world = World::new([missing(), missing(), state("running"), state("done")]);
    task(&world.client()).await.unwrap();
    // Not after the first ten seconds, and not once it was there.
    for (answers, looks) in [(vec![missing()], 4), (vec![state("running"), missing()], 2)] {
        let world = World::new(answers);
        let error = task(&world.client()).await.unwrap_err();
        assert_eq!((error.kind(), world.looks()), (ErrorKind::NotFound, looks));
        assert_eq!(error.task().unwrap().id.as_deref(), Some("task_5"));
    }
}

#[tokio::test]
async fn f240_five_failures_in_a_row_are_passed_over() {
    let busy = || FakeAnswer::new(503, "");
    let world = World::new([busy(), busy(), busy(), busy(), state("done")]);
    task(&world.client()).await.unwrap();
    assert_eq!(world.looks(), 5);

    let world = World::new([busy()]);
    let error = task(&world.client()).await.unwrap_err();
    assert_eq!((error.kind(), world.looks()), (ErrorKind::Server, 6));
    assert!(error.is_retryable(), "waiting again is no new start");

    for (status, kind) in [(401, ErrorKind::Auth), (403, ErrorKind::Scope)] {
        let world = World::new([state("running"), FakeAnswer::new(status, "")]);
        let error = task(&world.client()).await.unwrap_err();
        assert_eq!((error.kind(), world.looks()), (kind, 2));
        assert_eq!(error.task().unwrap().state.as_deref(), Some("running"));
    }
}

#[tokio::test]
async fn f243_fifty_callers_look_as_often_as_one() {
    let answers = || [state("pending"), state("running"), state("running"), state("done")];
    let world = World::new(answers());
    let client = world.client();
    let mut callers = JoinSet::new();
    for _ in 0..50 {
        callers.spawn(task(&client.clone()).into_future());
    }
    for done in callers.join_all().await {
        assert_eq!(done.unwrap()["status"], "done");
    }
    assert_eq!((world.looks(), world.millis()), (4, 16_250));

    // Other accounts and other tasks are other looks.
    let world = World::new([state("done")]);
    let client = world.client();
    let other = client.with_key(Credential::api_key("cc_other").unwrap()).unwrap();
    let another = client.wait_for(&SEARCH, &GET_POST, &json!({"id": "task_6"}));
    let results = tokio::join!(task(&client), task(&other), task(&client.tenant("harbor").unwrap()), another);
    assert!(results.0.is_ok() && results.1.is_ok() && results.2.is_ok() && results.3.is_ok());
    assert_eq!(world.looks(), 4);
}

#[tokio::test]
async fn whoever_stops_waiting_leaves_the_others_waiting() {
    let world = World::new([state("running"), state("done")]);
    let client = world.client();
    let mut first = Box::pin(task(&client).into_future());
    let mut second = Box::pin(task(&client).into_future());
    // The first sleeps for both. Polled again it would have slept long enough.
    assert!(polled(first.as_mut()).is_none());
    drop(first);
    let short = task(&client).with_deadline(Duration::from_secs(1)).await.unwrap_err();
    assert_eq!((short.kind(), world.looks(), world.millis()), (ErrorKind::Wait, 1, 1_000));
    assert!(polled(second.as_mut()).is_none());
    assert_eq!(second.await.unwrap()["status"], "done");
    assert_eq!((world.looks(), world.millis()), (2, 4_000));
}

/// One poll, without anybody to be woken.
fn polled<F: Future>(future: std::pin::Pin<&mut F>) -> Option<F::Output> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.poll(&mut context) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}

#[tokio::test]
async fn what_is_waited_for_after_the_end_is_looked_at_anew() {
    let world = World::new([state("done"), state("running"), state("done")]);
    let client = world.client();
    let mut held = Box::pin(task(&client).into_future());
    let done = held.as_mut().await;
    assert_eq!((done.is_ok(), world.looks()), (true, 1));
    task(&client).await.unwrap();
    assert_eq!(world.looks(), 3);
    drop(held);
    task(&client).await.unwrap();
    assert_eq!(world.looks(), 4);
}

/// The clock of a paused runtime, which goes on when everybody sleeps: for more sleepers than [`ManualTimer`] is for.
#[derive(Debug, Clone)]
struct PausedTimer(tokio::time::Instant);

impl Timer for PausedTimer {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH.checked_add(self.elapsed()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test(start_paused = true)]
async fn f244_a_thousand_tasks_are_looked_at_in_turns() {
    let fake = FakeTransport::new();
    let timer = PausedTimer(tokio::time::Instant::now());
    let looks = Arc::new(Mutex::new(Vec::new()));
    let (kept, clock) = (Arc::clone(&looks), timer.clone());
    fake.respond(move |_| {
        let now = clock.elapsed().as_secs();
        kept.lock().unwrap().push(now);
        state(if now < 120 { "running" } else { "done" })
    });
    let random = Mutex::new(0x2545_f491_4f6c_dd1d_u64);
    let random = move || {
        let mut seed = random.lock().unwrap();
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(*seed >> 32).unwrap()) / f64::from(u32::MAX)
    };
    let client = builder(&fake).timer(timer.clone()).random(random).build().unwrap();
    let mut callers = JoinSet::new();
    for key in 0..25 {
        let client = client.with_key(Credential::api_key(format!("{CANARY}{key}")).unwrap()).unwrap();
        for number in 0..40 {
            let answer = json!({"id": format!("task_{number}")});
            callers.spawn(client.wait_for(&SEARCH, &GET_POST, &answer).into_future());
        }
    }
    assert!(callers.join_all().await.iter().all(Result::is_ok));
    let looks = looks.lock().unwrap();
    let last = *looks.iter().max().unwrap();
    let most = (0..=last).map(|second| looks.iter().filter(|at| **at == second).count()).max().unwrap();
    let mean = looks.len() / usize::try_from(last + 1).unwrap();
    assert!(most <= 3 * mean, "{most} in the busiest second of {last}, {mean} in the mean");
    // Half of the limit of a minute, in any minute, for any key.
    let minutes = usize::try_from(last / 60 + 1).unwrap();
    assert!(looks.len() <= 25 * 16 * minutes, "{} looks in {minutes} minutes", looks.len());
    assert!(last <= 120 + 2 * 160, "{last}");
}

#[tokio::test]
async fn f245_a_wait_that_the_quota_cuts_short_says_when_to_go_on() {
    let soon = || FakeAnswer::new(429, "").header("retry-after", "60");
    let world = World::new([state("running"), soon(), state("done")]);
    task(&world.client()).await.unwrap();
    // 2 s, 3 s, and the minute with half a second upon it.
    assert_eq!((world.looks(), world.millis()), (3, 65_500));

    let world = World::new([state("running"), FakeAnswer::new(429, "").header("retry-after", "86400")]);
    let error = task(&world.client()).await.unwrap_err();
    assert_eq!((error.kind(), world.looks()), (ErrorKind::Wait, 2));
    assert_eq!(error.retry_at().unwrap().as_second(), 86_405);
    assert!(world.millis() <= 600_000);
}

#[tokio::test]
async fn an_answer_may_ask_for_a_longer_pause() {
    let world = World::new([state("running").header("retry-after", "20"), state("done")]);
    task(&world.client()).await.unwrap();
    assert_eq!(world.millis(), 22_500);
    let world = World::new([state("running").header("retry-after", "1"), state("done")]);
    task(&world.client()).await.unwrap();
    assert_eq!(world.millis(), 5_000);
}

#[tokio::test]
async fn f246_the_first_end_counts() {
    let world = World::new([state("done"), state("running")]);
    let client = world.client();
    let (one, other) = tokio::join!(task(&client), task(&client));
    assert_eq!(
        (one.unwrap()["status"].clone(), other.unwrap()["status"].clone()),
        (json!("done"), json!("done"))
    );
    assert_eq!(world.looks(), 1);
}

#[tokio::test]
async fn an_unknown_state_means_running_and_is_noted() {
    let world = World::new([state("simmering"), state("simmering"), state("done")]);
    let notes = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&notes);
    let keep = move |note: &Note| {
        if let Note::UnknownState { operation, state } = note {
            kept.lock().unwrap().push(format!("{operation} {state}"));
        }
    };
    task(&world.builder().on_note(keep).build().unwrap()).await.unwrap();
    assert_eq!(*notes.lock().unwrap(), ["get_post simmering"]);
}

#[tokio::test]
async fn a_task_that_is_done_without_its_result_is_an_error_that_names_it() {
    let world = World::new([state("done")]);
    let wait = task(&world.client()).with_result("text", |done| done.get("text").is_some());
    let error = wait.await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Applied));
    assert_eq!(error.message(), "the task task_5 is done, but its answer has no text");
    assert_eq!(error.task().unwrap().id.as_deref(), Some("task_5"));
}

#[tokio::test]
async fn what_cannot_be_waited_for_is_refused_unsent() {
    let world = World::new([]);
    let client = world.client();
    let zero = task(&client).with_poll(Duration::ZERO, 1.5, Duration::from_secs(30));
    for (wait, kind) in [
        (zero, ErrorKind::Config),
        (client.wait_for(&GET_POST, &SEARCH, &json!({"id": "task_5"})), ErrorKind::Config),
        (client.wait_for(&SEARCH, &GET_POST, &json!({"slug": "no id"})), ErrorKind::InvalidInput),
    ] {
        assert_eq!(wait.await.unwrap_err().kind(), kind);
    }
    assert_eq!(world.looks(), 0);
}
