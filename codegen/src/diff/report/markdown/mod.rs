//! A review as the comment of a pull request, within the size that code hosts take.
//!
//! The verdict, what breaks and what keys lose are always there, every finding of them. When the rest is too long,
//! whole sections go; when those three are too long by themselves, they say less about each finding. The comment
//! says what was left out and where it can be read. Text of the document is escaped: a description can't mention
//! people, link issues or break a table.

mod access;
mod escape;
mod findings;
mod parts;

use super::words::{Topic, command, topic, verdict};
use crate::diff::finding::Finding;
use crate::diff::review::Review;
use escape::{clipped, code, escaped};
use findings::{Detail, list};

/// The largest comment, in characters. GitHub refuses more than 65,536.
pub const COMMENT_BUDGET: usize = 60_000;
/// By this the comment is found again, to be edited in its place.
const MARKER: &str = "spec-diff";
/// The longest name of a side that is shown.
const NAME: usize = 120;

/// A part of the comment.
struct Section {
    /// What it is called when it had to go.
    name: &'static str,
    /// When it goes if there is too much: the highest first, and never without a number.
    goes: Option<u8>,
    text: String,
}

/// Writes the review as Markdown of at most `budget` characters.
pub fn to_markdown(review: &Review, budget: usize) -> String {
    let footer = footer(review);
    let fits = |detail: &Detail| {
        let kept: Vec<Section> =
            sections(review, *detail).into_iter().filter(|section| section.goes.is_none()).collect();
        length(&kept) + count(&notice(*detail, &ALL, review)) + count(&footer) <= budget
    };
    let detail = Detail::LADDER.into_iter().find(fits).unwrap_or(Detail::Grouped(1));
    let mut sections = sections(review, detail);
    let mut gone = Vec::new();
    while length(&sections) + count(&notice(detail, &gone, review)) + count(&footer) > budget {
        let last = sections.iter().enumerate().filter(|(_, section)| section.goes.is_some());
        let Some((at, _)) = last.max_by_key(|(_, section)| section.goes) else { break };
        gone.push(sections.remove(at).name);
    }
    let notice = notice(detail, &gone, review);
    let room = budget.saturating_sub(count(&notice) + count(&footer));
    format!("{}{notice}{footer}", within(&sections, room))
}

/// The names of all sections that may go, for the longest notice that there can be.
const ALL: [&str; 9] = [
    "lines to approve with",
    "docs",
    "names",
    "evidence",
    "additions",
    "deprecations",
    "behaviour",
    "Rust API",
    "approvals",
];

fn sections(review: &Review, detail: Detail) -> Vec<Section> {
    let of_topic = |title, wanted, folded| {
        let findings = review.open().filter(|finding| topic(finding) == wanted && !finding.is_breaking());
        list(title, &findings.collect::<Vec<&Finding>>(), folded, Detail::Full)
    };
    let mut sections = vec![
        section("verdict", None, format!("{}\n", escaped(&clipped(&verdict(review), 3 * NAME)))),
        section("versions", None, parts::versions(review)),
        section("breaking", None, list("Breaking", &review.breaking(), false, detail)),
        section("access", None, access::section(review, detail)),
        section("Rust API", Some(1), parts::rust_api(review)),
        section("behaviour", Some(2), of_topic("Behaviour", Topic::Behaviour, false)),
        section("additions", Some(4), of_topic("Additions", Topic::Addition, true)),
        section("deprecations", Some(3), of_topic("Deprecations", Topic::Deprecation, true)),
        section("names", Some(6), of_topic("Names and the like", Topic::Other, true)),
        section("evidence", Some(5), parts::evidence(review)),
        section("docs", Some(7), parts::docs(review)),
        section("approvals", Some(0), parts::approvals(review)),
        section("lines to approve with", Some(8), parts::lines_to_approve_with(review)),
    ];
    sections.retain(|section| !section.text.is_empty());
    sections
}

fn section(name: &'static str, goes: Option<u8>, text: String) -> Section {
    Section { name, goes, text }
}

fn count(text: &str) -> usize {
    text.chars().count()
}

fn length(sections: &[Section]) -> usize {
    sections.iter().map(|section| count(&section.text) + 1).sum()
}

/// The sections as one text. Should they be too long even so, it ends at the last whole line that fits.
fn within(sections: &[Section], room: usize) -> String {
    let whole: String = sections.iter().flat_map(|section| [section.text.as_str(), "\n"]).collect();
    if count(&whole) <= room {
        return whole;
    }
    let closing = "\n\n</details>\n\n";
    let fitting: String = whole.chars().take(room.saturating_sub(closing.len())).collect();
    let lines = fitting.rsplit_once('\n').map_or("", |(lines, _)| lines);
    let is_folded = lines.matches("<details>").count() > lines.matches("</details>").count();
    format!("{lines}{}", if is_folded { closing } else { "\n\n" })
}

/// What was left out, and where it is.
fn notice(detail: Detail, gone: &[&str], review: &Review) -> String {
    let mut said = Vec::new();
    if detail != Detail::Full {
        said.push(String::from("What breaks and what keys lose is told in short, as a comment has an end."));
    }
    if !gone.is_empty() {
        said.push(format!("Left out, as a comment has an end: {}.", gone.join(", ")));
    }
    if said.is_empty() {
        return String::new();
    }
    format!(
        "{} All of it is in the full report, which the run keeps, and which {} prints.\n\n",
        said.join(" "),
        code(&command(review))
    )
}

/// Both revisions, the day, the command, and the mark by which the comment is found, with the head in it.
fn footer(review: &Review) -> String {
    let [base, head] = [&review.base, &review.head].map(|name| clipped(name, NAME));
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || "._/".contains(*letter);
    let mark: String = head.chars().map(|letter| if plain(&letter) { letter } else { '_' }).collect();
    format!(
        "<sub>{} to {}, as of {}, spec-diff {}. {}</sub>\n\n<!-- {MARKER} head={mark} -->\n",
        escaped(&base),
        escaped(&head),
        review.as_of,
        env!("CARGO_PKG_VERSION"),
        code(&clipped(&command(review), 3 * NAME)),
    )
}
