//! API keys and session tokens: kept from every output, wiped when dropped.

use std::fmt;

use super::catalogue::ApiInfo;
use super::error::Error;
use super::secret::Secret;
use super::words::all_bytes;

/// What a client proves itself with.
///
/// Its `Debug` form shows the last four characters at most, it has no `Display`, it can't be serialized, and it
/// is compared in constant time. The text is wiped from memory when the last copy is dropped.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A key for programs.
    ApiKey(CredentialText),
    /// The token of a login. Only it can manage keys.
    SessionToken(CredentialText),
}

/// The text of a credential: a [`Secret`] that can be a header's value, and that nothing is made of by itself, JSON
/// neither.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialText(Secret);

/// No credential is longer: what is longer is something else, pasted by mistake.
const LONGEST: usize = 4096;

impl Credential {
    /// An API key. Whether it begins as keys of the API do is checked when a client takes it.
    pub fn api_key(text: impl Into<Secret>) -> Result<Self, Error> {
        CredentialText::new(text.into(), "API key").map(Self::ApiKey)
    }

    /// A session token.
    pub fn session_token(text: impl Into<Secret>) -> Result<Self, Error> {
        CredentialText::new(text.into(), "session token").map(Self::SessionToken)
    }

    /// Whether it is a session token.
    pub fn is_session_token(&self) -> bool {
        matches!(self, Self::SessionToken(_))
    }

    pub(crate) fn text(&self) -> &CredentialText {
        match self {
            Self::ApiKey(text) | Self::SessionToken(text) => text,
        }
    }

    /// Refuses what can't be a credential of this API, without repeating it.
    pub(crate) fn check(&self, api: &ApiInfo) -> Result<(), Error> {
        let Some(prefix) = api.key_prefix else { return Ok(()) };
        let rest = self.text().expose().strip_prefix(prefix);
        match (self, rest) {
            (Self::SessionToken(_), None) => Ok(()),
            (Self::SessionToken(_), Some(_)) => Err(Error::config(format!(
                "this session token begins with `{prefix}`, as API keys do; pass it as an API key"
            ))),
            (Self::ApiKey(_), Some(rest)) if !all_bytes(rest, |b| !b.is_ascii_alphanumeric()) => Ok(()),
            (Self::ApiKey(_), _) => Err(Error::config(format!(
                "this is no API key: keys begin with `{prefix}` and have letters and digits after it; \
                 the token of a login goes in as a session token"
            ))),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey(text) => write!(f, "ApiKey({text:?})"),
            Self::SessionToken(text) => write!(f, "SessionToken({text:?})"),
        }
    }
}

impl CredentialText {
    fn new(secret: Secret, what: &str) -> Result<Self, Error> {
        let text = secret.expose();
        let fault = if text.is_empty() {
            "is empty"
        } else if text.len() > LONGEST {
            "is too long"
        } else if !all_bytes(text, |b| b.is_ascii_graphic()) {
            "has white space or other characters in it that no credential has"
        } else {
            return Ok(Self(secret));
        };
        Err(Error::config(format!("the {what} {fault}; copy it again, without quotes and line ends")))
    }

    /// The text itself. Whoever takes it keeps it secret.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for CredentialText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.expose();
        // Short texts show nothing: four characters of eight would be half of it.
        let tail = if text.len() >= 12 { text.get(text.len() - 4..).unwrap_or("") } else { "" };
        let prefix = text.find('_').filter(|at| *at < 4).and_then(|at| text.get(..=at)).unwrap_or("");
        write!(f, "{prefix}****{tail}")
    }
}

#[cfg(test)]
mod tests {
    use super::Credential;
    use crate::runtime::fake::TEST_API;

    #[test]
    fn a_credential_shows_four_characters_at_most() {
        let key = Credential::api_key("cc_CANARY_7f3a9d").unwrap();
        assert_eq!(format!("{key:?}"), "ApiKey(cc_****3a9d)");
        assert_eq!(format!("{:?}", Credential::session_token("short").unwrap()), "SessionToken(****)");
    }

    #[test]
    fn malformed_keys_are_refused_without_being_repeated() {
        for text in [
            "",
            "cc_",
            "CC_xCANARY",
            " cc_xCANARY ",
            "cc_xCANARY\n",
            "cc_x cc_CANARY",
            "sk_live_xCANARY",
            "Bearer cc_xCANARY",
        ] {
            let refused = Credential::api_key(text).and_then(|key| key.check(&TEST_API)).unwrap_err();
            assert!(!refused.to_string().contains("CANARY"), "{refused}");
        }
        assert!(Credential::session_token("cc_x").unwrap().check(&TEST_API).is_err());
    }

    #[test]
    fn credentials_are_compared_by_text_and_kind() {
        let key = |text| Credential::api_key(text).unwrap();
        assert_eq!(key("cc_a"), key("cc_a"));
        assert_ne!(key("cc_a"), key("cc_b"));
        assert_ne!(key("cc_a"), key("cc_ab"));
        assert_ne!(key("abc"), Credential::session_token("abc").unwrap());
    }
}
