//! What a person agrees to, from page to page.
//!
//! Nothing is stored before they agree: what was asked for travels in the form itself, sealed with the master key for the
//! browser that got the page (its cookie), for ten minutes. So a form that another page sends, or another browser, does not
//! open, and a flood of pages fills no table. The key, once checked, travels in the same seal.

use cc_api::Secret;
use cc_surface::KnownScopes;
use serde_json::{Value, json};

use super::cipher::MasterKey;
use super::clients::Client;
use super::metadata::PublicUrl;
use super::params::Params;
use super::words::{base64url, from_base64url, is_challenge};

/// How long a page can be answered.
const LIVES: i64 = 600;
/// The longest state that is carried for a client.
const LONGEST_STATE: usize = 2048;

/// What a client asks a person for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) challenge: String,
    /// The key, once it was checked, and what the check has shown.
    pub(super) key: Option<Secret>,
    pub(super) known: KnownScopes,
}

impl Asked {
    /// Reads what a client asks for, when it is known who it is and where the answer goes; a code of the standard, and what is
    /// wrong.
    pub(super) fn read(
        client: Client,
        redirect_uri: &str,
        params: &Params,
        public: &PublicUrl,
    ) -> Result<Self, (&'static str, String)> {
        const INVALID: &str = "invalid_request";
        let wanted = |name| params.wanted(name).map_err(|fault| (INVALID, fault));
        if wanted("response_type")? != "code" {
            return Err(("unsupported_response_type", "`response_type` has to be `code`".to_owned()));
        }
        if params.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err((INVALID, "`response_mode` has to be `query`".to_owned()));
        }
        let challenge = wanted("code_challenge")?.to_owned();
        if params.get("code_challenge_method") != Some("S256") {
            return Err((INVALID, "`code_challenge_method` has to be `S256`".to_owned()));
        }
        if !is_challenge(&challenge) {
            return Err((INVALID, "`code_challenge` is no digest".to_owned()));
        }
        if params.get("resource").is_some_and(|resource| resource != public.resource()) {
            return Err(("invalid_target", format!("`resource` has to be {}", public.resource())));
        }
        let state = params.get("state").map(str::to_owned);
        if state.as_ref().is_some_and(|state| state.len() > LONGEST_STATE) {
            return Err((INVALID, "`state` is too long".to_owned()));
        }
        Ok(Self {
            client,
            redirect_uri: redirect_uri.to_owned(),
            state,
            challenge,
            key: None,
            known: KnownScopes::default(),
        })
    }

    /// For the form of a page, and the browser that has this cookie.
    pub(super) fn seal(&self, master: &MasterKey, cookie: &str, now: i64) -> anyhow::Result<String> {
        let asked = json!({
            "ends": now + LIVES, "client": self.client.id, "name": self.client.name, "host": self.client.host,
            "redirect_uri": self.redirect_uri, "state": self.state, "challenge": self.challenge,
            "key": self.key.as_ref().map(Secret::expose), "known": self.known,
        });
        Ok(base64url(&master.seal(&asked.to_string(), &place(cookie))?))
    }

    /// What was sealed for this browser, if it is not too old.
    pub(super) fn open(master: &MasterKey, sealed: &str, cookie: &str, now: i64) -> Option<Self> {
        let text = master.open(&from_base64url(sealed)?, &place(cookie))?;
        let asked: Value = serde_json::from_str(&text).ok()?;
        let text = |name: &str| asked[name].as_str().map(str::to_owned);
        if asked["ends"].as_i64()? <= now {
            return None;
        }
        let client = Client {
            id: text("client")?,
            name: text("name")?,
            host: text("host"),
            redirect_uris: Vec::new(),
        };
        Some(Self {
            client,
            redirect_uri: text("redirect_uri")?,
            state: text("state"),
            challenge: text("challenge")?,
            key: text("key").map(Secret::from),
            known: serde_json::from_value(asked["known"].clone()).ok()?,
        })
    }

    /// Where the person is sent with an answer.
    pub(super) fn answer(&self, public: &PublicUrl, name: &str, value: &str) -> String {
        self::answer(&self.redirect_uri, self.state.as_deref(), public, &[(name, value)])
    }
}

/// An answer to a client: with its state, and with who gives it (RFC 9207).
pub(super) fn answer(
    redirect_uri: &str,
    state: Option<&str>,
    public: &PublicUrl,
    said: &[(&str, &str)],
) -> String {
    let mut parameters = said.to_vec();
    parameters.extend(state.map(|state| ("state", state)));
    parameters.push(("iss", public.issuer()));
    super::redirect::with(redirect_uri, &parameters)
}

fn place(cookie: &str) -> String {
    format!("form of {cookie}")
}

#[cfg(test)]
mod tests {
    use cc_surface::KnownScopes;

    use super::super::cipher::MasterKey;
    use super::super::clients::Client;
    use super::{Asked, LIVES};

    #[test]
    fn a_form_opens_in_the_browser_that_got_it_and_for_ten_minutes() {
        let master = MasterKey::read(&MasterKey::new_text().unwrap()).unwrap();
        let client =
            Client { id: "c".to_owned(), name: "C".to_owned(), host: None, redirect_uris: Vec::new() };
        let mut known = KnownScopes::default();
        known.learn_held(&["content:read"].into_iter().collect());
        let asked = Asked {
            client,
            redirect_uri: "https://a.example/cb".to_owned(),
            state: Some("s".to_owned()),
            challenge: "x".to_owned(),
            key: Some("cc_CANARY51".into()),
            known,
        };
        let sealed = asked.seal(&master, "cookie", 0).unwrap();
        assert!(!sealed.contains("CANARY") && !format!("{asked:?} {asked:#?}").contains("CANARY"));
        assert_eq!(Asked::open(&master, &sealed, "cookie", LIVES - 1), Some(asked));
        assert_eq!(Asked::open(&master, &sealed, "cookie", LIVES), None);
        assert_eq!(Asked::open(&master, &sealed, "another", 1), None);
        assert_eq!(Asked::open(&master, &sealed[..40], "cookie", 1), None);
    }
}
