//! What an entry expects: what the runner compares, and what it leaves to a function of the suite.

use serde::Deserialize;
use serde_json::Value;

/// What is expected of one call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `ok`, or prose.
    #[serde(default)]
    pub result: Option<String>,
    /// The kind of the error.
    #[serde(default)]
    pub kind: Option<Word>,
    /// What became of the request.
    #[serde(default)]
    pub outcome: Option<Word>,
    /// What a time-out waited for: `connect`, `response`, `body`.
    #[serde(default)]
    pub phase: Option<Word>,
    /// The status of the answer.
    #[serde(default)]
    pub status: Option<Value>,
    /// What the client remarks: `already_gone`.
    #[serde(default)]
    pub note: Option<Word>,
    /// How many requests the server saw the head of.
    #[serde(default)]
    pub sends: Option<Count>,
    /// How many times the server carried something out.
    #[serde(default)]
    pub effects: Option<Count>,
    /// How many slots of the quota were used in the end.
    #[serde(default)]
    pub charged: Option<Count>,
    /// How many attempts the error counts.
    #[serde(default)]
    pub attempts: Option<Count>,
    /// The waits, in order.
    #[serde(default)]
    pub sleeps: Option<Vec<Pause>>,
    /// How many entries a listing gave; like all below, for a function of the suite.
    #[serde(default)]
    pub items: Option<Value>,
    /// How many of several calls went well.
    #[serde(default)]
    pub ok: Option<Value>,
    /// How many of several calls were refused for the quota's sake.
    #[serde(default, rename = "QuotaWait")]
    pub quota_wait: Option<Value>,
    /// How the program ends.
    #[serde(default)]
    pub exit: Option<Value>,
    /// How often a strict server answered 429.
    #[serde(default)]
    pub server_429: Option<Value>,
    /// How long a call waited, in seconds.
    #[serde(default)]
    pub wait_s: Option<Value>,
}

/// A word of the vocabulary, or prose.
pub type Word = String;

/// A number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub enum Count {
    /// This.
    Exactly(u64),
    /// This, or fewer.
    AtMost(u64),
    /// In words.
    Prose(String),
}

/// A wait, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Pause {
    /// This long.
    Exactly(u64),
    /// Between these.
    Between(u64, u64),
}

/// The kinds of errors, as the vocabulary lists them.
pub const KINDS: &str = "Config InvalidInput Connect Tls Timeout Transport Protocol Redirect Auth Scope NotFound Conflict \
                     Validation PaymentRequired RateLimited QuotaWait Server Decode TooLarge Wait PaginationStuck \
                     Incomplete Cancelled Duplicate Store";

impl Expect {
    /// What in it is no word that the runner compares; none if it knows all of it.
    pub fn prose(&self) -> Option<String> {
        let word = |what: &Option<Word>, known: &str| {
            what.clone().filter(|word| !known.split_whitespace().any(|known| known == word))
        };
        let count = |what: &Option<Count>| match what {
            Some(Count::Prose(text)) => Some(text.clone()),
            _ => None,
        };
        let told = [&self.items, &self.ok, &self.quota_wait, &self.exit, &self.server_429, &self.wait_s];
        word(&self.result, "ok")
            .or_else(|| word(&self.kind, KINDS))
            .or_else(|| word(&self.outcome, "not_sent rejected unknown applied"))
            .or_else(|| word(&self.phase, "connect response body"))
            .or_else(|| word(&self.note, "already_gone"))
            .or_else(|| self.status.as_ref().filter(|status| !status.is_u64()).map(Value::to_string))
            .or_else(|| count(&self.sends))
            .or_else(|| count(&self.effects))
            .or_else(|| count(&self.charged))
            .or_else(|| count(&self.attempts))
            .or_else(|| told.into_iter().flatten().next().map(Value::to_string))
    }
}

impl Count {
    /// Whether a number is as expected.
    pub fn fits(&self, number: u64) -> bool {
        match self {
            Self::Exactly(wanted) => number == *wanted,
            Self::AtMost(most) => number <= *most,
            Self::Prose(_) => false,
        }
    }
}

impl Pause {
    /// Whether a wait is as expected.
    pub fn fits(self, milliseconds: u64) -> bool {
        match self {
            Self::Exactly(wanted) => milliseconds == wanted,
            Self::Between(least, most) => (least..=most).contains(&milliseconds),
        }
    }
}

impl From<Value> for Count {
    fn from(value: Value) -> Self {
        if let Some(number) = value.as_u64() {
            return Self::Exactly(number);
        }
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match text.strip_prefix("<=").map(str::parse) {
            Some(Ok(most)) => Self::AtMost(most),
            _ => Self::Prose(text),
        }
    }
}
