//! Confirmations: what removes something or may cost money is carried out only when the same call comes again with a word
//! that was given out for exactly these arguments. A word works once, and for a few minutes.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// How long a word works.
pub(crate) const LIFE: Duration = Duration::from_secs(300);
/// How many words may be out at a time; the oldest gives way.
const MOST: usize = 100;

/// The words that are out.
#[derive(Debug, Default)]
pub(crate) struct Confirmations {
    out: Mutex<BTreeMap<String, Pending>>,
}

/// What a word was given out for.
#[derive(Debug)]
struct Pending {
    call: [u8; 32],
    to: To,
    until: Duration,
}

/// Who was given a word. What was given to one is worth nothing in the hands of the other: a model can't answer for the
/// person whom its host asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    /// The model, in a text.
    Model,
    /// The host, beside the question that it shows to a person.
    Host,
}

/// Why a word does not confirm a call. The word is spent in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unconfirmed {
    /// There is no such word: it was used, or never given out.
    Unknown,
    /// It was given out too long ago.
    Expired,
    /// It was given out for another call.
    OtherCall,
}

impl Confirmations {
    /// Gives out a word for a call. `now` is the time since some fixed moment, `random` is new each time.
    pub(crate) fn ask(
        &self,
        to: To,
        tool: &str,
        arguments: &Map<String, Value>,
        now: Duration,
        random: [u8; 16],
    ) -> String {
        let word = hex(&random);
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.retain(|_, pending| pending.until > now);
        if out.len() >= MOST
            && let Some(oldest) =
                out.iter().min_by_key(|(_, pending)| pending.until).map(|(word, _)| word.clone())
        {
            out.remove(&oldest);
        }
        out.insert(word.clone(), Pending { call: digest(tool, arguments), to, until: now + LIFE });
        word
    }

    /// Takes a word back, and says whether it confirms this call.
    pub(crate) fn take(
        &self,
        word: &str,
        to: To,
        tool: &str,
        arguments: &Map<String, Value>,
        now: Duration,
    ) -> Result<(), Unconfirmed> {
        let pending = self.out.lock().unwrap_or_else(PoisonError::into_inner).remove(word);
        let pending = pending.filter(|pending| pending.to == to).ok_or(Unconfirmed::Unknown)?;
        if pending.until <= now {
            return Err(Unconfirmed::Expired);
        }
        if pending.call == digest(tool, arguments) { Ok(()) } else { Err(Unconfirmed::OtherCall) }
    }
}

impl Unconfirmed {
    /// What is wrong with the word, in words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "this confirmation is not known, or was used already",
            Self::Expired => "this confirmation is older than five minutes",
            Self::OtherCall => "this confirmation was given for other arguments",
        }
    }
}

/// What a call is, whatever the order in which its arguments come.
fn digest(tool: &str, arguments: &Map<String, Value>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(tool.as_bytes());
    hash.update([0]);
    hash.update(sorted(&Value::Object(arguments.clone())).to_string().as_bytes());
    hash.finalize().into()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let by_name: BTreeMap<&String, &Value> = object.iter().collect();
            Value::Object(by_name.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Map, Value, json};

    use super::{Confirmations, LIFE, MOST, To, Unconfirmed};

    fn arguments(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_word_confirms_the_call_that_it_was_given_for_and_only_once() {
        let words = Confirmations::default();
        let (now, call) = (Duration::from_secs(9), arguments(&json!({ "a": 1, "b": { "c": 2, "d": 3 } })));
        let turned = arguments(&json!({ "b": { "d": 3, "c": 2 }, "a": 1 }));
        let word = words.ask(To::Model, "remove", &call, now, [7; 16]);
        assert_eq!(words.take(&word, To::Model, "remove", &turned, now), Ok(()));
        assert_eq!(
            words.take(&word, To::Model, "remove", &call, now),
            Err(Unconfirmed::Unknown),
            "used twice"
        );
        for (tool, arguments, time, expected) in [
            ("remove", arguments(&json!({ "a": 2 })), now, Unconfirmed::OtherCall),
            ("other", call.clone(), now, Unconfirmed::OtherCall),
            ("remove", call.clone(), now + LIFE, Unconfirmed::Expired),
        ] {
            let word = words.ask(To::Model, "remove", &call, now, [8; 16]);
            assert_eq!(words.take(&word, To::Model, tool, &arguments, time), Err(expected));
            assert_eq!(
                words.take(&word, To::Model, "remove", &call, now),
                Err(Unconfirmed::Unknown),
                "spent by the mistake"
            );
        }
        let word = words.ask(To::Host, "remove", &call, now, [9; 16]);
        assert_eq!(
            words.take(&word, To::Model, "remove", &call, now),
            Err(Unconfirmed::Unknown),
            "not its own"
        );
        assert_eq!(words.take("made up", To::Model, "remove", &call, now), Err(Unconfirmed::Unknown));
    }

    #[test]
    fn words_do_not_pile_up() {
        let words = Confirmations::default();
        let call = Map::new();
        let first = words.ask(To::Model, "t", &call, Duration::ZERO, [0; 16]);
        for n in 1..=u8::try_from(MOST).unwrap() {
            words.ask(To::Model, "t", &call, Duration::from_secs(n.into()), [n; 16]);
        }
        let later = Duration::from_secs(101);
        assert_eq!(
            words.take(&first, To::Model, "t", &call, later),
            Err(Unconfirmed::Unknown),
            "the oldest gave way"
        );
        assert_eq!(words.take(&"01".repeat(16), To::Model, "t", &call, later), Ok(()));
    }
}
