//! Where everybody begins: a client of this API, and its credential from the environment.

use crate::{API, Builder, Client, Credential, Error};

impl Client {
    /// Sets up a client of the Coffee & Contracts API.
    ///
    /// ```
    /// use cc_api::{Client, Credential};
    ///
    /// let client = Client::builder().credential(Credential::api_key("cc_0123456789abcdef")?).build()?;
    /// # Ok::<(), cc_api::Error>(())
    /// ```
    pub fn builder() -> Builder {
        let builder = Self::builder_for(&API);
        #[cfg(feature = "files")]
        let builder = builder.upload_hosts(&super::files::UPLOAD_HOSTS);
        builder
    }
}

impl Credential {
    /// The credential that the environment names: the first of `CC_API_KEY`, `CC_API_KEY_FILE` (a file of yours
    /// that nobody else can read, mode 0600) and `CC_SESSION_TOKEN`.
    ///
    /// An error of kind `Config` says which of them is wrong, and why; or that none is set.
    ///
    /// ```no_run
    /// let client = cc_api::Client::builder().credential(cc_api::Credential::from_env()?).build()?;
    /// # Ok::<(), cc_api::Error>(())
    /// ```
    pub fn from_env() -> Result<Self, Error> {
        Self::from_env_of(&API)
    }
}
