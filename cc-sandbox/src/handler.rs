//! What every handler is: a function from a call to a reply or a refusal.

use cc_api::Date;
use cc_api::catalogue::Operation;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::app::App;
use crate::clock::day_of;
use crate::gate::Caller;
use crate::input::{Input, PageRequest};
use crate::refused::Refused;
use crate::reply::Reply;

/// The behaviour of one operation.
///
/// Method, path, security and parameters stand in the catalogue; a handler only says what happens. Handlers of operations that
/// only read get a connection that others read from, too; the rest run in a transaction, which a refusal rolls back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handler {
    pub(crate) operation: &'static Operation,
    pub(crate) run: fn(&Call<'_>) -> Result<Reply, Refused>,
}

/// Shorthand for the tables of handlers.
pub(crate) const fn on(
    operation: &'static Operation,
    run: fn(&Call<'_>) -> Result<Reply, Refused>,
) -> Handler {
    Handler { operation, run }
}

/// One call, as its handler sees it: let in, and its arguments checked.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) caller: &'a Caller,
    pub(crate) input: &'a Input,
    /// The time, the same for the whole call.
    pub(crate) now: Timestamp,
    pub(crate) app: &'a App,
}

impl Call<'_> {
    /// The tenant that everything is looked up in.
    pub(crate) fn tenant(&self) -> i64 {
        self.caller.tenant
    }

    /// The account that the call acts as.
    pub(crate) fn account(&self) -> i64 {
        self.caller.account
    }

    /// The time, as the database keeps it.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// The day, in UTC.
    pub(crate) fn today(&self) -> Date {
        day_of(self.now)
    }

    /// Which entries of the listing are wanted.
    pub(crate) fn page(&self) -> Result<PageRequest, Refused> {
        let asked = self.input.page(u32::MAX)?.limit;
        self.input.page(self.app.stage.max_page(self.app.options.max_page, asked))
    }
}
