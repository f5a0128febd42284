//! Who asks: most requests come from the sandbox's first account, with its full key.
//!
//! Some operations accept one request only from whom nothing has happened to yet: whoever has left an organization can't
//! leave it again, and nothing is left of an Instagram account once its figures are deleted. They are asked for by
//! somebody else, whom nothing else happens to, through a session of their own. The back door of the sandbox logs them in.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http::Connection;
use crate::sandbox::Sandbox;

/// Somebody who asks for a few operations. Whom the sandbox does not know is signed up, with a membership and nothing else.
struct Person {
    /// What the settings of schemathesis call the session.
    variable: &'static str,
    email: &'static str,
    tenant: &'static str,
    /// What they do before: path and body of a request.
    before: Option<(&'static str, &'static str)>,
}

const VENDOR: &str = "coffee-contracts";

const PEOPLE: [Person; 6] = [
    // Belongs to an organization, and does not lead it.
    Person { variable: "CC_MEMBER", email: "ben@torreshome.example", tenant: VENDOR, before: None },
    // Has an Instagram account to disconnect; the figures of the first account's are deleted.
    Person { variable: "CC_OTHER", email: "luis@harbor.example", tenant: "harbor-realty", before: None },
    // Has never had a membership.
    Person { variable: "CC_NEWCOMER", email: "nora@lindqvist.example", tenant: VENDOR, before: None },
    // Has a membership that nobody cancels.
    Person { variable: "CC_SUBSCRIBER", email: "subscriber@judges.example", tenant: VENDOR, before: None },
    Person {
        variable: "CC_PAUSED",
        email: "paused@judges.example",
        tenant: VENDOR,
        before: Some(("/user/payment/pause-membership", "{}")),
    },
    Person {
        variable: "CC_DISCOUNTED",
        email: "discounted@judges.example",
        tenant: VENDOR,
        before: Some(("/user/payment/apply-coupon", r#"{"code": "FRIENDS"}"#)),
    },
];

/// Holds the sandbox's clock. Otherwise what is asked for would depend on how fast the machine is: a menu that is written
/// takes the place of the one whose lines the settings name.
pub(super) fn hold_clock(sandbox: &Sandbox) -> Result<()> {
    let mut back_door = Connection::to(sandbox.origin())?;
    ask(&mut back_door, "PUT", "/_sandbox/clock", "", r#"{"hold": true}"#).map(drop)
}

/// Logs them all in; what the settings are to call their sessions, and the sessions.
pub(super) fn log_in(sandbox: &Sandbox) -> Result<Vec<(&'static str, String)>> {
    let mut back_door = Connection::to(sandbox.origin())?;
    let mut sessions = Vec::new();
    for Person { variable, email, tenant, before } in PEOPLE {
        let body = json!({ "email": email, "tenant": tenant }).to_string();
        let answer = ask(&mut back_door, "POST", "/_sandbox/accounts", "", &body)?;
        let session = answer["sessionToken"].as_str().context("somebody was logged in without a session")?;
        if let Some((path, body)) = before {
            ask(&mut back_door, "POST", &format!("/api{path}"), &headers(session, tenant), body)?;
        }
        sessions.push((variable, session.to_owned()));
    }
    Ok(sessions)
}

/// Writes down, for schemathesis, which entries the first account has in its schedule: they are named after days.
pub(super) fn write_entries(sandbox: &Sandbox, file: &Path) -> Result<()> {
    let mut connection = Connection::to(sandbox.origin())?;
    let headers = headers(&sandbox.session_token, &sandbox.tenant);
    let month = ask(&mut connection, "GET", "/api/user/content/schedule?limit=100", &headers, "")?;
    let entries = month["results"].as_array().into_iter().flatten();
    let lines: Vec<_> = entries.map(|entry| entry["id"].to_string()).collect();
    std::fs::write(file, lines.join("\n")).with_context(|| format!("could not write `{}`", file.display()))
}

/// The operations that changed something, in order, a name for each change.
pub(super) fn changes(sandbox: &Sandbox) -> Result<Vec<String>> {
    let mut back_door = Connection::to(sandbox.origin())?;
    let ledger = ask(&mut back_door, "GET", "/_sandbox/effects", "", "")?;
    let effects = ledger["effects"].as_array().into_iter().flatten();
    Ok(effects.filter_map(|effect| effect["operation"].as_str()).map(str::to_owned).collect())
}

fn headers(session: &str, tenant: &str) -> String {
    format!("Authorization: Bearer {session}\r\nX-Tenant-Slug: {tenant}\r\n")
}

/// Sends a request that the sandbox has to accept; what it answers.
fn ask(connection: &mut Connection, method: &str, path: &str, headers: &str, body: &str) -> Result<Value> {
    let answer = connection.send(method, path, headers, body)?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} {path} was answered with {}", answer.status);
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{method} {path}: the answer is not JSON"))
}
