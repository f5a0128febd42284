//! One worker of four, whose store is lost and comes back. Time stands still unless a test moves it.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use super::super::super::fake::FakeTimer;
use super::super::super::note::Notes;
use super::super::super::timer::{BoxFuture, Timer};
use super::super::gate::Verdict;
use super::super::memory::MemoryQuota;
use super::super::store::{
    Ask, Decision, KeyId, Lane, PauseReason, QuotaStore, Report, Slot, Snapshot, StoreError,
};
use super::super::windows::Window;
use super::{SharedStore, lock};

const KEY: KeyId = KeyId([7; 16]);
const MINUTE: Duration = Duration::from_secs(60);

/// Of a key: how long ago how many were answered.
type Told = (KeyId, Vec<(Duration, u32)>);

/// A store that other workers use as well, and that can be lost.
#[derive(Debug, Default)]
struct Elsewhere {
    memory: MemoryQuota,
    lost: AtomicBool,
    settled: AtomicU64,
    told: Mutex<Vec<Told>>,
    /// Held by a test, it lets no question be answered.
    busy: Mutex<()>,
}

impl Elsewhere {
    fn there(&self) -> Result<&MemoryQuota, StoreError> {
        let lost = self.lost.load(Ordering::SeqCst);
        if lost { Err(StoreError::new("it is lost")) } else { Ok(&self.memory) }
    }
}

impl QuotaStore for Elsewhere {
    fn set_up(&self, windows: &[Window]) -> Result<(), StoreError> {
        self.memory.set_up(windows)
    }

    fn reserve(&self, ask: &Ask) -> Result<Decision, StoreError> {
        let decision = self.there()?.reserve(ask);
        drop(lock(&self.busy));
        decision
    }

    fn settle(&self, key: KeyId, slot: Slot, report: &Report) -> Result<(), StoreError> {
        self.settled.fetch_add(1, Ordering::SeqCst);
        self.there()?.settle(key, slot, report)
    }

    fn refund(&self, key: KeyId, slot: Slot) -> Result<(), StoreError> {
        self.there()?.refund(key, slot)
    }

    fn catch_up(&self, key: KeyId, sent: &[(Duration, u32)]) -> Result<(), StoreError> {
        self.there()?;
        lock(&self.told).push((key, sent.to_vec()));
        Ok(())
    }

    fn snapshot(&self, key: KeyId, now: Duration) -> Result<Snapshot, StoreError> {
        self.there()?.snapshot(key, now)
    }
}

/// One of four workers.
struct Worker {
    store: Arc<Elsewhere>,
    shared: Arc<SharedStore>,
    clock: FakeTimer,
}

/// A slot, and whether it was taken while the store was lost.
type Taken = (Slot, bool);

impl Worker {
    /// With a share of two in each window of eight.
    fn new(windows: &[Window]) -> Self {
        let store = Arc::new(Elsewhere::default());
        let shared = SharedStore::new(Arc::clone(&store) as _, windows, 4).unwrap();
        Self { store, shared: Arc::new(shared), clock: FakeTimer::new().stopped() }
    }

    fn lose(&self, lost: bool) {
        self.store.lost.store(lost, Ordering::SeqCst);
    }

    fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    fn question(&self, key: KeyId) -> BoxFuture<'static, Verdict> {
        let (now, lease) = (self.clock.elapsed(), MINUTE);
        let ask = Ask { key, lane: Lane::Normal, ahead: 0, now, lease };
        let timer: Arc<dyn Timer> = Arc::new(self.clock.clone());
        self.shared.reserve(ask, &timer, &Notes::default())
    }

    async fn ask(&self) -> (Decision, bool) {
        let verdict = self.question(KEY).await;
        (verdict.decision, verdict.fallback)
    }

    /// Until all that the thread was given to do is done.
    async fn idle(&self) {
        let timer: Arc<dyn Timer> = Arc::new(self.clock.clone());
        self.shared.snapshot(KEY, self.clock.elapsed(), &timer).await;
    }

    fn told(&self) -> Vec<Told> {
        std::mem::take(&mut *lock(&self.store.told))
    }

    async fn take(&self) -> Taken {
        match self.ask().await {
            (Decision::Granted(slot), fallback) => (slot, fallback),
            refused => panic!("{refused:?}"),
        }
    }

    /// How long there is no slot, for want of room in a window.
    async fn refused(&self) -> Duration {
        match self.ask().await {
            (Decision::Wait(pause), _) if matches!(pause.why, PauseReason::Window(_)) => pause.time,
            granted => panic!("{granted:?}"),
        }
    }

    fn settle(&self, (slot, fallback): Taken) {
        let report = Report { now: self.clock.elapsed(), answered: true, ..Report::default() };
        self.shared.settle(KEY, slot, fallback, report);
    }

    /// Sends so many, each answered at once.
    async fn send(&self, count: usize) {
        for _ in 0..count {
            self.settle(self.take().await);
        }
    }
}

fn eight_a_minute() -> [Window; 1] {
    [Window::new(8, MINUTE)]
}

#[tokio::test]
async fn what_was_taken_from_the_store_counts_as_a_part_of_the_share_once_it_is_lost() {
    for settled in [true, false] {
        let worker = Worker::new(&eight_a_minute());
        let taken = worker.take().await;
        if settled {
            worker.settle(taken);
        }
        worker.lose(true);
        worker.send(1).await;
        worker.refused().await;
        if !settled {
            worker.settle(taken);
        }
        worker.refused().await;
    }
}

#[tokio::test]
async fn who_took_more_than_its_share_from_the_store_waits_until_its_windows_have_room() {
    let worker = Worker::new(&eight_a_minute());
    for _ in 0..5 {
        worker.send(1).await;
        worker.pass(Duration::from_secs(1));
    }
    worker.lose(true);
    // Five were answered from 0 s to 4 s: below two there are from the moment on at which the fourth has left.
    assert_eq!(worker.refused().await, Duration::from_secs(63 - 5));
    worker.pass(Duration::from_secs(58));
    worker.send(1).await;
    assert_eq!(worker.refused().await, Duration::from_secs(1));
}

#[tokio::test]
async fn more_slots_out_than_the_share_are_no_less_than_nothing() {
    let worker = Worker::new(&eight_a_minute());
    let mut taken = Vec::new();
    for _ in 0..5 {
        taken.push(worker.take().await);
    }
    worker.lose(true);
    worker.refused().await;
    for taken in taken {
        worker.settle(taken);
        worker.refused().await;
    }
    worker.pass(MINUTE);
    worker.send(2).await;
    worker.refused().await;
}

#[tokio::test]
async fn what_was_given_back_to_the_store_is_given_back_to_the_share() {
    let worker = Worker::new(&eight_a_minute());
    for _ in 0..4 {
        let (slot, fallback) = worker.take().await;
        worker.shared.refund(KEY, slot, fallback);
    }
    worker.lose(true);
    worker.send(2).await;
    worker.refused().await;
}

#[tokio::test]
async fn a_slot_of_the_share_is_settled_there_and_nowhere_else() {
    let worker = Worker::new(&eight_a_minute());
    worker.lose(true);
    worker.send(2).await;
    let settled = Arc::clone(&worker.store);
    drop(worker);
    assert_eq!(settled.settled.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_store_that_is_back_is_told_once_what_was_sent_without_it() {
    let worker = Worker::new(&eight_a_minute());
    worker.send(1).await;
    worker.lose(true);
    worker.send(1).await;
    let second = worker.question(KeyId([8; 16])).await;
    let Verdict { decision: Decision::Granted(slot), fallback: true } = second else { panic!("{second:?}") };
    let report = Report { now: worker.clock.elapsed(), answered: true, ..Report::default() };
    worker.shared.settle(KeyId([8; 16]), slot, true, report);

    worker.pass(Duration::from_secs(2));
    worker.refused().await;
    assert_eq!(worker.told(), [], "it is still lost");
    worker.lose(false);
    worker.pass(Duration::from_secs(2));
    worker.send(1).await;
    worker.idle().await;
    let ago = Duration::from_secs(4);
    assert_eq!(worker.told(), [(KEY, vec![(ago, 1)]), (KeyId([8; 16]), vec![(ago, 1)])]);
    worker.send(1).await;
    worker.idle().await;
    assert_eq!(worker.told(), []);
}

#[tokio::test]
async fn who_ends_before_it_asks_again_tells_at_the_end() {
    let worker = Worker::new(&eight_a_minute());
    worker.lose(true);
    worker.send(2).await;
    worker.lose(false);
    let store = Arc::clone(&worker.store);
    drop(worker);
    assert_eq!(*lock(&store.told), [(KEY, vec![(Duration::ZERO, 2)])]);
}

#[tokio::test]
async fn of_a_limit_that_the_server_names_a_worker_keeps_to_its_part() {
    let worker = Worker::new(&[Window::new(40, MINUTE), Window::new(400, 60 * MINUTE)]);
    for (limit, remaining, sent) in [(40, 39, 9), (20, 19, 4), (40, 3, 3)] {
        worker.lose(false);
        worker.pass(90 * MINUTE);
        let (slot, fallback) = worker.take().await;
        assert!(!fallback);
        let mut report = Report { now: worker.clock.elapsed(), answered: true, ..Report::default() };
        (report.reading.limit, report.reading.remaining) = (Some(limit), Some(remaining));
        worker.shared.settle(KEY, slot, fallback, report);
        worker.lose(true);
        worker.send(sent).await;
        let refused = worker.refused().await;
        assert!(refused <= MINUTE, "it is the minute that is full, {limit}: {refused:?}");
    }
}

/// A waker that says whether it was used.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn a_slot_that_nobody_waits_for_any_more_goes_back() {
    for came in [false, true] {
        let worker = Worker::new(&eight_a_minute());
        let busy = lock(&worker.store.busy);
        let woken = Arc::new(Woken::default());
        let mut question = Box::pin(worker.question(KEY));
        let waker = Waker::from(Arc::clone(&woken));
        assert!(pin!(question.as_mut()).poll(&mut Context::from_waker(&waker)).is_pending());
        if came {
            drop(busy);
            while !woken.0.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            drop(question);
        } else {
            drop(question);
            drop(busy);
        }
        worker.idle().await;
        let snapshot = worker.store.snapshot(KEY, Duration::ZERO).unwrap();
        assert_eq!((snapshot.reserved, snapshot.windows[0].used), (0, 0), "{came}");
    }
}

#[tokio::test]
async fn a_server_that_asked_to_wait_is_left_alone_without_the_store_too() {
    let worker = Worker::new(&eight_a_minute());
    let (slot, fallback) = worker.take().await;
    let freeze = Some(Duration::from_secs(30));
    let report = Report { now: worker.clock.elapsed(), answered: true, freeze, ..Report::default() };
    worker.shared.settle(KEY, slot, fallback, report);
    worker.lose(true);
    let (decision, _) = worker.ask().await;
    assert!(matches!(decision, Decision::Wait(pause) if pause.why == PauseReason::Frozen), "{decision:?}");
    worker.pass(Duration::from_secs(30));
    assert!(worker.take().await.0.probe, "one goes first");
}
