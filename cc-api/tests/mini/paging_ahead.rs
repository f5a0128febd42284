//! Pages asked for ahead, and listings that go on where others broke off.

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeTimer, FakeTransport};
use cc_api::quota::Window;
use cc_api::time::Timestamp;
use cc_api::transport::{Answer, Failure, Request, Transport, TransportError};
use cc_api::{BoxFuture, Client, ErrorKind, Quota};

use crate::api::Api as _;
use crate::api::library::GetPosts;
use crate::moving_list::{MovingList, drain};
use crate::support::{builder, client};

/// A fake that answers as many requests as it is told to and keeps the others waiting.
#[derive(Debug, Clone)]
struct Line {
    fake: FakeTransport,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    allowed: usize,
    sent: usize,
    answered: usize,
    dropped: usize,
}

/// A request that counts as given up if it is dropped before its answer.
struct Waiting {
    state: Arc<Mutex<State>>,
    answered: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.state.lock().unwrap();
        if self.answered { state.answered += 1 } else { state.dropped += 1 }
    }
}

impl Transport for Line {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let mut answer = self.fake.send(request);
        let mut waiting = Waiting { state: Arc::clone(&self.state), answered: false };
        let number = {
            let mut state = self.state.lock().unwrap();
            state.sent += 1;
            state.sent
        };
        Box::pin(std::future::poll_fn(move |context| {
            if waiting.state.lock().unwrap().allowed < number {
                return Poll::Pending;
            }
            waiting.answered = true;
            answer.as_mut().poll(context)
        }))
    }
}

impl Line {
    /// A list of 60 rows behind a line that answers so many requests.
    fn of(allowed: usize) -> (Self, Client) {
        let (fake, list) = (FakeTransport::new(), MovingList::of(60));
        list.serve(&fake, 25, |_, _| ());
        let line = Self { fake, state: Arc::new(Mutex::new(State { allowed, ..State::default() })) };
        let client = builder(&line.fake).transport(line.clone()).timer(FakeTimer::new()).build().unwrap();
        (line, client)
    }

    fn allow(&self, requests: usize) {
        self.state.lock().unwrap().allowed = requests;
    }

    /// How many requests were sent, answered and given up.
    fn counts(&self) -> (usize, usize, usize) {
        let state = self.state.lock().unwrap();
        (state.sent, state.answered, state.dropped)
    }
}

#[tokio::test]
async fn the_next_page_is_asked_for_when_one_is_handed_out_and_no_other() {
    for (ahead, sent) in [(false, [1, 2, 3, 3]), (true, [2, 3, 3, 3])] {
        let (line, client) = Line::of(usize::MAX);
        let call = client.library().get_posts();
        let mut pages = if ahead { call.prefetch().pages() } else { call.pages() };
        for (turn, sent) in sent.into_iter().enumerate() {
            assert_eq!(pages.try_next().await.unwrap().is_some(), turn < 3);
            assert_eq!(line.counts().0, sent, "after page {turn}");
        }
    }
}

#[tokio::test]
async fn a_dropped_stream_gives_up_what_it_asked_for_ahead() {
    let (line, client) = Line::of(1);
    let mut pages = client.library().get_posts().prefetch().pages();
    pages.try_next().await.unwrap().unwrap();
    assert_eq!(line.counts(), (2, 1, 0));
    drop(pages);
    assert_eq!(line.counts(), (2, 1, 1));
}

#[tokio::test]
async fn a_page_asked_for_ahead_comes_while_the_rows_of_the_one_before_are_taken() {
    let (line, client) = Line::of(1);
    let mut items = client.library().get_posts().prefetch().items();
    items.try_next().await.unwrap().unwrap();
    line.allow(2);
    assert_eq!(line.counts(), (2, 1, 0));
    items.try_next().await.unwrap().unwrap();
    assert_eq!(line.counts(), (2, 2, 0));
    line.allow(3);
    let (given, error) = drain(&mut items).await;
    assert_eq!((given, error.is_none()), ((2..60).collect::<Vec<_>>(), true));
    assert_eq!(line.counts(), (3, 3, 0));
}

#[tokio::test]
async fn a_page_that_took_too_long_while_nobody_asked_for_it_is_asked_for_again() {
    let (line, _) = Line::of(1);
    let client = builder(&line.fake).transport(line.clone()).build().unwrap();
    let mut items = client.library().get_posts().prefetch().items();
    items.try_next().await.unwrap().unwrap();
    // The second page is awaited in vain, and the clock of the tests jumps to the end of the attempt.
    for _ in 0..20 {
        items.try_next().await.unwrap().unwrap();
    }
    line.allow(usize::MAX);
    let (given, error) = drain(&mut items).await;
    assert_eq!((given, error.is_none()), ((21..60).collect::<Vec<_>>(), true));
}

/// The ways to list.
const WAYS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

fn call(client: &Client, (strict, ahead): (bool, bool)) -> GetPosts {
    let call = client.library().get_posts();
    let call = if strict { call.strict() } else { call };
    if ahead { call.prefetch() } else { call }
}

#[tokio::test]
async fn a_listing_that_breaks_off_goes_on_with_exactly_the_missing_rows() {
    let refusals = [
        (FakeAnswer::new(503, ""), ErrorKind::Server),
        (FakeAnswer::new(429, "").header("retry-after", "9999"), ErrorKind::RateLimited),
        (FakeAnswer::new(200, "{\"results\":7}"), ErrorKind::Decode),
        (FakeAnswer::failure(Failure::Broken, "the connection was reset"), ErrorKind::Transport),
    ];
    for (refusal, kind) in refusals {
        for way in WAYS {
            let (fake, list) = (FakeTransport::new(), MovingList::of(240));
            let (broken, refusal) = (list.clone(), refusal.clone());
            fake.respond(move |request| {
                if broken.rows().requests < 6 { broken.answer(request, 25) } else { refusal.clone() }
            });
            let (before, error) = drain(&mut call(&client(&fake), way).items()).await;
            let error = error.unwrap();
            assert_eq!((error.kind(), before.len()), (kind, if way.0 { 140 } else { 150 }), "{way:?}");
            list.serve(&fake, 25, |_, _| ());
            let rest = call(&client(&fake), way).resume_from(error.resume_token().unwrap());
            let (after, error) = drain(&mut rest.items()).await;
            assert!(error.is_none(), "{way:?}: {error:?}");
            assert_eq!([before, after].concat(), (0..240).collect::<Vec<_>>(), "{way:?}");
        }
    }
}

#[tokio::test]
async fn a_listing_can_be_left_after_any_row_however_it_is_read() {
    for way in WAYS {
        for left_after in 0..=64 {
            let (fake, list) = (FakeTransport::new(), MovingList::of(63));
            // Two rows of the first page come again on the second: what is left out must not be counted.
            list.serve(&fake, 20, |rows, turn| {
                if turn == 1 {
                    rows.carry(9, 24);
                    rows.insert(3);
                }
            });
            let mut items = call(&client(&fake), way).items();
            let mut given = Vec::new();
            for _ in 0..left_after {
                if let Some(Ok(post)) = items.next().await {
                    given.push(post.id.unwrap().as_str().parse().unwrap());
                }
            }
            let token = items.resume_token().unwrap();
            drop(items);
            let (rest, _) = drain(&mut call(&client(&fake), way).resume_from(token).items()).await;
            given.extend(rest);
            // Row 9 stood two pages before the token's place; row 63 came in.
            given.retain(|id| *id < 63 && *id != 9);
            let whole = given.clone();
            given.sort_unstable();
            assert_eq!(
                given,
                (0..63).filter(|id| *id != 9).collect::<Vec<_>>(),
                "{way:?} left after {left_after}: {whole:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_plan_keeps_the_page_that_it_asked_for() {
    for (way, calls) in WAYS.into_iter().zip([2, 2, 2, 2]) {
        let (line, client) = Line::of(usize::MAX);
        let mut pages = call(&client, way).pages();
        for _ in 0..2 {
            let plan = pages.plan().await.unwrap();
            assert_eq!((plan.rows, plan.calls), (Some(60), Some(calls)), "{way:?}");
            assert_eq!(line.counts().0, 1, "a plan asks once, and for nothing ahead: {way:?}");
        }
        let mut again = call(&client, way).resume_from(pages.resume_token().unwrap()).items();
        assert_eq!(drain(&mut again).await.0.len(), 60, "the page at hand counts as not handed out");
        let mut rows = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            rows.extend(page.items.into_iter().map(|post| post.slug));
        }
        assert_eq!(rows, (0..60).map(|id| format!("s{id}")).collect::<Vec<_>>(), "{way:?}");
        assert_eq!(pages.plan().await.unwrap().calls, Some(0));
    }
}

#[tokio::test]
async fn a_plan_counts_calls_by_what_a_page_brings() {
    for (rows, strict, calls) in
        [(0, false, 0), (25, false, 0), (26, false, 1), (250, false, 9), (250, true, 10), (48, true, 1)]
    {
        let (fake, list) = (FakeTransport::new(), MovingList::of(rows));
        list.serve(&fake, 25, |_, _| ());
        let mut pages = call(&client(&fake), (strict, false)).pages();
        assert_eq!(pages.plan().await.unwrap().calls, Some(calls), "{rows} rows");
        while pages.try_next().await.unwrap().is_some() {}
        assert_eq!(fake.requests().len() as u64, 1 + calls, "{rows} rows");
    }
    let fake = FakeTransport::new();
    fake.answer("get_posts", 200, r#"{"results":[{"slug":"a"}]}"#).answer("get_posts", 503, "");
    let mut pages = client(&fake).library().get_posts().pages();
    assert_eq!(pages.plan().await.unwrap().calls, None);
    pages.try_next().await.unwrap();
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Server);
    let refused = client(&fake).library().get_posts().pages().plan().await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Server);
}

#[tokio::test]
async fn a_plan_says_whether_the_quota_suffices_and_until_when_it_takes() {
    let day = Duration::from_secs(86_400);
    let quota =
        |day_limit| Quota::of(&[Window::new(5, Duration::from_secs(60)), Window::new(day_limit, day)]);
    for (rows, quota, left, suffices, ends) in [
        (250, quota(100), Some(99), Some(true), Some(60)),
        (250, quota(8), Some(7), Some(false), Some(86_400)),
        (100, quota(4), Some(3), Some(true), Some(0)),
        (250, Quota::unlimited(), None, Some(true), Some(0)),
    ] {
        let (fake, list) = (FakeTransport::new(), MovingList::of(rows));
        list.serve(&fake, 25, |_, _| ());
        let client = builder(&fake).quota(quota).build().unwrap();
        let plan = client.library().get_posts().pages().plan().await.unwrap();
        let ends_at = plan.ends_at.map(Timestamp::as_second);
        assert_eq!((plan.calls_left, plan.suffices_today, ends_at), (left, suffices, ends), "{plan:?}");
    }
}

#[tokio::test]
async fn nothing_is_asked_for_ahead_of_what_is_kept_for_others() {
    // Of ten a minute two are kept for work that somebody waits for, and a prefetch leaves one more.
    let (fake, list) = (FakeTransport::new(), MovingList::of(500));
    list.serve(&fake, 25, |_, _| ());
    let quota = Quota::of(&[Window::new(10, Duration::from_secs(60))]);
    let client = builder(&fake).quota(quota).timer(FakeTimer::new()).build().unwrap();
    let mut pages = client.library().get_posts().prefetch().pages();
    let mut ahead = Vec::new();
    for page in 1..=9 {
        pages.try_next().await.unwrap().unwrap();
        ahead.push(fake.requests().len() - page);
    }
    assert_eq!(ahead, [1, 1, 1, 1, 1, 1, 0, 0, 0]);
}
