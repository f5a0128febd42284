//! The server's ledger: whether anything was done twice.

use std::collections::BTreeSet;

use serde_json::Value;

/// What the ledger says of the operations that must not happen twice.
pub(super) struct Ledger {
    once: BTreeSet<String>,
    effects: Effects,
}

/// How often such operations were carried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effects {
    pub(super) all: u64,
    /// Those that were carried out before for the same call.
    pub(super) doubled: u64,
}

impl Ledger {
    pub(super) fn of(once: &[String]) -> Self {
        Self { once: once.iter().cloned().collect(), effects: Effects::default() }
    }

    /// Reads the ledger, all of it. Each call of the load has a mark of its own, so that two effects with one digest are one
    /// call's.
    pub(super) fn read(&mut self, ledger: &Value) {
        let mut calls = BTreeSet::new();
        self.effects = Effects::default();
        for effect in ledger["effects"].as_array().into_iter().flatten() {
            let operation = effect["operation"].as_str().unwrap_or_default();
            if self.once.contains(operation) {
                let is_new = calls.insert((operation, effect["requestDigest"].as_str().unwrap_or_default()));
                self.effects.all += 1;
                self.effects.doubled += u64::from(!is_new);
            }
        }
    }

    pub(super) fn summary(&self) -> Effects {
        self.effects
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Effects, Ledger};

    fn effect(operation: &str, digest: &str) -> Value {
        json!({ "at": "2026-03-04T09:00:00Z", "operation": operation, "requestId": "r", "requestDigest": digest })
    }

    #[test]
    fn what_may_not_happen_twice_is_found_if_it_did() {
        let mut ledger = Ledger::of(&["pay".into(), "toggle".into()]);
        let mut effects =
            vec![effect("pay", "a"), effect("toggle", "a"), effect("rename", "b"), effect("rename", "b")];
        ledger.read(&json!({ "effects": effects }));
        assert_eq!(ledger.summary(), Effects { all: 2, doubled: 0 });
        effects.push(effect("pay", "a"));
        ledger.read(&json!({ "effects": effects }));
        assert_eq!(ledger.summary(), Effects { all: 3, doubled: 1 });
    }
}
