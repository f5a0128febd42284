//! Whose account is used, and a client for it.

use std::fmt;
use std::sync::Arc;

use cc_api::catalogue::Operation;
use cc_api::journal::FileJournal;
use cc_api::quota::SqliteQuota;
use cc_api::{Builder, Client, Credential, Error, ErrorKind, Quota};

use crate::profiles::{Profile, Profiles};
use crate::{Home, KnownScopes};

/// Whose account is used.
#[derive(Debug, Clone)]
pub struct Account {
    /// Where it was found.
    pub source: Source,
    /// The key, or the token of a login.
    pub credential: Credential,
    /// Whose platform it is on; the vendor's own if none is named.
    pub tenant: Option<String>,
    /// Another address than the vendor's.
    pub base_url: Option<String>,
    /// What is known of the key's permissions.
    pub scopes: KnownScopes,
}

/// Where an account was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In the environment: `CC_API_KEY` and its like.
    Environment,
    /// In the profile of this name.
    Profile(String),
}

/// Why there is no account.
#[derive(Debug, Clone)]
pub enum AccountError {
    /// Nobody has logged in: no key in the environment, and no profile.
    NotLoggedIn,
    /// Something that was found can't be used.
    Unusable(Error),
}

/// The variables of the environment that name a credential.
const CREDENTIALS: [&str; 3] = ["CC_API_KEY", "CC_API_KEY_FILE", "CC_SESSION_TOKEN"];

impl Account {
    /// The account of the profile that is named; or of the environment, if it names one; or of the active profile.
    pub fn find(home: &Home, profile: Option<&str>) -> Result<Self, AccountError> {
        let in_environment = CREDENTIALS.iter().any(|name| variable(name).is_some());
        if profile.is_none() && in_environment {
            return Ok(Self {
                source: Source::Environment,
                credential: Credential::from_env()?,
                tenant: variable("CC_TENANT"),
                base_url: variable("CC_BASE_URL"),
                scopes: KnownScopes::default(),
            });
        }
        let profiles = Profiles::read(home)?;
        let name = profile.unwrap_or(profiles.active());
        match profiles.get(name) {
            Some(found) => Ok(Self::of_profile(name, found, Profiles::key(home, name)?)),
            None if profile.is_none() && profiles.iter().next().is_none() => Err(AccountError::NotLoggedIn),
            None => Err(profiles.unknown(name).into()),
        }
    }

    fn of_profile(name: &str, profile: &Profile, credential: Credential) -> Self {
        Self {
            source: Source::Profile(name.to_owned()),
            credential,
            tenant: profile.tenant.clone(),
            base_url: profile.base_url.clone(),
            scopes: profile.scopes.clone(),
        }
    }

    /// Learns for all later processes how a call with this key has ended: see [`KnownScopes::learn`]. Nothing is written
    /// unless it is news to this account; the key of the environment has no place where it could be kept.
    pub fn learn(&self, home: &Home, operation: &Operation, ended: Result<(), &Error>) -> Result<(), Error> {
        let Source::Profile(name) = &self.source else { return Ok(()) };
        let is_news = !self.credential.is_session_token() && self.scopes.clone().learn(operation, ended);
        if is_news { Profiles::learn(home, name, &self.credential, operation, ended) } else { Ok(()) }
    }

    /// A client for it, with `set_up` having the last word. All processes of this user share the quota of the key, and
    /// costly calls are written down before they are sent, so that none is made twice after a crash.
    pub fn open(&self, home: &Home, set_up: impl FnOnce(Builder) -> Builder) -> Result<Client, Error> {
        let quota = SqliteQuota::open(home.quota_file()).map_err(|error| {
            Error::new(ErrorKind::Store, format!("{}: {error}", home.quota_file().display())).with_advice(
                "make room or give this user the right to write there, or set CC_HOME to another folder",
            )
        })?;
        let journal = FileJournal::open(home.journal_folder())?;
        let mut builder = Client::builder()
            .credential(self.credential.clone())
            .quota(Quota::documented().shared(Arc::new(quota)))
            .journal(journal);
        if let Some(tenant) = &self.tenant {
            builder = builder.tenant(tenant.as_str());
        }
        if let Some(base_url) = &self.base_url {
            builder = builder.base_url(base_url.as_str());
        }
        set_up(builder).build()
    }
}

impl From<Error> for AccountError {
    fn from(error: Error) -> Self {
        Self::Unusable(error)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("the environment"),
            Self::Profile(name) => write!(f, "the profile `{name}`"),
        }
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoggedIn => {
                f.write_str("there is no key: nothing in the environment, and nobody has logged in")
            }
            Self::Unusable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AccountError {}

/// A variable of this process; empty counts as unset.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
