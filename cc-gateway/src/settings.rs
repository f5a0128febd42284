//! What a gateway is started with.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use cc_api::Builder;

use crate::log::Log;

/// How a gateway behaves. The defaults are those of the program without arguments, but for the port, which is any free one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address of the API: https, or http to this machine. The vendor's own without one.
    pub base_url: Option<String>,
    /// Whose platform is meant; the vendor's own without one.
    pub tenant: Option<String>,
    /// The address that callers know it by: `https://gateway.example.com`.
    pub public_url: Option<String>,
    /// Who runs it, for the privacy page.
    pub operator: Option<String>,
    /// Where the use of each key's quota is counted.
    pub quota: Quota,
    /// How long an answer may take in all.
    pub budget: Duration,
    /// How long a caller may take over the head of a request.
    pub head_timeout: Duration,
    /// How long a caller may take over the body of a request.
    pub body_timeout: Duration,
    /// How many connections are served at once; more wait for a place.
    pub max_connections: usize,
    /// How many calls run at once.
    pub max_calls: usize,
    /// How many calls of one key run at once.
    pub max_calls_per_key: usize,
    /// Where the line of each request goes.
    pub log: Log,
    /// What is changed about the client that calls the API; nothing, unless told otherwise.
    pub client: Adjust,
}

/// Changes the client that calls the API, after all else is set: another clock, another network. Tests use it to play
/// what goes wrong between the two.
#[derive(Clone, Default)]
pub struct Adjust(Option<Change>);

type Change = Arc<dyn Fn(Builder) -> Builder + Send + Sync>;

impl Adjust {
    /// Changes it like this.
    pub fn with(change: impl Fn(Builder) -> Builder + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(change)))
    }

    pub(crate) fn apply(&self, client: Builder) -> Builder {
        match &self.0 {
            Some(change) => change(client),
            None => client,
        }
    }
}

impl fmt::Debug for Adjust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Adjust(..)" } else { "Adjust" })
    }
}

/// Where the use of each key's quota is counted.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Quota {
    /// In the memory of this process.
    #[default]
    Memory,
    /// On a Redis server, for so many gateways.
    #[cfg(feature = "redis")]
    Redis {
        /// Its address: `rediss://user:password@host:6379/0`.
        url: String,
        /// How many gateways share it.
        gateways: u32,
    },
    /// Nowhere: for a sandbox on this machine.
    Off,
}

impl fmt::Debug for Quota {
    /// Without the address of the server, which has its password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("Memory"),
            #[cfg(feature = "redis")]
            Self::Redis { gateways, .. } => {
                f.debug_struct("Redis").field("gateways", gateways).finish_non_exhaustive()
            }
            Self::Off => f.write_str("Off"),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            base_url: None,
            tenant: None,
            public_url: None,
            operator: None,
            quota: Quota::Memory,
            budget: Duration::from_secs(40),
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            max_connections: 1024,
            max_calls: 256,
            max_calls_per_key: 8,
            log: Log::default(),
            client: Adjust::default(),
        }
    }
}
