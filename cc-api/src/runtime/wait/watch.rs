//! One task being watched, by however many callers: one pause, one look, one verdict for all of them.
//!
//! Nothing runs in the background. Pause and look lie here, and whoever of the callers is polled drives them on; when
//! one of them stops waiting, the others go on, and when all do, the look is given up with them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::Duration;

use jiff::Timestamp;

use super::super::error::Error;
use super::super::note::WaitReason;
use super::super::quota::retry_after;
use super::super::raw::Raw;
use super::super::response::Reply;
use super::super::send::{Retry, send};
use super::super::timer::BoxFuture;
use super::pace::Pace;
use super::progress::{Progress, Step};
use super::registry::{Key, Registry};

/// A task that is waited for.
pub(super) struct Watch {
    /// The request that looks at it.
    poll: Raw,
    pace: Pace,
    /// Under which others find it; none if it is not shared.
    key: Option<Key>,
    wakers: Arc<Wakers>,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    since: Duration,
    looks: u32,
    /// When the last look ended.
    looked: Option<Duration>,
    /// When the next look is due.
    due: Duration,
    /// Before when no look can succeed, by the word of the server or the quota.
    closed_until: Option<(Duration, Timestamp)>,
    phase: Phase,
    end: Option<Result<Arc<Reply>, Error>>,
}

enum Phase {
    Idle,
    Pause { until: Duration, pause: BoxFuture<'static, ()> },
    Look(BoxFuture<'static, Result<Reply, Error>>),
}

/// Whoever is to be woken when something happens.
#[derive(Default)]
struct Wakers(Mutex<BTreeMap<u64, Waker>>);

/// One caller who waits.
pub(super) struct Seat {
    watch: Arc<Watch>,
    number: u64,
    /// When the caller has had enough, by the timer.
    deadline: Duration,
}

impl Watch {
    /// A watch whose first look is due after the first pause, or at once.
    pub(super) fn new(poll: Raw, pace: Pace, progress: Progress, at_once: bool, key: Option<Key>) -> Self {
        let now = poll.core.elapsed();
        let first = if at_once { Duration::ZERO } else { pace.pause(0, poll.core.random().draw()) };
        let state = State {
            progress,
            since: now,
            looks: 0,
            looked: None,
            due: Registry::turn(&poll.core, now.saturating_add(first)),
            closed_until: None,
            phase: Phase::Idle,
            end: None,
        };
        Self { poll, pace, key, wakers: Arc::default(), state: Mutex::new(state) }
    }

    /// Whether it looks at this pace.
    pub(super) fn keeps(&self, pace: Pace) -> bool {
        self.pace == pace
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while looking leaves a phase that is no worse than any other to go on from.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on as far as it can, for somebody who waits until the deadline.
    fn drive(&self, deadline: Duration) -> Poll<Result<Arc<Reply>, Error>> {
        let waker = Waker::from(Arc::clone(&self.wakers));
        let context = &mut Context::from_waker(&waker);
        let state = &mut *self.lock();
        loop {
            if let Some(end) = &state.end {
                return Poll::Ready(end.clone());
            }
            if let Phase::Look(look) = &mut state.phase {
                let look = ready!(look.as_mut().poll(context));
                state.phase = Phase::Idle;
                self.take(state, look);
                continue;
            }
            let now = self.poll.core.elapsed();
            let Some(next) = state.next_look(deadline, self.pace.first) else {
                return Poll::Ready(Err(self.given_up(state, now)));
            };
            match &mut state.phase {
                _ if next <= now => state.phase = Phase::Look(self.look(deadline.saturating_sub(now))),
                Phase::Pause { until, pause } if *until <= next => {
                    ready!(pause.as_mut().poll(context));
                    state.phase = Phase::Idle;
                }
                _ => {
                    let time = next.saturating_sub(now);
                    let (core, operation, lane) = (&self.poll.core, self.poll.operation.id, self.poll.lane());
                    let pause = core.notes().wait(core.timer(), operation, lane, WaitReason::Poll, time);
                    state.phase = Phase::Pause { until: next, pause };
                }
            }
        }
    }

    /// The request for a look. It takes no longer than one attempt may, is not repeated, as the next look does that,
    /// and waits for the quota no longer than anybody still waits for it.
    fn look(&self, left: Duration) -> BoxFuture<'static, Result<Reply, Error>> {
        let mut poll = self.poll.clone();
        poll.shorten_deadline(poll.core.settings().timeout);
        let options = poll.options.as_deref();
        let max_wait = options.and_then(|options| options.max_wait).unwrap_or(poll.core.settings().max_wait);
        poll.set_max_wait(max_wait.min(left));
        poll.set_retry(Retry::never());
        send(poll, None)
    }

    /// Takes in what a look brought, and wakes everybody.
    fn take(&self, state: &mut State, look: Result<Reply, Error>) {
        let core = &self.poll.core;
        let now = core.elapsed();
        let asked = look.as_ref().ok().and_then(|reply| retry_after(&reply.headers, core.now()));
        let told = asked.map(|time| core.later(time));
        let step = state.progress.take(look, now.saturating_sub(state.since), told);
        (state.looks, state.looked) = (state.looks.saturating_add(1), Some(now));
        match step {
            Step::Again { not_before } => {
                let mut wanted = now.saturating_add(self.pace.pause(state.looks, core.random().draw()));
                state.closed_until = not_before.map(|at| (now.saturating_add(until(core.now(), at)), at));
                if let Some((until, _)) = state.closed_until {
                    // Up to a second more, so that those who were told the same don't come back together.
                    let more = core.random().part_of(Duration::from_secs(1));
                    wanted = wanted.max(until.saturating_add(more));
                }
                state.due = Registry::turn(core, wanted);
            }
            Step::Done(reply) => state.end = Some(Ok(reply)),
            Step::Over(error) => state.end = Some(Err(error)),
        }
        if let Some(note) = state.progress.note(self.poll.operation.id) {
            core.notes().tell(&note);
        }
        if state.end.is_some() {
            // Whoever asks from now on may mean new work of the same name.
            Registry::remove(core, self.key.as_ref());
        }
        self.wakers.wake_by_ref();
    }

    fn given_up(&self, state: &State, now: Duration) -> Error {
        let core = &self.poll.core;
        let next = core.later(state.due.saturating_sub(now));
        let retry_at = state.closed_until.map_or(next, |(_, at)| at.max(next));
        state.progress.not_done(now.saturating_sub(state.since), retry_at)
    }
}

/// How long it is from one time to another; nothing if that is past.
fn until(now: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default()
}

impl State {
    /// When somebody with this deadline looks next; never, if time is up or no look in time can succeed. The last
    /// pause is stretched to the deadline, so that the wait ends with a look.
    fn next_look(&self, deadline: Duration, shortest: Duration) -> Option<Duration> {
        let over = self.looked.is_some_and(|looked| looked >= deadline);
        let closed = self.closed_until.is_some_and(|(until, _)| until > deadline);
        if over || closed {
            return None;
        }
        let last = self.due.saturating_add(shortest) > deadline;
        Some(if last { deadline } else { self.due })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        Registry::leave(&self.poll.core, self.key.as_ref());
    }
}

impl Seat {
    /// Takes a seat, for so long.
    pub(super) fn new(watch: Arc<Watch>, patience: Duration) -> Self {
        let deadline = watch.poll.core.elapsed().saturating_add(patience);
        let number = watch.wakers.free_number();
        Self { watch, number, deadline }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Arc<Reply>, Error>> {
        // First the waker, then the look: what happens in between is not missed.
        self.watch.wakers.register(self.number, context.waker());
        self.watch.drive(self.deadline)
    }

    /// The error for a task that is done and has no result.
    pub(super) fn empty(&self, reply: &Reply, result: &str) -> Error {
        self.watch.lock().progress.empty(reply, result)
    }

    /// Names the task in an error.
    pub(super) fn about(&self, error: Error) -> Error {
        self.watch.lock().progress.about(error)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.watch.wakers.lock().remove(&self.number);
        // Whoever gives up may have been the one that was to be woken.
        self.watch.wakers.wake_by_ref();
    }
}

impl Wakers {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn free_number(&self) -> u64 {
        let mut wakers = self.lock();
        let number = wakers.last_key_value().map_or(0, |(number, _)| number + 1);
        wakers.insert(number, Waker::noop().clone());
        number
    }

    fn register(&self, number: u64, waker: &Waker) {
        self.lock().insert(number, waker.clone());
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wakers: Vec<Waker> = self.lock().values().cloned().collect();
        for waker in wakers {
            waker.wake();
        }
    }
}
