//! What a test may do to a sandbox from behind: move the clock, log people in, lapse a membership, script faults, read the
//! ledger. [`Control`] does it from Rust; with `--control` the same is there over HTTP, in `http`.

mod http;

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::fault::{Fault, Scripted};
use crate::ready;
use crate::sandbox::Sandbox;
use crate::store::{billing, effects, membership, people};
use crate::variant::{Variant, Varied};

pub(crate) use http::routes;

pub use crate::store::billing::Mail;
pub use crate::store::effects::Effect;

/// The back door of a sandbox. It needs no credential, and does nothing that the API could do.
#[derive(Debug, Clone, Copy)]
pub struct Control<'a> {
    app: &'a App,
}

impl Sandbox {
    /// Its back door.
    pub fn control(&self) -> Control<'_> {
        Control { app: self.app() }
    }
}

impl Control<'_> {
    /// The sandbox's time.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Shows this time from now on, standing still or running.
    pub fn set_clock(&self, to: Timestamp, hold: bool) {
        self.app.clock.set(to, hold);
    }

    /// Whether the clock stands still.
    pub fn is_clock_held(&self) -> bool {
        self.app.clock.is_held()
    }

    /// Moves the time on.
    pub fn advance(&self, by: SignedDuration) {
        self.app.clock.advance(by);
    }

    /// A new session token of the account with this e-mail address.
    pub fn log_in(&self, tenant: &str, email: &str) -> anyhow::Result<String> {
        let now = self.now();
        self.app.db.write_here(|db| ready::session(db, people::account(db, tenant, email)?, false, now))
    }

    /// A new account without anything, with a membership that is in force.
    pub fn sign_up(&self, tenant: &str, email: &str) -> anyhow::Result<()> {
        let now = self.now();
        self.app.db.write_here(|db| {
            let tenant = people::tenant(db, tenant)?;
            people::create(db, tenant, email, now)?;
            Ok(())
        })
    }

    /// Ends the paid time of an account now, as if it had not been paid for.
    pub fn lapse(&self, tenant: &str, email: &str) -> anyhow::Result<()> {
        let now = self.now();
        self.app.db.write_here(|db| Ok(membership::lapse(db, people::account(db, tenant, email)?, now)?))
    }

    /// Pays for the next month of an account, from now on.
    pub fn renew(&self, tenant: &str, email: &str) -> anyhow::Result<()> {
        let now = self.now();
        self.app.db.write_here(|db| Ok(membership::renew(db, people::account(db, tenant, email)?, now)?))
    }

    /// The ledger: every call that was applied, in order.
    pub fn effects(&self) -> anyhow::Result<Vec<Effect>> {
        self.app.db.write_here(|db| Ok(effects::list(db)?))
    }

    /// Lets something go wrong with the next requests that fit; says the fault's number, which
    /// [`faults`](Self::faults) names, too. A fault that can never do what it says is an error.
    pub fn script(&self, fault: Fault) -> anyhow::Result<u64> {
        fault.check()?;
        Ok(self.app.script.add(fault))
    }

    /// Every scripted fault, with how many requests it has met. Those that are used up are still there.
    pub fn faults(&self) -> Vec<Scripted> {
        self.app.script.list()
    }

    /// Forgets every scripted fault.
    pub fn clear_faults(&self) {
        self.app.script.clear();
    }

    /// Plays another variant from now on, or the document again; what has been counted is forgotten.
    pub fn play(&self, variant: Option<Variant>) {
        self.app.stage.play(variant);
    }

    /// The changes of the variant that is played, with how often each has made a difference.
    pub fn varied(&self) -> Vec<Varied> {
        self.app.stage.list()
    }

    /// What would have been sent to an account by e-mail, in order.
    pub fn outbox(&self, tenant: &str, email: &str) -> anyhow::Result<Vec<Mail>> {
        self.app.db.write_here(|db| Ok(billing::outbox(db, people::account(db, tenant, email)?)?))
    }
}
