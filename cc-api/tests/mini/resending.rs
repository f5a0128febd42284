//! What is sent again and what is not, and how long a call waits in between.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::transport::Failure;
use cc_api::{Client, ErrorKind, Note, Outcome, Quota, Retry, quota::Window};

use crate::api::Api as _;
use crate::api::library::catalogue;
use crate::support::{ManualTimer, builder};

/// A client that sends again, always waits as long as it may, and tells what it waits for, in milliseconds.
fn patient(fake: &FakeTransport) -> (Client, Arc<Mutex<Vec<u128>>>) {
    let waits: Arc<Mutex<Vec<u128>>> = Arc::default();
    let kept = Arc::clone(&waits);
    let client = builder(fake)
        .retry(Retry::default().backoff(Duration::from_millis(200), Duration::from_secs(5)))
        .random(|| 1.0)
        .on_note(move |note| {
            if let Note::Wait { time, .. } = note {
                kept.lock().unwrap().push(time.as_millis());
            }
        });
    (client.build().unwrap(), waits)
}

fn lost() -> FakeAnswer {
    FakeAnswer::failure(Failure::Broken, "the connection broke")
}

fn status(status: u16) -> FakeAnswer {
    FakeAnswer::new(status, r#"{"detail":"why"}"#)
}

#[tokio::test]
async fn a_read_is_sent_again_and_a_write_is_not() {
    for (operation, sends) in
        [(&catalogue::GET_POST, 2), (&catalogue::DELETE_POST, 2), (&catalogue::UPDATE_POST, 1)]
    {
        for failure in [lost(), status(500), status(503), status(408)] {
            let fake = FakeTransport::new();
            fake.script(operation.id, failure).answer(operation.id, 200, r#"{"slug":"a"}"#);
            let (client, _) = patient(&fake);
            let result = client.call(operation).arg("id_or_slug", "a").await;
            assert_eq!((fake.requests().len(), result.is_ok()), (sends, sends == 2), "{}", operation.id);
            if let Err(error) = result {
                assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Unknown, false));
            }
        }
    }
}

#[tokio::test]
async fn a_call_waits_longer_each_time_and_gives_up_after_three() {
    let fake = FakeTransport::new();
    fake.script("get_post", status(503));
    let (client, waits) = patient(&fake);
    let error = client.library().get_post("a").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), fake.requests().len()), (ErrorKind::Server, 3, 3));
    assert_eq!(*waits.lock().unwrap(), [200, 400]);
}

#[tokio::test]
async fn the_server_is_never_asked_before_the_time_it_names() {
    for (after, waits) in [("3", 4000), ("0", 1000), ("soon", 1000)] {
        let fake = FakeTransport::new();
        fake.script("get_post", status(429).header("retry-after", after));
        fake.answer("get_post", 200, r#"{"slug":"a"}"#);
        let (client, waited) = patient(&fake);
        client.library().get_post("a").await.unwrap();
        assert_eq!(*waited.lock().unwrap(), [waits], "{after}");
    }
}

#[tokio::test]
async fn a_wait_that_does_not_fit_is_told_at_once_and_the_key_rests() {
    let fake = FakeTransport::new();
    fake.script("get_post", status(429).header("retry-after", "3600"));
    let (client, waits) = patient(&fake);
    let first = client.library().get_post("a").await.unwrap_err();
    let second = client.library().get_post("a").await.unwrap_err();
    assert_eq!((first.kind(), second.kind()), (ErrorKind::RateLimited, ErrorKind::QuotaWait));
    assert_eq!((first.attempts(), second.attempts(), second.outcome()), (1, 0, Outcome::NotSent));
    assert_eq!(first.retry_at().unwrap().as_second(), 3600);
    assert_eq!(second.retry_at().unwrap().as_second(), 3600);
    assert_eq!((fake.requests().len(), waits.lock().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn a_key_that_is_turned_away_without_a_word_rests_longer_each_time() {
    let fake = FakeTransport::new();
    fake.respond(|_| status(429));
    let client = builder(&fake)
        .max_wait(Duration::from_secs(7200))
        .deadline(Duration::from_secs(9000))
        .build()
        .unwrap();
    let mut rests = Vec::new();
    for _ in 0..9 {
        let error = client.library().get_post("a").await.unwrap_err();
        let report = client.quota().await;
        let rest = report.frozen_until.unwrap().as_second() - report.at.as_second();
        assert_eq!(error.retry_at(), report.frozen_until);
        rests.push(rest);
    }
    assert_eq!(rests, [1, 2, 4, 8, 16, 32, 60, 3600, 3600]);
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    client.library().get_post("a").await.unwrap();
    assert_eq!(client.quota().await.frozen_until, None);
}

#[tokio::test]
async fn what_a_lost_delete_removed_is_gone_and_not_missing() {
    let notes: Arc<Mutex<Vec<Note>>> = Arc::default();
    let kept = Arc::clone(&notes);
    let fake = FakeTransport::new();
    fake.script("delete_post", lost()).script("delete_post", status(404));
    let builder = builder(&fake).retry(Retry::default());
    let client = builder.on_note(move |note| kept.lock().unwrap().push(note.clone())).build().unwrap();
    client.library().delete_post("a").await.unwrap();
    assert!(notes.lock().unwrap().contains(&Note::AlreadyGone { operation: "delete_post" }));
    assert!(
        client.library().delete_post("a").await.unwrap_err().not_found(),
        "nothing was lost the second time"
    );
}

#[tokio::test]
async fn all_attempts_of_a_call_bear_one_name_and_two_calls_have_two() {
    let fake = FakeTransport::new();
    fake.script("get_post", lost()).answer("get_post", 200, r#"{"slug":"a"}"#);
    let client = builder(&fake).retry(Retry::default()).build().unwrap();
    for _ in 0..2 {
        client.library().get_post("a").await.unwrap();
    }
    let names: Vec<_> =
        fake.requests().iter().map(|request| request.header("x-request-id").unwrap().to_owned()).collect();
    assert!(names[0] == names[1] && names[1] != names[2] && names[0].len() == 32, "{names:?}");
}

#[tokio::test]
async fn a_call_waits_for_its_slot_or_says_when_there_is_one() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let quota = Quota::of(&[Window::new(3, Duration::from_secs(60))]);
    let client = builder(&fake).quota(quota).build().unwrap();
    for _ in 0..3 {
        client.library().get_post("a").await.unwrap();
    }
    let error = client.library().get_post("a").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.attempts()),
        (ErrorKind::QuotaWait, Outcome::NotSent, 0)
    );
    assert_eq!(
        error.to_string(),
        "get_post: the limit of a minute is used up: there is no slot for 60 s; nothing was sent; try again at \
         1970-01-01T00:01:00Z; wait until then, or allow a longer wait with `with_max_wait`"
    );
    let report = client.quota().await;
    assert_eq!((report.left(), report.windows[0].used, report.reserved), (0, 3, 0));
    assert_eq!(client.estimate(4).await.as_second(), 120);
    let patient = client.library().get_post("a").with_max_wait(Duration::from_secs(60));
    patient.await.unwrap();
    assert_eq!((fake.requests().len(), client.quota().await.windows[0].used), (4, 1));
}

#[tokio::test]
async fn the_report_repeats_what_the_server_said_and_how_long_ago() {
    let fake = FakeTransport::new();
    let head = FakeAnswer::new(200, r#"{"slug":"a"}"#).header("x-ratelimit-limit", "500");
    fake.script("get_post", head.header("x-ratelimit-remaining", "120").header("x-ratelimit-reset", "1800"));
    fake.answer("get_post", 200, r#"{"slug":"a"}"#);
    let timer = ManualTimer::default();
    let quota =
        Quota::of(&[Window::new(30, Duration::from_secs(60)), Window::new(500, Duration::from_secs(3600))]);
    let client = builder(&fake).timer(timer.clone()).quota(quota).build().unwrap();
    assert!(client.quota().await.windows.iter().all(|window| window.server.is_none()));
    timer.advance(Duration::from_secs(100));
    client.library().get_post("a").await.unwrap();
    timer.advance(Duration::from_secs(7));
    client.library().get_post("a").await.unwrap();
    let report = client.quota().await;
    assert_eq!(report.windows[0].server, None, "it spoke of the hour");
    let server = report.windows[1].server.unwrap();
    assert_eq!((server.limit, server.remaining, server.age), (Some(500), Some(120), Duration::from_secs(7)));
    assert_eq!(server.reset_at.map(cc_api::Timestamp::as_second), Some(1900));
    assert_eq!(report.windows[1].left, 119, "the own request since then counts, too");
}

#[test]
fn settings_that_cannot_work_together_are_refused() {
    let fake = FakeTransport::new();
    let short = builder(&fake).retry(Retry::default()).deadline(Duration::from_millis(100));
    let error = short.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("raise the deadline"), "{error}");
    let empty = builder(&fake).quota(Quota::of(&[Window::new(0, Duration::from_secs(60))]));
    assert_eq!(empty.build().unwrap_err().kind(), ErrorKind::Config);
}
