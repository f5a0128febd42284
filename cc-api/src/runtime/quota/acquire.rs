//! Waiting for a slot, and holding one.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::super::note::Note;
use super::super::timer::BoxFuture;
use super::gate::{Asked, Gate, KeyGate, Verdict};
use super::store::{Decision, Lane, Pause, PauseReason, Report, Slot};

/// A call that wants a slot by some time.
///
/// The one at the head asks and sleeps; the others wait to become the head. What the store grants is handed out
/// by the very poll that asked for it, so that dropping this future can lose nothing.
pub(crate) struct Acquire {
    gate: Arc<Gate>,
    key: Arc<KeyGate>,
    operation: &'static str,
    lane: Lane,
    /// By when, in the timer's time.
    until: Duration,
    /// The place in the queue, once the call has to wait.
    number: Option<u64>,
    asked: Option<BoxFuture<'static, Verdict>>,
    sleep: Option<Sleep>,
}

/// How long a call that wants no waiting stays behind others that ask a store which does not answer in place.
const MOMENT: Duration = Duration::from_millis(250);

struct Sleep {
    /// Whether it ends with another question rather than with giving up.
    as_head: bool,
    future: BoxFuture<'static, ()>,
}

/// There is no slot in time.
#[derive(Debug)]
pub(crate) struct NoSlot {
    /// How long there is none, and why.
    pub(crate) pause: Pause,
    /// How many calls of the key wait.
    pub(crate) waiting: usize,
}

impl Acquire {
    pub(crate) fn new(
        gate: &Arc<Gate>,
        key: &Arc<KeyGate>,
        operation: &'static str,
        lane: Lane,
        until: Duration,
    ) -> Self {
        let (gate, key) = (Arc::clone(gate), Arc::clone(key));
        Self { gate, key, operation, lane, until, number: None, asked: None, sleep: None }
    }

    /// Whether it is this call's turn, and how many go first if it isn't. Keeps the waker of a call that waits.
    fn turn(&self, context: &Context<'_>) -> Result<(), usize> {
        let mut inner = self.key.lock();
        let Some(queue) = &mut inner.queue else { return Ok(()) };
        let Some(number) = self.number else {
            return if queue.is_empty() { Ok(()) } else { Err(queue.ahead_of(self.lane, self.operation)) };
        };
        queue.set_waker(self.lane, number, context.waker());
        if queue.is_head(number) { Ok(()) } else { Err(queue.len()) }
    }

    /// Takes a place in the queue, unless it has one.
    fn join(&mut self, context: &Context<'_>) {
        if self.number.is_none() {
            let mut inner = self.key.lock();
            let queue = inner.queue.get_or_insert_default();
            let number = queue.join(self.lane, self.operation);
            queue.set_waker(self.lane, number, context.waker());
            self.number = Some(number);
        }
    }

    fn served(&mut self, slot: Slot, fallback: bool) -> Permit {
        if let Some(number) = self.number.take() {
            let mut inner = self.key.lock();
            if let Some(queue) = &mut inner.queue {
                // By its number: while a store was asked, somebody more urgent may have become the head.
                queue.served(self.lane, number);
                if queue.is_empty() {
                    inner.queue = None;
                }
            }
            drop(inner);
            self.key.wake_head();
        }
        self.key.granted(self.gate.timer.elapsed());
        let (gate, key) = (Arc::clone(&self.gate), Arc::clone(&self.key));
        Permit { gate, key, slot, fallback, sent: false, open: true }
    }

    /// For the head: sleeps until it may ask again, or gives up.
    fn wait(&mut self, pause: Pause, context: &Context<'_>) -> Result<(), NoSlot> {
        let now = self.gate.timer.elapsed();
        if now.saturating_add(pause.time) > self.until {
            return Err(self.give_up(pause));
        }
        if self.number.is_none() {
            // Whoever gave a slot back since the store was asked found nobody to wake, so it is asked once more.
            self.join(context);
            return Ok(());
        }
        self.let_others_go();
        let (operation, lane) = (self.operation, self.lane);
        let Gate { notes, timer, .. } = &*self.gate;
        let future = notes.wait(&**timer, operation, lane, pause.why.into(), pause.time);
        self.sleep = Some(Sleep { as_head: true, future });
        Ok(())
    }

    /// For one who is not the head: waits to become it as long as there is time, if that makes sense at all.
    fn queue_up(&mut self, ahead: usize, context: &Context<'_>) -> Result<(), NoSlot> {
        let now = self.gate.timer.elapsed();
        let mut until = self.until;
        if !self.gate.is_local() {
            // It takes the store a moment to answer those that go first; that is no waiting for a slot.
            until = until.saturating_add(MOMENT);
        }
        let pause = self.pause_behind(ahead);
        let too_late = now.saturating_add(pause.time) > until;
        if now >= until || (self.number.is_none() && too_late) {
            return Err(self.give_up(pause));
        }
        self.join(context);
        let (operation, lane, why) = (self.operation, self.lane, PauseReason::Queue.into());
        self.gate.notes.tell(&Note::Wait { operation, lane, why, time: pause.time });
        let future = self.gate.timer.sleep(until.saturating_sub(now));
        self.sleep = Some(Sleep { as_head: false, future });
        Ok(())
    }

    /// How long there is no slot behind others, where that can be told at once.
    fn pause_behind(&self, ahead: usize) -> Pause {
        if self.gate.is_local()
            && let Asked::Now(Verdict { decision: Decision::Wait(pause), .. }) =
                self.gate.ask(self.key.id, self.lane, ahead)
        {
            return pause;
        }
        Pause::none()
    }

    fn give_up(&mut self, pause: Pause) -> NoSlot {
        let waiting = self.key.waiting();
        self.leave();
        NoSlot { pause, waiting }
    }

    /// Told to wait, the head may let more urgent calls go first meanwhile.
    fn let_others_go(&self) {
        let Some(number) = self.number else { return };
        let waker = self.key.lock().queue.as_mut().and_then(|queue| queue.hold(number));
        // Outside the lock: what is woken may want it at once.
        waker.map(Waker::wake).unwrap_or_default();
    }

    fn leave(&mut self) {
        let Some(number) = self.number.take() else { return };
        let mut inner = self.key.lock();
        if let Some(queue) = &mut inner.queue {
            queue.leave(self.lane, number);
            if queue.is_empty() {
                inner.queue = None;
            }
        }
        drop(inner);
        self.key.wake_head();
    }

    /// What the head was told: the slot, or a sleep, or that it is too late.
    fn take(&mut self, verdict: Verdict, context: &Context<'_>) -> Option<Result<Permit, NoSlot>> {
        match verdict.decision {
            Decision::Granted(slot) => Some(Ok(self.served(slot, verdict.fallback))),
            Decision::Wait(pause) => {
                if pause.why == PauseReason::Frozen {
                    self.key.freeze();
                }
                self.wait(pause, context).err().map(Err)
            }
        }
    }

    /// What a call whose turn it is gets to know without asking the store.
    fn rest(&self) -> Option<Verdict> {
        let time = self.key.rest(self.gate.timer.elapsed())?;
        let decision = Decision::Wait(Pause { time, why: PauseReason::Thaw });
        Some(Verdict { decision, fallback: false })
    }

    /// Whether a sleep goes on. One who was told how long to wait does that, unless it is woken; one who waits to become
    /// the head does not if it is that.
    fn sleeps_on(&mut self, context: &mut Context<'_>) -> bool {
        let Some(sleep) = &mut self.sleep else { return false };
        let as_head = sleep.as_head;
        if sleep.future.as_mut().poll(context).is_pending() {
            return as_head || self.turn(context).is_err();
        }
        if let (true, Some(number)) = (as_head, self.number)
            && let Some(queue) = &mut self.key.lock().queue
        {
            queue.release(number);
        }
        false
    }
}

impl Future for Acquire {
    type Output = Result<Permit, NoSlot>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        loop {
            if let Some(asked) = &mut this.asked {
                let Poll::Ready(verdict) = asked.as_mut().poll(context) else { return Poll::Pending };
                this.asked = None;
                if let Some(result) = this.take(verdict, context) {
                    return Poll::Ready(result);
                }
                continue;
            }
            let nudged = this.nudged();
            let sleeps_on = this.sleeps_on(context);
            let turn = this.turn(context);
            if !nudged && sleeps_on {
                return Poll::Pending;
            }
            this.sleep = None;
            let result = match turn {
                Ok(()) => {
                    match this.rest().map_or_else(|| this.gate.ask(this.key.id, this.lane, 0), Asked::Now) {
                        Asked::Now(verdict) => this.take(verdict, context),
                        Asked::Later(asked) => {
                            this.join(context);
                            this.asked = Some(asked);
                            None
                        }
                    }
                }
                // It goes before all that wait, so it gets to know by asking for itself.
                Err(0) => {
                    this.join(context);
                    None
                }
                Err(ahead) => this.queue_up(ahead, context).err().map(Err),
            };
            if let Some(result) = result {
                return Poll::Ready(result);
            }
        }
    }
}

impl Acquire {
    /// Whether the call was woken as the head.
    fn nudged(&self) -> bool {
        let Some(number) = self.number else { return false };
        let mut inner = self.key.lock();
        let Some(queue) = &mut inner.queue else { return false };
        queue.is_head(number) && queue.take_woken(self.lane, number)
    }
}

impl Drop for Acquire {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A slot, for one physical send.
///
/// Dropped before anything was sent it is given back; dropped afterwards it stays taken for a window, since the server
/// may have counted the request.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Arc<Gate>,
    key: Arc<KeyGate>,
    slot: Slot,
    fallback: bool,
    sent: bool,
    open: bool,
}

impl Permit {
    /// From here on the request may have left the process.
    pub(crate) fn sent(&mut self) {
        self.sent = true;
    }

    /// No byte of the request was sent.
    pub(crate) fn refund(mut self) {
        self.sent = false;
    }

    /// The request was answered, or it is over in another way.
    pub(crate) fn settle(mut self, report: Report) {
        self.open = false;
        self.gate.settle(&self.key, self.slot, self.fallback, report);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        match (self.open, self.sent) {
            (false, _) => {}
            (true, false) => self.gate.refund(&self.key, self.slot, self.fallback),
            (true, true) => {
                let report = Report { now: self.gate.timer.elapsed(), ..Report::default() };
                self.gate.settle(&self.key, self.slot, self.fallback, report);
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(shuttle))]
mod histories;
#[cfg(test)]
#[cfg(shuttle)]
mod schedules;
