//! The API behind all connections: a client for each key, with the quota of the key shared by all who use it.

use std::sync::Arc;
use std::time::Duration;

use cc_api::quota::SqliteQuota;
use cc_api::{API, Builder, Client, Credential, Error, ErrorKind, Quota, Secret, catalogue};
use cc_surface::{Home, KnownScopes};

/// How long whoever waits for the page waits for the check of a key.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the API is. It knows no key: each comes with a connection.
#[derive(Debug, Clone)]
pub struct Api {
    quota: Arc<SqliteQuota>,
    base_url: Option<String>,
    tenant: Option<String>,
}

/// What a check of a key has shown.
#[derive(Debug)]
pub(super) struct Checked {
    /// Whose it is, if it may read that.
    pub(super) holder: String,
    pub(super) known: KnownScopes,
}

impl Api {
    /// The API that the environment names, or else the vendor's own; quotas are kept in the file of this user.
    pub fn of_environment(home: &Home) -> anyhow::Result<Self> {
        let variable = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        Self::at(home, variable("CC_BASE_URL"), variable("CC_TENANT"))
    }

    /// The API at an address.
    pub fn at(home: &Home, base_url: Option<String>, tenant: Option<String>) -> anyhow::Result<Self> {
        let quota = SqliteQuota::open(home.quota_file())
            .map_err(|error| anyhow::anyhow!("{}: {error}", home.quota_file().display()))?;
        Ok(Self { quota: Arc::new(quota), base_url, tenant })
    }

    /// A client for a key. It keeps no journal, which nobody who is far away could resolve.
    pub(crate) fn client(&self, key: &str, set_up: impl FnOnce(Builder) -> Builder) -> Result<Client, Error> {
        let mut builder = Client::builder()
            .credential(Credential::api_key(Secret::from(key))?)
            .quota(Quota::documented().shared(Arc::clone(&self.quota) as Arc<_>));
        if let Some(tenant) = &self.tenant {
            builder = builder.tenant(tenant.as_str());
        }
        if let Some(base_url) = &self.base_url {
            builder = builder.base_url(base_url.as_str());
        }
        set_up(builder).build()
    }

    /// Checks a key with one small read; why it is refused, in words for its owner.
    pub(super) async fn check(&self, key: &str) -> Result<Checked, String> {
        let prefix = API.key_prefix.unwrap_or_default();
        let patient = |builder: Builder| builder.max_wait(PATIENCE).deadline(PATIENCE * 2);
        let client = self.client(key, patient).map_err(|_| {
            format!("This is no API key: keys begin with {prefix} and have letters and digits after it.")
        })?;
        let profile = client.account().get_my_profile().await;
        let mut known = KnownScopes::default();
        known.learn(&catalogue::GET_MY_PROFILE, profile.as_ref().map(drop));
        let holder = match profile {
            Ok(profile) => {
                let names = [profile.first_name, profile.last_name].into_iter().flatten().collect::<Vec<_>>();
                names.join(" ")
            }
            // A key without this scope is a key all the same.
            Err(error) if error.kind() == ErrorKind::Scope => String::new(),
            Err(error) => return Err(refused(&error).to_owned()),
        };
        Ok(Checked { holder, known })
    }
}

fn refused(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Auth => {
            "The service does not know this key: it was revoked, has expired, or is mistyped. Make a new one in the web app, \
             under API keys."
        }
        ErrorKind::PaymentRequired => {
            "The membership of this key has lapsed. Renew it in the web app; then the key works again."
        }
        ErrorKind::QuotaWait | ErrorKind::RateLimited => {
            "The quota of this key is used up for now. Try again in a minute; if that does not help, tomorrow."
        }
        _ => "The key could not be checked, since the service gave no answer. Try again in a minute.",
    }
}
