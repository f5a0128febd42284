//! Codes become tokens, tokens become newer tokens, and what comes a second time ends the connection: it was copied.

use rusqlite::{OptionalExtension as _, Transaction, params};

use super::grants;
use super::store::Store;
use super::words::{ACCESS, REFRESH, digest, proves, word};

/// How long a token opens the server.
pub(super) const ACCESS_LIVES: i64 = 3600;
/// How long a connection lasts that nobody uses.
const REFRESH_LIVES: i64 = 30 * 24 * 3600;
/// How many tokens of one connection are remembered; of the used ones, the oldest are forgotten first.
const MOST: i64 = 100;

/// What a client is given.
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
}

/// Why a client is given nothing. In the words of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The code or token is unknown, used, expired, or another client's.
    Grant(&'static str),
    /// It was meant for another server.
    Target,
}

/// A code as a client brings it.
pub(super) struct Brought<'a> {
    pub(super) code: &'a str,
    pub(super) client: &'a str,
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) verifier: &'a str,
    pub(super) resource: Option<&'a str>,
}

/// Tokens or a refusal; or what is wrong with the database.
pub(super) type Outcome = anyhow::Result<Result<Tokens, Refused>>;

/// What is known of a code: grant, address, challenge, end, whether it was used, client, resource.
type Code = (String, String, String, i64, bool, String, String);
/// What is known of a refresh token: grant, end, whether it was used, client, resource.
type Refresh = (String, i64, bool, String, String);

impl Store {
    /// Turns a code into tokens. However this ends, the code is used up.
    pub(super) fn redeem(&self, brought: &Brought<'_>, now: i64) -> Outcome {
        self.write(|transaction| {
            let sql = "SELECT grant_id, code.redirect_uri, challenge, code.ends, spent, client, resource
                       FROM code JOIN grants ON grants.id = grant_id WHERE digest = ?1";
            let row = transaction.query_row(sql, [digest(brought.code)], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                ))
            });
            let Some((grant, redirect_uri, challenge, ends, spent, client, resource)): Option<Code> =
                row.optional()?
            else {
                return Ok(Err(Refused::Grant("the code is unknown; begin again")));
            };
            if spent {
                // Somebody else had it, too; nobody can say who of them was meant.
                grants::end(transaction, &grant)?;
                return Ok(Err(Refused::Grant(
                    "the code was used before; the connection is ended, begin again",
                )));
            }
            transaction.execute("UPDATE code SET spent = 1 WHERE digest = ?1", [digest(brought.code)])?;
            let fault = if ends <= now {
                Some("the code has expired; begin again")
            } else if client != brought.client {
                Some("the code is another client's")
            } else if brought.redirect_uri.is_some_and(|uri| uri != redirect_uri) {
                Some("`redirect_uri` is not the one that the code was sent to")
            } else if !proves(brought.verifier, &challenge) {
                Some("`code_verifier` is not the one of this code")
            } else {
                None
            };
            if let Some(fault) = fault {
                return Ok(Err(Refused::Grant(fault)));
            }
            if brought.resource.is_some_and(|wanted| wanted != resource) {
                return Ok(Err(Refused::Target));
            }
            issue(transaction, &grant, now).map(Ok)
        })
    }

    /// Turns a refresh token into new ones. One that was used before ends the connection.
    pub(super) fn refresh(&self, token: &str, client: &str, resource: Option<&str>, now: i64) -> Outcome {
        self.write(|transaction| {
            let sql = "SELECT grant_id, token.ends, spent, client, resource
                       FROM token JOIN grants ON grants.id = grant_id WHERE digest = ?1 AND is_refresh";
            let row = transaction.query_row(sql, [digest(token)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            });
            let Some((grant, ends, spent, owner, meant_for)): Option<Refresh> = row.optional()? else {
                return Ok(Err(Refused::Grant("the refresh token is unknown or was revoked; connect again")));
            };
            if owner != client {
                return Ok(Err(Refused::Grant("the refresh token is another client's")));
            }
            if spent {
                grants::end(transaction, &grant)?;
                return Ok(Err(Refused::Grant(
                    "the refresh token was used before, so somebody has copied it; the connection is ended, connect again",
                )));
            }
            if ends <= now {
                return Ok(Err(Refused::Grant("the refresh token has expired; connect again")));
            }
            if resource.is_some_and(|wanted| wanted != meant_for) {
                return Ok(Err(Refused::Target));
            }
            transaction.execute("UPDATE token SET spent = 1 WHERE digest = ?1", [digest(token)])?;
            issue(transaction, &grant, now).map(Ok)
        })
    }

    /// The grant that an access token opens at this server now.
    pub(crate) fn admit(&self, token: &str, resource: &str, now: i64) -> anyhow::Result<Option<String>> {
        let sql = "SELECT grants.id, used FROM token JOIN grants ON grants.id = grant_id
                   WHERE digest = ?1 AND NOT is_refresh AND token.ends > ?2 AND grants.ends > ?2 AND resource = ?3";
        let found: Option<(String, i64)> = self
            .read()
            .query_row(sql, params![digest(token), now, resource], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((grant, used)) = found else { return Ok(None) };
        // A write a request would be too much for knowing roughly when it was used.
        if now - used > 3600 {
            self.read().execute("UPDATE grants SET used = ?1 WHERE id = ?2", params![now, grant])?;
        }
        Ok(Some(grant))
    }

    /// Ends the connection of a token, if it is this client's (RFC 7009): of an access token, too, since who revokes wants out.
    pub(super) fn revoke_token(&self, token: &str, client: &str) -> anyhow::Result<()> {
        self.write(|transaction| {
            let sql = "DELETE FROM grants WHERE client = ?1
                       AND id IN (SELECT grant_id FROM token WHERE digest = ?2)";
            transaction.execute(sql, params![client, digest(token)])?;
            Ok(())
        })
    }
}

/// New tokens of a grant, which lasts as long as its refresh token.
fn issue(transaction: &Transaction<'_>, grant: &str, now: i64) -> anyhow::Result<Tokens> {
    let tokens = Tokens { access: word(ACCESS)?, refresh: word(REFRESH)? };
    let sql = "UPDATE grants SET used = ?1, ends = ?2 WHERE id = ?3";
    transaction.execute(sql, params![now, now + REFRESH_LIVES, grant])?;
    for (token, is_refresh, lives) in
        [(&tokens.access, false, ACCESS_LIVES), (&tokens.refresh, true, REFRESH_LIVES)]
    {
        transaction.execute(
            "INSERT INTO token (digest, grant_id, is_refresh, made, ends) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![digest(token), grant, is_refresh, now, now + lives],
        )?;
    }
    let sql = "DELETE FROM token WHERE grant_id = ?1 AND (spent OR NOT is_refresh) AND digest NOT IN
               (SELECT digest FROM token WHERE grant_id = ?1 ORDER BY made DESC, spent LIMIT ?2)";
    transaction.execute(sql, params![grant, MOST])?;
    Ok(tokens)
}
