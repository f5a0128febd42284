//! How the statement is known that an answer contradicts.
//!
//! Looked up only after a failure, in data that lies still until then: the schema of the operation's answer leads to a
//! type, and the marks of the types ([`ApiInfo::marks`](super::catalogue::ApiInfo::marks)) lead along the keys of the path
//! to the field. A field without a mark of its own is known as its type is, and a page as its style is.

use serde_json::Value;

use super::catalogue::{Evidence, Operation};
use super::error::Statement;

/// The marks of an API's types.
pub(crate) type Marks = &'static [(&'static str, &'static str)];

/// What of a value is contradicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contradicted<'a> {
    /// That it has this form: text, a number …
    Value,
    /// That it has this form as one of a list.
    Entry,
    /// That it has this field.
    Field(&'a str),
    /// Which fields it has, as none of them is there.
    Fields,
}

/// The statement about the place at the end of these keys in an answer of the operation. None where the description does
/// not say how its statements are known.
#[cold]
pub(crate) fn statement(
    operation: &Operation,
    marks: Option<Marks>,
    keys: &[String],
    what: Contradicted<'_>,
) -> Option<Statement> {
    let marks = marks?;
    let mut found = Statement { schema: None, field: None, evidence: operation.answer.evidence };
    let (name, keys) = into_types(operation, keys, &mut found);
    let mut row = name.and_then(|name| Row::find(marks, &name));
    let mut maps = 0;
    for key in keys {
        if maps > 0 {
            maps -= 1;
            continue;
        }
        let Some(holder) = row else { return Some(found) };
        found = holder.field(key);
        let way = holder.way(key);
        let name = way.trim_start_matches('*');
        maps = way.len() - name.len();
        row = Row::find(marks, name);
    }
    let row = if maps == 0 { row } else { None };
    Some(match (row, what) {
        (Some(row), Contradicted::Field(name)) => row.field(name),
        (Some(row), Contradicted::Fields) => row.statement(None),
        // What the entries of a page are is no matter of the page.
        (Some(row), Contradicted::Entry) if found.schema.is_none() => row.statement(None),
        (None, Contradicted::Field(name)) if found.schema.is_none() && found.field.is_none() => {
            Statement { field: Some(name.to_owned()), ..found }
        }
        _ => found,
    })
}

/// Goes through what is written in the schema of the answer itself, such as a page, to the first named type: its name,
/// and the keys that are left.
fn into_types<'k>(
    operation: &Operation,
    mut keys: &'k [String],
    found: &mut Statement,
) -> (Option<String>, &'k [String]) {
    let mut schema: Value = operation.answer.schema.unwrap_or_default().parse().unwrap_or_default();
    loop {
        if let Some(reference) = schema["$ref"].as_str() {
            return (reference.strip_prefix("#/$defs/").map(str::to_owned), keys);
        }
        let choice = if schema["anyOf"].is_array() { &schema["anyOf"][0] } else { &schema["items"] };
        let mut next = choice.clone();
        if next.is_null() {
            let Some((key, rest)) = keys.split_first() else { return (None, keys) };
            keys = rest;
            next = schema["properties"][key.as_str()].clone();
            if next.is_null() {
                next = schema["additionalProperties"].clone();
            } else {
                found.field = Some(key.clone());
            }
        }
        if !next.is_object() {
            return (None, keys);
        }
        schema = next;
    }
}

/// The marks of one type.
struct Row {
    name: String,
    marks: Value,
}

impl Row {
    /// What is said about a type: nothing if all of it is a guess. None without a type.
    fn find(marks: Marks, name: &str) -> Option<Self> {
        let row = marks.iter().find(|(known, _)| *known == name);
        let marks = row.map_or(Value::Null, |(_, text)| text.parse().unwrap_or_default());
        (!name.is_empty()).then(|| Self { name: name.to_owned(), marks })
    }

    /// What is said about a field: its mark and the type it leads to, or nothing.
    fn said(&self, field: &str) -> (&str, &str) {
        let text = self.marks.get(field).and_then(Value::as_str).unwrap_or_default();
        text.split_once('>').unwrap_or((text, ""))
    }

    /// The type that a field leads to, behind a `*` for each map on the way.
    fn way(&self, field: &str) -> String {
        self.said(field).1.to_owned()
    }

    fn field(&self, name: &str) -> Statement {
        let mut statement = self.statement(Some(name));
        if let Some(own) = Evidence::from_word(self.said(name).0) {
            statement.evidence = own;
        }
        statement
    }

    fn statement(&self, field: Option<&str>) -> Statement {
        let evidence = Evidence::from_word(self.said("").0).unwrap_or(Evidence::Inferred);
        Statement { schema: Some(self.name.clone()), field: field.map(str::to_owned), evidence }
    }
}

#[cfg(test)]
mod tests {
    use super::{Contradicted, Marks, statement};
    use crate::runtime::catalogue::{Answer, Evidence, Operation};

    const MARKS: Marks = &[
        (
            "Media",
            r#"{"":"inferred","caption":"connector","insights":">Insights","by":">Author","byDay":"guide>*Insights","tags":"observed"}"#,
        ),
        ("Insights", r#"{"":"page","reach":"connector"}"#),
    ];

    #[test]
    fn a_place_is_known_by_the_nearest_mark() {
        use Contradicted::{Entry, Field, Fields, Value};
        let page = r##"{"properties":{"results":{"items":{"$ref":"#/$defs/Media"},"type":"array"}}}"##;
        let one = r##"{"$ref":"#/$defs/Media"}"##;
        let maybe = r##"{"anyOf":[{"$ref":"#/$defs/Media"},{"type":"null"}]}"##;
        let list = r##"{"items":{"$ref":"#/$defs/Media"}}"##;
        let map = r##"{"additionalProperties":{"$ref":"#/$defs/Insights"}}"##;
        for (schema, keys, what, expected) in [
            (page, &[][..], Value, "the form of the answer: guide"),
            (page, &[], Field("results"), "`results` of the answer: guide"),
            (page, &["results"], Value, "`results` of the answer: guide"),
            (page, &["results"], Entry, "`Media`: inferred"),
            (page, &["results", "tags"], Entry, "`Media.tags`: observed"),
            (page, &["results"], Field("id"), "`Media.id`: inferred"),
            (page, &["results", "insights", "reach"], Value, "`Insights.reach`: connector"),
            (page, &["results", "insights"], Value, "`Media.insights`: inferred"),
            (page, &["results", "insights"], Fields, "`Insights`: page"),
            (one, &["caption"], Value, "`Media.caption`: connector"),
            (one, &["title"], Value, "`Media.title`: inferred"),
            (one, &["tags"], Field("name"), "`Media.tags`: observed"),
            (one, &["tags", "deep"], Value, "`Media.tags`: observed"),
            (one, &["byDay"], Fields, "`Media.byDay`: guide"),
            (one, &["byDay", "2026-11-22"], Value, "`Media.byDay`: guide"),
            (one, &["byDay", "2026-11-22"], Field("views"), "`Insights.views`: page"),
            (one, &["byDay", "2026-11-22", "reach"], Value, "`Insights.reach`: connector"),
            (one, &[], Value, "the form of the answer: guide"),
            (one, &[], Fields, "`Media`: inferred"),
            (one, &["by"], Field("name"), "`Author.name`: inferred"),
            (one, &["by", "name"], Value, "`Author.name`: inferred"),
            (maybe, &["caption"], Value, "`Media.caption`: connector"),
            (list, &["caption"], Value, "`Media.caption`: connector"),
            (map, &["monday", "reach"], Value, "`Insights.reach`: connector"),
            (map, &["monday"], Value, "the form of the answer: guide"),
            ("{}", &["a", "b"], Value, "the form of the answer: guide"),
        ] {
            let answer = Answer { schema: Some(schema), evidence: Evidence::Guide, ..Answer::EMPTY };
            let operation = Operation { answer, ..Operation::BLANK };
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            let found = statement(&operation, Some(MARKS), &keys, what).unwrap();
            assert_eq!(
                format!("{}: {}", found.subject(), found.evidence),
                expected,
                "{schema} {keys:?} {what:?}"
            );
            assert_eq!(statement(&operation, None, &keys, what), None, "no marks, no word about them");
        }
    }
}
