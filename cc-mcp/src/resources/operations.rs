//! Operations: all by name, or all of one.

use cc_api::catalogue::{self, Access, Operation};
use cc_surface::Effect;
use serde_json::{Map, Value, json};

use super::legend;
use crate::policy::Policy;
use crate::tools::{self, schema};

/// All operations, each with the address of its details.
pub(super) fn index(policy: &Policy) -> Value {
    let operations = catalogue::all().iter().map(|operation| {
        json!({
            "operation": operation.id, "summary": operation.summary, "group": operation.tag,
            "effect": Effect::of(operation).as_str(), "evidence": operation.evidence.as_str(),
            "offered": policy.allows(operation).is_ok(), "uri": format!("coffee://operations/{}", operation.id),
        })
    });
    json!({ "operations": operations.collect::<Value>(), "evidence": legend() })
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
