//! The kinds of changes: which keys each has, and how it is read.

use serde_json::Value;

use super::fits;
use super::given::{Given, UNBOUNDED};
use super::near::unknown;
use crate::variant::change::{
    Change, FieldChange, Kind, TEXT_FORMS, TIME_FORMS, TIME_HEADERS, TimeForm, TimeHeader, VALUE_TYPES,
};

/// A kind by its name, the keys that it has beside `kind` and `every`, and what reads them.
struct Form {
    name: &'static str,
    keys: &'static [&'static str],
    /// Whether it may be for each n-th place or answer only.
    is_counted: bool,
    read: fn(&mut Given<'_>) -> Option<Kind>,
}

const fn counted(
    name: &'static str,
    keys: &'static [&'static str],
    read: fn(&mut Given<'_>) -> Option<Kind>,
) -> Form {
    Form { name, keys, is_counted: true, read }
}

const FORMS: [Form; 14] = [
    counted("rename", &["schema", "field", "to"], |given| {
        let to = given.text("to").map(str::to_owned);
        fits::field(given, to.map(FieldChange::Rename))
    }),
    counted("move", &["schema", "field", "into"], |given| {
        let into = given.text("into").map(str::to_owned);
        fits::field(given, into.map(FieldChange::Move))
    }),
    counted("retype", &["schema", "field", "to"], |given| {
        let to = given.choice("to", VALUE_TYPES);
        fits::field(given, to.map(FieldChange::Retype))
    }),
    counted("reformat", &["schema", "field", "to"], |given| {
        let to = given.choice("to", TEXT_FORMS);
        fits::field(given, to.map(FieldChange::Reformat))
    }),
    counted("add", &["schema", "field", "value"], |given| {
        let value = given.value("value").cloned();
        fits::field(given, value.map(FieldChange::Add))
    }),
    counted("null", &["schema", "field"], |given| fits::field(given, Some(FieldChange::Null))),
    counted("drop", &["schema", "field"], |given| fits::field(given, Some(FieldChange::Drop))),
    counted("word", &["schema", "to"], fits::word),
    counted("status", &["operation", "from", "to"], fits::status),
    counted("error", &["field", "to", "into"], error),
    counted("envelope", &["operation", "to"], fits::envelope),
    Form { is_counted: false, ..counted("scope", &["operation", "needs"], fits::scope) },
    counted("header", &["name", "to"], header),
    Form { is_counted: false, ..counted("cap", &["max_page"], cap) },
];

/// Reads a change, or says all that is wrong with it.
pub(super) fn read(tree: &Value) -> Result<Change, Vec<String>> {
    let Some(keys) = tree.as_object() else {
        return Err(vec![format!("a change is an object with a `kind`, not {tree}.")]);
    };
    let form = form(keys.get("kind")).map_err(|mistake| vec![mistake])?;
    let mut given = Given::new(keys);
    let own: &[&str] = if form.is_counted { &["kind", "every"] } else { &["kind"] };
    given.allow(form.name, &[own, form.keys].concat());
    let every =
        if form.is_counted && given.has("every") { given.number("every", 1, UNBOUNDED) } else { Some(1) };
    let kind = (form.read)(&mut given);
    if let (Some(kind), Some(every)) = (&kind, every) {
        fits::often_enough(&mut given, kind, every);
    }
    let mistakes = given.mistakes();
    match (kind, every) {
        (Some(kind), Some(every)) if mistakes.is_empty() => Ok(Change { given: keys.clone(), every, kind }),
        _ => Err(mistakes),
    }
}

fn form(kind: Option<&Value>) -> Result<&'static Form, String> {
    let names = || FORMS.iter().map(|form| form.name);
    let name = match kind {
        // YAML reads `kind: null` without quotes as nothing, and only one thing can be meant.
        Some(Value::Null) => "null",
        Some(Value::String(name)) => name.as_str(),
        Some(other) => return Err(unknown("kind", &other.to_string(), names())),
        None => {
            return Err(format!("`kind` is missing. Allowed: {}.", names().collect::<Vec<_>>().join(", ")));
        }
    };
    FORMS.iter().find(|form| form.name == name).ok_or_else(|| unknown("kind", name, names()))
}

/// Either a field of refusals has another name, or all of them lie inside an object.
fn error(given: &mut Given<'_>) -> Option<Kind> {
    match (given.has("into"), given.has("field") || given.has("to")) {
        (true, false) => given.text("into").map(|into| Kind::RefusalInside { into: into.to_owned() }),
        (false, true) => fits::refusal_field(given),
        _ => {
            given.complain("either `field` and `to` are wanted, or `into` alone.");
            None
        }
    }
}

fn header(given: &mut Given<'_>) -> Option<Kind> {
    let (name, to) = (given.choice("name", TIME_HEADERS), given.choice("to", TIME_FORMS));
    let (name, to) = (name?, to?);
    if (name, to) == (TimeHeader::RetryAfter, TimeForm::Seconds) {
        given.complain("Retry-After tells seconds as it is.");
    }
    Some(Kind::Header { name, to })
}

fn cap(given: &mut Given<'_>) -> Option<Kind> {
    let max_page = given.number("max_page", 1, UNBOUNDED)?;
    u32::try_from(max_page).ok().map(|max_page| Kind::Cap { max_page })
}
