//! `x-zapier`: the steps that an operation is offered as.

use super::Reader;
use crate::document::{Node, ZapField, ZapKind, ZapStep};
use crate::source::Sourced;

const STEP_KEYS: [&str; 15] = [
    "kind",
    "key",
    "noun",
    "label",
    "description",
    "help",
    "id",
    "newest",
    "show",
    "keep",
    "waiter",
    "fixed",
    "fields",
    "each",
    "sample",
];

const FIELD_KEYS: [&str; 5] = ["label", "help", "dropdown", "search", "required"];

impl Reader<'_, '_> {
    pub(super) fn zapier(&mut self, operation: &Node) -> Vec<ZapStep> {
        let steps = self.list(operation, "x-zapier");
        steps.iter().filter_map(|node| self.zap_step(node)).collect()
    }

    fn zap_step(&mut self, node: &Node) -> Option<ZapStep> {
        const WHAT: &str = "a step of `x-zapier`";
        if !self.object(node, WHAT, &STEP_KEYS) {
            return None;
        }
        if node.get("kind").is_none() {
            self.missing(node.span, WHAT, "kind");
        }
        let kind = self.word(node, "kind", &ZapKind::WORDS);
        for key in required(kind.as_ref().map(|kind| kind.value)) {
            if node.get(key).is_none() {
                self.missing(node.span, WHAT, key);
            }
        }
        Some(ZapStep {
            span: node.span,
            kind,
            key: self.text(node, "key"),
            noun: self.text(node, "noun"),
            label: self.text(node, "label"),
            description: self.text(node, "description"),
            help: self.text(node, "help"),
            ids: self.texts(node, "id"),
            newest: self.text(node, "newest"),
            show: self.texts(node, "show"),
            keep: self.zap_values(node, "keep"),
            waiter: self.text(node, "waiter"),
            fixed: self.zap_values(node, "fixed"),
            fields: self.zap_fields(node),
            each: self.text(node, "each"),
            sample: self.text(node, "sample"),
        })
    }

    fn zap_values(&mut self, node: &Node, key: &str) -> Vec<(Sourced<String>, Node)> {
        self.map(node, key).iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    }

    fn zap_fields(&mut self, step: &Node) -> Vec<ZapField> {
        let mut fields = Vec::new();
        for entry in self.map(step, "fields") {
            let node = &entry.value;
            if !self.object(node, "a field of `x-zapier`", &FIELD_KEYS) {
                continue;
            }
            fields.push(ZapField {
                name: entry.key.clone(),
                label: self.text(node, "label"),
                help: self.text(node, "help"),
                dropdown: self.text(node, "dropdown"),
                search: self.text(node, "search"),
                required: self.flag(node, "required"),
            });
        }
        fields
    }
}

/// The keys that a step makes no sense without. That a sample is missing is a rule of its own.
fn required(kind: Option<ZapKind>) -> &'static [&'static str] {
    match kind {
        None => &[],
        Some(ZapKind::Account) => &["label", "help"],
        Some(ZapKind::Trigger) => &["key", "noun", "label", "description", "id", "newest"],
        Some(ZapKind::Search) => &["key", "noun", "label", "description", "id", "fields"],
        Some(ZapKind::Create) => &["key", "noun", "label", "description"],
        Some(ZapKind::Dropdown) => &["key", "noun", "id"],
    }
}
