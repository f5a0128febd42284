//! What a look at a task means: still running, done, or over. A pure decision, so that a table can test it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::super::catalogue::{Operation, Waiter};
use super::super::decode::contradicting;
use super::super::error::{Error, ErrorKind, Outcome, TaskState, cleaned, server_said};
use super::super::marks::Contradicted;
use super::super::note::Note;
use super::super::response::Reply;
use super::super::words::all_bytes;

/// For so long a task may not be found while nobody has seen it yet: what was just written is not always read.
const UNSEEN: Duration = Duration::from_secs(10);

/// So many failures in a row are passed over.
const FAILURES: u32 = 5;

/// Words that mean that work ended badly, in any API; the catalogue may know more.
const OVER: [&str; 7] = ["failed", "failure", "error", "cancelled", "canceled", "expired", "rejected"];

/// Words that mean that work goes on, in any API: they are worth no note.
const UNDER_WAY: [&str; 8] =
    ["pending", "queued", "waiting", "scheduled", "started", "running", "processing", "in_progress"];

/// What the looks at a task have brought so far.
#[derive(Debug)]
pub(super) struct Progress {
    /// The operation that started the work.
    start: &'static Operation,
    waiter: &'static Waiter,
    /// What identifies the task, if anything does.
    id: Option<String>,
    /// The last state seen.
    state: Option<String>,
    /// Why the last look brought nothing.
    fault: Option<String>,
    failures: u32,
    noted: bool,
}

/// What follows from a look.
pub(super) enum Step {
    /// Look again, not before this time if the server or the quota said so.
    Again {
        not_before: Option<Timestamp>,
    },
    Done(Arc<Reply>),
    Over(Error),
}

impl Progress {
    pub(super) fn new(start: &'static Operation, waiter: &'static Waiter, id: Option<String>) -> Self {
        Self { start, waiter, id, state: None, fault: None, failures: 0, noted: false }
    }

    /// Takes in a look: what it brought, how long the task has been waited for, and when an answer wants the next.
    pub(super) fn take(
        &mut self,
        look: Result<Reply, Error>,
        waited: Duration,
        told: Option<Timestamp>,
    ) -> Step {
        let error = match look {
            Ok(reply) => return self.seen(reply, told),
            Err(error) => error,
        };
        let unseen = self.state.is_none() && waited <= UNSEEN && error.kind() == ErrorKind::NotFound;
        let told_to_wait = matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::QuotaWait);
        if error.is_retryable() && !told_to_wait {
            self.failures += 1;
        }
        if (unseen || error.is_retryable()) && self.failures <= FAILURES {
            self.fault = Some(error.message().to_owned());
            return Step::Again { not_before: error.retry_at() };
        }
        Step::Over(self.broken_off(error))
    }

    /// A note about the last look, at most one a task.
    pub(super) fn note(&mut self, operation: &'static str) -> Option<Note> {
        let state = self.state.as_deref().filter(|state| !self.noted && !is_one_of(state, &UNDER_WAY))?;
        let plain =
            state.len() <= 32 && all_bytes(state, |b| b.is_ascii_alphanumeric() || b"_- ".contains(&b));
        let state = if plain { state } else { "?" };
        let note = Note::UnknownState { operation, state: state.to_owned() };
        self.noted = true;
        Some(note)
    }

    /// The error when time is up.
    pub(super) fn not_done(&self, waited: Duration, retry_at: Timestamp) -> Error {
        let seen = match &self.state {
            Some(state) => format!("it was last seen `{state}`"),
            None => "it was never seen".to_owned(),
        };
        let mut message = format!("{} is not done after {} s; {seen}", self.name(), waited.as_secs());
        if let Some(fault) = &self.fault {
            message.push_str("; the last look failed: ");
            message.push_str(fault);
        }
        self.about(Error::new(ErrorKind::Wait, message))
            .with_operation(self.start)
            .with_retry_at(retry_at)
            .with_advice("the work goes on; wait for the same task again, and do not start it anew")
    }

    /// The error for a task that is done and has no result.
    pub(super) fn empty(&self, reply: &Reply, result: &str) -> Error {
        let message = format!("{} is done, but its answer has no {result}", self.name());
        self.about(Error::new(ErrorKind::Decode, message))
            .with_operation(reply.operation)
            .with_status(reply.status)
            .with_body(reply.body.clone())
            .with_advice("the work was carried out; look at the task before you start it anew")
    }

    /// Names the task in an error.
    pub(super) fn about(&self, error: Error) -> Error {
        error.with_task(TaskState { id: self.id.clone(), state: self.state.clone() })
    }

    fn seen(&mut self, reply: Reply, told: Option<Timestamp>) -> Step {
        (self.failures, self.fault) = (0, None);
        let json = json_of(&reply);
        let Some(state) = json.pointer(self.waiter.watch).and_then(Value::as_str) else {
            let message = "the answer does not say how far the work is";
            let error = Error::new(ErrorKind::Decode, message).with_json_path(path(self.waiter.watch));
            let keys: Vec<String> = self.waiter.watch.split('/').skip(1).map(str::to_owned).collect();
            let error = contradicting(error, &reply, &keys, Contradicted::Value);
            let error = error.with_operation(reply.operation).with_status(reply.status);
            return Step::Over(self.about(error.with_body(reply.body)));
        };
        self.state = Some(cleaned(state));
        if is_one_of(state, self.waiter.done) {
            Step::Done(Arc::new(reply))
        } else if is_one_of(state, self.waiter.failed) || is_one_of(state, &OVER) {
            Step::Over(self.failed(&json, reply))
        } else {
            Step::Again { not_before: told }
        }
    }

    /// The error for work that ended badly. It bears the name of the operation that started it, which must not be
    /// repeated by itself, whatever the reading of the state would allow.
    fn failed(&self, json: &Value, reply: Reply) -> Error {
        let mut message = format!("{} ended as `{}`", self.name(), self.state.as_deref().unwrap_or_default());
        if let Some(reason) = reason(json, &reply.body) {
            message.push_str(": ");
            message.push_str(&reason);
        }
        self.about(Error::new(ErrorKind::Server, message))
            .with_outcome(Outcome::Applied)
            .with_operation(self.start)
            .with_body(reply.body)
            .with_advice("it does not go on by itself; starting it again is a new call")
    }

    /// The error of a look that ends the wait.
    fn broken_off(&self, error: Error) -> Error {
        let failed = if self.failures > FAILURES {
            format!("{} looks in a row failed; {} may go on", self.failures, self.name())
        } else {
            format!("{} can't be looked at", self.name())
        };
        let message = format!("{}; {failed}", error.message());
        self.about(error.with_message(message))
    }

    fn name(&self) -> String {
        match &self.id {
            Some(id) => format!("the task {id}"),
            None => "the work".to_owned(),
        }
    }
}

/// The answer as JSON; null if it is none. Typed reading follows once the work is done.
fn json_of(reply: &Reply) -> Value {
    std::str::from_utf8(&reply.body).ok().and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Whether a state is one of these, whatever its case.
fn is_one_of(state: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(state))
}

/// Why work failed: what servers say in refusals, or a text whose name speaks of a reason.
fn reason(json: &Value, body: &[u8]) -> Option<String> {
    if let Some(message) = server_said(body).message {
        return Some(message);
    }
    for (name, value) in json.as_object()? {
        if let (true, Some(text)) = (name.to_ascii_lowercase().contains("reason"), value.as_str()) {
            return Some(cleaned(text));
        }
    }
    None
}

/// A JSON pointer as the path that errors show: `/a/0` as `$.a.0`.
fn path(pointer: &str) -> String {
    format!("${}", pointer.replace('/', "."))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;

    use super::{Progress, Step};
    use crate::runtime::catalogue::{Evidence, Operation, Safety, Waiter};
    use crate::runtime::error::{Error, ErrorKind, Outcome};
    use crate::runtime::response::Reply;

    static LOOK: Operation = Operation { id: "get_task", safety: Safety::Read, ..Operation::BLANK };
    static START: Operation = Operation {
        id: "start_task",
        waiter: Some(Waiter {
            poll: "get_task",
            pass: &[("id", "/id")],
            watch: "/status",
            done: &["completed"],
            failed: &["broken"],
            evidence: Evidence::Inferred,
        }),
        ..Operation::BLANK
    };

    fn progress() -> Progress {
        Progress::new(&START, START.waiter.as_ref().unwrap(), Some("task_5".to_owned()))
    }

    fn reply(body: &'static str) -> Reply {
        let body = Bytes::from_static(body.as_bytes());
        let headers = http::HeaderMap::new();
        Reply {
            operation: &LOOK,
            marks: None,
            status: 200,
            headers,
            body,
            any_json: true,
            attempts: 1,
            listing: None,
        }
    }

    fn fails(kind: ErrorKind) -> Result<Reply, Error> {
        Err(Error::new(kind, "no").with_operation(&LOOK))
    }

    /// A look as one word: `again`, `done`, or the kind of the error that ends the wait.
    fn word(progress: &mut Progress, look: Result<Reply, Error>, second: u64) -> String {
        match progress.take(look, Duration::from_secs(second), None) {
            Step::Again { .. } => "again".to_owned(),
            Step::Done(_) => "done".to_owned(),
            Step::Over(error) => format!("{:?}", error.kind()),
        }
    }

    #[test]
    fn a_state_goes_on_ends_well_or_ends_badly() {
        for (body, wanted) in [
            (r#"{"status":"running"}"#, "again"),
            (r#"{"status":"simmering"}"#, "again"),
            (r#"{"status":"Completed"}"#, "done"),
            (r#"{"status":"broken"}"#, "Server"),
            (r#"{"status":"failed"}"#, "Server"),
            (r#"{"status":"cancelled"}"#, "Server"),
            (r#"{"status":"EXPIRED"}"#, "Server"),
            (r#"{"status":"error"}"#, "Server"),
            (r#"{"status":null}"#, "Decode"),
            (r#"{"detail":"Not available"}"#, "Decode"),
            ("<html>", "Decode"),
            ("", "Decode"),
        ] {
            assert_eq!(word(&mut progress(), Ok(reply(body)), 2), wanted, "{body}");
        }
    }

    #[test]
    fn not_found_is_passed_over_for_ten_seconds_until_the_task_was_seen() {
        let missing = || fails(ErrorKind::NotFound);
        let mut progress = progress();
        assert_eq!(word(&mut progress, missing(), 2), "again");
        assert_eq!(word(&mut progress, missing(), 10), "again");
        assert_eq!(word(&mut progress, missing(), 11), "NotFound");
        assert_eq!(word(&mut progress, Ok(reply(r#"{"status":"running"}"#)), 12), "again");
        assert_eq!(word(&mut progress, missing(), 5), "NotFound");
    }

    #[test]
    fn five_failures_in_a_row_are_passed_over_and_refusals_are_not() {
        let mut progress = progress();
        for _ in 0..2 {
            for kind in [ErrorKind::Server, ErrorKind::Timeout, ErrorKind::Transport, ErrorKind::Connect] {
                assert_eq!(word(&mut progress, fails(kind), 20), "again");
            }
            assert_eq!(word(&mut progress, fails(ErrorKind::Server), 20), "again");
            assert_eq!(word(&mut progress, Ok(reply(r#"{"status":"running"}"#)), 20), "again");
        }
        for _ in 0..20 {
            assert_eq!(word(&mut progress, fails(ErrorKind::RateLimited), 20), "again");
            assert_eq!(word(&mut progress, fails(ErrorKind::QuotaWait), 20), "again");
        }
        for kind in [ErrorKind::Auth, ErrorKind::Scope, ErrorKind::Validation, ErrorKind::Decode] {
            assert_eq!(word(&mut progress, fails(kind), 20), format!("{kind:?}"));
        }
        for _ in 0..5 {
            assert_eq!(word(&mut progress, fails(ErrorKind::Server), 20), "again");
        }
        assert_eq!(word(&mut progress, fails(ErrorKind::Server), 20), "Server");
    }

    #[test]
    fn work_that_failed_keeps_the_reason_and_is_not_called_repeatable() {
        for (body, reason) in [
            (r#"{"status":"failed","failureReason":"the hook is gone"}"#, ": the hook is gone"),
            (r#"{"status":"failed","error":{"message":"out of credits"}}"#, ": out of credits"),
            (r#"{"status":"failed"}"#, ""),
        ] {
            let Step::Over(error) = progress().take(Ok(reply(body)), Duration::ZERO, None) else {
                panic!("{body}")
            };
            assert_eq!(error.message(), format!("the task task_5 ended as `failed`{reason}"));
            assert_eq!((error.operation(), error.outcome()), (Some("start_task"), Outcome::Applied));
            assert!(!error.is_retryable());
            assert_eq!(error.task().unwrap().state.as_deref(), Some("failed"));
        }
    }

    #[test]
    fn an_unknown_state_is_noted_once() {
        let mut progress = progress();
        let mut notes = Vec::new();
        for body in [r#"{"status":"pending"}"#, r#"{"status":"simmering"}"#, r#"{"status":"resting"}"#] {
            assert_eq!(word(&mut progress, Ok(reply(body)), 2), "again");
            notes.extend(progress.note("get_task").map(|note| note.to_string()));
        }
        assert_eq!(notes, ["get_task: the state `simmering` is unknown; the work counts as not done"]);
    }
}
