//! What a comparison says about programs, against the public API that the generator makes of both sides.
//!
//! The findings come from the documents and the signatures from the models: two ways to the same answer.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod callers;
mod pairs;
mod support;

use std::fmt::Write as _;
use std::sync::Mutex;

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

/// The pairs that are compiled, and what the compiler says about each.
const TABLE: &str = include_str!("second-opinion.md");

/// The crates of all pairs are in one folder.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The pairs of the table that are compiled at that time, and whether programs go on compiling.
fn listed(run: &str) -> Vec<(String, bool)> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').map(|cell| cell.trim().trim_matches('`')).collect::<Vec<_>>());
    cells.filter(|cells| cells[2] == run).map(|cells| (cells[1].to_owned(), cells[3] == "compiles")).collect()
}

#[test]
fn the_compiler_agrees() {
    compare_with_the_compiler(&listed("always"));
}

/// With `PAIRS=enum`, on all pairs whose names contain that word.
#[test]
#[ignore = "takes a minute: cargo xtask ci --only second-opinion"]
fn the_compiler_agrees_on_more_pairs() {
    let nightly = listed("nightly");
    let Ok(word) = std::env::var("PAIRS") else { return compare_with_the_compiler(&nightly) };
    let all = cases().into_iter().map(|case| name_of(&case).to_owned()).filter(|name| name.contains(&word));
    let with_verdict = |name: String| {
        let known = nightly.iter().find(|(known, _)| *known == name);
        let breaks = || weight(&full_review(&case(&name))) == Rust::Breaking;
        let compiles = known.map_or_else(|| !breaks(), |(_, compiles)| *compiles);
        (name, compiles)
    };
    compare_with_the_compiler(&all.map(with_verdict).collect::<Vec<_>>());
}

fn compare_with_the_compiler(expected: &[(String, bool)]) {
    let _alone = ONE_AT_A_TIME.lock();
    let pairs: Vec<Pair> = expected.iter().filter_map(|(name, _)| Pair::generate(&case(name))).collect();
    let verdicts = ask_the_compiler(&pairs);
    let mut wrong = String::new();
    for (name, compiles) in expected {
        let Some(verdict) = verdicts.get(name) else { continue };
        for line in &verdict.before {
            let _ = writeln!(wrong, "{name}: does not compile before the change: {line}");
        }
        for line in &verdict.witnesses_that_compile {
            let _ = writeln!(wrong, "{name}: compiles after the change: {line}");
        }
        if verdict.after.is_empty() != *compiles {
            let _ = writeln!(wrong, "{name}: programs compile: {}: {:#?}", !compiles, verdict.after);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_verdict_that_the_compiler_does_not_share_has_a_reason() {
    let rows: Vec<_> = ["always", "nightly"].into_iter().flat_map(listed).collect();
    assert!(rows.len() >= 12 && listed("always").len() == 3);
    for (name, compiles) in rows {
        let breaks = weight(&full_review(&case(&name))) == Rust::Breaking;
        let row = TABLE.lines().find(|row| row.starts_with(&format!("| `{name}` "))).unwrap();
        let reason = row.trim_end_matches('|').rsplit('|').next().unwrap().trim();
        assert!(breaks != compiles || !reason.is_empty(), "{name}");
    }
}
