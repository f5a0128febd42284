//! A small JSON Schema validator over the arena: does a value that stands in the document fit a schema of it?
//!
//! A misfit is always certain. A fit is not where the schema uses a keyword that is not understood here, or a
//! pattern that can't be tried; such a fit never counts as one too many among the members of a `oneOf`.

mod compare;
mod formats;
mod objects;
mod scalars;
mod unions;

pub(super) use compare::{canonical, less};
pub(super) use formats::is_date;

use std::collections::BTreeMap;

use crate::document::{Node, Schema, SchemaId, SchemaType, Schemas, Value};
use crate::source::Span;

/// Which way a value travels: what is only read is not required on the way there, nor what is only written on
/// the way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the service.
    Request,
    /// From the service.
    Response,
    /// Not known.
    Either,
}

/// Something about a value that its schema forbids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// The value, or the key that should not be there.
    pub span: Span,
    /// Where it is within the whole: `/results/0/id`. Empty for the whole.
    pub path: String,
    /// What is wrong with it: `is text, not a whole number`.
    pub fault: String,
    /// Where the schema says so.
    pub rule: Span,
    /// What the schema says there: `a whole number`.
    pub wanted: String,
}

/// What a value has against a schema: nothing, if it fits.
pub(super) fn validate(
    schemas: &Schemas,
    schema: SchemaId,
    value: &Node,
    direction: Direction,
) -> Vec<Misfit> {
    let mut run = Run { schemas, direction, judged: BTreeMap::new(), steps: 0 };
    run.value(schema, value, "").misfits
}

/// More faults of one value are not collected: nobody reads them.
const MAX_MISFITS: usize = 50;
/// A value that takes more comparisons is taken as fitting: it was made to take for ever.
const MAX_STEPS: usize = 1_000_000;

/// One validation.
struct Run<'d> {
    schemas: &'d Schemas,
    direction: Direction,
    /// What came of each pair of schema and value, the latter by its place in memory. None while it is being judged.
    judged: BTreeMap<(SchemaId, usize), Option<Outcome>>,
    steps: usize,
}

/// What came of judging a value by a schema.
#[derive(Debug, Clone, Default)]
struct Outcome {
    misfits: Vec<Misfit>,
    /// It fits as far as can be seen, but something could not be judged.
    uncertain: bool,
    /// It is of another kind altogether, so this is hardly the schema that was meant.
    wrong_kind: bool,
}

impl Outcome {
    fn fits(&self) -> bool {
        self.misfits.is_empty()
    }

    fn add(&mut self, other: Self) {
        self.uncertain |= other.uncertain;
        self.wrong_kind |= other.wrong_kind;
        for misfit in other.misfits {
            if self.misfits.len() < MAX_MISFITS && !self.misfits.contains(&misfit) {
                self.misfits.push(misfit);
            }
        }
    }

    fn misfit(&mut self, at: &Place<'_>, fault: impl Into<String>, rule: Span, wanted: impl Into<String>) {
        self.misfits.push(Misfit {
            span: at.node.span,
            path: at.path.to_owned(),
            fault: fault.into(),
            rule,
            wanted: wanted.into(),
        });
    }
}

/// A value and its path.
struct Place<'p> {
    node: &'p Node,
    path: &'p str,
}

impl<'d> Run<'d> {
    fn value(&mut self, id: SchemaId, node: &'d Node, path: &str) -> Outcome {
        let pair = (id, std::ptr::from_ref(node).addr());
        let unknown = || Outcome { uncertain: true, ..Outcome::default() };
        if let Some(known) = self.judged.get(&pair) {
            return known.clone().unwrap_or_else(unknown);
        }
        self.steps += 1 + self.schemas[id].enumeration.as_ref().map_or(0, Vec::len);
        if self.steps > MAX_STEPS {
            return unknown();
        }
        self.judged.insert(pair, None);
        let outcome = self.judge(id, node, path);
        self.judged.insert(pair, Some(outcome.clone()));
        outcome
    }

    fn judge(&mut self, id: SchemaId, node: &'d Node, path: &str) -> Outcome {
        let schemas: &'d Schemas = self.schemas;
        let schema = &schemas[id];
        let at = Place { node, path };
        let mut outcome = Outcome { uncertain: !schema.unsupported.is_empty(), ..Outcome::default() };
        if schema.boolean == Some(false) {
            outcome.misfit(&at, "is not allowed", schema.span, "nothing fits this");
        }
        if schema.nullable && node.value == Value::Null {
            return outcome;
        }
        if let Some(first) = schema.types.first()
            && !schema.types.iter().any(|kind| is_of_type(node, kind.value))
        {
            let wanted: Vec<&str> = schema.types.iter().map(|kind| in_words(kind.value)).collect();
            let wanted = wanted.join(" or ");
            outcome.misfit(&at, format!("is {}, not {wanted}", kind_of(node)), first.span, wanted);
            outcome.wrong_kind = true;
            return outcome;
        }
        listed(schema, &at, &mut outcome);
        scalars::check(schema, &at, &mut outcome);
        outcome.add(self.list(schema, node, path));
        outcome.add(self.object(schema, node, path));
        for part in schema.reference.iter().chain(&schema.all_of) {
            outcome.add(self.value(part.schema, node, path));
        }
        outcome.add(self.unions(schema, node, path));
        outcome
    }
}

/// `enum` and `const`.
fn listed(schema: &Schema, at: &Place<'_>, outcome: &mut Outcome) {
    if let Some(values) = &schema.enumeration
        && !values.iter().any(|value| compare::same(value, at.node))
        && let (Some(first), Some(last)) = (values.first(), values.last())
    {
        let rule = Span { end: last.span.end, ..first.span };
        outcome.misfit(at, "is none of the values of `enum`", rule, "only these fit");
    }
    if let Some(constant) = &schema.constant
        && !compare::same(constant, at.node)
    {
        outcome.misfit(at, "is not the one value that fits", constant.span, "only this fits");
    }
}

fn is_of_type(node: &Node, kind: SchemaType) -> bool {
    match (&node.value, kind) {
        (Value::Null, SchemaType::Null)
        | (Value::Bool(_), SchemaType::Boolean)
        | (Value::Number(_), SchemaType::Number)
        | (Value::Text(_), SchemaType::String)
        | (Value::List(_), SchemaType::Array)
        | (Value::Map(_), SchemaType::Object) => true,
        (Value::Number(number), SchemaType::Integer) => compare::is_whole(number),
        _ => false,
    }
}

/// What kind of value this is: `a list`.
fn kind_of(node: &Node) -> &'static str {
    match &node.value {
        Value::Number(number) if compare::is_whole(number) => "a whole number",
        Value::Number(_) => "a number with a fraction",
        Value::Map(_) => "an object",
        _ => node.kind(),
    }
}

/// The values of a type: `a list`.
pub(super) fn in_words(kind: SchemaType) -> &'static str {
    match kind {
        SchemaType::Null => "null",
        SchemaType::Boolean => "true or false",
        SchemaType::Integer => "a whole number",
        SchemaType::Number => "a number",
        SchemaType::String => "text",
        SchemaType::Array => "a list",
        SchemaType::Object => "an object",
    }
}

#[cfg(test)]
mod tests;
