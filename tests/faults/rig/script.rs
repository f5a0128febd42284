//! The steps of an entry as what a server does on which request.
//!
//! Every rule counts how often it was played: a fault that never fired proves nothing, and fails its case.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::list::{Clock, Dns, Frame, Step, Tcp, Tls};

/// What a server does, and what stands in the way to it.
#[derive(Debug, Default)]
pub struct Script {
    rules: Vec<Rule>,
    doors: Vec<Rule>,
    clock: Option<Clock>,
}

/// What is done on some requests, or on some connections.
#[derive(Debug)]
pub struct Rule {
    turn: Turn,
    moves: Vec<Step>,
    hits: AtomicU32,
}

/// Which requests a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Always,
    Nth(u32),
}

impl Script {
    /// The script of these steps. Without `nth` or `always` they are for the first request.
    ///
    /// # Panics
    /// If a rule mixes what is done to a connection with what is done to a request.
    pub fn new(steps: &[Step]) -> Self {
        let mut script = Self::default();
        let mut rule = Rule::on(Turn::Nth(1));
        for step in steps {
            match step {
                Step::Always(_) => rule.turn = Turn::Always,
                Step::Nth(number) if rule.moves.is_empty() => rule.turn = Turn::Nth(*number),
                Step::Nth(number) => {
                    let next = Rule::on(Turn::Nth(*number));
                    script.add(std::mem::replace(&mut rule, next));
                }
                Step::Clock(clock) => script.clock = Some(clock.clone()),
                Step::Then(_) | Step::Local(_) => {}
                step => rule.moves.push(step.clone()),
            }
        }
        script.add(rule);
        script
    }

    fn add(&mut self, rule: Rule) {
        let of_door = |step: &Step| matches!(step, Step::Tcp(_) | Step::Tls(_) | Step::Dns(_));
        let doors = rule.moves.iter().filter(|step| of_door(step)).count();
        assert!(
            doors == 0 || doors == rule.moves.len(),
            "a rule is for connections or for requests: {rule:?}"
        );
        match rule.moves.len() {
            0 => {}
            _ if doors > 0 => self.doors.push(rule),
            _ => self.rules.push(rule),
        }
    }

    /// What is done on the request of this number, counted from 1; the usual answer if nothing.
    pub fn play(&self, number: u32) -> Option<&[Step]> {
        find(&self.rules, number).map(Rule::fire)
    }

    /// What becomes of the attempt of this number to connect, without counting it.
    pub fn door(&self, number: u32) -> Option<&Rule> {
        find(&self.doors, number)
    }

    /// How many usual requests come before the first that something is done on.
    pub fn warm_ups(&self) -> u32 {
        let first = self.rules.iter().map(|rule| if let Turn::Nth(number) = rule.turn { number } else { 1 });
        first.min().unwrap_or(1).saturating_sub(1)
    }

    /// How many bytes of bodies the server takes in HTTP/2, if the script says so.
    pub fn window(&self) -> Option<u32> {
        self.rules.iter().flat_map(|rule| &rule.moves).find_map(|step| match step {
            Step::H2(Frame::Window(window)) => Some(*window),
            _ => None,
        })
    }

    /// What the client's clock is like.
    pub fn clock(&self) -> Option<&Clock> {
        self.clock.as_ref()
    }

    /// Which rules were not played as often as they should; none if all were.
    pub fn unfired(&self) -> Option<String> {
        let missed = |rule: &&Rule| match (rule.turn, rule.hits.load(Ordering::Relaxed)) {
            (Turn::Always, hits) => hits == 0,
            (Turn::Nth(_), hits) => hits != 1,
        };
        let rule = self.rules.iter().chain(&self.doors).find(missed)?;
        let hits = rule.hits.load(Ordering::Relaxed);
        Some(format!("the fault fired {hits} times: {:?} {:?}", rule.turn, rule.moves))
    }
}

impl Rule {
    fn on(turn: Turn) -> Self {
        Self { turn, moves: Vec::new(), hits: AtomicU32::new(0) }
    }

    /// What to do; it counts as done.
    pub fn fire(&self) -> &[Step] {
        self.hits.fetch_add(1, Ordering::Relaxed);
        &self.moves
    }

    /// Whether nobody listens.
    pub fn refuses(&self) -> bool {
        self.moves.contains(&Step::Tcp(Tcp::Refuse))
    }

    /// Where the name leads, if not to the server.
    pub fn dns(&self) -> Option<&Dns> {
        self.moves.iter().find_map(|step| if let Step::Dns(dns) = step { Some(dns) } else { None })
    }

    /// What the server is like in TLS.
    pub fn tls(&self) -> Option<&Tls> {
        self.moves.iter().find_map(|step| if let Step::Tls(tls) = step { Some(tls) } else { None })
    }
}

/// The rule for a number: one of its own goes before one for all.
fn find(rules: &[Rule], number: u32) -> Option<&Rule> {
    let own = rules.iter().find(|rule| rule.turn == Turn::Nth(number));
    own.or_else(|| rules.iter().find(|rule| rule.turn == Turn::Always))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn script(steps: Value) -> Script {
        Script::new(&serde_json::from_value::<Vec<Step>>(steps).unwrap())
    }

    #[test]
    fn a_rule_is_for_the_first_request_unless_it_says_otherwise() {
        let first = script(json!([{"apply": true}, {"end": "fin"}, {"then": "ok"}]));
        assert_eq!(first.play(1).map(<[Step]>::len), Some(2));
        assert!(first.play(2).is_none() && first.unfired().is_none());

        let always = script(json!([{"always": true}, {"end": "fin"}]));
        assert!(always.play(1).is_some() && always.play(7).is_some() && always.unfired().is_none());

        let two = script(json!([{"end": "fin"}, {"nth": 2}, {"end": "rst"}]));
        assert_ne!(two.play(1), two.play(2));
        assert!(two.play(3).is_none() && two.warm_ups() == 0);

        let second = script(json!([{"nth": 2}, {"end": "fin"}]));
        assert!(second.play(1).is_none() && second.warm_ups() == 1 && second.unfired().is_some());
    }

    #[test]
    fn what_becomes_of_connections_is_counted_apart() {
        let refused = script(json!([{"tcp": "refuse"}, {"nth": 2}, {"tcp": "refuse"}, {"then": "ok"}]));
        assert!(refused.play(1).is_none() && refused.warm_ups() == 0);
        for number in [1, 2] {
            assert!(refused.door(number).is_some_and(Rule::refuses));
            assert!(refused.unfired().is_some());
            refused.door(number).map(Rule::fire);
        }
        assert!(refused.door(3).is_none() && refused.unfired().is_none());
    }
}
