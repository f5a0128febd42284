//! What is going away: whether it still is, and whether the promised day came nearer.

use super::Comparison;
use super::site::Site;
use crate::diff::days;
use crate::diff::finding::Finding;
use crate::diff::level::Rust;
use crate::diff::rules::Rule;
use crate::document::Removal;

impl Comparison<'_> {
    /// Compares the marks of something that is going away, before or after.
    pub(super) fn removal(&mut self, base: &Removal, head: &Removal, called: &str, site: &Site) {
        let shortened = self.shortened(base, head);
        if let Some(reason) = &shortened {
            let message = format!("{called}: {reason}");
            let finding = Finding::new(Rule::SunsetShortened, site.place.clone(), message);
            self.note(site, with_days(finding, base, head, site));
        }
        let flag = base.is_deprecated() != head.is_deprecated();
        if flag || (shortened.is_none() && day(base) != day(head)) {
            let (before, after) = (state(base), state(head));
            let message = format!("{called} was {before} and is {after}");
            let finding = Finding::new(Rule::DeprecationChanged, site.place.clone(), message);
            let rust = if flag { Rust::Additive } else { Rust::None };
            self.note(site, finding.before(site.said(before)).after(site.said(after)).rust(rust));
        }
    }

    /// Why the promise is broken, if it is.
    fn shortened(&self, base: &Removal, head: &Removal) -> Option<String> {
        match (day(base), day(head)) {
            (Some(before), None) if head.is_deprecated() => {
                Some(format!("{before}, the day of its removal, is no longer given"))
            }
            (Some(before), Some(after)) if after < before => {
                Some(format!("it goes away on {after}, before {before}, the day that was promised"))
            }
            (None, Some(after)) => self.too_near(after, base, head),
            _ => None,
        }
    }

    fn too_near(&self, after: &str, base: &Removal, head: &Removal) -> Option<String> {
        let notice = base.notice_days.as_ref().or(head.notice_days.as_ref())?.value;
        let left = days::number(after)? - days::number(self.as_of)?;
        (left < i64::from(notice)).then(|| {
            format!("it goes away on {after}, {left} days from {}; {notice} days are promised", self.as_of)
        })
    }
}

fn day(removal: &Removal) -> Option<&str> {
    removal.sunset.as_ref().map(|day| day.value.as_str())
}

fn with_days(finding: Finding, base: &Removal, head: &Removal, site: &Site) -> Finding {
    let finding = match day(base) {
        Some(day) => finding.before(site.said(day)),
        None => finding,
    };
    match day(head) {
        Some(day) => finding.after(site.said(day)),
        None => finding,
    }
}

/// How long it stays, in words: `deprecated, gone on 2027-03-01`.
fn state(removal: &Removal) -> String {
    let word = if removal.is_deprecated() { "deprecated" } else { "in use" };
    day(removal).map_or_else(|| word.to_owned(), |day| format!("{word}, gone on {day}"))
}
