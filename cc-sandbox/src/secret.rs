//! Secrets: how keys and session tokens are made, and how they are kept: as a digest, never as they are.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::refused::Refused;

/// How an API key begins.
pub(crate) const KEY_START: &str = "cc_";

/// How a session token begins. How the platform writes them is not documented.
const SESSION_START: &str = "session_";

/// How many letters of a key are shown afterwards, to recognize it by.
const PREFIX_LETTERS: usize = 8;

/// A new secret, in the one moment in which it is known.
#[derive(Debug)]
pub(crate) struct NewSecret {
    /// The text to hand out, once.
    pub(crate) raw: String,
    /// The letters to recognize it by.
    pub(crate) prefix: String,
    /// What is kept.
    pub(crate) digest: [u8; 32],
}

/// Makes an API key.
pub(crate) fn new_key() -> Result<NewSecret, Refused> {
    new_secret(KEY_START)
}

/// Makes a session token.
pub(crate) fn new_session() -> Result<NewSecret, Refused> {
    new_secret(SESSION_START)
}

/// An identifier that looks like any other UUID.
pub(crate) fn new_uuid() -> Result<String, Refused> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Refused::failure(&error))?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}

/// What is kept of a secret. Secrets are 32 random bytes: no slow hash makes them any harder to guess.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether two digests are the same, in a time that does not tell where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn new_secret(start: &str) -> Result<NewSecret, Refused> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0_u8; 43];
    getrandom::fill(&mut bytes).map_err(|error| Refused::failure(&error))?;
    let letters: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 63)])).collect();
    let raw = format!("{start}{letters}");
    Ok(NewSecret { prefix: letters[..PREFIX_LETTERS].to_owned(), digest: digest(&raw), raw })
}
