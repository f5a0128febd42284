//! What a credential is known by where it must not be known itself.

use super::credential::Credential;
use super::quota::KeyId;

/// The digest of a credential; that of nobody for none.
pub(crate) fn key_id(credential: Option<&Credential>) -> KeyId {
    credential.map_or_else(KeyId::default, |credential| digest(credential.text().expose()))
}

/// The same on all machines, as processes share what is kept by it; from it nobody finds the key.
#[cfg(feature = "digest")]
fn digest(secret: &str) -> KeyId {
    use sha2::{Digest, Sha256};

    let hash = Sha256::new().chain_update(b"cc-api quota key v1\0").chain_update(secret).finalize();
    let mut id = [0; 16];
    for (place, byte) in id.iter_mut().zip(&*hash) {
        *place = *byte;
    }
    KeyId(id)
}

/// Good in this process only.
#[cfg(not(feature = "digest"))]
fn digest(secret: &str) -> KeyId {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::LazyLock;

    static STATES: LazyLock<[RandomState; 2]> = LazyLock::new(|| [RandomState::new(), RandomState::new()]);
    let [first, second] = [&STATES[0], &STATES[1]].map(|state| state.hash_one(secret).to_le_bytes());
    let mut id = [0; 16];
    for (place, byte) in id.iter_mut().zip(first.into_iter().chain(second)) {
        *place = byte;
    }
    KeyId(id)
}
