//! Money: what may cost something is sent once, whatever goes wrong.

use std::collections::BTreeSet;

use cc_faults::list::{List, Op, Rig};

use crate::owed;
use crate::runner;

crate::bound::faults! {
    F253 => Story(what_may_cost_something_is_sent_once),
}

/// Every fault with sockets that the list does not have a costly call meet anyway.
fn what_may_cost_something_is_sent_once() {
    const AREAS: [&str; 5] = ["transport", "tls", "framing", "retry", "throttle"];
    let mut met = BTreeSet::new();
    let mut cases = Vec::new();
    for fault in &List::get().faults {
        let is_one =
            AREAS.contains(&&*fault.area) && fault.rig == Rig::Wire && !fault.op.contains(&Op::Costly);
        // The one about a repeat is about something that such a call never has.
        if is_one && fault.id != "F081" && fault.prose().is_none_or(|why| !why.contains("client's side")) {
            met.insert(&*fault.id);
            let all = runner::cases(&fault.id).into_iter().filter(|case| case.op == fault.op[0]);
            cases.extend(all);
        }
    }
    assert!(met.len() > 12, "{met:?}");
    for case in &mut cases {
        case.op = Op::Costly;
    }
    runner::all(cases, &|ran| {
        let mut found = owed::breaches(&ran.answer);
        if ran.tally.sends > 1 || ran.tally.effects > 1 {
            found.push(format!("{} sends, {} effects", ran.tally.sends, ran.tally.effects));
        }
        found
    });
}
