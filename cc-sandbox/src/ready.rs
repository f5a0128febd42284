//! The credentials that work at once: new at every start, for only their digests are kept.

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::gate;
use crate::sandbox::Keys;
use crate::secret;
use crate::seed::people;
use crate::store::keys::{self, NewKey};
use crate::store::{credentials, usage};

/// What is printed at the start.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) tenant: String,
    pub(crate) session_token: String,
    pub(crate) keys: Keys,
}

/// Replaces the ready credentials of an earlier run by new ones.
pub(crate) fn issue(app: &App) -> anyhow::Result<Ready> {
    let now = app.clock.now();
    app.db.write_here(|db| {
        keys::forget_ready(db)?;
        let tenant = cc_api::API.tenant.and_then(|tenant| tenant.default).unwrap_or_default().to_owned();
        let account = people::lead(db, &tenant)?;
        let every: Vec<&str> = gate::names().collect();
        let reading: Vec<&str> = every.iter().copied().filter(|name| name.ends_with(":read")).collect();
        let key = |name: &str, scopes: &[&str], organization| {
            let new = NewKey { account: account.id, organization, name, scopes, is_ready: true };
            keys::create(db, &new, now).map(|(_, raw)| raw)
        };
        let keys = Keys {
            full: key("Sandbox: every scope", &every, None)?,
            read_only: key("Sandbox: reading only", &reading, None)?,
            organization: key("Sandbox: organization", &every, account.organization)?,
        };
        let session_token = session(db, account.id, true, now)?;
        Ok(Ready { tenant, session_token, keys })
    })
}

/// Logs an account in.
pub(crate) fn session(
    db: &Transaction<'_>,
    account: i64,
    is_ready: bool,
    now: Timestamp,
) -> anyhow::Result<String> {
    let secret = secret::new_session()?;
    credentials::add_session(db, account, &secret.digest, is_ready, now)?;
    Ok(secret.raw)
}

/// Takes over what counted against the rate limit when the last run ended.
pub(crate) fn restore_usage(app: &App) -> anyhow::Result<()> {
    let oldest = app.clock.now().as_millisecond() - app.quota.memory();
    app.db.write_here(|db| {
        for (credential, at) in usage::take_over(db, oldest)? {
            app.quota.restore(credential, at);
        }
        Ok(())
    })
}
