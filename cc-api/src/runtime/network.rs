//! How the network is reached, in builds that have one and in builds that have none.

use std::sync::Arc;

use super::client::Settings;
use super::error::Error;
use super::transport::Transport;
#[cfg(feature = "http")]
pub(crate) use super::transport_reqwest::Network;
#[cfg(feature = "http")]
use super::transport_reqwest::ReqwestTransport;

/// How the network is reached: not at all.
#[cfg(not(feature = "http"))]
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) outside_only: bool,
}

impl Network {
    /// Only addresses outside this network: for what a server names.
    pub(crate) fn outside_only(mut self) -> Self {
        self.outside_only = true;
        self
    }

    /// What sends over it.
    #[cfg(feature = "http")]
    pub(crate) fn transport(self, settings: &Settings) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(ReqwestTransport::new(settings, self)?))
    }

    /// Nothing can be sent.
    #[cfg(not(feature = "http"))]
    pub(crate) fn transport(self, _: &Settings) -> Result<Arc<dyn Transport>, Error> {
        let what = if self.outside_only { "an upload transport" } else { "a transport" };
        Err(Error::config(format!(
            "this build has no network: hand in {what}, or switch on the feature `rustls`"
        )))
    }
}
