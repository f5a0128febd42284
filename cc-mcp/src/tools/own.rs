//! The tools that are no single operation.

use std::sync::Arc;

use cc_surface::Effect;
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::json;

use super::operation::{arguments, confirmation, fields};
use super::output::object;
use super::{Kind, Offer, by_name};

pub(super) fn dashboard() -> Offer {
    let input = arguments(
        json!({ "start_date": { "type": "string", "format": "date", "description": "The first of the seven days; today if left out." } }),
        &[],
    );
    offer(
        "weekly_dashboard",
        "Gather the week at a glance",
        "The content dashboard of a week in one call: Instagram with its changes and top posts, what is planned for seven days, \
         this week's drop, trending reels, pillars and some extras of the library. Takes eight requests.",
        input,
        reads(),
        Kind::Dashboard,
    )
    .answering(object(json!({ "missing": { "type": "array", "items": { "type": "string" } } })))
}

pub(super) fn quota() -> Offer {
    offer(
        "get_quota",
        "See what the key may still do",
        "How many requests are left this minute, hour and day, and when the next may be sent. Sends nothing.",
        arguments(json!({}), &[]),
        reads().open_world(false),
        Kind::Quota,
    )
    .answering(object(
        json!({ "left": { "type": "integer" }, "next_at": { "type": "string" }, "windows": { "type": "array", "items": { "type": "object" } } }),
    ))
}

pub(super) fn find_operation() -> Offer {
    let input = arguments(
        json!({ "words": { "type": "string", "description": "What is wanted, in a few words." } }),
        &["words"],
    );
    offer(
        "find_operation",
        "Find an operation by words",
        "Finds operations of the API that have no tool of their own, by words such as `stock images` or `web page`. Gives names \
         for describe_operation. Sends nothing.",
        input,
        reads().open_world(false),
        Kind::FindOperation,
    )
    .answering(object(json!({ "operations": { "type": "array", "items": { "type": "object" } } })))
}

pub(super) fn describe_operation() -> Offer {
    let input = arguments(
        json!({ "operation": { "type": "string", "description": "The operation's name, from find_operation." } }),
        &["operation"],
    );
    offer(
        "describe_operation",
        "See what an operation takes and does",
        "The arguments of an operation as a JSON Schema, what it does, what it needs, and which tool calls it. Sends nothing.",
        input,
        reads().open_world(false),
        Kind::DescribeOperation,
    )
    .answering(object(json!({ "operation": { "type": "string" }, "tool": { "type": "string" }, "arguments": { "type": "object" } })))
}

/// The tool that calls any operation of one effect.
pub(super) fn call(effect: Effect) -> Offer {
    let mut properties = json!({
        "operation": { "type": "string", "description": "The operation's name, from find_operation." },
        "arguments": { "type": "object", "properties": {}, "additionalProperties": true,
            "description": "Its arguments, as describe_operation shows them." },
    });
    let (title, text, hints) = match effect {
        Effect::Read => {
            properties["fields"] = fields(&[]);
            ("Call an operation that only reads", "Calls any operation that changes nothing.", reads())
        }
        Effect::Write => (
            "Call an operation that adds or changes",
            "Calls any operation that adds or changes something and removes nothing. One that may cost money is carried out \
             once it is confirmed.",
            changes().destructive(false),
        ),
        Effect::Delete => (
            "Call an operation that removes or overwrites",
            "Calls any operation that removes or overwrites something, once it is confirmed.",
            changes().destructive(true),
        ),
    };
    if effect != Effect::Read {
        properties["confirmation"] = confirmation();
    }
    let input = arguments(properties, &["operation"]);
    offer(by_name(effect), title, text, input, hints, Kind::Call(effect)).answering(object(json!({})))
}

pub(super) fn search() -> Offer {
    let input = arguments(
        json!({ "query": { "type": "string", "description": "The words to look for." } }),
        &["query"],
    );
    let result =
        json!({ "id": { "type": "string" }, "title": { "type": "string" }, "url": { "type": "string" } });
    offer(
        "search",
        "Search the posts, for citations",
        "Finds posts of the library by words, with the address of each. Gives identifiers for fetch.",
        input,
        reads(),
        Kind::Search,
    )
    .answering(object(
        json!({ "results": { "type": "array", "items": { "type": "object", "properties": result } } }),
    ))
}

pub(super) fn fetch() -> Offer {
    let input = arguments(
        json!({ "id": { "type": "string", "description": "The post's identifier, from search." } }),
        &["id"],
    );
    offer(
        "fetch",
        "Get a post as a text",
        "A post as one text to read and cite: title, caption, instructions, pillar, type, Canva template, and its address.",
        input,
        reads(),
        Kind::Fetch,
    )
    .answering(object(json!({
        "id": { "type": "string" }, "title": { "type": "string" }, "text": { "type": "string" },
        "url": { "type": "string" }, "metadata": { "type": "object" },
    })))
}

fn offer(
    name: &'static str,
    title: &str,
    text: &'static str,
    input: Arc<JsonObject>,
    hints: ToolAnnotations,
    kind: Kind,
) -> Offer {
    Offer { tool: Tool::new(name, text, input).with_title(title).with_annotations(hints), kind }
}

impl Offer {
    /// The same, with the form of its answers.
    fn answering(mut self, schema: Arc<JsonObject>) -> Self {
        self.tool = self.tool.with_raw_output_schema(schema);
        self
    }
}

fn reads() -> ToolAnnotations {
    ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(true)
}

fn changes() -> ToolAnnotations {
    ToolAnnotations::new().read_only(false).idempotent(false).open_world(true)
}
