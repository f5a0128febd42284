//! Answers are read into types and written again without loss, and what does not fit is refused with its place.
//!
//! For every operation its example is read through the typed call; then every field of the example is changed in
//! every way that `cc_tests::mutation` knows.

use std::collections::BTreeMap;

use cc_api::{Client, Error, ErrorKind};
use cc_tests::mutation::{self, Expected, Mutation};
use cc_tests::node::Node;
use cc_tests::operation::{self, Operation};
use cc_tests::spec;
use serde_json::Value;

use crate::caller::{Caller, run};
use crate::wire_calls::{self, Outcome};

/// An operation with its typed call, over a server that answers as it is told.
struct Case {
    operation: Operation<'static>,
    status: u16,
    /// Schema and example of the answer, if it has a body.
    body: Option<(Node<'static>, &'static Value)>,
    caller: Caller,
    call: fn(&Client) -> Outcome,
}

#[test]
fn every_example_is_read_and_written_again_without_loss() {
    let mut findings = Vec::new();
    for case in cases() {
        let Some((_, example)) = case.body else { continue };
        match case.read(Some(example)) {
            Ok(written) if mutation::same(&written, example) => {}
            Ok(written) => findings.push(format!("{}: {example} is written as {written}", case.operation.id)),
            Err(error) => findings.push(format!("{}: {error}", case.operation.id)),
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn an_operation_without_an_answer_takes_an_empty_body() {
    for case in cases() {
        if case.body.is_none() {
            let written = case.read(None);
            assert!(matches!(written, Ok(Value::Null)), "{}: {written:?}", case.operation.id);
        }
    }
}

#[test]
fn every_field_survives_or_is_refused_as_it_should_when_it_changes() {
    let mut swept = 0;
    let mut findings = Vec::new();
    for case in cases() {
        let Some((schema, example)) = case.body else { continue };
        let mutations = mutation::all(schema, example, total(&case.operation));
        assert!(!mutations.is_empty(), "{}: nothing to change", case.operation.id);
        swept += mutations.len();
        findings.extend(mutations.iter().filter_map(|mutation| case.fault(mutation)));
    }
    let first: Vec<_> = findings.iter().take(20).map(String::as_str).collect();
    assert!(findings.is_empty(), "{} of {swept} changes, among them:\n{}", findings.len(), first.join("\n"));
    assert!(swept > 5_000, "the sweep has shrunk to {swept} changes");
}

impl Case {
    /// What the typed call makes of an answer.
    fn read(&self, answer: Option<&Value>) -> Result<Value, Error> {
        self.caller.answer(self.status, answer);
        run((self.call)(&self.caller.client)).map(|seen| seen.json)
    }

    /// What is wrong with the way in which a changed answer is read, if something is.
    fn fault(&self, mutation: &Mutation) -> Option<String> {
        let Mutation { what, document, expected } = mutation;
        let found = self.read(Some(document));
        let fault = match (&found, expected) {
            (Ok(written), Expected::Kept) if mutation::same(written, document) => return None,
            (Ok(written), Expected::Written(wanted)) if mutation::same(written, wanted) => return None,
            (Err(error), Expected::Refused { path, field }) if is_refusal(error, path, field.as_deref()) => {
                return None;
            }
            (Ok(written), Expected::Kept) => format!("written as {written}"),
            (Ok(written), Expected::Written(wanted)) => format!("written as {written} instead of {wanted}"),
            (Ok(_), Expected::Refused { .. }) => "was taken".to_owned(),
            (Err(error), _) => format!("{:?} at {:?}: {error}", error.kind(), error.json_path()),
        };
        Some(format!("{}: {what}: {fault}", self.operation.id))
    }
}

fn is_refusal(error: &Error, path: &str, field: Option<&str>) -> bool {
    let named = field.is_none_or(|field| error.message().contains(&format!("`{field}`")));
    error.kind() == ErrorKind::Decode && error.json_path() == Some(path) && named
}

/// The field of a page that says how many entries there are in all.
fn total<'s>(operation: &Operation<'s>) -> Option<&'s str> {
    let style = operation.node.text("x-pagination")?;
    spec().root().get("x-pagination-styles")?.get(style)?.text("total")
}

fn cases() -> Vec<Case> {
    let calls: BTreeMap<_, _> = wire_calls::all().into_iter().collect();
    operation::all(spec()).into_iter().map(|operation| case(&calls, operation)).collect()
}

fn case(calls: &BTreeMap<&str, fn(&Client) -> Outcome>, operation: Operation<'static>) -> Case {
    let answers = operation.answers();
    let [answer] = &answers[..] else { panic!("{}: not one answer means success", operation.id) };
    let body = answer.body.as_ref().map(|body| {
        let example = body.example.unwrap_or_else(|| panic!("{}: the answer has no example", operation.id));
        (body.schema, example)
    });
    let (caller, call) = (Caller::of(&operation), calls[operation.id]);
    Case { status: answer.status, body, caller, call, operation }
}
