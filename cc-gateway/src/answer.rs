//! Answers of the API as text: as sound as JSON that is read, but neither built up in memory nor written anew.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// JSON as the API wrote it, which every reader of JSON takes: what `serde_json` would not read as a value is none.
pub(crate) struct Answer(Box<RawValue>);

impl Answer {
    pub(crate) fn is_null(&self) -> bool {
        self.0.get() == "null"
    }

    pub(crate) fn text(&self) -> &str {
        self.0.get()
    }

    pub(crate) fn into_text(self) -> String {
        Box::<str>::from(self.0).into_string()
    }

    /// What it says, for whoever has to change it.
    pub(crate) fn value(&self) -> Option<Value> {
        serde_json::from_str(self.0.get()).ok()
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        // The text alone may be nested without end, and its escapes may stand for no characters.
        serde_json::from_str::<Sound>(text.get()).map_err(D::Error::custom)?;
        Ok(Self(text))
    }
}

/// Any value that can be read. Nothing of it is kept.
struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Sound {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn what_is_sound_stays_as_it_was_written() {
        for text in [
            "null",
            "{\"a\" : [1, -2.50, true, null, \"\\u00e9\\n\"]}",
            "18446744073709551616",
            "{\"a\":1,\"a\":2}",
        ] {
            let answer: Answer = serde_json::from_str(text).unwrap();
            assert_eq!((answer.text(), answer.is_null()), (text, text == "null"));
            assert!(answer.value().is_some(), "{text}");
            assert_eq!(answer.into_text(), text);
        }
    }

    #[test]
    fn what_others_may_not_be_able_to_read_is_no_answer() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        for text in ["", "{", "[1,]", "{}{}", "1e400", "\"\\ud800\"", "\"\u{1}\"", &deep] {
            assert!(serde_json::from_str::<Answer>(text).is_err(), "{}", &text[..text.len().min(20)]);
        }
        assert!(serde_json::from_slice::<Answer>(b"\"\xff\"").is_err());
    }
}
