//! What a gateway is started with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

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
}

/// Where the use of each key's quota is counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
        }
    }
}
