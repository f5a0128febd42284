//! That nothing of the list is left out without a reason, and nothing is played that is not in it.

use std::collections::BTreeSet;

use cc_faults::list::{List, folder};

use crate::bound::Bound;
use crate::elsewhere::{BY_OTHER_TESTS, NOT_AT_A_GATEWAY};

/// The tables of all areas.
const TABLES: [(&str, &[(&str, Bound)]); 10] = [
    ("framing", crate::framing::BOUND),
    ("money", crate::money::BOUND),
    ("parse", crate::parse::BOUND),
    ("quota", crate::quota::BOUND),
    ("retry", crate::retry::BOUND),
    ("sandbox", crate::sandbox::BOUND),
    ("security", crate::security::BOUND),
    ("throttle", crate::throttle::BOUND),
    ("tls", crate::tls::BOUND),
    ("transport", crate::transport::BOUND),
];

fn file(path: &str) -> String {
    std::fs::read_to_string(folder().join("../..").join(path)).unwrap()
}

#[test]
fn every_fault_is_played_or_has_a_reason() {
    let list = List::get();
    let mut known = BTreeSet::new();
    let played = TABLES.iter().flat_map(|(area, table)| table.iter().map(move |(id, _)| (*area, *id)));
    let out = NOT_AT_A_GATEWAY.iter().flat_map(|(area, ids, _)| ids.iter().map(move |id| (*area, *id)));
    let elsewhere = BY_OTHER_TESTS.iter().map(|(id, ..)| ("", *id));
    for (area, id) in played.chain(out).chain(elsewhere) {
        assert!(known.insert(id), "{id} is there twice");
        let fault = list.faults.iter().find(|fault| fault.id == id);
        let fault = fault.unwrap_or_else(|| panic!("{id} is not in the list"));
        assert!(area.is_empty() || fault.area == area, "{id} is in the table of {area}");
    }
    for fault in &list.faults {
        let id = &*fault.id;
        assert!(
            known.contains(id),
            "{id} is in the list, but nobody says how a gateway takes it: {}",
            fault.title
        );
    }
}

#[test]
fn the_tests_of_the_gateway_exist() {
    for (id, path, function) in BY_OTHER_TESTS {
        assert!(file(path).contains(&format!("fn {function}(")), "{id}: {path} has no function {function}");
    }
}

#[test]
fn the_gateway_is_built_without_what_is_left_out() {
    let manifest = file("cc-gateway/Cargo.toml");
    for feature in ["http2", "proxy", "gzip", "journal", "sqlite-quota"] {
        let asked = manifest.lines().any(|line| line.contains("cc-api") && line.contains(feature));
        assert!(!asked, "with {feature} there are faults that a gateway can meet");
    }
}
