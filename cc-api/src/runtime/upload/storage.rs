//! How the storage is reached: which hosts it may have, and a transport of its own.

use std::sync::{Arc, OnceLock};

use super::super::client::Settings;
use super::super::error::Error;
use super::super::transport::Transport;
#[cfg(feature = "http")]
use super::super::transport_reqwest::{Network, ReqwestTransport};
use super::HostPattern;

/// How the network is reached, in builds that have none.
#[cfg(not(feature = "http"))]
pub(crate) type Network = std::convert::Infallible;

/// The storage beside the API.
pub(crate) struct Storage {
    pub(super) hosts: Vec<HostPattern>,
    given: Option<Arc<dyn Transport>>,
    /// None if the client sends by a transport of the user's.
    network: Option<Network>,
    /// Made once somebody uploads, since most programs never do.
    made: OnceLock<Result<Arc<dyn Transport>, Error>>,
}

impl Storage {
    pub(crate) fn new(
        hosts: Vec<HostPattern>,
        given: Option<Arc<dyn Transport>>,
        network: Option<Network>,
    ) -> Self {
        Self { hosts, given, network, made: OnceLock::new() }
    }

    /// What sends files.
    pub(super) fn transport(&self, settings: &Settings) -> Result<Arc<dyn Transport>, Error> {
        match (&self.given, &self.network) {
            (Some(given), _) => Ok(Arc::clone(given)),
            (None, Some(network)) => self.made.get_or_init(|| transport(settings, network)).clone(),
            (None, None) => Err(Error::config(
                "the client sends by a transport of yours, and that is not for files; hand in an `upload_transport`",
            )),
        }
    }
}

#[cfg(feature = "http")]
fn transport(settings: &Settings, network: &Network) -> Result<Arc<dyn Transport>, Error> {
    let network = Network { outside_only: true, ..network.clone() };
    Ok(Arc::new(ReqwestTransport::new(settings, network)?))
}

#[cfg(not(feature = "http"))]
fn transport(_: &Settings, network: &Network) -> Result<Arc<dyn Transport>, Error> {
    match *network {}
}
