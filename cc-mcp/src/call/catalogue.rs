//! Operations without a tool of their own: found by words, described, called by name.

use cc_api::catalogue::{self, Operation};
use cc_surface::Effect;
use serde_json::{Map, Value, json};

use super::{Called, short, text};
use crate::evidence::known;
use crate::host::Host;
use crate::policy::Policy;
use crate::server::Server;
use crate::tools::{self, Kind, Offer};

impl Server {
    pub(super) fn find(&self, words: &str) -> Called {
        let found = cc_surface::find(words, |operation| self.policy.allows(operation).is_ok());
        let shown: Vec<Value> = found
            .iter()
            .take(8)
            .map(|found| json!({ "operation": found.operation.id, "summary": found.operation.summary, "tool": self.tool_for(found.operation) }))
            .collect();
        if shown.is_empty() {
            return Err(format!(
                "nothing fits `{}`; try other words, such as calendar, posts, pages, events, images",
                short(&words.into())
            )
            .into());
        }
        Ok(json!({ "operations": shown }))
    }

    pub(super) fn describe(&self, operation: &'static Operation) -> Value {
        let allowed = self.policy.allows(operation).err().map(|why| why.to_string());
        json!({
            "operation": operation.id,
            "summary": operation.summary,
            "description": operation.description,
            "tool": self.tool_for(operation),
            "arguments": Value::Object(tools::input(operation)),
            "answer_fields": tools::answer_fields(operation),
            "evidence": known(operation.evidence),
            "needs_confirmation": Policy::wants_confirmation(operation),
            "not_offered": allowed,
        })
    }

    /// The tool that calls an operation: its own if it is offered, or else one that calls any.
    fn tool_for(&self, operation: &Operation) -> &'static str {
        let own = |offer: &&Offer| matches!(offer.kind, Kind::Operation(other) if other.id == operation.id);
        match self.offers.iter().find(own) {
            Some(_) => tools::tool_name(operation),
            None => tools::by_name(Effect::of(operation)),
        }
    }

    /// Calls the operation that the arguments name, if it is one of this effect and allowed.
    pub(super) async fn by_name(
        &self,
        effect: Effect,
        tool: &str,
        mut arguments: Map<String, Value>,
        host: &Host,
    ) -> Called {
        let operation = named(&arguments)?;
        self.policy.allows(operation).map_err(|why| format!("{} is not called: {why}", operation.id))?;
        if Effect::of(operation) != effect {
            return Err(format!("{} is for {}", operation.id, self.tool_for(operation)).into());
        }
        let inner = cc_schema::loosely(
            &json!({ "type": "object" }),
            arguments.remove("arguments").unwrap_or(json!({})),
        );
        let Value::Object(mut inner) = inner else {
            return Err("`arguments` is an object, such as {\"limit\": 10}".into());
        };
        for own in ["fields", "confirmation"] {
            if let Some(value) = arguments.remove(own) {
                inner.insert(own.to_owned(), value);
            }
        }
        self.operation(operation, tool, inner, &[("operation", operation.id.into())], host).await
    }
}

/// The operation that is meant, or those that come near.
pub(super) fn named(arguments: &Map<String, Value>) -> Result<&'static Operation, String> {
    let name = text(arguments, "operation")?;
    let found = catalogue::find(&name);
    found.ok_or_else(|| {
        let name = short(&name.into());
        match cc_surface::nearest(&name) {
            Some(near) => format!(
                "there is no operation `{name}`; `{}` comes near, and find_operation finds others",
                near.id
            ),
            None => format!("there is no operation `{name}`; find_operation finds them by words"),
        }
    })
}
