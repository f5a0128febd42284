//! What went wrong: one type for everything, that says what, where, why and what next.

mod body;
mod display;
mod kind;
mod redact;
mod statement;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

pub(crate) use body::{ServerSaid, looks_like_html, server_said};
pub use kind::{ErrorKind, Outcome};
pub(crate) use redact::{cleaned, redacted};
pub use statement::Statement;

use super::page::ResumeToken;
use super::scope::ScopeSet;

/// What went wrong with a call, and what became of it.
///
/// It prints as one line: what, where, why, and what to do next. It never shows a credential, nor a value of
/// the answer that could be one.
///
/// ```
/// use cc_api::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::NotFound, "there is no such post").with_status(404);
/// assert!(error.not_found());
/// assert!(!error.may_have_happened());
/// ```
#[derive(Clone)]
pub struct Error(Box<Data>);

#[derive(Clone)]
struct Data {
    kind: ErrorKind,
    outcome: Outcome,
    message: String,
    advice: Option<String>,
    operation: Option<&'static str>,
    repeatable: bool,
    attempts: u32,
    status: Option<u16>,
    retry_at: Option<Timestamp>,
    window: Option<Duration>,
    request_id: Option<String>,
    json_path: Option<String>,
    statement: Option<Statement>,
    fields: Vec<FieldError>,
    scope: Option<ScopeRefusal>,
    resume: Option<ResumeToken>,
    task: Option<TaskState>,
    uploaded_file: Option<Box<str>>,
    body: Bytes,
}

/// What the server says about one field of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field, by its name in the request: `date`, `items.0.id`.
    pub field: String,
    /// What is wrong with it, in the server's words.
    pub message: String,
}

/// Which scopes a refused call would have needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopeRefusal {
    /// One of these sets has to be held in full; empty if nothing is documented.
    pub required: Vec<ScopeSet>,
    /// What the key holds, if the client was told.
    pub held: Option<ScopeSet>,
    /// What is missing for the set that is nearest; all of it if it isn't known what the key holds.
    pub missing: ScopeSet,
}

/// Which work on the server an error is about, and how far it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TaskState {
    /// What identifies the work; none if there is only one of its kind, as with an account's hook menu.
    pub id: Option<String>,
    /// The last state seen, in the server's words: `running`. None if it was never seen.
    pub state: Option<String>,
}

impl Error {
    /// An error of this kind. In tests of your own code, add what the code looks at with the `with_` methods.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::of(kind, message.into())
    }

    fn of(kind: ErrorKind, message: String) -> Self {
        Self(Box::new(Data {
            kind,
            outcome: kind.usual_outcome(),
            message,
            advice: None,
            operation: None,
            repeatable: false,
            attempts: 0,
            status: None,
            retry_at: None,
            window: None,
            request_id: None,
            json_path: None,
            statement: None,
            fields: Vec::new(),
            scope: None,
            resume: None,
            task: None,
            uploaded_file: None,
            body: Bytes::new(),
        }))
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message)
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What became of the request.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// The operation, by its name; none if no call was made.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// How many times the request was handed to the network.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// When to try again, if the server or the quota said so.
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.0.retry_at
    }

    /// Which limit of the quota is used up, by its length: a minute, an hour, a day. None if that is not why.
    pub fn window(&self) -> Option<Duration> {
        self.0.window
    }

    /// The server's name for this request, to quote to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Where in the answer it went wrong: `$.results[3].date`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Which statement of the API's description the answer contradicts, and how that is known: `reach` of
    /// `InstagramMedia`, a guess. None if the answer is no JSON, explains itself, or the description doesn't say.
    pub fn statement(&self) -> Option<&Statement> {
        self.0.statement.as_ref()
    }

    /// What went wrong, without the where and the what next.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the server says about single fields of the request.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// The body of the answer, at most 64 KiB, as it came: for logs of your own, after a look at what is in it.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// From where a listing that broke off can be resumed.
    pub fn resume_token(&self) -> Option<&ResumeToken> {
        self.0.resume.as_ref()
    }

    /// Which work on the server this is about, if it came of waiting for some. The work goes on whatever the error,
    /// and can be waited for again.
    pub fn task(&self) -> Option<&TaskState> {
        self.0.task.as_ref()
    }

    /// The file that lies in the storage, or may do so, although what was to be done with it failed; by its name there.
    pub fn uploaded_file(&self) -> Option<&str> {
        self.0.uploaded_file.as_deref()
    }

    /// Which scopes are missing, if that is why.
    pub fn scope(&self) -> Option<&ScopeRefusal> {
        self.0.scope.as_ref()
    }

    /// Whether the thing asked for doesn't exist.
    pub fn not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// When a call that came too soon may come again: `Some(None)` if the server didn't say.
    pub fn rate_limited(&self) -> Option<Option<Timestamp>> {
        let limited = matches!(self.0.kind, ErrorKind::RateLimited | ErrorKind::QuotaWait);
        limited.then_some(self.0.retry_at)
    }

    /// Whether the same call may work later without harm.
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::RateLimited | ErrorKind::QuotaWait if !self.may_have_happened() => true,
            ErrorKind::Connect | ErrorKind::Timeout if self.0.outcome == Outcome::NotSent => true,
            ErrorKind::RateLimited
            | ErrorKind::QuotaWait
            | ErrorKind::Connect
            | ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Server => self.0.repeatable,
            _ => false,
        }
    }

    /// Whether the server may have done what it was asked although an error came back.
    pub fn may_have_happened(&self) -> bool {
        matches!(self.0.outcome, Outcome::Unknown | Outcome::Applied)
    }
}

/// The `with_` methods: for tests of your own, and for the runtime.
impl Error {
    /// Says what became of the request.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// Names the operation, and says whether repeating it does no harm.
    #[must_use]
    pub fn with_operation(mut self, operation: &super::catalogue::Operation) -> Self {
        self.0.operation = Some(operation.id);
        self.0.repeatable = operation.safety.is_repeatable();
        self
    }

    /// Says how often the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Adds the status of the answer.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn with_retry_at(mut self, at: Timestamp) -> Self {
        self.0.retry_at = Some(at);
        self
    }

    /// Says which limit of the quota is used up, by its length.
    #[must_use]
    pub fn with_window(mut self, length: Duration) -> Self {
        self.0.window = Some(length);
        self
    }

    /// Adds the server's name for the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Says where in the answer it went wrong.
    #[must_use]
    pub fn with_json_path(mut self, path: impl Into<String>) -> Self {
        self.0.json_path = Some(path.into());
        self
    }

    /// Says which statement of the API's description the answer contradicts.
    #[must_use]
    pub fn with_statement(mut self, statement: Statement) -> Self {
        self.0.statement = Some(statement);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Adds what the server says about single fields.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<FieldError>) -> Self {
        self.0.fields = fields;
        self
    }

    /// Says which scopes are missing.
    #[must_use]
    pub fn with_scope(mut self, refusal: ScopeRefusal) -> Self {
        self.0.scope = Some(refusal);
        self
    }

    /// Adds the body of the answer.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.0.body = body.into();
        self
    }

    /// Names the work on the server that it is about.
    #[must_use]
    pub fn with_task(mut self, task: TaskState) -> Self {
        self.0.task = Some(task);
        self
    }

    /// Names the file that lies in the storage, or may do so.
    #[must_use]
    pub fn with_uploaded_file(mut self, file_key: &str) -> Self {
        self.0.uploaded_file = Some(cleaned(file_key).into());
        self
    }

    pub(crate) fn with_message(mut self, message: String) -> Self {
        self.0.message = message;
        self
    }

    /// Says from where the listing can be resumed.
    #[must_use]
    pub fn with_resume_token(mut self, token: ResumeToken) -> Self {
        self.0.resume = Some(token);
        self
    }
}

impl std::error::Error for Error {}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = &self.0;
        f.debug_struct("Error")
            .field("kind", &data.kind)
            .field("outcome", &data.outcome)
            .field("operation", &data.operation)
            .field("attempts", &data.attempts)
            .field("status", &data.status)
            .field("retry_at", &data.retry_at)
            .field("window", &data.window)
            .field("request_id", &data.request_id)
            .field("json_path", &data.json_path)
            .field("statement", &data.statement)
            .field("message", &redacted(&data.message))
            .field("fields", &data.fields)
            .field("scope", &data.scope)
            .field("task", &data.task)
            .field("uploaded_file", &data.uploaded_file)
            .field("body", &format_args!("{} bytes", data.body.len()))
            .finish_non_exhaustive()
    }
}
