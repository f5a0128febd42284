//! Words that nobody guesses, and their digests: of codes and tokens nothing else is ever stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// What begins each kind of word, so that a scanner for leaked secrets knows what it has found.
pub(super) const CODE: &str = "mcpc_";
pub(super) const ACCESS: &str = "mcpa_";
pub(super) const REFRESH: &str = "mcpr_";

/// A new word of 256 random bits.
pub(super) fn word(prefix: &str) -> anyhow::Result<String> {
    Ok(format!("{prefix}{}", base64url(&random::<32>()?)))
}

/// A name for a row: it says nothing, opens nothing, and may be shown.
pub(super) fn name() -> anyhow::Result<String> {
    Ok(hex(&random::<10>()?))
}

pub(super) fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    Ok(bytes)
}

pub(super) fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// Whether a verifier is the one that a challenge was made of (PKCE, S256), and of a length that is allowed.
pub(super) fn proves(verifier: &str, challenge: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(is_allowed)
        && base64url(&digest(verifier)) == challenge
}

/// Whether it can be a challenge: the digest of something, written down.
pub(super) fn is_challenge(text: &str) -> bool {
    from_base64url(text).is_some_and(|bytes| bytes.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::{hex, is_challenge, proves, word};

    #[test]
    fn the_verifier_of_the_standard_proves_its_challenge_and_no_other_does() {
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(proves(verifier, challenge) && is_challenge(challenge));
        assert!(!proves(challenge, challenge), "plain is no method here");
        assert!(!proves(&verifier.replace('d', "e"), challenge));
        for short in ["", "abc", &verifier[..42]] {
            assert!(!proves(short, challenge), "{short}");
        }
        for text in ["", "abc", &challenge[..42], "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"] {
            assert!(!is_challenge(text), "{text}");
        }
    }

    #[test]
    fn words_say_what_they_are_and_differ() {
        let (one, other) = (word("mcpa_").unwrap(), word("mcpa_").unwrap());
        assert!(one.starts_with("mcpa_") && one.len() == 48 && one != other, "{one}");
        assert_eq!(hex(&[0, 0xaf, 0x19]), "00af19");
    }
}
