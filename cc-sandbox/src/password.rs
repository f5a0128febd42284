//! Passwords: kept as a salted hash that is slow to compute.
//!
//! Whoever logs in does so on a made-up account of a sandbox, so Argon2id runs here with less than is advised for the
//! public: 2 MiB and two passes take a few milliseconds, and a start or a change of a password does not wait for it.

use std::sync::OnceLock;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use crate::refused::Refused;

/// The password of every account that is made up.
pub(crate) const MADE_UP: &str = "coffee-and-contracts";

/// A hash of the password, with a salt of its own: `$argon2id$v=19$…`.
pub(crate) fn hash(password: &str) -> Result<String, Refused> {
    let params = Params::new(2 * 1024, 2, 1, None).map_err(|error| Refused::failure(&error))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.as_bytes()).map_err(|error| Refused::failure(&error))?;
    Ok(hash.to_string())
}

/// Whether it is the password behind a hash.
pub(crate) fn is_right(password: &str, hash: &str) -> bool {
    Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
}

/// The hash of the made-up password, computed once a process: it is no secret, and thousands of accounts may have it.
pub(crate) fn made_up_hash() -> Result<&'static str, Refused> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let made = hash(MADE_UP)?;
    Ok(HASH.get_or_init(|| made))
}

#[cfg(test)]
mod tests {
    use super::{hash, is_right};

    #[test]
    fn the_same_password_has_another_hash_each_time_and_is_known_by_either() {
        let (one, other) = (hash("secret").unwrap(), hash("secret").unwrap());
        assert_ne!(one, other);
        assert!(is_right("secret", &one) && is_right("secret", &other));
        assert!(!is_right("Secret", &one) && !is_right("", &one));
        assert!(!is_right("secret", "secret"), "what is no hash fits nothing");
    }
}
