//! What each permission of a key unlocks.

use cc_api::API;
use cc_api::catalogue::{self, Access, Operation};
use serde_json::{Map, Value, json};

use super::legend;

/// All permissions, and the operations that none of them is documented for.
pub(super) fn all() -> Value {
    let scopes = API.scopes.iter().map(|scope| {
        json!({
            "name": scope.name, "allows": scope.description, "evidence": scope.evidence.as_str(),
            "unlocks": unlocked(scope.name),
        })
    });
    json!({
        "scopes": scopes.collect::<Value>(),
        "no_scope_documented": names(|operation| matches!(operation.access, Access::Undocumented)),
        "login_only": names(|operation| matches!(operation.access, Access::Session)),
        "public": names(|operation| matches!(operation.access, Access::Public)),
        "evidence": legend(),
        "note": "Under `unlocks`, the operations stand by how the requirement is known. For operations without a \
                 documented scope, a call finds out. A key that lacks a scope is refused with 403.",
    })
}

/// The operations that a scope unlocks, by how that is known.
fn unlocked(scope: &str) -> Value {
    let mut unlocked = Map::new();
    for operation in catalogue::all() {
        let Access::Scoped { any_of, evidence } = operation.access else { continue };
        if !any_of.iter().any(|set| set.contains(&scope)) {
            continue;
        }
        let names = unlocked.entry(evidence.as_str()).or_insert_with(|| json!([]));
        if let Some(names) = names.as_array_mut() {
            names.push(operation.id.into());
        }
    }
    Value::Object(unlocked)
}

fn names(of: impl Fn(&Operation) -> bool) -> Vec<&'static str> {
    catalogue::all().iter().filter(|operation| of(operation)).map(|operation| operation.id).collect()
}
