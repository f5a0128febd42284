//! What the client counts: the sums of what it tells.

use std::future::{Future as _, IntoFuture as _};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cc_api::catalogue::Safety;
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::quota::{PauseReason, WaitReason, Window};
use cc_api::{Credential, ErrorKind, Note, Outcome, Quota, Retry, RetryReason};

use crate::api::Api as _;
use crate::support::{Silent, answering, builder};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_call_is_counted_with_its_retries_their_reasons_and_their_waits() {
    let fake = FakeTransport::new();
    fake.script("get_post", FakeAnswer::new(503, ""));
    fake.script("get_post", FakeAnswer::new(429, "").header("retry-after", "3"));
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let backoff = Retry::default().backoff(Duration::from_millis(200), Duration::from_secs(5));
    let client = builder(&fake).retry(backoff).random(|| 1.0).build().unwrap();
    client.library().get_post("a").await.unwrap();
    let counts = client.counts();
    assert_eq!((counts.calls, counts.requests, counts.freezes), (1, 3, 1));
    let retries = counts.all_retries().into_iter().filter(|(_, count)| *count > 0);
    assert_eq!(retries.collect::<Vec<_>>(), [(RetryReason::Throttled, 1), (RetryReason::ServerError, 1)]);
    let waits = [WaitReason::Backoff, WaitReason::RetryAfter].map(|reason| counts.waits(reason));
    assert_eq!(waits.map(|waits| (waits.count, waits.time.as_millis())), [(1, 200), (1, 4000)]);
    let ends = [Outcome::NotSent, Outcome::Rejected, Outcome::Unknown, Outcome::Applied];
    assert_eq!(ends.map(|outcome| counts.outcomes(outcome)), [0, 1, 1, 1]);
    let classes = [Safety::Read, Safety::Idempotent, Safety::Write, Safety::Costly];
    assert_eq!(classes.map(|class| counts.unknown_outcomes(class)), [1, 0, 0, 0]);
}

#[tokio::test]
async fn a_call_that_is_refused_before_it_is_sent_counts_as_none() {
    let (_, client) = answering("get_post", 200, "{}");
    client.library().get_post("..").await.unwrap_err();
    assert_eq!((client.counts().calls, client.counts().requests), (0, 0));
}

#[tokio::test]
async fn all_accounts_of_a_client_are_counted_together() {
    let (_, client) = answering("get_post", 200, r#"{"slug":"a"}"#);
    let other = client.with_key(Credential::api_key("cc_another_key_0123").unwrap()).unwrap();
    client.library().get_post("a").await.unwrap();
    other.library().get_post("a").await.unwrap();
    assert_eq!((client.counts().calls, other.counts().calls), (2, 2));
}

#[tokio::test]
async fn a_request_whose_caller_gives_it_up_is_told_of_and_its_outcome_unknown() {
    let told: Arc<Mutex<Vec<Note>>> = Arc::default();
    let kept = Arc::clone(&told);
    let client = builder(&FakeTransport::new())
        .transport(Silent)
        .on_note(move |note| kept.lock().unwrap().push(note.clone()))
        .build()
        .unwrap();
    let mut call = Box::pin(client.library().delete_post("a").into_future());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(client.counts().requests, 0, "it is under way");
    drop(call);
    let counts = client.counts();
    assert_eq!((counts.requests, counts.unknown_outcomes(Safety::Idempotent)), (1, 1));
    let cancelled = |note: &Note| {
        matches!(note, Note::Attempt { error: Some(ErrorKind::Cancelled), outcome: Outcome::Unknown, .. })
    };
    assert!(told.lock().unwrap().iter().any(cancelled), "{told:?}");
}

#[tokio::test]
async fn whoever_waits_for_a_window_and_whoever_waits_behind_are_told_of_apart() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let quota = Quota::of(&[Window::new(1, MINUTE)]);
    let client = builder(&fake).quota(quota).max_wait(5 * MINUTE).deadline(5 * MINUTE).build().unwrap();
    client.library().get_post("a").await.unwrap();
    let mut first = pin!(client.library().get_post("a").into_future());
    let mut second = pin!(client.library().get_post("a").into_future());
    let context = &mut Context::from_waker(Waker::noop());
    assert!(matches!(first.as_mut().poll(context), Poll::Pending));
    assert!(matches!(second.as_mut().poll(context), Poll::Pending));
    let reasons = [PauseReason::Window(MINUTE), PauseReason::Queue].map(WaitReason::from);
    let waits = reasons.map(|reason| client.counts().waits(reason));
    assert_eq!(waits.map(|waits| (waits.count, waits.time.as_secs())), [(1, 60), (1, 60)]);
}
