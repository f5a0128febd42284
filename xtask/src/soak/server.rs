//! The back door of the sandbox: accounts, faults, and the ledger of what was applied.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::http::Connection;

/// A sandbox with `--control`.
pub(super) struct Server {
    origin: String,
}

/// The scripted faults that were met since the last time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) all: u64,
    /// Those that said “too many requests”.
    pub(super) throttled: u64,
}

impl Server {
    pub(super) fn at(origin: &str) -> Self {
        Self { origin: origin.to_owned() }
    }

    /// A session token for each of so many accounts, a line each.
    pub(super) fn log_in(&self, accounts: u32) -> Result<String> {
        let mut connection = Connection::to(&self.origin)?;
        let mut tokens = String::new();
        for number in 1..=accounts {
            let body = format!(r#"{{"email": "agent{number}@crowd.example"}}"#);
            let answer = ask(&mut connection, "POST", "accounts", &body)?;
            let token = answer["sessionToken"].as_str();
            tokens.push_str(token.with_context(|| format!("agent{number} can't log in"))?);
            tokens.push('\n');
        }
        Ok(tokens)
    }

    /// Scripts faults, each given as JSON.
    pub(super) fn script(&self, faults: &[Value]) -> Result<()> {
        let mut connection = Connection::to(&self.origin)?;
        for fault in faults {
            ask(&mut connection, "POST", "faults", &fault.to_string())?;
        }
        Ok(())
    }

    /// How many requests have met a fault. Forgets the faults.
    pub(super) fn faults_met(&self) -> Result<Met> {
        let mut connection = Connection::to(&self.origin)?;
        let met = Met::read(&ask(&mut connection, "GET", "faults", "")?)?;
        ask(&mut connection, "DELETE", "faults", "")?;
        Ok(met)
    }

    /// The ledger.
    pub(super) fn effects(&self) -> Result<Value> {
        ask(&mut Connection::to(&self.origin)?, "GET", "effects", "")
    }
}

impl Met {
    fn read(answer: &Value) -> Result<Self> {
        let mut met = Self::default();
        for fault in answer["faults"].as_array().context("the sandbox lists no faults")? {
            let hits = fault["hits"].as_u64().context("a fault does not say how often it was met")?;
            met.all += hits;
            met.throttled += if fault["status"] == 429 { hits } else { 0 };
        }
        Ok(met)
    }
}

fn ask(connection: &mut Connection, method: &str, what: &str, body: &str) -> Result<Value> {
    let answer = connection.send(method, &format!("/_sandbox/{what}"), "", body)?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} {what}: the sandbox answered {}", answer.status);
    }
    if answer.body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{method} {what}: no JSON came back"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Met;

    #[test]
    fn faults_that_say_too_many_requests_are_counted_apart() {
        let faults = json!({ "faults": [
            { "id": 1, "hits": 1, "status": 429 }, { "id": 2, "hits": 0, "status": 429 },
            { "id": 3, "hits": 2, "status": 503 }, { "id": 4, "hits": 1, "dropConnection": true },
        ]});
        assert_eq!(Met::read(&faults).unwrap(), Met { all: 4, throttled: 1 });
    }
}
