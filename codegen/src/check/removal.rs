//! Planned removal: the mark and the day belong together.

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::document::{Removal, SpecDocument};

pub(crate) fn check(document: &SpecDocument, findings: &mut Findings) {
    for operation in &document.operations {
        half_planned_removal(&format!("`{}`", operation.display_name()), &operation.removal, findings);
        for parameter in &operation.parameters {
            let name = format!("the parameter `{}`", parameter.name.value);
            half_planned_removal(&name, &parameter.removal, findings);
        }
    }
    for (_, schema) in document.schemas.iter() {
        half_planned_removal(&super::places::schema_title(schema), &schema.removal, findings);
    }
}

fn half_planned_removal(what: &str, removal: &Removal, findings: &mut Findings) {
    let finding = |span, message: String| Diagnostic::new(Code::HalfPlannedRemoval, span, message);
    let mark = removal.deprecated.as_ref().filter(|mark| mark.value);
    match (mark, &removal.sunset) {
        (Some(mark), None) => findings.push(
            finding(mark.span, format!("{what} is deprecated, but nobody knows until when it works"))
                .label("no `x-sunset` beside this")
                .help("add `x-sunset: '2027-03-01'` with the day of the removal, and `x-notice-days`"),
        ),
        (None, Some(sunset)) => findings.push(
            finding(sunset.span, format!("{what} goes away on a day, but is not marked as deprecated"))
                .label("no `deprecated: true` beside this")
                .why("Tools that don't know `x-sunset` warn by `deprecated` alone.")
                .help("add `deprecated: true`"),
        ),
        _ => {}
    }
    if let Some(sunset) = removal.sunset.as_ref().filter(|sunset| !super::validate::is_date(&sunset.value)) {
        findings.push(
            finding(sunset.span, format!("`{}` is no day", sunset.value))
                .label("a date is needed")
                .help("write the day as year, month, day, in quotes: `x-sunset: '2027-03-01'`"),
        );
    }
    if let (Some(notice), None) = (&removal.notice_days, &removal.sunset) {
        findings.push(
            finding(notice.span, format!("{what} has a time of notice, but no day of removal"))
                .label("days before which day?")
                .help("add `x-sunset`, or remove `x-notice-days`"),
        );
    }
}
