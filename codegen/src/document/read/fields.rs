//! Values under keys: each taken with its place, wrong ones reported.

use super::Reader;
use crate::Profile;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::{Entry, Node, Removal, Surfaces, Value};
use crate::model::Evidence;
use crate::source::{Sourced, Span};

impl Reader<'_, '_> {
    /// Whether the node is a map. Keys that nobody knows are reported; `what` is the object in words: `an operation`.
    pub(super) fn object(&mut self, node: &Node, what: &str, known: &[&str]) -> bool {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node, &format!("{what}, a map"));
            return false;
        };
        for entry in entries {
            let key = entry.key.value.as_str();
            let foreign = key.starts_with("x-") && self.findings.profile() == Profile::General;
            if !known.contains(&key) && !foreign {
                self.unknown_key(entry, what, known);
            }
        }
        true
    }

    fn unknown_key(&mut self, entry: &Entry, what: &str, known: &[&str]) {
        let key = &entry.key.value;
        let help = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.findings.push(
            Diagnostic::new(Code::UnknownKey, entry.key.span, format!("{what} has no key `{key}`"))
                .label("nobody reads this")
                .help(help),
        );
    }

    pub(super) fn wrong_type(&mut self, node: &Node, wanted: &str) {
        self.findings.push(
            Diagnostic::new(Code::WrongType, node.span, format!("expected {wanted}, found {}", node.kind()))
                .label(format!("this is {}", node.kind()))
                .help(match (&node.value, wanted) {
                    (Value::Number(_) | Value::Bool(_) | Value::Null, "text") => {
                        String::from("put it in quotes if it is meant as text")
                    }
                    (Value::Text(_), _) => format!("write {wanted}; without quotes, if it has some"),
                    _ => format!("write {wanted}"),
                }),
        );
    }

    pub(super) fn missing(&mut self, span: Span, what: &str, key: &str) {
        self.findings.push(
            Diagnostic::new(Code::MissingKey, span, format!("{what} has no `{key}`"))
                .label(format!("`{key}` is missing here"))
                .help(format!("add `{key}: …`")),
        );
    }

    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<Sourced<String>> {
        let value = node.get(key)?;
        self.as_text(value)
    }

    pub(super) fn as_text(&mut self, node: &Node) -> Option<Sourced<String>> {
        let Value::Text(text) = &node.value else {
            self.wrong_type(node, "text");
            return None;
        };
        Some(Sourced::new(text.clone(), node.span))
    }

    pub(super) fn required_text(&mut self, node: &Node, key: &str, what: &str) -> Option<Sourced<String>> {
        if node.get(key).is_none() {
            self.missing(node.span, what, key);
        }
        self.text(node, key)
    }

    pub(super) fn flag(&mut self, node: &Node, key: &str) -> Option<Sourced<bool>> {
        let value = node.get(key)?;
        let Value::Bool(flag) = value.value else {
            self.wrong_type(value, "true or false");
            return None;
        };
        Some(Sourced::new(flag, value.span))
    }

    pub(super) fn number(&mut self, node: &Node, key: &str) -> Option<Sourced<serde_json::Number>> {
        let value = node.get(key)?;
        let Value::Number(number) = &value.value else {
            self.wrong_type(value, "a number");
            return None;
        };
        Some(Sourced::new(number.clone(), value.span))
    }

    pub(super) fn count(&mut self, node: &Node, key: &str) -> Option<Sourced<u64>> {
        let number = self.number(node, key)?;
        let count = number.value.as_u64();
        if count.is_none() {
            self.findings.push(
                Diagnostic::new(Code::WrongType, number.span, "expected a whole number from 0 on")
                    .label("this is another number")
                    .help("write a whole number without a sign"),
            );
        }
        Some(Sourced::new(count?, number.span))
    }

    pub(super) fn small_count(&mut self, node: &Node, key: &str) -> Option<Sourced<u32>> {
        let count = self.count(node, key)?;
        Some(Sourced::new(u32::try_from(count.value).unwrap_or(u32::MAX), count.span))
    }

    /// The items of a list; none if it is missing or no list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Node] {
        let Some(value) = node.get(key) else { return &[] };
        if !matches!(value.value, Value::List(_)) {
            self.wrong_type(value, "a list");
        }
        value.items()
    }

    /// The entries of a map; none if it is missing or no map.
    pub(super) fn map<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Entry] {
        let Some(value) = node.get(key) else { return &[] };
        if !matches!(value.value, Value::Map(_)) {
            self.wrong_type(value, "a map");
        }
        value.entries()
    }

    pub(super) fn texts(&mut self, node: &Node, key: &str) -> Vec<Sourced<String>> {
        self.list(node, key).iter().filter_map(|item| self.as_text(item)).collect()
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<Sourced<T>> {
        let value = node.get(key)?;
        self.as_word(value, words)
    }

    pub(super) fn as_word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<Sourced<T>> {
        let text = self.as_text(node)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(Sourced::new(*meaning, text.span));
        }
        let names = words.iter().map(|(word, _)| *word);
        let possible = names.clone().collect::<Vec<_>>().join("`, `");
        let help = match nearest(&text.value, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("possible are `{possible}`"),
        };
        self.findings.push(
            Diagnostic::new(
                Code::UnknownWord,
                text.span,
                format!("`{}` is not among the possible words", text.value),
            )
            .label(format!("possible are `{possible}`"))
            .help(help),
        );
        None
    }

    pub(super) fn evidence(&mut self, node: &Node, key: &str) -> Option<Sourced<Evidence>> {
        self.word(node, key, &Evidence::ALL.map(|evidence| (evidence.as_str(), evidence)))
    }

    /// `deprecated`, `x-sunset`, `x-notice-days`.
    pub(super) fn removal(&mut self, node: &Node) -> Removal {
        Removal {
            deprecated: self.flag(node, "deprecated"),
            sunset: self.text(node, "x-sunset"),
            notice_days: self.small_count(node, "x-notice-days"),
        }
    }

    /// `x-surfaces`.
    pub(super) fn surfaces(&mut self, node: &Node) -> Surfaces {
        Surfaces { chatgpt: self.action(node) }
    }
}
