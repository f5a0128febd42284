//! What a comparison says about programs, against the public API that the generator makes of both sides.
//!
//! The findings come from the documents and the signatures from the models: two ways to the same answer.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod callers;
mod pairs;
mod support;

use std::fmt::Write as _;

use callers::{Pair, ask_the_compiler};
use codegen::diff::{Review, Rust};
use pairs::{case, cases, full_review, name_of};

/// What the findings weigh for programs, at worst.
fn weight(review: &Review) -> Rust {
    review.findings.iter().map(|finding| finding.rust).max().unwrap_or(Rust::None)
}

/// Why findings and signatures can't both be right, if they can't.
fn disagreement(review: &Review) -> Option<&'static str> {
    let change = review.rust_api.as_ref().unwrap();
    match (weight(review), change.level()) {
        (Rust::Breaking, Rust::Breaking) => None,
        (Rust::Breaking, _) => Some("a finding breaks programs, and every signature is still there"),
        (_, Rust::Breaking) => Some("a signature is gone, and no finding breaks programs"),
        (Rust::None, Rust::Additive) => Some("there is more to use, and no finding says so"),
        (Rust::Additive, Rust::None) => Some("a finding promises more to use, and no signature is new"),
        _ => None,
    }
}

#[test]
fn the_findings_and_the_signatures_of_every_pair_agree() {
    let mut wrong = String::new();
    let mut compared = 0;
    for case in cases() {
        let review = full_review(&case);
        // Some pairs show what can be compared and not compiled.
        let Some(change) = &review.rust_api else { continue };
        compared += 1;
        let Some(reason) = disagreement(&review) else { continue };
        let _ = writeln!(wrong, "{}: {reason}", name_of(&case));
        for finding in &review.findings {
            let _ = writeln!(
                wrong,
                "    {} {} {}: {}",
                finding.rust.as_str(),
                finding.rule,
                finding.place,
                finding.message
            );
        }
        for line in &change.lines {
            let mark = if line.is_added {
                '+'
            } else if line.breaks {
                '-'
            } else {
                '~'
            };
            let _ = writeln!(wrong, "    {mark} {}", line.text);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(compared > 300, "{compared}");
}

/// The pairs that every run compiles: one that breaks, one that adds, one that changes what the key must hold.
const ALWAYS: [&str; 3] =
    ["response-property-removed", "optional-parameter-added", "scope-requirement-added"];

/// The pairs that are compiled once a night.
const NIGHTLY: [&str; 9] = [
    "operation-id-changed",
    "parameter-became-required",
    "request-type-changed",
    "request-enum-value-removed",
    "response-property-added",
    "response-variant-removed",
    "schema-renamed",
    "parameter-order-changed",
    "equal.default-security-written-out",
];

/// Pairs that break programs without a word of the compiler: a name or a place came to mean another thing.
const SILENT: [&str; 3] =
    ["parameter-order-changed", "parameter-order-changed.body", "optional-parameter-added.same_name"];

#[test]
fn the_compiler_agrees() {
    compare_with_the_compiler(&ALWAYS.map(String::from));
}

#[test]
#[ignore = "takes minutes: cargo xtask ci --only second-opinion"]
fn the_compiler_agrees_on_more_pairs() {
    let wanted = match std::env::var("PAIRS") {
        Ok(part) => {
            let names = cases().iter().map(|case| name_of(case).to_owned()).collect::<Vec<_>>();
            names.into_iter().filter(|name| name.contains(&part)).collect()
        }
        Err(_) => NIGHTLY.map(String::from).to_vec(),
    };
    compare_with_the_compiler(&wanted);
}

fn compare_with_the_compiler(names: &[String]) {
    let pairs: Vec<Pair> = names.iter().filter_map(|name| Pair::generate(&case(name))).collect();
    let mut wrong = String::new();
    for (name, verdict) in ask_the_compiler(&pairs) {
        let breaks = weight(&full_review(&case(&name))) == Rust::Breaking;
        for line in &verdict.before {
            let _ = writeln!(wrong, "{name}: does not compile before the change: {line}");
        }
        for line in &verdict.witnesses_that_compile {
            let _ = writeln!(wrong, "{name}: compiles after the change: {line}");
        }
        let fails = !verdict.after.is_empty() || SILENT.contains(&name.as_str());
        if fails != breaks {
            let _ = writeln!(
                wrong,
                "{name}: breaks programs: {breaks}; compiles no longer: {:#?}",
                verdict.after
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
