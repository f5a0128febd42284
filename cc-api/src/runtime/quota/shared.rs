//! A store that other processes use as well: asked on a thread of its own, and done without while it is out of reach.
//!
//! A client waits for it no longer than the store says, which is a moment. If it does not answer, memory decides, with this
//! process's share of the limits: less than it could have, and never more than its part.

use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::super::note::{Note, Notes};
use super::super::timer::{BoxFuture, Timer, within};
use super::gate::Verdict;
use super::memory::MemoryQuota;
use super::store::{Ask, Decision, KeyId, QuotaStore, Report, Slot, Snapshot, StoreError};
use super::windows::Window;

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
    /// Decides while the store is out of reach, with this process's share.
    fallback: MemoryQuota,
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
        let mut shares = Vec::with_capacity(windows.len());
        for window in windows {
            shares.push(Window::new((window.limit / workers.max(1)).max(1), window.length));
        }
        let fallback = MemoryQuota::new();
        fallback.set_up(&shares)?;
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
        Ok(Self { jobs, asked, patience, fallback, down })
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
            let fallback = |shared: &Self| {
                let decision = shared.fallback.reserve(&ask).unwrap_or_else(|_| Decision::nothing_known());
                Verdict { decision, fallback: true }
            };
            if shared.is_down(timer.elapsed()) {
                return fallback(&shared);
            }
            let reply = shared.post(move |store, reply| {
                let decision = store.reserve(&ask);
                let granted = match decision {
                    Ok(Decision::Granted(slot)) => Some(slot),
                    _ => None,
                };
                // Nobody waits for a slot that came too late.
                if !reply.send(decision)
                    && let Some(slot) = granted
                {
                    drop(store.refund(ask.key, slot));
                }
            });
            let failed = match within(&*timer, shared.patience, reply).await {
                Some(Ok(decision)) => {
                    shared.is_back(&notes);
                    return Verdict { decision, fallback: false };
                }
                Some(Err(error)) => error,
                None => StoreError::new("it did not answer in time"),
            };
            shared.went_down(timer.elapsed(), &failed, &notes);
            fallback(&shared)
        })
    }

    pub(super) fn settle(&self, key: KeyId, slot: Slot, fallback: bool, report: Report) {
        if fallback {
            drop(self.fallback.settle(key, slot, &report));
            return;
        }
        // What finds no room is settled by its lease.
        self.ask(Box::new(move |store| drop(store.settle(key, slot, &report))));
    }

    pub(super) fn refund(&self, key: KeyId, slot: Slot, fallback: bool) {
        if fallback {
            drop(self.fallback.refund(key, slot));
            return;
        }
        self.ask(Box::new(move |store| drop(store.refund(key, slot))));
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
                let reply = shared.post(move |store, reply| {
                    reply.send(store.snapshot(key, now));
                });
                if let Some(Ok(snapshot)) = within(&*timer, shared.patience, reply).await {
                    return snapshot;
                }
            }
            shared.fallback.snapshot(key, now).unwrap_or_default()
        })
    }

    /// Has something done on the store's thread.
    fn post<T: Send + 'static>(
        &self,
        job: impl FnOnce(&dyn QuotaStore, Reply<Result<T, StoreError>>) + Send + 'static,
    ) -> Reply<Result<T, StoreError>> {
        let reply = Reply::new();
        let answer = reply.clone();
        if !self.ask(Box::new(move |store| job(store, answer))) {
            reply.send(Err(StoreError::new("too many questions wait for it")));
        }
        reply
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
            notes.tell(|| Note::QuotaStoreDown { why: error.to_string() });
        }
    }

    fn is_back(&self, notes: &Notes) {
        let before = lock(&self.down).take();
        if before.is_some() {
            notes.tell(|| Note::QuotaStoreBack);
        }
    }
}

/// What the store was told last has to reach it: a program that ends with its client would leave its slots to their leases.
impl Drop for SharedStore {
    fn drop(&mut self) {
        self.jobs = None;
        let _ = lock(&self.asked).recv_timeout(self.patience);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An answer from the store's thread.
struct Reply<T>(Arc<Mutex<Cell<T>>>);

struct Cell<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Reply<T> {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Cell { value: None, waker: None })))
    }

    /// Hands over the answer, and says whether somebody waits for it.
    fn send(&self, value: T) -> bool {
        let mut cell = lock(&self.0);
        cell.value = Some(value);
        let waker = cell.waker.take();
        drop(cell);
        let waited_for = Arc::strong_count(&self.0) > 1;
        waker.map(Waker::wake).unwrap_or_default();
        waited_for
    }

    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Future for Reply<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut cell = lock(&self.0);
        if let Some(value) = cell.value.take() {
            return Poll::Ready(value);
        }
        cell.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
