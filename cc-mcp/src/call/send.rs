//! Sending a call: with patience for the quota, and with words for what goes wrong.

use std::time::Duration;

use cc_api::catalogue::{Operation, Safety};
use cc_api::journal::FileJournal;
use cc_api::{Error, ErrorKind, JsonCall, Outcome, Pending, QuotaReport, Statement, Timestamp};
use jiff::tz::TimeZone;

use super::Stop;
use crate::progress;
use crate::server::Server;

/// With fewer requests left than this, a call waits: the last ones are for whatever else uses the key.
const RESERVE: u32 = 5;

impl Server {
    /// Sends a call once the quota has room, learns from how it ends, and says what to do if it failed.
    pub(crate) async fn sent<T>(
        &self,
        operation: &'static Operation,
        call: JsonCall,
        send: fn(JsonCall) -> Pending<T>,
    ) -> Result<T, Stop> {
        let patience = self.room().await?;
        let ended = send(call.with_max_wait(patience)).await;
        self.policy.scopes.learn(operation, ended.as_ref().map(|_| ())).await;
        ended.map_err(|error| self.said(operation, &error).into())
    }

    /// Waits until there is room in the quota again, if that is soon enough for a host that waits. Gives the patience that
    /// is left.
    pub(crate) async fn room(&self) -> Result<Duration, String> {
        let report = self.client.quota().await;
        let left = report.left();
        if left >= RESERVE {
            return Ok(self.max_wait);
        }
        let wait = wait_for_room(&report);
        if wait > self.max_wait {
            let at = report.estimate(RESERVE);
            let why = format!(
                "{left} requests are left in the quota, and the last few stay for whatever else uses the key"
            );
            return Err(closed(&why, at, wait));
        }
        progress::waits(wait, &format!("{left} requests are left in the quota"));
        tokio::time::sleep(wait).await;
        Ok(self.max_wait.saturating_sub(wait))
    }

    /// An error as a model can act on it, and tell its user.
    pub(crate) fn said(&self, operation: &Operation, error: &Error) -> String {
        let id = operation.id;
        match error.kind() {
            ErrorKind::QuotaWait | ErrorKind::RateLimited => {
                let why = format!("{id}: {}", first_part(error));
                error.retry_at().map_or_else(|| error.to_string(), |at| closed(&why, at, until(at)))
            }
            ErrorKind::Auth if self.hosted => format!(
                "{error}. The key of this connection was revoked, has expired, or is wrong: the user can make a new one in the web \
                 app, and then disconnect Coffee & Contracts here and connect it again. No call works before."
            ),
            ErrorKind::Auth => format!(
                "{error}. The key was revoked, has expired, or is wrong: the user can make a new one in the web app and log in with \
                 `ccapi auth login`, then start this server anew. No call works before."
            ),
            ErrorKind::PaymentRequired => format!(
                "{error}. The membership has lapsed: the user can renew it in the web app, and then the same key works again. No call \
                 works before."
            ),
            ErrorKind::Duplicate => format!("{id}: {}. {}", first_part(error), self.find_out(id)),
            _ if error.outcome() == Outcome::Unknown && operation.safety == Safety::Costly => format!(
                "{id}: {}. Nobody knows whether it happened, and it may have cost money: don't call it again. {}",
                first_part(error),
                self.find_out(id)
            ),
            _ if error.statement().is_some_and(Statement::is_guess) => format!(
                "{error}. Other arguments won't help: whoever has `ccapi` can record what the API really \
                 sends, with `ccapi doctor --record FILE`."
            ),
            _ => error.to_string(),
        }
    }

    /// What the user can do about a costly call of which nobody knows how it ended.
    fn find_out(&self, operation: &str) -> String {
        if self.hosted {
            return "The user should look in the web app whether it happened, and only then say whether to try again.".to_owned();
        }
        let journal = self.home.as_ref().map(|home| FileJournal::open(home.journal_folder()));
        let records = journal.and_then(|journal| journal.ok()?.entries().ok()).unwrap_or_default();
        let record = records.into_iter().find(|record| record.operation == operation);
        let resolve = record.map_or_else(
            || "`ccapi journal list` shows what is open".to_owned(),
            |record| format!("`ccapi journal resolve {}` says that it is known", record.id),
        );
        format!(
            "The user should look in the web app whether it happened; {resolve}, and until then the same call is refused."
        )
    }
}

/// How long until so many requests can be made that none is one of the last few.
fn wait_for_room(report: &QuotaReport) -> Duration {
    let wait = report.estimate(RESERVE).duration_since(report.at);
    Duration::try_from(wait).unwrap_or_default()
}

/// That the quota is closed, until when by the clock, and for how long.
fn closed(why: &str, at: Timestamp, wait: Duration) -> String {
    let seconds = wait.as_secs_f64().ceil();
    let clock = at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S %Z");
    format!("{why}. It reopens in {seconds} s, at {clock}: tell the user, and don't call before.")
}

fn until(at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(Timestamp::now())).unwrap_or_default()
}

/// The error without its advice, which is for programmers.
fn first_part(error: &Error) -> String {
    Error::new(error.kind(), error.message()).to_string()
}
