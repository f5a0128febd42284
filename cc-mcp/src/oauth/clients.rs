//! Clients: hosts such as `ChatGPT`, who name themselves. Either by registering (RFC 7591), or by an address where they describe
//! themselves (see `documents`). None has a secret: what protects a code is PKCE and the address that it is sent to.

use rusqlite::{OptionalExtension as _, Transaction, params};
use serde_json::{Value, json};

use super::redirect;
use super::store::Store;
use super::words::name;

/// How many clients may be registered; then the oldest that nobody has used gives way.
const MOST: u32 = 5_000;
/// How long a client is kept that nobody uses, and one that nobody has used since.
const UNUSED: i64 = 24 * 3600;
const DORMANT: i64 = 90 * 24 * 3600;
/// How many addresses a client may have.
const MOST_ADDRESSES: usize = 10;
/// The longest name that is shown.
const LONGEST_NAME: usize = 80;

/// Who asks for access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) id: String,
    /// What it calls itself; anybody can call themselves anything.
    pub(super) name: String,
    /// The host where it describes itself, which nobody else can claim; none if it has registered.
    pub(super) host: Option<String>,
    pub(super) redirect_uris: Vec<String>,
}

/// Why a client is not taken: a code of RFC 7591, and what is wrong.
pub(super) type Unfit = (&'static str, String);

/// What a client says of itself, in the words that a registration and a document share: its name, and its addresses.
pub(super) fn described(said: &Value) -> Result<(Option<String>, Vec<String>), Unfit> {
    const REDIRECT: &str = "invalid_redirect_uri";
    const METADATA: &str = "invalid_client_metadata";
    let named = said["client_name"].as_str().map(shown).filter(|name| !name.is_empty());
    let addresses = said["redirect_uris"].as_array().filter(|list| !list.is_empty());
    let addresses =
        addresses.ok_or((REDIRECT, "`redirect_uris` is a list of at least one address".to_owned()))?;
    if addresses.len() > MOST_ADDRESSES {
        return Err((REDIRECT, format!("`redirect_uris` has more than {MOST_ADDRESSES} addresses")));
    }
    let mut redirect_uris = Vec::new();
    for address in addresses {
        let text = address.as_str().filter(|text| redirect::allowed(text).is_some()).ok_or((
            REDIRECT,
            "each of `redirect_uris` is https, or http on 127.0.0.1, [::1] or localhost, without a fragment"
                .to_owned(),
        ))?;
        redirect_uris.push(text.to_owned());
    }
    for (list, wanted) in [("grant_types", "authorization_code"), ("response_types", "code")] {
        let lacks = said[list].as_array().is_some_and(|list| !list.iter().any(|word| word == wanted));
        if lacks || !(said[list].is_null() || said[list].is_array()) {
            return Err((METADATA, format!("`{list}` has to include `{wanted}`")));
        }
    }
    Ok((named, redirect_uris))
}

impl Store {
    /// Registers a client, and gives what it is told.
    pub(super) fn register(&self, said: &Value, now: i64) -> anyhow::Result<Result<Value, Unfit>> {
        let (named, redirect_uris) = match described(said) {
            Ok(described) => described,
            Err(fault) => return Ok(Err(fault)),
        };
        let (id, named) =
            (format!("client-{}", name()?), named.unwrap_or_else(|| "A program without a name".to_owned()));
        self.write(|transaction| {
            make_room(transaction)?;
            transaction.execute(
                "INSERT INTO client (id, name, redirect_uris, created) VALUES (?1, ?2, ?3, ?4)",
                params![id, named, json!(redirect_uris).to_string(), now],
            )?;
            Ok(())
        })?;
        Ok(Ok(json!({
            "client_id": id,
            "client_id_issued_at": now,
            "client_name": named,
            "redirect_uris": redirect_uris,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        })))
    }

    /// A client that has registered.
    pub(super) fn client(&self, id: &str) -> anyhow::Result<Option<Client>> {
        let sql = "SELECT name, redirect_uris FROM client WHERE id = ?1";
        let found = self.read().query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((name, addresses)): Option<(String, String)> = found else { return Ok(None) };
        let addresses: Vec<Value> = serde_json::from_str(&addresses)?;
        let redirect_uris = addresses.iter().filter_map(|uri| uri.as_str().map(str::to_owned)).collect();
        Ok(Some(Client { id: id.to_owned(), name, host: None, redirect_uris }))
    }
}

/// Removes clients that nobody has used, or not for long; who is connected by one keeps it.
pub(super) fn prune(transaction: &Transaction<'_>, now: i64) -> anyhow::Result<()> {
    transaction.execute(
        "DELETE FROM client WHERE ((used IS NULL AND created <= ?1) OR used <= ?2)
         AND id NOT IN (SELECT client FROM grants)",
        params![now - UNUSED, now - DORMANT],
    )?;
    Ok(())
}

fn make_room(transaction: &Transaction<'_>) -> anyhow::Result<()> {
    let count: u32 = transaction.query_row("SELECT count(*) FROM client", [], |row| row.get(0))?;
    if count < MOST {
        return Ok(());
    }
    let sql =
        "DELETE FROM client WHERE id = (SELECT id FROM client WHERE id NOT IN (SELECT client FROM grants)
               ORDER BY used IS NOT NULL, created LIMIT 1)";
    if transaction.execute(sql, [])? == 0 {
        anyhow::bail!("{MOST} clients are the most that are kept, and all are in use");
    }
    Ok(())
}

/// A name as it may be shown: on one line, cut, and without characters that show nothing, or turn the direction of others.
fn shown(name: &str) -> String {
    name.trim().chars().filter(|c| !c.is_control() && !is_unseen(*c)).take(LONGEST_NAME).collect()
}

/// Characters that Unicode has for formatting: marks of direction, joints, ends of lines, fillers, selectors, tags.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::described;

    #[test]
    fn what_a_client_says_of_itself_is_checked() {
        let fine = json!({ "client_name": " Chat\u{202e}GPT\n ", "redirect_uris": ["https://a.example/cb"], "scope": "x" });
        assert_eq!(
            described(&fine).unwrap(),
            (Some("ChatGPT".to_owned()), vec!["https://a.example/cb".to_owned()])
        );
        for (said, code) in [
            (json!({}), "invalid_redirect_uri"),
            (json!({ "redirect_uris": [] }), "invalid_redirect_uri"),
            (json!({ "redirect_uris": "https://a.example/cb" }), "invalid_redirect_uri"),
            (json!({ "redirect_uris": ["https://a.example/cb", "javascript:x"] }), "invalid_redirect_uri"),
            (json!({ "redirect_uris": vec!["https://a.example/cb"; 11] }), "invalid_redirect_uri"),
            (
                json!({ "redirect_uris": ["https://a.example/cb"], "grant_types": ["implicit"] }),
                "invalid_client_metadata",
            ),
            (
                json!({ "redirect_uris": ["https://a.example/cb"], "response_types": "token" }),
                "invalid_client_metadata",
            ),
        ] {
            assert_eq!(described(&said).unwrap_err().0, code, "{said}");
        }
    }
}
