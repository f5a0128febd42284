//! How many requests are allowed: `x-rate-limits`, and the headers that tell how many are left.

use super::Comparison;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::RateLimits;

impl Comparison<'_> {
    /// Compares what the document says about limits.
    pub(super) fn rate_limits(&mut self) {
        let (base, head) = (&self.base.document.rate_limits, &self.head.document.rate_limits);
        let spans = [base, head].map(|limits| limits.as_ref().map(|limits| limits.span));
        let mut site = Site::of(Place::Info, spans[0], spans[1]);
        site.cause = String::from("x-rate-limits");
        let (Some(base), Some(head)) = (base, head) else {
            // A limit that is only now written down is none that fell.
            if base.is_some() != head.is_some() {
                self.note_words(&site, "rate limits");
            }
            return;
        };
        self.windows(base, head, &site);
        let names = |limits: &RateLimits| -> Vec<String> {
            limits.headers.iter().map(|name| name.value.to_ascii_lowercase()).collect()
        };
        let (before, after) = (names(base), names(head));
        for name in before.iter().filter(|name| !after.contains(name)) {
            let message = format!("answers no longer carry the header `{name}`");
            let finding = Finding::new(Rule::RateLimitHeaderRemoved, Place::Info, message).before(name);
            self.note(&site, finding);
        }
        if after.iter().any(|name| !before.contains(name)) {
            self.note_words(&site, "rate limits");
        }
    }

    fn windows(&mut self, base: &RateLimits, head: &RateLimits, site: &Site) {
        let (before, after) = (windows(base), windows(head));
        if before == after {
            return;
        }
        let lowered = before.iter().zip(&after).any(|((was, _), (is, _))| match (was, is) {
            (Some(was), Some(is)) => is < was,
            (None, Some(_)) => true,
            (_, None) => false,
        });
        let text = |windows: &[(Option<u32>, &str); 3]| {
            let said = windows.iter().filter_map(|(count, unit)| Some(format!("{} {unit}", (*count)?)));
            said.collect::<Vec<_>>().join(", ")
        };
        if lowered {
            let (before, after) = (text(&before), text(&after));
            let message = format!("{before} requests were allowed and {after} are");
            let finding = Finding::new(Rule::RateLimitLowered, Place::Info, message);
            self.note(site, finding.before(before).after(after));
        } else {
            self.note_words(site, "rate limits");
        }
    }
}

fn windows(limits: &RateLimits) -> [(Option<u32>, &'static str); 3] {
    let count = |window: &Option<crate::source::Sourced<u32>>| window.as_ref().map(|count| count.value);
    [(count(&limits.minute), "a minute"), (count(&limits.hour), "an hour"), (count(&limits.day), "a day")]
}

/// Whether a header tells how long to wait, or how many requests are left.
pub(super) fn is_about_limits(lowercase_name: &str) -> bool {
    let name = lowercase_name.strip_prefix("x-").unwrap_or(lowercase_name);
    name == "retry-after" || name.starts_with("ratelimit") || name.starts_with("rate-limit")
}
