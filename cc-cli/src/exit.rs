//! How a command ends: the code that scripts read, and what a person is told.

use std::fmt;
use std::process::ExitCode;
use std::time::Duration;

use cc_api::catalogue::{self, Access};
use cc_api::time::Timestamp;
use cc_api::{Error, ErrorKind, Outcome, Statement};
use cc_surface::AccountError;
use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::speech::words;

/// The codes of the command line; its help lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Done = 0,
    /// Something on this machine, or on the way, failed.
    Local = 1,
    /// The command line, or an argument of the call, can't be used as it is.
    Usage = 2,
    /// There is no key, or it was not accepted.
    NotLoggedIn = 3,
    /// The API refused.
    Refused = 4,
    /// The API failed, or answered what the document does not say.
    Failed = 5,
    /// Too many requests: later it will do.
    TooMany = 6,
    /// Nobody knows whether it happened, or the same call is unresolved.
    Unresolved = 7,
    /// The user stopped it.
    Interrupted = 130,
}

/// Why a command did not do what it was asked for.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The code to end with.
    pub exit: Exit,
    message: String,
    /// What to do about it, a line each.
    hints: Vec<String>,
    /// The client's error behind it, if there is one.
    error: Option<Box<Error>>,
}

impl Failure {
    /// A failure with a message of one line.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hints: Vec::new(), error: None }
    }

    /// The end of a command that nobody listens to any more.
    pub(crate) fn silent() -> Self {
        Self::new(Exit::Done, "")
    }

    /// Adds a line on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same without what was to be done: something else is.
    #[must_use]
    pub(crate) fn without_hints(mut self) -> Self {
        self.hints.clear();
        self
    }

    /// The client's error behind it.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_deref()
    }

    /// What to do, a line each.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl Exit {
    /// The code of an error of the client.
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Duplicate => Self::Unresolved,
            _ if error.outcome() == Outcome::Unknown && !is_repeatable(error) => Self::Unresolved,
            ErrorKind::InvalidInput => Self::Usage,
            ErrorKind::Auth => Self::NotLoggedIn,
            ErrorKind::Scope if takes_login(error) => Self::NotLoggedIn,
            ErrorKind::RateLimited | ErrorKind::QuotaWait => Self::TooMany,
            ErrorKind::Cancelled => Self::Interrupted,
            ErrorKind::Server | ErrorKind::Decode => Self::Failed,
            _ => match error.status() {
                Some(400..=499) => Self::Refused,
                Some(500..) => Self::Failed,
                _ => Self::Local,
            },
        }
    }
}

/// Whether only the token of a login will do.
fn takes_login(error: &Error) -> bool {
    let operation = error.operation().and_then(catalogue::find);
    operation.is_some_and(|operation| operation.access == Access::Session)
}

/// Whether sending the same again does no harm, whatever became of it.
fn is_repeatable(error: &Error) -> bool {
    let operation = error.operation().and_then(catalogue::find);
    operation.is_some_and(|operation| operation.safety.is_repeatable())
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let waits = if error.kind() == ErrorKind::QuotaWait { error.retry_at() } else { None };
        let mut failure = match waits {
            // The client's own advice is for programs.
            Some(at) => Self::new(Exit::of(&error), within_operation(&error)).hint(opens(at)),
            None => Self::new(Exit::of(&error), error.to_string()),
        };
        if let Some(token) = error.resume_token() {
            failure = failure.hint(format!("go on from there with --resume {}", token.as_str()));
        }
        if error.statement().is_some_and(Statement::is_guess) {
            failure = failure
                .hint("`ccapi doctor --record FILE` records what the API really sends; it holds no values");
        }
        failure.error = Some(Box::new(error));
        failure
    }
}

/// What went wrong, and in which operation.
fn within_operation(error: &Error) -> String {
    let operation = error.operation().map(|operation| format!("{operation}: ")).unwrap_or_default();
    format!("{operation}{}", error.message())
}

/// When there is room again, by the clock on the wall and from now.
fn opens(at: Timestamp) -> String {
    let (now, at) = (Zoned::now(), at.to_zoned(TimeZone::system()));
    let seconds = at.duration_since(&now).as_secs().max(0).unsigned_abs() + 1;
    let form = if at.date() == now.date() { "%H:%M:%S" } else { "%A, %H:%M" };
    let wait = words(Duration::from_secs(seconds));
    format!("try again at {}, in {wait}; --max-wait {seconds}s waits for it", at.strftime(form))
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Unusable(error) => Self::new(Exit::Local, error.to_string()),
            error @ AccountError::NotLoggedIn => Self::new(Exit::NotLoggedIn, error.to_string())
                .hint("`ccapi auth login` asks for a key and keeps it; CC_API_KEY or CC_API_KEY_FILE name one for a while")
                .hint("without a key to try with: `ccapi sandbox` plays the API on this machine"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(Exit::Local, error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue::Evidence;
    use cc_api::{Error, ErrorKind, Statement};

    use super::{Exit, Failure};

    #[test]
    fn an_answer_that_contradicts_a_guess_says_so_and_how_to_record_it() {
        for (evidence, part, hints) in [
            (Evidence::Connector, "`Post.slug` is inferred, source: connector", 1),
            (Evidence::Inferred, "`Post.slug` is inferred: a guess", 1),
            (Evidence::Page, "`Post.slug` is documented, source: page; the API has changed", 0),
        ] {
            let statement =
                Statement { schema: Some("Post".to_owned()), field: Some("slug".to_owned()), evidence };
            let error = Error::new(ErrorKind::Decode, "expected a string, found a number");
            let failure = Failure::from(error.with_status(200).with_statement(statement));
            let recorded =
                failure.hints().iter().filter(|hint| hint.contains("`ccapi doctor --record FILE`"));
            assert_eq!((failure.hints().len(), recorded.count()), (hints, hints), "{failure}");
            assert!(failure.to_string().contains(part), "{failure}");
            assert_eq!(failure.error().map(Exit::of), Some(Exit::Failed));
        }
    }
}
