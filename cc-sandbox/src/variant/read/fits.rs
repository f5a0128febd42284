//! Whether a change fits the document: what it names is there, and there is something to change.

use cc_api::catalogue::{self, Access, Operation};
use serde_json::Value;

use super::given::Given;
use super::near::unknown;
use crate::gate;
use crate::variant::change::{FieldChange, Kind, TextForm, ValueType};
use crate::variant::schemas;

/// The fields that refusals of the sandbox have.
const REFUSAL_FIELDS: [(&str, ()); 4] =
    [("message", ()), ("code", ()), ("errors", ()), ("missingScopes", ())];

/// A change of a field.
pub(super) fn field(given: &mut Given<'_>, what: Option<FieldChange>) -> Option<Kind> {
    let (schema, field) = (schema(given), given.text("field"));
    let (schema, field, what) = (schema?, field?, what?);
    let Some(fields) = schemas::fields(schema) else {
        given.complain(format!("{schema} is no object with fields; `word` changes such values."));
        return None;
    };
    match (fields.get(field), &what) {
        (None, FieldChange::Add(_)) => {}
        (Some(_), FieldChange::Add(_)) => {
            given.complain(format!("{schema} has a field {field} as it is."));
        }
        (None, _) => {
            let names = fields.keys().map(String::as_str);
            given.complain(unknown(&format!("field of {schema}"), field, names));
        }
        (Some(kind), what) => {
            if let Err(mistake) = can_change(&format!("{schema}.{field}"), kind, what) {
                given.complain(mistake);
            }
        }
    }
    if let FieldChange::Rename(name) | FieldChange::Move(name) = &what
        && fields.contains_key(name)
    {
        given.complain(format!("{schema} has a field {name} as it is; take another name."));
    }
    Some(Kind::Field { schema: schema.to_owned(), field: field.to_owned(), what })
}

/// A change of a text that a named type describes.
pub(super) fn word(given: &mut Given<'_>) -> Option<Kind> {
    let (schema, to) = (schema(given), given.text("to"));
    let (schema, to) = (schema?, to?);
    let definition = schemas::named(schema)?;
    if !cc_schema::types(definition).contains(&"string") {
        given.complain(format!("{schema} is no text."));
    }
    let lists =
        |key: &str| definition[key].as_array().is_some_and(|words| words.iter().any(|word| word == to));
    if lists("enum") || lists("examples") {
        given.complain(format!("{to:?} is a word of {schema} as it is."));
    }
    Some(Kind::Word { schema: schema.to_owned(), to: to.to_owned() })
}

/// A change of the status of an operation's answers.
pub(super) fn status(given: &mut Given<'_>) -> Option<Kind> {
    let (operation, from, to) =
        (operation(given), given.number("from", 200, 599), given.number("to", 200, 599));
    let (operation, from, to) = (operation?, u16::try_from(from?).ok()?, u16::try_from(to?).ok()?);
    let refusals = operation.refusals.iter().map(|refusal| refusal.status);
    let known: Vec<u16> = operation.answer.statuses.iter().copied().chain(refusals).collect();
    if !known.contains(&from) {
        let known: Vec<String> = known.iter().map(u16::to_string).collect();
        given.complain(format!("{} answers with {}, never with {from}.", operation.id, known.join(", ")));
    }
    if (from < 400) != (to < 400) {
        given.complain("a success cannot become a refusal, nor a refusal a success: their bodies differ.");
    } else if from == to || (300..400).contains(&to) {
        given.complain(format!("{to} in place of {from} is no answer that a client could tell apart."));
    }
    Some(Kind::Status { operation: operation.id, from, to })
}

/// Another name for a field of refusals.
pub(super) fn refusal_field(given: &mut Given<'_>) -> Option<Kind> {
    let (is_known, to) = (given.choice("field", &REFUSAL_FIELDS).is_some(), given.text("to"));
    let to = to?;
    if REFUSAL_FIELDS.iter().any(|(name, ())| *name == to) {
        given.complain(format!("refusals have a field {to} as it is; take another name."));
    }
    let field = given.text("field").filter(|_| is_known)?;
    Some(Kind::RefusalField { field: field.to_owned(), to: to.to_owned() })
}

/// A plain list in place of a page.
pub(super) fn envelope(given: &mut Given<'_>) -> Option<Kind> {
    let (operation, to) = (operation(given), given.choice("to", &[("list", ())]));
    let (operation, ()) = (operation?, to?);
    let Some(paging) = operation.paging else {
        given.complain(format!("{} does not answer with pages.", operation.id));
        return None;
    };
    Some(Kind::PlainList { operation: operation.id, items: paging.items })
}

/// The scope that an operation asks for.
pub(super) fn scope(given: &mut Given<'_>) -> Option<Kind> {
    let (operation, needs) = (operation(given), given.text("needs"));
    let (operation, needs) = (operation?, needs?);
    match operation.access {
        Access::Scoped { any_of: [[only]], .. } if *only == needs => {
            given.complain(format!("{} needs {needs} as it is.", operation.id));
        }
        Access::Scoped { .. } | Access::Undocumented => {}
        _ => given.complain(format!("{} is not decided by the scopes of keys.", operation.id)),
    }
    let Some(needs) = gate::names().find(|name| *name == needs) else {
        given.complain(unknown("scope", needs, gate::names()));
        return None;
    };
    Some(Kind::Scope { operation: operation.id, needs })
}

/// Notes a change whose turn can never come: places are counted anew in each answer.
pub(super) fn often_enough(given: &mut Given<'_>, kind: &Kind, every: u64) {
    let (Kind::Field { schema, .. } | Kind::Word { schema, .. }) = kind else { return };
    let most = schemas::most_places(schema);
    if u64::try_from(most).is_ok_and(|most| most < every) {
        let times = if most == 1 { String::from("once") } else { format!("{most} times") };
        given.complain(format!(
            "an answer holds {schema} {times} at most: `every: {every}` never comes to one."
        ));
    }
}

/// The named type, if it stands in some answer.
fn schema(given: &mut Given<'_>) -> Option<&'static str> {
    let name = given.text("schema")?;
    let found = schemas::names().find(|known| *known == name);
    if found.is_none() {
        given.complain(match catalogue::schema(name) {
            Some(_) => format!("{name} stands in requests only, in no answer."),
            None => unknown("schema", name, schemas::names()),
        });
    }
    found
}

fn operation(given: &mut Given<'_>) -> Option<&'static Operation> {
    let id = given.text("operation")?;
    let found = catalogue::find(id);
    if found.is_none() {
        let ids = catalogue::all().iter().map(|operation| operation.id);
        given.complain(unknown("operation", id, ids));
    }
    found
}

/// Whether values of this schema can be changed so.
fn can_change(place: &str, schema: &Value, what: &FieldChange) -> Result<(), String> {
    let schema = cc_schema::resolved(schema);
    match what {
        FieldChange::Retype(to) => {
            let types = cc_schema::types(&schema);
            let mut others = types.iter().filter(|name| **name != "null" && json_type(name) != Some(*to));
            match others.next() {
                None if !types.is_empty() => Err(format!("{place} is of that type as it is.")),
                _ => Ok(()),
            }
        }
        FieldChange::Reformat(to) => {
            let format = schema["format"].as_str().unwrap_or_default();
            let is_time = matches!(format, "date" | "week" | "date-time");
            let is_address = matches!(format, "uri" | "email");
            match to {
                _ if !is_time && !is_address => Err(format!(
                    "{place} is no date, time, address or e-mail address, and nothing else has a form to change."
                )),
                TextForm::Date if is_time && format != "date-time" => {
                    Err(format!("{place} is a date as it is."))
                }
                TextForm::Plain => Ok(()),
                _ if is_address => Err(format!("{place} is an address: `plain` alone can be done to it.")),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn json_type(name: &str) -> Option<ValueType> {
    Some(match name {
        "string" => ValueType::Text,
        "integer" | "number" => ValueType::Number,
        "boolean" => ValueType::Boolean,
        "array" => ValueType::List,
        "object" => ValueType::Object,
        _ => return None,
    })
}
