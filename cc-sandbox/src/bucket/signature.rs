//! Signed addresses: whoever holds one may send that one file, of that type and size, until it expires.

use sha2::{Digest as _, Sha256};

use crate::refused::Refused;
use crate::secret::{hex, same};

/// The length of a block of SHA-256.
const BLOCK: usize = 64;

/// Signs with a secret that lasts as long as the process: an address is not good for the next start.
pub(crate) struct Signer {
    inner: [u8; BLOCK],
    outer: [u8; BLOCK],
}

/// What a signature vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim<'a> {
    pub(crate) file_key: &'a str,
    pub(crate) content_type: &'a str,
    /// The size in bytes, if it was announced.
    pub(crate) size: Option<i64>,
    /// Until when the upload must begin, in seconds since 1970.
    pub(crate) expires: i64,
}

impl Signer {
    /// A signer with a new secret.
    pub(crate) fn new() -> Result<Self, Refused> {
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|error| Refused::failure(&error))?;
        Ok(Self::with(&secret))
    }

    /// The signature of a claim.
    pub(crate) fn sign(&self, claim: Claim<'_>) -> String {
        let Claim { file_key, content_type, size, expires } = claim;
        let size = size.map_or_else(|| "any".to_owned(), |size| size.to_string());
        // Neither keys nor media types hold a line break, so no two claims read the same.
        hex(&self.mac(format!("{file_key}\n{content_type}\n{size}\n{expires}").as_bytes()))
    }

    /// Whether this is the signature of the claim.
    pub(crate) fn vouches(&self, claim: Claim<'_>, signature: &str) -> bool {
        same(self.sign(claim).as_bytes(), signature.as_bytes())
    }

    /// A signer with a secret of one block at most.
    fn with(secret: &[u8]) -> Self {
        let mut signer = Self { inner: [0x36; BLOCK], outer: [0x5c; BLOCK] };
        for (index, byte) in secret.iter().enumerate() {
            signer.inner[index] ^= byte;
            signer.outer[index] ^= byte;
        }
        signer
    }

    /// HMAC with SHA-256.
    fn mac(&self, message: &[u8]) -> [u8; 32] {
        let inner = Sha256::new().chain_update(self.inner).chain_update(message).finalize();
        Sha256::new().chain_update(self.outer).chain_update(inner).finalize().into()
    }
}

impl std::fmt::Debug for Signer {
    /// Says nothing of the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Signer};
    use crate::secret::hex;

    #[test]
    fn it_is_hmac_as_published() {
        // The second test case of RFC 4231.
        let mac = Signer::with(b"Jefe").mac(b"what do ya want for nothing?");
        assert_eq!(hex(&mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn a_signature_is_good_for_one_claim_only() {
        let signer = Signer::with(b"secret");
        let claim = Claim { file_key: "k/a.jpg", content_type: "image/jpeg", size: Some(10), expires: 100 };
        let signature = signer.sign(claim);
        assert!(signer.vouches(claim, &signature));
        let others = [
            Claim { file_key: "k/b.jpg", ..claim },
            Claim { content_type: "text/html", ..claim },
            Claim { size: Some(11), ..claim },
            Claim { size: None, ..claim },
            Claim { expires: 101, ..claim },
        ];
        for other in others {
            assert!(!signer.vouches(other, &signature), "{other:?}");
        }
        assert!(!signer.vouches(claim, "") && !signer.vouches(claim, &signature[..63]));
        assert!(!Signer::with(b"another").vouches(claim, &signature));
    }
}
