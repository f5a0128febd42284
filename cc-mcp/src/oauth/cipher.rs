//! Sealing what others must not read: keys of the API at rest, and what a form carries from one page to the next.
//!
//! XChaCha20-Poly1305 with a random nonce each time. What a sealed text belongs to is part of the seal, so one that was
//! moved to another row, or to another browser, does not open.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use super::words::{hex, random};

/// The key that seals all others. It is kept outside of the database: whoever has only one of both has nothing.
#[derive(Clone)]
pub struct MasterKey {
    cipher: XChaCha20Poly1305,
    /// Tells it from other master keys, and tells nothing else.
    id: String,
}

/// How many bytes come before what was sealed.
const NONCE: usize = 24;

impl MasterKey {
    /// Reads one: 64 hexadecimal digits, as [`MasterKey::new_text`] makes them.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let bytes = from_hex(text.trim()).ok_or_else(|| {
            anyhow::anyhow!("a master key is 64 hexadecimal digits; `cc-mcp new-master-key` makes one")
        })?;
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            anyhow::bail!("a master key of one digit repeated is none; `cc-mcp new-master-key` makes one");
        }
        let digest = Sha256::new().chain_update(b"cc-mcp master key\0").chain_update(bytes).finalize();
        Ok(Self { cipher: XChaCha20Poly1305::new(&bytes.into()), id: hex(&digest[..8]) })
    }

    /// A new one, as a text.
    pub fn new_text() -> anyhow::Result<String> {
        Ok(hex(&random::<32>()?))
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Seals a text for one place; nothing opens it for another.
    pub(super) fn seal(&self, text: &str, place: &str) -> anyhow::Result<Vec<u8>> {
        let nonce = random::<NONCE>()?;
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| anyhow::anyhow!("the text could not be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// What was sealed by this key for this place; nothing if it was not, or was changed since.
    pub(super) fn open(&self, sealed: &[u8], place: &str) -> Option<String> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let text = self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()?;
        String::from_utf8(text).ok()
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(****)")
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::try_from(pair[0] * 16 + pair[1]).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::MasterKey;

    fn key() -> MasterKey {
        MasterKey::read(&MasterKey::new_text().unwrap()).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_key_and_place_only() {
        let (key, other) = (key(), key());
        let sealed = key.seal("cc_CANARY51", "row 1").unwrap();
        assert_eq!(key.open(&sealed, "row 1").as_deref(), Some("cc_CANARY51"));
        assert_eq!(key.open(&sealed, "row 2"), None);
        assert_eq!(other.open(&sealed, "row 1"), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&changed, "row 1"), None, "byte {at}");
            assert_eq!(key.open(&sealed[..at], "row 1"), None, "cut at {at}");
        }
        assert_ne!(sealed, key.seal("cc_CANARY51", "row 1").unwrap(), "no two look alike");
    }

    #[test]
    fn a_master_key_is_long_and_shows_nothing_of_itself() {
        for text in ["", "abc", &"0".repeat(64), &"g".repeat(64), &"ab".repeat(33)] {
            let refused = MasterKey::read(text).unwrap_err().to_string();
            assert!(refused.contains("new-master-key"), "{refused}");
        }
        let text = MasterKey::new_text().unwrap();
        let key = MasterKey::read(&format!("{text}\n")).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey(****)");
        assert!(!text.contains(key.id()));
    }
}
