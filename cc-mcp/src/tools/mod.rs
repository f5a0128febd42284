//! The tools: those of the spec's marks, a few of our own, and the catalogue for everything else.

mod own;
pub(crate) mod schema;

use std::sync::Arc;

use cc_api::catalogue::{self, Operation, Safety};
use cc_surface::Effect;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use crate::policy::{Forbidden, Policy};

/// A tool, and what calling it does.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) tool: Tool,
    pub(crate) kind: Kind,
}

/// What calling a tool does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// One operation.
    Operation(&'static Operation),
    /// The whole weekly dashboard.
    Dashboard,
    /// What the key may still do.
    Quota,
    /// Operations by words.
    FindOperation,
    /// All of one operation.
    DescribeOperation,
    /// Any operation of this effect, by name.
    Call(Effect),
}

/// All tools that the policy allows, in the order in which hosts show them.
pub(crate) fn offered(policy: &Policy) -> Vec<Offer> {
    let mut offers = vec![own::dashboard()];
    offers.extend(marked().filter(|operation| policy.allows(operation).is_ok()).map(of_operation));
    offers.extend([own::quota(), own::find_operation(), own::describe_operation(), own::call(Effect::Read)]);
    if policy.allow_write {
        offers.extend([own::call(Effect::Write), own::call(Effect::Delete)]);
    }
    offers
}

/// Why there is no tool of this name, if there would be one under another policy.
pub(crate) fn hidden(name: &str, policy: &Policy) -> Option<Forbidden> {
    if matches!(name, "write_operation" | "delete_operation") && !policy.allow_write {
        return Some(Forbidden::ReadOnly);
    }
    let operation =
        marked().find(|operation| tool_name(operation) == name).or_else(|| catalogue::find(name))?;
    policy.allows(operation).err()
}

/// The operations that the spec marks as tools to offer without being asked for.
fn marked() -> impl Iterator<Item = &'static Operation> {
    catalogue::all().iter().copied().filter(|operation| operation.tool.is_some_and(|tool| tool.core))
}

/// What a tool of an operation is called.
pub(crate) fn tool_name(operation: &Operation) -> &'static str {
    operation.tool.and_then(|tool| tool.name).unwrap_or(operation.id)
}

fn of_operation(operation: &'static Operation) -> Offer {
    let mut input = (*schema::of_operation(operation)).clone();
    add_own_arguments(&mut input, operation);
    let tool = Tool::new(tool_name(operation), description(operation), Arc::new(input))
        .with_title(operation.summary)
        .with_annotations(hints(operation));
    Offer { tool, kind: Kind::Operation(operation) }
}

/// Tools that answer with data let the caller choose what of it; those that ask first take the word that they gave.
fn add_own_arguments(input: &mut JsonObject, operation: &Operation) {
    let Some(properties) = input.get_mut("properties").and_then(Value::as_object_mut) else { return };
    if operation.safety == Safety::Read {
        properties.insert("fields".to_owned(), fields());
    }
    if Policy::wants_confirmation(operation) {
        properties.insert("confirmation".to_owned(), confirmation());
    }
}

/// The argument that says that a person agreed.
pub(crate) fn confirmation() -> Value {
    json!({ "type": "string", "description": "The word that the first call gave, once a person has said yes." })
}

/// The argument that chooses properties.
pub(crate) fn fields() -> Value {
    json!({
        "type": "string",
        "description": "Only these properties, such as `id,title,pillar.name`; `*` for all. Left out: a short form.",
    })
}

fn description(operation: &Operation) -> String {
    match operation.description {
        "" => format!("{}.", operation.summary),
        more => format!("{}. {more}", operation.summary),
    }
}

/// What is true of calling an operation.
pub(crate) fn hints(operation: &Operation) -> ToolAnnotations {
    let effect = Effect::of(operation);
    ToolAnnotations::new()
        .read_only(effect == Effect::Read)
        .destructive(effect == Effect::Delete)
        .idempotent(operation.safety.is_repeatable())
        .open_world(true)
}

/// An object of the arguments of a tool of our own.
pub(crate) fn arguments(properties: Value, required: &[&str]) -> Arc<JsonObject> {
    let properties = match properties {
        Value::Object(properties) => properties,
        _ => Map::new(),
    };
    schema::object(properties, required.iter().map(|name| Value::from(*name)).collect())
}

#[cfg(test)]
mod tests {
    use super::{hidden, offered};
    use crate::policy::Policy;

    /// Four bytes of JSON are about a token.
    fn tokens(policy: &Policy) -> (usize, usize) {
        let offers = offered(policy);
        let bytes: usize = offers.iter().map(|offer| serde_json::to_string(&offer.tool).unwrap().len()).sum();
        (offers.len(), bytes / 4)
    }

    #[test]
    fn the_list_is_short_enough_to_be_read_by_every_model() {
        let (tools, size) = tokens(&Policy::default());
        assert!(tools <= 24 && size <= 8_000, "{tools} tools, {size} tokens");
        let (tools, size) = tokens(&Policy { allow_write: true, ..Policy::default() });
        assert!(tools <= 34 && size <= 12_000, "{tools} tools, {size} tokens");
    }

    #[test]
    fn every_tool_has_a_title_and_all_hints_and_a_name_that_hosts_take() {
        for offer in offered(&Policy { allow_write: true, ..Policy::default() }) {
            let (tool, name) = (&offer.tool, &offer.tool.name);
            assert!(name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
            let hints = tool.annotations.as_ref().unwrap();
            assert!(
                tool.title.is_some() && tool.description.as_ref().is_some_and(|text| text.ends_with('.')),
                "{name}"
            );
            let all =
                [hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint];
            assert!(all.iter().all(Option::is_some), "{name}");
        }
    }

    #[test]
    fn what_is_hidden_says_why() {
        let reader = Policy::default();
        assert!(hidden("add_to_schedule", &reader).unwrap().to_string().contains("--allow-write"));
        assert!(hidden("write_operation", &reader).unwrap().to_string().contains("--allow-write"));
        assert!(hidden("change_plan", &reader).unwrap().to_string().contains("money"));
        assert_eq!(hidden("get_posts", &reader), None);
        assert_eq!(hidden("no_such_tool", &reader), None);
    }
}
