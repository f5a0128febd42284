//! What a comparison says about programs, against the public API that the generator makes of both sides.
//!
//! The findings come from the documents and the signatures from the models: two ways to the same answer.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod pairs;
mod support;

use std::fmt::Write as _;

use codegen::diff::{Review, Rust};
use pairs::{cases, full_review, name_of};

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
