//! Runs a fault: each of its classes of operations, cases and protocols, and holds what comes out against the list.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use cc_faults::case::{Case, Ran};
use cc_faults::list::{List, Step};
use cc_faults::verdict;

use crate::bound::Bound;

/// How many cases of one fault run at once: most of their time they wait.
const AT_ONCE: usize = 4;

/// Runs a fault as its area's table says.
pub(crate) fn run(id: &str, table: &[(&str, Bound)]) {
    let (_, bound) = table.iter().find(|(known, _)| *known == id).unwrap();
    match bound {
        Bound::Story(story) => story(),
        Bound::Alone | Bound::Implied(_) => run_cases(id, |_| (), |_| ()),
        Bound::Check(check) => run_cases(id, |_| (), check),
    }
}

/// Runs all cases of a fault with its steps changed in some way, each followed by a check, and reports everything that
/// is not as it should be.
pub(crate) fn run_cases(id: &str, change: impl Fn(&mut Vec<Step>), check: impl Fn(&Ran) + Sync) {
    let mut cases = Case::all_of(List::get().fault(id));
    for case in &mut cases {
        change(&mut case.steps);
    }
    let failures = play(cases, |ran, failures| {
        failures.extend(verdict::differences(ran, &ran.case.fault.expect(ran.case.op).unwrap()));
        failures.extend(verdict::breaches(ran));
        check(ran);
    });
    assert!(failures.is_empty(), "{}\n  {}", List::get().fault(id).title, failures.join("\n  "));
}

/// Runs cases, some at once, and gives what a judge finds in each, with the name of the case.
pub(crate) fn play(cases: Vec<Case>, judge: impl Fn(&Ran, &mut Vec<String>) + Sync) -> Vec<String> {
    let cases = Mutex::new(cases);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(case) = cases.lock().unwrap().pop() else { return };
                    let found = failures_of(&case, &judge);
                    failures.lock().unwrap().extend(found);
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

/// What is not as it should be in one case, each with the case's name.
fn failures_of(case: &Case, judge: &(impl Fn(&Ran, &mut Vec<String>) + Sync)) -> Vec<String> {
    let mut failures = Vec::new();
    // A panic of the client is a failure like others, and so is one of the judge.
    let played = catch_unwind(AssertUnwindSafe(|| {
        judge(&case.run(), &mut failures);
    }));
    if let Err(panic) = played {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        failures.push(text.unwrap_or_else(|| "it panicked".to_owned()));
    }
    failures.iter().map(|failure| format!("{case}: {failure}")).collect()
}
