//! Who goes next: the calls of one key that wait for a slot.
//!
//! The more urgent lane goes first; so that nobody starves, every ninth turn is the least urgent lane's. Inside a lane the
//! operations take turns (`flows`), so that many calls of one don't hold back the others. A call that has the turn of its
//! lane and can't use it, since that lane has no slot yet, lets the other lanes go on until it can. Only the one at the
//! head asks for a slot and sleeps until there may be one; the others are woken when they become the head. A slot is
//! never laid aside for somebody: whoever is dropped leaves nothing behind.

mod flows;

use std::task::Waker;

use self::flows::Flows;
use super::store::Lane;

/// The calls of one key that wait.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    lanes: [Flows; 3],
    /// Turns since the least urgent lane had one.
    turns: u8,
    /// The call of the least urgent lane that was told to wait: it has no turn before that is over.
    held: Option<u64>,
    /// The next number for a waiter.
    next: u64,
}

/// How many turns the more urgent lanes have before the least urgent one has its own.
const TURNS: u8 = 8;

impl Queue {
    /// Adds a call of an operation, and gives it a number.
    pub(crate) fn join(&mut self, lane: Lane, operation: &'static str) -> u64 {
        let number = self.next;
        self.next += 1;
        self.lanes[lane as usize].join(operation, number);
        number
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lanes.iter().all(Flows::is_empty)
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.lanes.iter().map(Flows::len).sum()
    }

    /// How many go before a call of an operation that joins this lane now, the turns of less urgent lanes aside.
    pub(crate) fn ahead_of(&self, lane: Lane, operation: &str) -> usize {
        let more_urgent: usize = self.lanes.iter().take(lane as usize).map(Flows::len).sum();
        more_urgent + self.lanes[lane as usize].ahead_of(operation)
    }

    /// The lane whose turn it is.
    fn turn(&self) -> Option<usize> {
        let waits = |lane: &usize| !self.lanes[*lane].is_empty();
        let most = (0..self.lanes.len()).find(waits)?;
        let least = (0..self.lanes.len()).rev().find(waits)?;
        let held = self.lanes[least].front().is_some_and(|front| Some(front.number) == self.held);
        Some(if self.turns >= TURNS && !held { least } else { most })
    }

    /// The head was told to wait. If it is of the least urgent lane, the others go on meanwhile: gives the waker of the
    /// call that is the head now.
    pub(crate) fn hold(&mut self, number: u64) -> Option<Waker> {
        let least = self.lanes.iter().rev().find_map(Flows::front)?;
        if least.number != number {
            return None;
        }
        self.held = Some(number);
        if self.is_head(number) { None } else { self.head_waker() }
    }

    /// What a call was told to wait is over: it may have its turn.
    pub(crate) fn release(&mut self, number: u64) {
        if self.held == Some(number) {
            self.held = None;
        }
    }

    pub(crate) fn is_head(&self, number: u64) -> bool {
        let head = self.turn().and_then(|lane| self.lanes[lane].front());
        head.is_some_and(|head| head.number == number)
    }

    /// Keeps how to wake a call.
    pub(crate) fn set_waker(&mut self, lane: Lane, number: u64, waker: &Waker) {
        let Some(waiter) = self.lanes[lane as usize].find(number) else { return };
        match &mut waiter.waker {
            Some(known) => known.clone_from(waker),
            none => *none = Some(waker.clone()),
        }
    }

    /// Whether a call was woken as the head since it last looked.
    pub(crate) fn take_woken(&mut self, lane: Lane, number: u64) -> bool {
        let waiter = self.lanes[lane as usize].find(number);
        waiter.is_some_and(|waiter| std::mem::take(&mut waiter.woken))
    }

    /// Takes a call out that has its slot, and counts its turn.
    pub(crate) fn served(&mut self, lane: Lane, number: u64) {
        let others_wait = self.lanes.iter().skip(lane as usize + 1).any(|lane| !lane.is_empty());
        self.turns = if others_wait { self.turns.saturating_add(1) } else { 0 };
        self.lanes[lane as usize].served(number);
    }

    /// Takes a call out.
    pub(crate) fn leave(&mut self, lane: Lane, number: u64) {
        self.lanes[lane as usize].leave(number);
    }

    /// How to wake the head, which then asks once more.
    pub(crate) fn head_waker(&mut self) -> Option<Waker> {
        let lane = self.turn()?;
        let head = self.lanes[lane].front_mut()?;
        // Kept until it looks: it may be on its way to sleep just now.
        head.woken = true;
        head.waker.take()
    }
}

#[cfg(test)]
mod tests {
    use super::super::store::Lane::{self, Background, Interactive, Normal};
    use super::Queue;

    /// Serves so many and says whose turn it was.
    fn serve(queue: &mut Queue, numbers: &mut Vec<(u64, Lane)>, count: usize) -> Vec<Lane> {
        let mut served = Vec::new();
        for _ in 0..count {
            let Some(place) = numbers.iter().position(|(number, _)| queue.is_head(*number)) else { break };
            let (number, lane) = numbers.remove(place);
            queue.served(lane, number);
            served.push(lane);
        }
        served
    }

    #[test]
    fn the_urgent_go_first_and_nobody_starves() {
        let mut queue = Queue::default();
        let mut numbers = Vec::new();
        for lane in [Background, Background].into_iter().chain([Normal; 12]).chain([Interactive]) {
            numbers.push((queue.join(lane, "get"), lane));
        }
        assert_eq!(serve(&mut queue, &mut numbers, 1), [Interactive]);
        let served = serve(&mut queue, &mut numbers, 14);
        let turns: Vec<usize> = (0..14).filter(|turn| served[*turn] == Background).collect();
        assert_eq!(turns, [7, 13], "{served:?}");
        assert!(queue.is_empty());
    }

    #[test]
    fn a_turn_that_can_not_be_used_keeps_nobody_waiting() {
        let mut queue = Queue::default();
        let calm = queue.join(Background, "get");
        let hurried: Vec<_> = (0..12).map(|_| queue.join(Normal, "get")).collect();
        for number in &hurried[..8] {
            assert!(queue.is_head(*number));
            queue.served(Normal, *number);
        }
        assert!(queue.is_head(calm));
        queue.hold(calm);
        assert!(queue.is_head(hurried[8]));
        queue.hold(hurried[8]);
        assert!(queue.is_head(hurried[8]), "there is nobody whom it could let go first");
        queue.served(Normal, hurried[8]);
        queue.release(calm);
        assert!(queue.is_head(calm));
    }

    #[test]
    fn the_operations_of_a_lane_take_turns_and_lanes_still_go_before_them() {
        let mut queue = Queue::default();
        let mut numbers: Vec<_> = (0..3).map(|_| (queue.join(Normal, "get_post"), Normal)).collect();
        numbers.push((queue.join(Background, "list_calendar"), Background));
        assert_eq!(queue.ahead_of(Normal, "get_post"), 3);
        assert_eq!(queue.ahead_of(Normal, "list_calendar"), 1);
        assert_eq!(queue.ahead_of(Background, "get_post"), 4);
        assert_eq!(queue.ahead_of(Interactive, "get_post"), 0);
        let calendar = queue.join(Normal, "list_calendar");
        serve(&mut queue, &mut numbers, 1);
        assert!(queue.is_head(calendar), "the second post comes after it");
        queue.leave(Normal, calendar);
        assert_eq!(serve(&mut queue, &mut numbers, 3), [Normal, Normal, Background]);
    }

    #[test]
    fn one_who_leaves_hands_on_the_head() {
        let mut queue = Queue::default();
        let (first, second) = (queue.join(Normal, "get"), queue.join(Normal, "get"));
        assert!(queue.is_head(first) && !queue.is_head(second));
        queue.leave(Normal, first);
        assert!(queue.is_head(second));
        assert_eq!(
            (queue.len(), queue.ahead_of(Interactive, "get"), queue.ahead_of(Background, "get")),
            (1, 0, 1)
        );
    }
}
