//! That nothing of the list is left out, and nothing runs that is not in it.

use std::collections::BTreeSet;

use cc_faults::case::Case;
use cc_faults::list::{List, folder};
use cc_faults::wire::Line;

use crate::bound::Bound;
use crate::elsewhere::BY_OTHER_TESTS;

/// The tables of all areas.
const TABLES: [(&str, &[(&str, Bound)]); 13] = [
    ("framing", crate::framing::BOUND),
    ("h2", crate::h2::BOUND),
    ("money", crate::money::BOUND),
    ("paging", crate::paging::BOUND),
    ("parse", crate::parse::BOUND),
    ("quota", crate::quota::BOUND),
    ("retry", crate::retry::BOUND),
    ("security", crate::security::BOUND),
    ("tasks", crate::tasks::BOUND),
    ("throttle", crate::throttle::BOUND),
    ("tls", crate::tls::BOUND),
    ("transport", crate::transport::BOUND),
    ("upload", crate::upload::BOUND),
];

#[test]
fn every_fault_is_run() {
    let list = List::get();
    let mut known = BTreeSet::new();
    let elsewhere = BY_OTHER_TESTS.iter().map(|(id, ..)| *id);
    let here = TABLES.iter().flat_map(|(_, table)| table.iter().map(|(id, _)| *id));
    for id in elsewhere.chain(here) {
        assert!(known.insert(id), "{id} is run twice");
        assert!(list.faults.iter().any(|fault| fault.id == id), "{id} is run, but is not in the list");
    }
    for fault in &list.faults {
        assert!(
            known.contains(fault.id.as_str()),
            "{} is in the list, but is not run: {}",
            fault.id,
            fault.title
        );
    }
}

#[test]
fn what_the_list_says_in_prose_is_told_by_a_function() {
    for (area, table) in TABLES {
        for (id, bound) in table {
            let fault = List::get().fault(id);
            assert_eq!(fault.area, area, "{id} is in the table of {area}");
            let asserts = !fault.asserts.is_empty();
            let refusal = match (bound, fault.prose()) {
                (Bound::Story(_), _) => None,
                (_, Some(prose)) => Some(format!("it needs a function of its own: {prose}")),
                (Bound::Alone, None) if asserts => Some(format!("nobody checks {:?}", fault.asserts)),
                (Bound::Implied(why), None) if !asserts || why.is_empty() => {
                    Some("it asserts nothing that could follow".to_owned())
                }
                _ => None,
            };
            assert_eq!(refusal, None, "{id}");
        }
    }
}

/// Silence is only worth something while everything that is logged is heard: by us, and by the libraries below.
#[test]
fn whatever_is_logged_is_heard() {
    let heard = cc_faults::watch::targets;
    let case = Case::all_of(List::get().fault("F073"))
        .into_iter()
        .find(|case| case.line == Some(Line::Http2))
        .unwrap();
    case.run();
    for target in ["cc_api", "h2", "hyper_util", "reqwest", "rustls"] {
        assert!(
            heard().iter().any(|heard| heard.starts_with(target)),
            "{target} was not heard: {:?}",
            heard()
        );
    }
}

#[test]
fn the_tests_that_others_run_exist() {
    for (id, file, function) in BY_OTHER_TESTS {
        let path = folder().join("../..").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(&format!("fn {function}(")), "{id}: {file} has no function {function}");
    }
}

#[test]
fn the_words_of_the_list_are_those_that_are_compared() {
    let list = List::get();
    assert_eq!((list.version, list.faults.len(), list.invariants.len()), (1, 128, 9));
    let kinds = list.vocabulary.get("kind").and_then(|kinds| kinds.as_array()).unwrap();
    let known = cc_faults::list::KINDS.split_whitespace().collect::<Vec<_>>();
    assert_eq!(kinds.iter().filter_map(|kind| kind.as_str()).collect::<Vec<_>>(), known);
}
