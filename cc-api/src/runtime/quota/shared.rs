//! A store that other processes use as well: asked on a thread of its own, and done without while it is out of reach.
//!
//! A client waits for it no longer than the store says, which is a moment. If it does not answer, memory decides, with this
//! process's share of the limits (see `share`): less than it could have, and never more than its part. A store that is back
//! is told what was sent without it.

mod reply;
mod share;

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use super::super::note::{Note, Notes};
use super::super::timer::{BoxFuture, Timer, within};
use super::gate::Verdict;
use super::store::{Ask, Decision, KeyId, QuotaStore, Report, Slot, Snapshot, StoreError};
use super::windows::Window;
use reply::{Answer, Reply, reply};
use share::Share;

/// How long a store that failed is left alone.
const PAUSE: Duration = Duration::from_secs(1);
/// How many questions may wait for the thread: more means that the store does not answer.
const JOBS: usize = 1024;

type Job = Box<dyn FnOnce(&dyn QuotaStore) + Send>;

/// A store that other processes use as well.
pub(super) struct SharedStore {
    /// None once nothing more is asked.
    jobs: Option<SyncSender<Job>>,
    /// Says by its end that all questions were asked.
    asked: Mutex<Receiver<()>>,
    /// How long the store may take for an answer.
    patience: Duration,
    /// Decides while the store is out of reach.
    share: Arc<Share>,
    down: Mutex<Option<Duration>>,
}

impl SharedStore {
    /// Sets up the store and its thread; this process is one of so many.
    pub(super) fn new(
        store: Arc<dyn QuotaStore>,
        windows: &[Window],
        workers: u32,
    ) -> Result<Self, StoreError> {
        store.set_up(windows)?;
        let share = Arc::new(Share::of(windows, workers)?);
        let (jobs, todo) = sync_channel::<Job>(JOBS);
        let (end, asked) = sync_channel::<()>(1);
        let patience = store.patience();
        let run = move || {
            for job in todo {
                job(&*store);
            }
            drop(end);
        };
        let thread = std::thread::Builder::new().name("quota".to_owned()).spawn(run);
        thread.map_err(|_| StoreError::new("no thread could be started for it"))?;
        let (jobs, asked, down) = (Some(jobs), Mutex::new(asked), Mutex::new(None));
        Ok(Self { jobs, asked, patience, share, down })
    }

    /// Asks for a slot.
    pub(super) fn reserve(
        self: &Arc<Self>,
        ask: Ask,
        timer: &Arc<dyn Timer>,
        notes: &Notes,
    ) -> BoxFuture<'static, Verdict> {
        let (shared, timer, notes) = (Arc::clone(self), Arc::clone(timer), notes.clone());
        Box::pin(async move {
            let now = timer.elapsed();
            let alone = |shared: &Self| Verdict { decision: shared.share.reserve(&ask), fallback: true };
            if shared.is_down(now) {
                return alone(&shared);
            }
            let failed = match within(&*timer, shared.patience, shared.question(ask)).await {
                Some(Ok(decision)) => {
                    shared.is_back(&notes);
                    shared.tell_some(now);
                    if let Decision::Granted(slot) = decision {
                        shared.share.granted(ask.key, slot, now);
                    }
                    return Verdict { decision, fallback: false };
                }
                Some(Err(error)) => error,
                None => StoreError::new("it did not answer in time"),
            };
            shared.went_down(timer.elapsed(), &failed, &notes);
            alone(&shared)
        })
    }

    pub(super) fn settle(&self, key: KeyId, slot: Slot, fallback: bool, report: Report) {
        if fallback {
            self.share.settle(key, slot, report);
            return;
        }
        self.share.settled(key, slot, report);
        // What finds no room is settled by its lease.
        self.ask(Box::new(move |store| drop(store.settle(key, slot, &report))));
    }

    pub(super) fn refund(&self, key: KeyId, slot: Slot, fallback: bool) {
        if fallback {
            self.share.refund(key, slot);
            return;
        }
        self.share.refunded(key, slot);
        self.give_back(key, slot);
    }

    pub(super) fn snapshot(
        self: &Arc<Self>,
        key: KeyId,
        now: Duration,
        timer: &Arc<dyn Timer>,
    ) -> BoxFuture<'static, Snapshot> {
        let (shared, timer) = (Arc::clone(self), Arc::clone(timer));
        Box::pin(async move {
            if !shared.is_down(now) {
                let answer = shared.post(move |store, reply| drop(reply.send(store.snapshot(key, now))));
                if let Some(Ok(snapshot)) = within(&*timer, shared.patience, answer).await {
                    return snapshot;
                }
            }
            shared.share.snapshot(key, now)
        })
    }

    /// Asks the store, which first is told what was sent without it.
    fn question(self: &Arc<Self>, ask: Ask) -> Question {
        let share = Arc::clone(&self.share);
        let answer = self.post(move |store, reply| {
            let decision = share.tell(store, ask.key, ask.now).and_then(|()| store.reserve(&ask));
            if let Some(Ok(Decision::Granted(slot))) = reply.send(decision) {
                drop(store.refund(ask.key, slot));
            }
        });
        Question { shared: Arc::clone(self), key: ask.key, answer }
    }

    /// Tells the store, which is back, of other keys as well.
    fn tell_some(&self, now: Duration) {
        if self.share.has_untold() {
            let share = Arc::clone(&self.share);
            self.ask(Box::new(move |store| share.tell_some(store, now)));
        }
    }

    fn give_back(&self, key: KeyId, slot: Slot) {
        self.ask(Box::new(move |store| drop(store.refund(key, slot))));
    }

    /// Has something done on the store's thread.
    fn post<T: Send + 'static>(
        &self,
        job: impl FnOnce(&dyn QuotaStore, Reply<Result<T, StoreError>>) + Send + 'static,
    ) -> Answer<Result<T, StoreError>> {
        let (answerer, answer) = reply();
        if self.ask(Box::new(move |store| job(store, answerer))) {
            return answer;
        }
        let (answerer, answer) = reply();
        drop(answerer.send(Err(StoreError::new("too many questions wait for it"))));
        answer
    }

    /// Has the thread do something, unless too much waits for it already.
    fn ask(&self, job: Job) -> bool {
        self.jobs.as_ref().is_some_and(|jobs| jobs.try_send(job).is_ok())
    }

    fn is_down(&self, now: Duration) -> bool {
        lock(&self.down).is_some_and(|until| now < until)
    }

    fn went_down(&self, now: Duration, error: &StoreError, notes: &Notes) {
        let before = lock(&self.down).replace(now + PAUSE);
        if before.is_none() {
            notes.tell(&Note::QuotaStoreDown { why: error.to_string() });
        }
    }

    fn is_back(&self, notes: &Notes) {
        let before = lock(&self.down).take();
        if before.is_some() {
            notes.tell(&Note::QuotaStoreBack);
        }
    }
}

/// What the store was told last has to reach it: a program that ends with its client would leave its slots to their leases.
impl Drop for SharedStore {
    fn drop(&mut self) {
        // By no clock: what was sent without it counts as if it had just been.
        self.tell_some(Duration::ZERO);
        self.jobs = None;
        let _ = lock(&self.asked).recv_timeout(self.patience);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A question for a slot that somebody waits for. A slot that comes too late for that goes back.
struct Question {
    shared: Arc<SharedStore>,
    key: KeyId,
    answer: Answer<Result<Decision, StoreError>>,
}

impl Future for Question {
    type Output = Result<Decision, StoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.answer).poll(context)
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        if let Some(Ok(Decision::Granted(slot))) = self.answer.close() {
            self.shared.give_back(self.key, slot);
        }
    }
}

#[cfg(test)]
#[cfg(not(shuttle))]
mod tests;
