//! What came out of a case, held against what its entry expects and against what holds after every case.

use std::time::Duration;

use cc_api::{Error, ErrorKind, Note, Outcome};

use crate::case::Ran;
use crate::list::{Count, Expect, List};
use crate::operations::Sample;
use crate::timer::SPEED;
use crate::watch;

/// How long a busy machine may keep a case with real sockets from going on, in real time. What is waited on purpose is
/// exact all the same, since the rig's clock only counts it.
const BUSY: Duration = Duration::from_secs(5);

/// What is not as the entry expects it.
pub fn differences(ran: &Ran, expect: &Expect) -> Vec<String> {
    let mut differs = Differences(Vec::new());
    let error = ran.result.as_ref().err();
    if expect.result.is_some() {
        differs.unless(ran.result.is_ok(), "the call goes well", &told(ran));
    }
    if let Some(kind) = &expect.kind {
        let is = error.is_some_and(|error| format!("{:?}", error.kind()) == *kind);
        differs.unless(is, &format!("an error of kind {kind}"), &told(ran));
    }
    if let Some(outcome) = &expect.outcome {
        let is = error.is_some_and(|error| error.outcome().as_str() == outcome);
        differs.unless(is, &format!("the outcome {outcome}"), &told(ran));
    }
    if let Some(wanted) = &expect.phase {
        differs.unless(
            error.and_then(phase) == Some(wanted),
            &format!("a time-out of the phase {wanted}"),
            &told(ran),
        );
    }
    if let Some(status) = &expect.status {
        let is = error.and_then(Error::status).is_some_and(|it| status.as_u64() == Some(it.into()));
        differs.unless(is, &format!("the status {status}"), &told(ran));
    }
    if let Some(note) = &expect.note {
        let heard = ran.notes.iter().any(|heard| snake(&format!("{heard:?}")) == *note);
        differs.unless(heard, &format!("the note {note}"), &format!("{:?}", ran.notes));
    }
    differs.count("sends", expect.sends.as_ref(), ran.tally.sends.into());
    differs.count("effects", expect.effects.as_ref(), ran.tally.effects.into());
    differs.count("charged", expect.charged.as_ref(), ran.charged);
    if let Some(attempts) = &expect.attempts {
        differs.count("attempts", Some(attempts), error.map_or(0, |error| error.attempts().into()));
    }
    if let Some(pauses) = &expect.sleeps {
        let waits: Vec<_> =
            ran.waits.iter().map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)).collect();
        let fit =
            waits.len() == pauses.len() && pauses.iter().zip(&waits).all(|(pause, wait)| pause.fits(*wait));
        differs.unless(fit, &format!("the waits {pauses:?}"), &format!("{waits:?}"));
    }
    differs.0
}

/// What does not hold although it has to after every case.
pub fn breaches(ran: &Ran) -> Vec<String> {
    let mut breaches = Vec::new();
    let profile = &List::get().profile;
    let sample = Sample::of(ran.case.fault, ran.case.op);
    if sample.acts_once() && ran.tally.effects > 1 {
        breaches.push(format!("the server carried it out {} times", ran.tally.effects));
    }
    let waited: Duration = ran.waits.iter().sum();
    let longest = profile.deadline() + profile.attempt();
    let slack = if ran.case.line.is_some() { BUSY * SPEED } else { Duration::ZERO };
    if waited > profile.deadline() || ran.elapsed > longest + slack {
        breaches
            .push(format!("it took {:?}, {waited:?} of it in waits; {longest:?} are allowed", ran.elapsed));
    }
    if ran.tasks_left > 0 {
        breaches.push(format!("{} tasks were left when client and server were gone", ran.tasks_left));
    }
    if ran.charged < u64::from(ran.tally.sends) {
        breaches.push(format!("{} slots are charged for {} requests", ran.charged, ran.tally.sends));
    }
    breaches.extend(ran.unsettled.clone());
    breaches.extend(ran.unfired.clone());
    breaches.extend(ran.tally.trouble.iter().cloned());
    if let Err(error) = &ran.result {
        breaches.extend(error_breaches(error, sample.operation.id));
    }
    breaches.extend(unannounced(ran));
    breaches.extend(ran.miscounted.clone());
    for note in &ran.notes {
        breaches.extend(leak("a note", &format!("{note:?} {note}")));
    }
    breaches.extend(watch::leaks());
    breaches
}

/// Which attempts and waits the client kept to itself.
fn unannounced(ran: &Ran) -> Vec<String> {
    let mut breaches = Vec::new();
    let time = |note: &Note| if let Note::Wait { time, .. } = note { Some(*time) } else { None };
    let mut announced: Vec<_> = ran.notes.iter().filter_map(time).collect();
    let attempts = ran.notes.iter().filter(|note| matches!(note, Note::Attempt { .. })).count();
    if attempts < usize::try_from(ran.tally.sends).unwrap_or(usize::MAX) {
        breaches.push(format!("{} requests were sent, but {attempts} attempts announced", ran.tally.sends));
    }
    for wait in &ran.waits {
        match announced.iter().position(|time| time == wait) {
            Some(place) => drop(announced.remove(place)),
            None => breaches.push(format!("a wait of {wait:?} was not announced: {:?}", ran.notes)),
        }
    }
    breaches
}

/// What an error has to say, and what it must not.
pub fn error_breaches(error: &Error, operation: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if error.operation() != Some(operation) {
        breaches.push(format!("the error is not of {operation}: {error:?}"));
    }
    let local = matches!(
        error.kind(),
        ErrorKind::Config
            | ErrorKind::InvalidInput
            | ErrorKind::QuotaWait
            | ErrorKind::Duplicate
            | ErrorKind::Store
    );
    if error.attempts() == 0 && !local && error.outcome() != Outcome::NotSent {
        breaches.push(format!("the error counts no attempt: {error:?}"));
    }
    let later = matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::QuotaWait);
    if later && error.retry_at().is_none() {
        breaches.push(format!("the error does not say when to try again: {error:?}"));
    }
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        breaches.extend(leak("an error", &format!("{error} {error:?} {error:#?}")));
        cause = error.source();
    }
    breaches
}

fn leak(what: &str, text: &str) -> Option<String> {
    watch::canary_in(text).map(|canary| format!("{what} holds {canary}: {text}"))
}

/// What a time-out waited for: by how far the request got, since the answer's status is known from its head on.
pub fn phase(error: &Error) -> Option<&'static str> {
    match (error.kind(), error.outcome(), error.status()) {
        (ErrorKind::Timeout, Outcome::NotSent, _) => Some("connect"),
        (ErrorKind::Timeout, _, None) => Some("response"),
        (ErrorKind::Timeout, _, Some(_)) => Some("body"),
        _ => None,
    }
}

/// What the caller got, in a line.
fn told(ran: &Ran) -> String {
    match &ran.result {
        Ok(value) => {
            let text = value.to_string();
            format!("it went well: {}", text.chars().take(200).collect::<String>())
        }
        Err(error) => {
            format!("{:?}, {}, {} attempts: {error}", error.kind(), error.outcome(), error.attempts())
        }
    }
}

/// `AlreadyGone { .. }` as `already_gone`.
fn snake(debug: &str) -> String {
    let mut word = String::new();
    for letter in debug.chars().take_while(char::is_ascii_alphanumeric) {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

struct Differences(Vec<String>);

impl Differences {
    fn unless(&mut self, fine: bool, wanted: &str, came: &str) {
        if !fine {
            self.0.push(format!("expected {wanted}; {came}"));
        }
    }

    fn count(&mut self, what: &str, wanted: Option<&Count>, came: u64) {
        if let Some(wanted) = wanted
            && !wanted.fits(came)
        {
            self.0.push(format!("expected {what} {wanted:?}; {came} came"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::case::Case;
    use crate::wire::Tally;

    /// A run of a write that the server carried out once, in which everything is as it should be.
    fn ran(result: Result<Value, Error>) -> Ran {
        let cases = Case::all_of(List::get().fault("F071"));
        let case = cases.into_iter().find(|case| case.op == crate::list::Op::Write).unwrap();
        let operation = Sample::of(case.fault, case.op).operation;
        Ran {
            case,
            result: result.map_err(|error| error.with_operation(operation).with_attempts(1)),
            notes: vec![Note::Attempt {
                operation: operation.id,
                safety: operation.safety,
                attempt: 1,
                retry: None,
                status: None,
                error: None,
                outcome: Outcome::Applied,
                remaining: None,
            }],
            miscounted: Vec::new(),
            waits: Vec::new(),
            tally: Tally { sends: 1, effects: 1, connections: 1, ..Tally::default() },
            charged: 1,
            unsettled: None,
            elapsed: Duration::ZERO,
            unfired: None,
            tasks_left: 0,
        }
    }

    fn expect(expect: Value) -> Expect {
        serde_json::from_value(expect).unwrap()
    }

    #[test]
    fn what_differs_from_the_list_is_said() {
        let error = || Error::new(ErrorKind::Server, "the server failed").with_status(503);
        for (wanted, result, said) in [
            (
                json!({"result": "ok", "sends": 1, "effects": 1, "charged": 1, "sleeps": []}),
                Ok(json!({})),
                "",
            ),
            (
                json!({"result": "ok"}),
                Err(error()),
                "expected the call goes well; Server, unknown, 1 attempts",
            ),
            (json!({"kind": "Server", "outcome": "unknown", "status": 503, "attempts": 1}), Err(error()), ""),
            (json!({"kind": "Timeout"}), Err(error()), "expected an error of kind Timeout; Server"),
            (json!({"outcome": "rejected"}), Err(error()), "expected the outcome rejected; Server"),
            (json!({"phase": "body"}), Err(error()), "expected a time-out of the phase body; Server"),
            (json!({"sends": "<=0"}), Ok(json!({})), "expected sends AtMost(0); 1 came"),
            (json!({"effects": 0}), Ok(json!({})), "expected effects Exactly(0); 1 came"),
            (
                json!({"sleeps": [[3000, 4000]]}),
                Ok(json!({})),
                "expected the waits [Between(3000, 4000)]; []",
            ),
            (json!({"note": "already_gone"}), Ok(json!({})), "expected the note already_gone; [Attempt"),
        ] {
            let differences = differences(&ran(result), &expect(wanted.clone())).join("; ");
            assert!(differences.starts_with(said), "{wanted}: {differences}");
            assert_eq!(differences.is_empty(), said.is_empty(), "{wanted}: {differences}");
        }
    }

    #[test]
    fn what_must_hold_after_every_case_is_checked_each() {
        type Break = fn(&mut Ran);
        assert_eq!(breaches(&ran(Ok(json!({})))), Vec::<String>::new());
        let breaks: [(Break, &str); 11] = [
            (|ran| ran.tally.effects = 2, "carried it out 2 times"),
            (|ran| ran.charged = 0, "0 slots are charged"),
            (|ran| ran.tasks_left = 1, "1 tasks were left"),
            (|ran| ran.elapsed = Duration::from_secs(600), "it took 600s"),
            (|ran| ran.waits.push(Duration::from_secs(40)), "40s of it in waits"),
            (|ran| ran.waits.push(Duration::from_secs(1)), "a wait of 1s was not announced"),
            (|ran| ran.notes.clear(), "0 attempts announced"),
            (|ran| ran.miscounted.push("freezes: 1 counted, 0 told".into()), "1 counted, 0 told"),
            (|ran| ran.unfired = Some("the fault fired 0 times".into()), "fired 0 times"),
            (|ran| ran.unsettled = Some("1 slots are reserved".into()), "reserved"),
            (
                |ran| ran.result = Err(Error::new(ErrorKind::Server, "cc_CANARY_7f3a9d")),
                "the error is not of",
            ),
        ];
        for (break_it, said) in breaks {
            let mut ran = ran(Ok(json!({})));
            break_it(&mut ran);
            let breaches = breaches(&ran);
            assert!(breaches.iter().any(|breach| breach.contains(said)), "{said}: {breaches:?}");
        }
    }

    #[test]
    fn a_canary_is_found_and_a_later_retry_has_a_time() {
        let operation = Sample::usual(crate::list::Op::Read).operation;
        let error = Error::new(ErrorKind::RateLimited, "too many").with_operation(operation).with_attempts(1);
        assert!(
            error_breaches(&error, operation.id).iter().any(|breach| breach.contains("when to try again"))
        );
        let error = error.with_request_id("SIGCANARY51").with_retry_at(cc_api::Timestamp::UNIX_EPOCH);
        assert!(
            error_breaches(&error, operation.id).iter().all(|breach| breach.contains("holds SIGCANARY51"))
        );
        assert!(!error_breaches(&error, operation.id).is_empty());
    }
}
