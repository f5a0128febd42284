//! A sandbox a test, and clients whose every answer is checked on the way.

#![expect(
    clippy::expect_used,
    reason = "only tests use this, and a sandbox that does not start has to fail them"
)]

mod checked;
mod draft;
mod plain;
mod proxy;

use std::time::Duration;

use cc_api::{Client, Credential, Quota, Retry};
use cc_sandbox::{Options, Sandbox};
use jiff::Timestamp;

pub use checked::{Checked, check};
pub use draft::{Draft, operations};
pub use plain::{Seen, connect, see, try_see};

/// The vendor's own tenant.
pub const TENANT: &str = "coffee-contracts";
/// The other tenant.
pub const OTHER_TENANT: &str = "harbor-realty";
/// Leads an organization; the ready keys are hers.
pub const MAYA: &str = "maya@torreshome.example";
/// Belongs to Maya's organization.
pub const BEN: &str = "ben@torreshome.example";
/// Belongs to no organization.
pub const PRIYA: &str = "priya@shahrealty.example";
/// Signed up today: no membership, no organization, nothing done.
pub const NORA: &str = "nora@lindqvist.example";
/// Leads the organization of the other tenant.
pub const LUIS: &str = "luis@harbor.example";

/// The sandbox's clock in tests stands here, a Wednesday.
pub const NOW: &str = "2026-03-04T09:00:00Z";

/// All of an answer as text: answers are compared by it, since their types have no `==`.
pub fn shown(answer: &(impl std::fmt::Debug + ?Sized)) -> String {
    format!("{answer:#?}")
}

/// A sandbox of its own, with the demo's data. The clock stands still, the rate limit is off.
#[derive(Debug)]
pub struct World {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// Sends what the generated client would not.
    plain: reqwest::Client,
}

impl World {
    /// A new one.
    ///
    /// # Panics
    /// If the sandbox does not start.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A new one, with other options.
    ///
    /// # Panics
    /// If the sandbox does not start.
    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::default();
        options.now = Some(NOW.parse().expect("a time"));
        options.hold_clock = true;
        options.rate_limits = false;
        // A connection that a busy machine leaves idle for seconds must not be closed under the next request.
        options.head_timeout = Duration::from_secs(300);
        change(&mut options);
        let sandbox = Sandbox::start_with(options).await.expect("the sandbox starts");
        Self { sandbox, plain: reqwest::Client::new() }
    }

    /// Maya, by a key with every scope.
    pub fn client(&self) -> Client {
        self.client_with(&self.sandbox.access().keys.full)
    }

    /// Maya, by a session token.
    pub fn session(&self) -> Client {
        self.client_with(&self.sandbox.access().session_token)
    }

    /// Somebody of the vendor's own tenant, by a session token.
    ///
    /// # Panics
    /// If there is no such account.
    pub fn session_of(&self, email: &str) -> Client {
        self.client_with(&self.sandbox.control().log_in(TENANT, email).expect("an account"))
    }

    /// Luis, of the other tenant, by a session token.
    ///
    /// # Panics
    /// If there is no such account.
    pub fn stranger(&self) -> Client {
        let token = self.sandbox.control().log_in(OTHER_TENANT, LUIS).expect("an account");
        self.client_with(&token).tenant(OTHER_TENANT).expect("a slug")
    }

    /// Whoever holds this key or session token.
    ///
    /// # Panics
    /// If it has neither form.
    pub fn client_with(&self, secret: &str) -> Client {
        let credential = if secret.starts_with("cc_") {
            Credential::api_key(secret)
        } else {
            Credential::session_token(secret)
        };
        // The sandbox's own limits are what is tested here, and every answer is to be seen.
        let builder = Client::builder().quota(Quota::unlimited()).retry(Retry::never());
        let builder = builder.credential(credential.expect("a credential"));
        let builder =
            builder.tenant(TENANT).base_url(&self.sandbox.access().base_url).transport(Checked::default());
        builder.build().expect("a client")
    }

    /// Sets the clock.
    ///
    /// # Panics
    /// If it is not an instant.
    pub fn at(&self, instant: &str) {
        self.sandbox.control().set_clock(instant.parse::<Timestamp>().expect("an instant"), true);
    }
}
