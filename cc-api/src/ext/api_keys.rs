//! A new key, ready to be used.

use crate::api_keys::ApiKeyCreated;
use crate::{Credential, Error};

impl ApiKeyCreated {
    /// The new key as a credential. The service shows it this once, so keep it somewhere safe.
    pub fn credential(&self) -> Result<Credential, Error> {
        Credential::api_key(&self.raw_key)
    }
}
