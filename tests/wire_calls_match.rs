//! The client sends, byte for byte, what the spec asks for: by its typed methods, and by the catalogue.

use std::collections::BTreeMap;

use cc_tests::operation::{self, Operation};
use cc_tests::{golden, spec, wire, workspace};

use crate::caller::{Caller, run};
use crate::wire_calls;

#[test]
fn every_operation_has_its_typed_call_and_no_call_is_left_over() {
    let mut called: Vec<_> = wire_calls::all().into_iter().map(|(id, _)| id).collect();
    let mut described: Vec<_> = operation::all(spec()).into_iter().map(|operation| operation.id).collect();
    called.sort_unstable();
    described.sort_unstable();
    assert_eq!(called, described);
}

#[test]
fn typed_calls_send_what_the_spec_asks_for() {
    let calls: BTreeMap<_, _> = wire_calls::all().into_iter().collect();
    compare(|operation, caller| {
        let call = calls.get(operation.id).unwrap_or_else(|| panic!("{}: no typed call", operation.id));
        // Whether the answer is understood is a claim of its own; here only the request counts.
        drop(run(call(&caller.client)));
    });
}

#[test]
fn entries_of_the_catalogue_send_what_the_spec_asks_for() {
    compare(|operation, caller| {
        let entry = cc_api::catalogue::find(operation.id);
        let entry = entry.unwrap_or_else(|| panic!("{}: not in the catalogue", operation.id));
        let mut call = caller.client.call(entry);
        for (name, value) in wire::arguments(operation) {
            call = call.arg(&name, value);
        }
        for (name, value) in wire::body(operation).iter().filter_map(|body| body.as_object()).flatten() {
            call = call.arg(name, value);
        }
        drop(run(call));
    });
}

/// Makes the call of every operation and compares what was sent with the requests on file.
fn compare(send: impl Fn(&Operation<'_>, &Caller)) {
    let on_file = golden::read(&workspace().join("tests/wire"));
    let operations = operation::all(spec());
    let requests = operations.iter().map(|operation| {
        let caller = Caller::of(operation);
        send(operation, &caller);
        (format!("{}.http", operation.id), caller.request().render())
    });
    let findings = golden::differences(&requests.collect(), &on_file);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
