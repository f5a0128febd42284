//! The calls of one lane that wait, by flow: flows take turns, and inside a flow whoever came first goes first.
//!
//! A flow is the calls of one operation. One that comes anew has its turn after all that wait already, and one that had a
//! turn goes behind the others; so of two flows that wait, none has two turns while the other has none. Nearly always
//! there is one flow or there are a few, so each is looked for from the front.

use std::collections::VecDeque;
use std::task::Waker;

/// The flows of a lane; the first one has the turn. None of them is empty.
#[derive(Debug, Default)]
pub(super) struct Flows(Vec<Flow>);

#[derive(Debug)]
struct Flow {
    operation: &'static str,
    calls: VecDeque<Waiter>,
}

/// A call that waits.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) number: u64,
    pub(super) waker: Option<Waker>,
    /// Whether it was woken as the head, and has not looked since.
    pub(super) woken: bool,
}

impl Flows {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many calls wait.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|flow| flow.calls.len()).sum()
    }

    /// How many calls go before one that joins this flow now.
    pub(super) fn ahead_of(&self, operation: &str) -> usize {
        let own = self.0.iter().find(|flow| flow.operation == operation);
        let own = own.map_or(0, |flow| flow.calls.len());
        let mut ahead = own;
        let mut turns = own + 1;
        for flow in &self.0 {
            if flow.operation == operation {
                // Those behind it have had a turn less when its own comes.
                turns = own;
            } else {
                ahead += turns.min(flow.calls.len());
            }
        }
        ahead
    }

    pub(super) fn join(&mut self, operation: &'static str, number: u64) {
        let waiter = Waiter { number, waker: None, woken: false };
        if let Some(flow) = self.0.iter_mut().find(|flow| flow.operation == operation) {
            flow.calls.push_back(waiter);
            return;
        }
        // Mostly it stays with one flow of one call, and there may be many keys.
        self.0.reserve_exact(1);
        let mut calls = VecDeque::with_capacity(1);
        calls.push_back(waiter);
        self.0.push(Flow { operation, calls });
    }

    /// The call whose turn it is.
    pub(super) fn front(&self) -> Option<&Waiter> {
        self.0.first()?.calls.front()
    }

    pub(super) fn front_mut(&mut self) -> Option<&mut Waiter> {
        self.0.first_mut()?.calls.front_mut()
    }

    pub(super) fn find(&mut self, number: u64) -> Option<&mut Waiter> {
        for flow in &mut self.0 {
            if let Some(waiter) = flow.calls.iter_mut().find(|waiter| waiter.number == number) {
                return Some(waiter);
            }
        }
        None
    }

    /// Takes a call out that had the turn of its flow: the other flows go before the next one of it.
    pub(super) fn served(&mut self, number: u64) {
        if let Some(place) = self.take(number) {
            let flow = self.0.remove(place);
            if !flow.calls.is_empty() {
                self.0.push(flow);
            }
        }
    }

    /// Takes a call out that had no turn: the next one of its flow has that turn.
    pub(super) fn leave(&mut self, number: u64) {
        if let Some(place) = self.take(number)
            && self.0[place].calls.is_empty()
        {
            self.0.remove(place);
        }
    }

    /// Takes a call out, and says which flow it was of.
    fn take(&mut self, number: u64) -> Option<usize> {
        for (place, flow) in self.0.iter_mut().enumerate() {
            if let Some(of_flow) = flow.calls.iter().position(|waiter| waiter.number == number) {
                flow.calls.remove(of_flow);
                return Some(place);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Flows;

    /// What is known of a call that waits.
    #[derive(Clone, Copy)]
    struct Call {
        operation: &'static str,
        number: u64,
    }

    /// The rule, written as it is said: of the flows that wait, the one goes whose last turn, or else whose coming, is longest
    /// ago; and its oldest call.
    #[derive(Default)]
    struct Model {
        calls: Vec<Call>,
        /// Since when each flow waits for a turn.
        since: Vec<(&'static str, u64)>,
        now: u64,
    }

    impl Model {
        fn waits(&self, operation: &str) -> bool {
            self.calls.iter().any(|call| call.operation == operation)
        }

        fn set_out(&mut self, operation: &'static str) {
            self.now += 1;
            self.since.retain(|(known, _)| *known != operation);
            self.since.push((operation, self.now));
        }

        fn join(&mut self, operation: &'static str, number: u64) {
            if !self.waits(operation) {
                self.set_out(operation);
            }
            self.calls.push(Call { operation, number });
        }

        fn next(&self) -> Option<Call> {
            let waiting = self.since.iter().filter(|(operation, _)| self.waits(operation));
            let (turn, _) = waiting.min_by_key(|(_, since)| *since)?;
            self.calls.iter().copied().find(|call| call.operation == *turn)
        }

        fn remove(&mut self, call: Call, served: bool) {
            self.calls.retain(|other| other.number != call.number);
            if served {
                self.set_out(call.operation);
            }
        }
    }

    /// Serves all of them in turn.
    fn order(flows: &mut Flows) -> Vec<u64> {
        let mut order = Vec::new();
        while let Some(front) = flows.front() {
            let number = front.number;
            order.push(number);
            flows.served(number);
        }
        assert_eq!((flows.len(), flows.is_empty()), (0, true));
        order
    }

    #[test]
    fn flows_take_turns_and_inside_a_flow_the_first_goes_first() {
        for (joined, served) in [
            ("", ""),
            ("aaa", "a0 a1 a2"),
            ("aaab", "a0 b3 a1 a2"),
            ("aabbab", "a0 b2 a1 b3 a4 b5"),
            ("aaabcb", "a0 b3 c4 a1 b5 a2"),
        ] {
            let mut flows = Flows::default();
            for (number, operation) in joined.char_indices() {
                let operation = if operation == 'a' {
                    "a"
                } else if operation == 'b' {
                    "b"
                } else {
                    "c"
                };
                flows.join(operation, number as u64);
            }
            let mut words = Vec::new();
            for number in order(&mut flows) {
                let number = usize::try_from(number).unwrap();
                words.push(format!("{}{number}", &joined[number..=number]));
            }
            assert_eq!(words.join(" "), served, "{joined}");
        }
    }

    #[test]
    fn a_burst_of_one_operation_does_not_hold_back_another() {
        let mut flows = Flows::default();
        for number in 0..500 {
            flows.join("get_post", number);
        }
        assert_eq!((flows.ahead_of("get_post"), flows.ahead_of("list_calendar")), (500, 1));
        flows.join("list_calendar", 500);
        assert_eq!(order(&mut flows).iter().position(|number| *number == 500), Some(1));
    }

    #[test]
    fn one_who_leaves_leaves_the_turn_to_its_flow() {
        let mut flows = Flows::default();
        for (number, operation) in ["a", "b", "a", "b"].into_iter().enumerate() {
            flows.join(operation, number as u64);
        }
        flows.leave(0);
        flows.leave(3);
        assert_eq!(order(&mut flows), [2, 1]);
    }

    /// Random comings, turns and leavings, against the rule.
    #[test]
    fn in_no_history_does_a_call_go_out_of_turn() {
        const OPERATIONS: [&str; 5] = ["a", "b", "c", "d", "e"];
        for seed in 0..2000_u64 {
            let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mut below = |end: usize| {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                usize::try_from(random >> 33).unwrap() % end
            };
            let (mut flows, mut model) = (Flows::default(), Model::default());
            let kinds = 1 + below(OPERATIONS.len());
            for number in 0..200 {
                match below(8) {
                    0..4 => {
                        let operation = OPERATIONS[below(kinds)];
                        flows.join(operation, number);
                        model.join(operation, number);
                    }
                    4 if !model.calls.is_empty() => {
                        let call = model.calls[below(model.calls.len())];
                        flows.leave(call.number);
                        model.remove(call, false);
                    }
                    _ => {
                        let Some(next) = model.next() else { continue };
                        flows.served(next.number);
                        model.remove(next, true);
                    }
                }
                let next = model.next().map(|call| call.number);
                assert_eq!(flows.front().map(|front| front.number), next, "history {seed}");
                assert_eq!(flows.len(), model.calls.len(), "history {seed}");
            }
            let operation = OPERATIONS[below(kinds)];
            let ahead = flows.ahead_of(operation);
            flows.join(operation, 1000);
            let place = order(&mut flows).iter().position(|number| *number == 1000);
            assert_eq!(place, Some(ahead), "history {seed}");
        }
    }
}
