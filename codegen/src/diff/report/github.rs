//! Annotations of a pull request: the commands that a workflow of GitHub reads from the output of a step.
//!
//! Annotations exist only on lines of the head, and only ten of each level are shown a step: what breaks comes
//! first, one annotation a cause, and what is gone is shown at its nearest surviving parent.

use super::words::{Topic, reach_is_news, reached, stale_words, topic, verdict, weight};
use crate::diff::Sides;
use crate::diff::exceptions::StaleException;
use crate::diff::finding::Finding;
use crate::diff::review::Review;
use crate::source::Span;

/// What GitHub shows of each level in one step.
const SHOWN: usize = 10;

/// Writes the annotations of a review, what breaks first. The last one is the verdict.
pub fn to_github(review: &Review, sides: &Sides<'_>) -> String {
    let stale: Vec<String> = review.stale.iter().map(stale).take(SHOWN / 2).collect();
    let verdict = format!("::notice title=Spec diff::{}", escaped(&verdict(review)));
    let mut lines = Vec::new();
    for (level, beside) in [("error", Vec::new()), ("warning", stale), ("notice", vec![verdict])] {
        let of_level = review.open().filter(|finding| level_of(finding) == level);
        let mut of_level: Vec<&Finding> = of_level.collect();
        of_level.sort_by_key(|finding| std::cmp::Reverse((finding.security, finding.wire, finding.rust)));
        let room = SHOWN - beside.len();
        lines.extend(of_level.into_iter().take(room).map(|finding| annotation(finding, level, sides)));
        lines.extend(beside);
    }
    format!("{}\n", lines.join("\n"))
}

/// An exception that approves nothing any more, at its line.
fn stale(stale: &StaleException) -> String {
    let exception = &stale.exception;
    format!(
        "::warning file={},line={},title={}::{}",
        property(&exception.path),
        exception.line,
        property("stale exception"),
        escaped(&stale_words(stale))
    )
}

fn level_of(finding: &Finding) -> &'static str {
    match topic(finding) {
        _ if finding.is_breaking() => "error",
        Topic::Access | Topic::Behaviour | Topic::Deprecation => "warning",
        Topic::Addition | Topic::Break | Topic::Other => "notice",
    }
}

fn annotation(finding: &Finding, level: &str, sides: &Sides<'_>) -> String {
    let span = finding.head_span.unwrap_or_else(|| start(sides));
    let place = sides.head.sources.location(span);
    let mut text = format!("{}: {} ({})", finding.place, finding.message, weight(finding));
    if let (None, Some(base)) = (finding.head_span, finding.base_span) {
        text = format!("{text}\nIt was at {} of {}.", sides.base.sources.location(base), sides.base.name);
    }
    if reach_is_news(finding) {
        text = format!("{text}\nReaches {}.", reached(finding));
    }
    if let Some(hint) = &finding.hint {
        text = format!("{text}\nTo soften it: {hint}.");
    }
    format!(
        "::{level} file={},line={},col={},title={}::{}",
        property(&place.path),
        place.line,
        place.column,
        property(finding.rule.id()),
        escaped(&text)
    )
}

/// The head's first byte, for what has no place in it.
fn start(sides: &Sides<'_>) -> Span {
    sides.head.document.root_span()
}

/// Text of a workflow command: what would end it is written as in addresses.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value of a property of a workflow command.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
