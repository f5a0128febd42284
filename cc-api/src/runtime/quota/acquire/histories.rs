//! The whole gate in random histories: up to 64 calls of one key that come, wait, are dropped, and are answered.
//!
//! Time is a number that moves on when nobody has anything to do, so it can be said at each moment who should wait.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use jiff::Timestamp;

use super::super::gate::{Gate, KeyGate, Store};
use super::super::key_state::Layout;
use super::super::memory::MemoryQuota;
use super::super::store::{Ask, Decision, KeyId, Lane, QuotaStore as _, Report};
use super::super::windows::Window;
use super::{Acquire, BoxFuture, Permit};
use crate::runtime::note::Notes;
use crate::runtime::timer::Timer;

/// A clock that a test moves.
#[derive(Debug, Default)]
struct Clock {
    now: AtomicU64,
    sleeps: Mutex<BTreeMap<(u64, u64), Waker>>,
    next: AtomicU64,
}

#[derive(Debug, Clone, Default)]
struct Hand(Arc<Clock>);

impl Timer for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.now.load(Ordering::Relaxed))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let clock = Arc::clone(&self.0);
        let time = u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX);
        let end = clock.now.load(Ordering::Relaxed).saturating_add(time);
        let id = (end, clock.next.fetch_add(1, Ordering::Relaxed));
        Box::pin(std::future::poll_fn(move |context| {
            if clock.now.load(Ordering::Relaxed) >= end {
                return Poll::Ready(());
            }
            clock.sleeps.lock().unwrap().insert(id, context.waker().clone());
            Poll::Pending
        }))
    }
}

/// Whether a call was woken.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How far a call is.
enum State {
    Waits(Box<Acquire>),
    /// It is under way until then.
    Sends(Permit, u64),
}

struct Call {
    lane: Lane,
    operation: &'static str,
    woken: Arc<Woken>,
    state: State,
    /// How many of the less urgent went first since it waits as the most urgent.
    passed_by: u32,
    /// The other operations of its lane that had a turn since it waits and since its own had one.
    had_turns: Vec<&'static str>,
}

struct History {
    seed: u64,
    random: u64,
    clock: Hand,
    memory: Arc<MemoryQuota>,
    gate: Arc<Gate>,
    key: Arc<KeyGate>,
    calls: Vec<Call>,
    begun: u64,
    /// From when to when each request was under way.
    sent: Vec<(u64, u64)>,
}

const ID: KeyId = KeyId([7; 16]);

impl History {
    fn new(seed: u64) -> Self {
        let memory = Arc::new(MemoryQuota::new());
        let clock = Hand::default();
        let lease = Duration::from_secs(20);
        let (store, timer) = (Store::Local(Arc::clone(&memory) as _), Arc::new(clock.clone()));
        let gate = Arc::new(Gate::new(store, Layout::of(&[]), timer, Notes::default(), lease));
        let key = gate.key(ID);
        let random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let (calls, sent) = (Vec::new(), Vec::new());
        let history = Self { seed, random, clock, memory, gate, key, calls, begun: 0, sent };
        history.memory.set_up(&history.windows()).unwrap();
        history
    }

    fn windows(&self) -> Vec<Window> {
        let window = |limit, seconds| Window::new(limit, Duration::from_secs(seconds));
        match self.seed % 3 {
            0 => vec![window(1, 1)],
            1 => vec![window(4, 10)],
            _ => vec![window(2, 3), window(5, 20)],
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % end
    }

    fn now(&self) -> u64 {
        self.clock.0.now.load(Ordering::Relaxed)
    }

    fn begin(&mut self) {
        let lanes = [Lane::Interactive, Lane::Normal, Lane::Normal, Lane::Background];
        let lane = lanes[usize::try_from(self.below(4)).unwrap()];
        let operation =
            ["get_post", "get_post", "list_calendar", "get_event"][usize::try_from(self.below(4)).unwrap()];
        let patience = if self.below(4) == 0 { self.below(20_000) } else { 10_000_000 };
        let until = Duration::from_millis(self.now() + patience);
        let acquire = Acquire::new(&self.gate, &self.key, operation, lane, until);
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let state = State::Waits(Box::new(acquire));
        self.calls.push(Call { lane, operation, woken, state, passed_by: 0, had_turns: Vec::new() });
        self.begun += 1;
    }

    /// A call that waits is dropped, or the request of one that has its slot ends.
    fn drop_one(&mut self) {
        if self.calls.is_empty() {
            return;
        }
        let place = usize::try_from(self.below(self.calls.len() as u64)).unwrap();
        let call = self.calls.swap_remove(place);
        if let State::Sends(permit, _) = call.state {
            self.end(permit);
        }
    }

    fn end(&mut self, mut permit: Permit) {
        if self.below(4) > 0 {
            // Whoever is dropped while it is sent, stays counted.
            permit.sent();
            let now = self.now();
            let since = now.saturating_sub(self.below(3000));
            self.sent.push((since, now));
            if self.below(2) == 0 {
                let now = Duration::from_millis(now);
                permit.settle(Report { now, answered: true, ..Report::default() });
            }
        }
    }

    /// Polls calls that were woken, in any order, until nobody has anything to do.
    fn run(&mut self) {
        loop {
            let woken: Vec<usize> = (0..self.calls.len()).filter(|place| self.is_woken(*place)).collect();
            if woken.is_empty() {
                return;
            }
            let place = woken[usize::try_from(self.below(woken.len() as u64)).unwrap()];
            self.poll(place);
        }
    }

    fn is_woken(&self, place: usize) -> bool {
        let call = &self.calls[place];
        matches!(call.state, State::Waits(_)) && call.woken.0.load(Ordering::Relaxed)
    }

    fn poll(&mut self, place: usize) {
        let now = self.now();
        let call = &mut self.calls[place];
        let State::Waits(acquire) = &mut call.state else { return };
        call.woken.0.store(false, Ordering::Relaxed);
        let number = acquire.number;
        let (until, waker) = (acquire.until, Waker::from(Arc::clone(&call.woken)));
        match std::pin::Pin::new(&mut **acquire).poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => {}
            Poll::Ready(Err(refusal)) => {
                let needed = self.clock.elapsed().saturating_add(refusal.pause.time);
                assert!(needed >= until, "refused though there was time, history {}", self.seed);
                self.calls.swap_remove(place);
            }
            Poll::Ready(Ok(permit)) => {
                let lane = call.lane;
                self.served(place, number, lane);
                let end = now + self.below(5000);
                self.calls[place].state = State::Sends(permit, end);
            }
        }
    }

    /// Whoever has a slot was the first of its operation; of two operations of a lane that wait, none has two turns while the
    /// other has none; and one of nine turns is a less urgent lane's.
    fn served(&mut self, served: usize, number: Option<u64>, lane: Lane) {
        let turns = u32::try_from(self.begun / 8).unwrap();
        let operation = self.calls[served].operation;
        for (place, call) in self.calls.iter_mut().enumerate() {
            let State::Waits(acquire) = &call.state else { continue };
            let Some(waiting) = acquire.number.filter(|_| place != served) else { continue };
            let of_flow = call.lane == lane && call.operation == operation;
            let in_turn = number.is_some_and(|number| !of_flow || number < waiting);
            assert!(call.lane != lane || in_turn, "out of turn, history {}", self.seed);
            if of_flow {
                call.had_turns.clear();
            } else if call.lane == lane {
                assert!(!call.had_turns.contains(&operation), "two turns, history {}", self.seed);
                call.had_turns.push(operation);
            }
            if call.lane < lane {
                call.passed_by += 1;
                assert!(call.passed_by <= 1 + turns, "passed by, history {}", self.seed);
            }
        }
    }

    /// When nobody has anything to do, the head would get nothing either.
    fn check_that_nobody_oversleeps(&self) {
        let is_head = |number| self.key.lock().queue.as_ref().is_some_and(|queue| queue.is_head(number));
        let head = self.calls.iter().find(|call| match &call.state {
            State::Waits(acquire) => acquire.number.is_some_and(is_head),
            State::Sends(..) => false,
        });
        let waiting = self.calls.iter().filter(|call| matches!(call.state, State::Waits(_))).count();
        assert_eq!(self.key.waiting(), waiting, "everybody who waits is in the queue, history {}", self.seed);
        assert_eq!(head.is_some(), waiting > 0, "somebody is the head, history {}", self.seed);
        let Some(head) = head else { return };
        let (now, lease) = (self.clock.elapsed(), Duration::from_secs(20));
        let ask = Ask { key: ID, lane: head.lane, ahead: 0, now, lease };
        let decision = self.memory.reserve(&ask).unwrap();
        assert!(
            matches!(decision, Decision::Wait(_)),
            "the head sleeps past its slot, history {}",
            self.seed
        );
    }

    /// Moves on to the next thing that happens.
    fn next(&mut self) -> bool {
        let ends = self.calls.iter().filter_map(|call| match call.state {
            State::Sends(_, end) => Some(end),
            State::Waits(_) => None,
        });
        let ends = ends.min();
        let wakes = self.clock.0.sleeps.lock().unwrap().first_key_value().map(|((at, _), _)| *at);
        let Some(at) = ends.into_iter().chain(wakes).min() else { return false };
        self.clock.0.now.fetch_max(at, Ordering::Relaxed);
        if self.below(3) == 0 {
            // In the very moment of the grant.
            self.drop_one();
        }
        let mut sleeps = self.clock.0.sleeps.lock().unwrap();
        let later = sleeps.split_off(&(at + 1, 0));
        let over = std::mem::replace(&mut *sleeps, later);
        drop(sleeps);
        over.into_values().for_each(Waker::wake);
        while let Some(place) =
            self.calls.iter().position(|call| matches!(call.state, State::Sends(_, end) if end <= at))
        {
            if let State::Sends(permit, _) = self.calls.swap_remove(place).state {
                self.end(permit);
            }
        }
        true
    }

    fn play(&mut self) {
        let most = 1 + self.below(64);
        while self.begun < most {
            for _ in 0..=self.below(8) {
                self.begin();
            }
            self.run();
            self.check_that_nobody_oversleeps();
            self.next();
        }
        self.run();
        while self.next() {
            self.run();
            self.check_that_nobody_oversleeps();
        }
        assert_eq!(self.calls.len(), 0, "somebody waits for ever, history {}", self.seed);
        assert!(self.key.lock().queue.is_none(), "the queue is left, history {}", self.seed);
        let snapshot = self.memory.snapshot(ID, self.clock.elapsed()).unwrap();
        assert_eq!(snapshot.reserved, 0, "slots are conserved, history {}", self.seed);
    }
}

#[test]
fn in_no_history_of_calls_does_anybody_oversleep_or_lose_a_slot() {
    for seed in 0..10_000 {
        let mut history = History::new(seed);
        history.play();
        for window in history.windows() {
            let length = u64::try_from(window.length.as_millis()).unwrap();
            for (_, end) in &history.sent {
                let within = history.sent.iter().filter(|(_, at)| at <= end && at + length > *end);
                assert!(within.count() <= window.limit as usize, "one too many, history {seed}");
            }
        }
    }
}
