//! Identifiers and slugs out of answers, for the operations that take one.

use cc_api::catalogue::{self, Operation, Param};
use cc_schema::{parsed, resolved};
use serde_json::Value;

/// What was seen in answers, in the order of the answers. It is passed on to the API and goes nowhere else.
#[derive(Default)]
pub(super) struct Values(Vec<Seen>);

/// A text that may be an argument.
struct Seen {
    text: String,
    /// The property that it stood in: `weekOf`.
    property: String,
    /// The type of it: `PostId`.
    named: Option<String>,
    /// The type of the identifier that stood beside it.
    beside: Option<String>,
    /// The tag of the operation that answered it.
    tag: &'static str,
}

/// What an operation asks for.
struct Wanted {
    /// The type: `PostRef`.
    named: Option<String>,
    /// The argument's name as answers spell it: `weekOf`.
    property: String,
}

impl Values {
    /// Takes in an answer.
    pub(super) fn learn(&mut self, operation: &Operation, answer: &Value) {
        let schema = catalogue::output_schema(operation).unwrap_or(Value::Bool(true));
        self.walk(answer, &schema, operation.tag);
    }

    /// Values for an argument, at most so many: one of each kind first, identifiers before slugs.
    pub(super) fn of(&self, operation: &Operation, param: &Param, most: usize) -> Vec<&str> {
        let wanted = Wanted::of(param);
        let mut found: Vec<(u8, &str)> = Vec::new();
        for seen in &self.0 {
            if let Some(rank) = wanted.rank(seen, operation.tag)
                && found.iter().all(|(_, text)| *text != seen.text)
            {
                // The first of a kind comes before the second of another.
                let nth = found.iter().filter(|(other, _)| other % 10 == rank).count();
                found.push((u8::try_from(nth.min(9)).unwrap_or(9) * 10 + rank, &seen.text));
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        // What is only guessed to be one is tried if nothing better is there.
        let known = found.iter().any(|(rank, _)| rank % 10 < GUESSED);
        let fit = found.into_iter().filter(|(rank, _)| !known || rank % 10 < GUESSED);
        fit.map(|(_, text)| text).take(most).collect()
    }

    fn walk(&mut self, value: &Value, schema: &Value, tag: &'static str) {
        let schema = resolved(schema);
        match value {
            Value::Array(items) => {
                // The rest of a long list has nothing new to offer.
                items.iter().take(3).for_each(|item| self.walk(item, &schema["items"], tag));
            }
            Value::Object(fields) => {
                let properties = &schema["properties"];
                let beside = name(&properties["id"]);
                for (property, value) in fields {
                    let own = &properties[property];
                    match value {
                        Value::String(text) if !text.is_empty() && text.len() <= 200 => self.0.push(Seen {
                            text: text.clone(),
                            property: property.clone(),
                            named: name(own),
                            beside: beside.clone(),
                            tag,
                        }),
                        Value::Array(_) | Value::Object(_) => self.walk(value, own, tag),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// The rank of what is only guessed to fit.
const GUESSED: u8 = 3;

impl Wanted {
    fn of(param: &Param) -> Self {
        Self { named: name(&parsed(param.schema)), property: camel(param.wire) }
    }

    /// How well a value fits, best first.
    fn rank(&self, seen: &Seen, tag: &str) -> Option<u8> {
        let Some(named) = &self.named else { return (seen.property == self.property).then_some(0) };
        let is_same = |other: &Option<String>| other.as_deref().map(stem) == Some(stem(named));
        let takes_slugs = named.ends_with("Ref");
        if is_same(&seen.named) {
            Some(0)
        } else if takes_slugs && seen.property == "slug" && is_same(&seen.beside) {
            Some(1)
        } else if takes_slugs && seen.property.ends_with("Slug") && seen.tag == tag {
            Some(GUESSED)
        } else {
            None
        }
    }
}

/// Whether an answer of this operation may hold values for an argument.
pub(super) fn may_hold(operation: &Operation, param: &Param) -> bool {
    let wanted = Wanted::of(param);
    let Some(schema) = catalogue::output_schema(operation) else { return false };
    let text = schema.to_string();
    match &wanted.named {
        Some(named) => {
            let stem = stem(named);
            text.contains(&format!("$defs/{stem}Id\"")) || text.contains(&format!("$defs/{stem}Ref\""))
        }
        None => text.contains(&format!("\"{}\":", wanted.property)),
    }
}

/// The name of the type that a schema refers to, also where null may stand instead.
fn name(schema: &Value) -> Option<String> {
    let target = schema["$ref"].as_str().or_else(|| schema["anyOf"][0]["$ref"].as_str())?;
    target.strip_prefix("#/$defs/").map(str::to_owned)
}

/// `PostId` and `PostRef` are both about posts.
fn stem(name: &str) -> &str {
    name.strip_suffix("Ref").or_else(|| name.strip_suffix("Id")).unwrap_or(name)
}

/// `week_of` as answers spell it.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut after_line = false;
    for c in name.chars() {
        if c == '_' {
            after_line = true;
        } else if std::mem::take(&mut after_line) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue;
    use serde_json::{Value, json};

    use super::super::plan::asked_for;
    use super::Values;

    #[test]
    fn identifiers_are_found_by_what_the_document_calls_them() {
        let posts = json!({ "results": [
            { "id": "post_1", "slug": "one", "title": "One" },
            { "id": "post_2", "slug": "two", "title": "Two" },
        ] });
        let drops = json!({ "results": [{ "id": "drop_1", "weekOf": "2026-11-16" }] });
        let tasks = json!({ "results": [{ "id": "task_1", "resultSlug": "script" }] });
        for (source, answer, asking, found) in [
            ("get_posts", &posts, "get_post", &["post_1", "one"][..]),
            ("get_content_drops", &drops, "get_content_drop", &["2026-11-16"]),
            ("list_ai_generation_tasks", &tasks, "get_ai_generation_task", &["task_1"]),
            ("list_ai_generation_tasks", &tasks, "get_reel_script", &["script"]),
            ("get_posts", &posts, "get_event", &[]),
            ("get_posts", &Value::Null, "get_post", &[]),
        ] {
            let mut values = Values::default();
            values.learn(catalogue::find(source).unwrap(), answer);
            let operation = catalogue::find(asking).unwrap();
            let param = asked_for(operation).unwrap();
            assert_eq!(values.of(operation, param, 2), found, "{asking} from {source}");
        }
    }
}
