//! Text that must not be seen: passwords, new keys, addresses that carry their own permission.
//!
//! Answers and requests are printed while a program is written and logged while it runs, so such text hides itself.
//! Whoever needs it says so, with [`Secret::expose`]:
//!
//! ```
//! use cc_api::Secret;
//!
//! let password = Secret::from("correct horse");
//! assert_eq!(format!("{password:?}"), "Secret(****)");
//! assert_eq!(password.expose(), "correct horse");
//! ```

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::union::Fit;

/// Text that is not shown, as the API's passwords, new keys and signed addresses are.
///
/// It has no `Display`, and its `Debug` form is the same for all texts, so that nothing can be learnt from it, not
/// even the length. It is compared in constant time. Its memory is wiped when it is dropped; what was made of it to be
/// sent, and the answer that it was read from, are not.
///
/// As JSON it is plain text, since it has to travel: take care where you write what contains one.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<Box<str>>);

impl Secret {
    /// The text itself. Whoever takes it keeps it secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.into()))
    }
}

impl From<String> for Secret {
    /// Wipes the text that it was made of.
    fn from(text: String) -> Self {
        Self::from(Zeroizing::new(text).as_str())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Secret {
    fn from(other: &Self) -> Self {
        other.clone()
    }
}

impl PartialEq for Secret {
    /// In a time that depends on the lengths only.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differing = left.iter().zip(right).fold(0, |bits, (a, b)| bits | (a ^ b));
        left.len() == right.len() && std::hint::black_box(differing) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(****)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl Fit for Secret {}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn all_secrets_look_the_same() {
        for text in ["", "a", "cc_CANARY_7f3a9d", "https://files.example/a?signature=SIGCANARY51"] {
            let secret = Secret::from(text);
            assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(****) Secret(****)");
            assert_eq!(format!("{:?}", Some(&secret)), "Some(Secret(****))");
        }
    }

    #[test]
    fn a_secret_travels_as_plain_text() {
        let secret: Secret = serde_json::from_str(r#""a \"word\"""#).unwrap();
        assert_eq!(secret.expose(), "a \"word\"");
        assert_eq!(serde_json::to_string(&secret).unwrap(), r#""a \"word\"""#);
        for json in ["null", "true", "7", "[]", "{}"] {
            assert!(serde_json::from_str::<Secret>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn secrets_are_made_of_text_and_compared_by_it() {
        let text = String::from("word");
        let secret = Secret::from(&text);
        assert_eq!([&Secret::from("word"), &Secret::from(text), &Secret::from(&secret)], [&secret; 3]);
        for other in ["", "Word", "words", "wor"] {
            assert_ne!(Secret::from(other), secret, "{other}");
        }
    }
}
