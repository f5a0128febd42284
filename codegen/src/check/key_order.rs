//! The order of keys in an operation.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Entry, OPERATION_KEYS, Operation, SpecDocument};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        let keys = document.node(&operation.address).map_or(&[][..], |node| node.entries());
        key_order(operation, keys, findings);
    }
}

/// Reports the first key that stands too late; once it is moved, the next one shows itself.
fn key_order(operation: &Operation, keys: &[Entry], findings: &mut Findings) {
    let place = |entry: &Entry| OPERATION_KEYS.iter().position(|key| *key == entry.key.value);
    let known: Vec<_> = keys.iter().filter_map(|entry| Some((place(entry)?, &entry.key))).collect();
    let Some(at) = known.windows(2).position(|pair| pair[1].0 < pair[0].0) else { return };
    let (late_place, late) = known[at + 1];
    let Some((_, next)) = known.iter().find(|(place, _)| *place > late_place) else { return };
    findings.push(
        Diagnostic::new(
            Code::KeyOrder,
            late.span,
            format!("`{}` of `{}` is out of order", late.value, operation.display_name()),
        )
        .label("too late")
        .other(next.span, "its place is before this")
        .help(format!("move `{}` up, before `{}`", late.value, next.value)),
    );
}
