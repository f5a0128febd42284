//! How the storage is reached: which hosts it may have, and a transport of its own.

use std::sync::{Arc, OnceLock};

use super::super::client::Settings;
use super::super::error::Error;
use super::super::network::Network;
use super::super::transport::Transport;
use super::HostPattern;

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
            (None, Some(network)) => {
                let make = || network.clone().outside_only().transport(settings);
                self.made.get_or_init(make).clone()
            }
            (None, None) => Err(Error::config(
                "the client sends by a transport of yours, and that is not for files; hand in an `upload_transport`",
            )),
        }
    }
}
