//! One change as it was given: its keys, and what is wrong with them.

use serde_json::{Map, Value};

use super::near::unknown;

/// More than anybody means.
pub(super) const UNBOUNDED: u64 = u32::MAX as u64;

/// The keys of a change. What is wrong is noted, and reading goes on.
#[derive(Debug)]
pub(super) struct Given<'g> {
    keys: &'g Map<String, Value>,
    mistakes: Vec<String>,
}

impl<'g> Given<'g> {
    pub(super) fn new(keys: &'g Map<String, Value>) -> Self {
        Self { keys, mistakes: Vec::new() }
    }

    /// Notes a mistake.
    pub(super) fn complain(&mut self, mistake: impl Into<String>) {
        self.mistakes.push(mistake.into());
    }

    /// What is wrong, in the order in which it was found.
    pub(super) fn mistakes(self) -> Vec<String> {
        self.mistakes
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Notes every key that is none of these.
    pub(super) fn allow(&mut self, kind: &str, allowed: &[&str]) {
        for key in self.keys.keys().filter(|key| !allowed.contains(&key.as_str())) {
            self.mistakes.push(unknown(&format!("key of {kind}"), key, allowed.iter().copied()));
        }
    }

    /// A value that must be there.
    pub(super) fn value(&mut self, key: &str) -> Option<&'g Value> {
        let value = self.keys.get(key);
        if value.is_none() {
            self.complain(format!("`{key}` is missing."));
        }
        value
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &str) -> Option<&'g str> {
        match self.value(key)? {
            Value::String(text) if !text.is_empty() => Some(text),
            other => {
                self.complain(format!("`{key}` must be a text, not {other}."));
                None
            }
        }
    }

    /// A whole number that must be there, from one to another.
    pub(super) fn number(&mut self, key: &str, least: u64, most: u64) -> Option<u64> {
        let value = self.value(key)?;
        let number = value.as_u64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let range = match most {
                UNBOUNDED => format!("of {least} or more"),
                _ => format!("from {least} to {most}"),
            };
            self.complain(format!("`{key}` must be a whole number {range}, not {value}."));
        }
        number
    }

    /// One of these words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, choice)| *choice);
        if found.is_none() {
            self.complain(unknown(&format!("value of `{key}`"), text, words.iter().map(|(word, _)| *word)));
        }
        found
    }
}
