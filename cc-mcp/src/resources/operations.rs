//! Operations: all by name, or all of one.

use cc_api::catalogue::{self, Access, Operation};
use cc_surface::Effect;
use serde_json::{Map, Value, json};

use super::legend;
use crate::policy::Policy;
use crate::tools::{self, schema};

/// All operations by groups; the details of each are at an address of its own.
pub(super) fn index(policy: &Policy) -> Value {
    let mut groups = Map::new();
    for operation in catalogue::all() {
        let mut entry = json!({
            "operation": operation.id, "summary": operation.summary, "effect": Effect::of(operation).as_str(),
            "evidence": operation.evidence.as_str(),
        });
        if policy.allows(operation).is_err() {
            entry["offered"] = false.into();
        }
        let group = groups.entry(operation.tag).or_insert_with(|| json!([]));
        if let Some(group) = group.as_array_mut() {
            group.push(entry);
        }
    }
    json!({ "details": "coffee://operations/{operation}", "groups": groups, "evidence": legend() })
}

/// All of one operation.
pub(super) fn one(operation: &'static Operation, policy: &Policy) -> Value {
    let evidence = operation.params.iter();
    let evidence: Map<String, Value> = evidence
        .map(|param| (schema::word(operation, param).to_owned(), param.evidence.as_str().into()))
        .collect();
    let refusals = operation.refusals.iter().map(|refusal| (refusal.status.to_string(), refusal.doc.into()));
    json!({
        "operation": operation.id,
        "summary": operation.summary,
        "description": operation.description,
        "evidence": operation.evidence.as_str(),
        "request": format!("{} {}", operation.method, operation.path),
        "effect": Effect::of(operation).as_str(),
        "safety": operation.safety.as_str(),
        "needs_confirmation": Policy::wants_confirmation(operation),
        "not_offered": policy.allows(operation).err().map(|why| why.to_string()),
        "permission": permission(operation),
        "arguments": Value::Object(tools::input(operation)),
        "argument_evidence": evidence,
        "answer": catalogue::output_schema(operation),
        "answer_evidence": format!("coffee://spec/{} says of each property how it is known", operation.tag),
        "refusals": refusals.collect::<Map<String, Value>>(),
        "legend": legend(),
    })
}

/// Who may call it, and how that is known.
fn permission(operation: &Operation) -> Value {
    match operation.access {
        Access::Public => json!({ "who": "anybody" }),
        Access::Session => json!({ "who": "the token of a login; no key" }),
        Access::Scoped { any_of, evidence } => {
            json!({ "who": "a key with all scopes of one set", "scopes": any_of, "evidence": evidence.as_str() })
        }
        _ => json!({ "who": "not documented; a call finds out" }),
    }
}
