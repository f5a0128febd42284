//! Limits and defaults.
//!
//! A request has to keep to limits, so narrower ones break it; an answer keeps to them, so wider ones may surprise.
//! The other way round nobody has to do anything: that is noted among the words, unless the other direction has a
//! finding about it.

use super::Pair;
use crate::diff::compare::{Comparison, Direction};
use crate::diff::finding::Finding;
use crate::diff::level::{Rust, Wire};
use crate::diff::normal::{Additional, Change};
use crate::diff::rules::Rule;

impl Comparison<'_> {
    /// Compares limits, and whether properties are allowed that are not declared.
    pub(super) fn limits(&mut self, pair: &Pair<'_>) {
        let (base, head) = (&pair.base.limits, &pair.head.limits);
        let closed = |additional: &Additional| *additional == Additional::Nothing;
        let (was, is) = (closed(&pair.base.additional), closed(&pair.head.additional));
        let text = |closed| String::from(if closed { "false" } else { "true" });
        let openness =
            Change { word: "additionalProperties", before: Some(text(was)), after: Some(text(is)) };
        let mut narrower = base.narrower_in(head);
        let mut wider: Vec<Change> = head.narrower_in(base).into_iter().map(Change::reversed).collect();
        // A limit that is another one altogether is narrower and wider: the pattern, a multiple.
        let both = |change: &Change| narrower.iter().any(|other| other.word == change.word);
        if pair.direction == Direction::Request {
            wider.retain(|change| !both(change));
        } else {
            let words: Vec<&str> = wider.iter().map(|change| change.word).collect();
            narrower.retain(|change| !words.contains(&change.word));
        }
        match (was, is) {
            (false, true) => narrower.push(openness),
            (true, false) => wider.push(openness),
            _ => {}
        }
        for change in &narrower {
            self.limit(pair, change, Direction::Request, Rule::RequestConstraintTightened, "narrower");
        }
        for change in &wider {
            self.limit(pair, change, Direction::Response, Rule::ResponseConstraintLoosened, "wider");
        }
    }

    /// Notes a limit: with its rule in the direction where it matters, else among the words.
    fn limit(&mut self, pair: &Pair<'_>, change: &Change, matters: Direction, rule: Rule, how: &str) {
        let is_named = change.word != Change::OTHER;
        let words = |text: &Option<String>| match text {
            text if !is_named => text.clone().unwrap_or_else(|| String::from("nothing")),
            Some(text) => format!("{} {text}", change.word),
            None => format!("no {}", change.word),
        };
        let (before, after) = (words(&change.before), words(&change.after));
        if pair.direction != matters {
            self.keep_quiet(pair.site, rule);
            return;
        }
        let called = pair.site.called("the value");
        let message = format!("the limits of {called} are {how}: {before} before, {after} now");
        let finding = Finding::new(rule, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after));
        let goes =
            change.word == "additionalProperties" && self.rust_of_change(pair.site) == Some(Rust::Breaking);
        self.note_for(pair.site, finding, goes.then_some(Rust::Breaking));
    }

    /// Compares what a value that is left out means.
    pub(super) fn default_value(&mut self, pair: &Pair<'_>) {
        let (before, after) = (&pair.base.default, &pair.head.default);
        if before == after {
            return;
        }
        let text = |value: &Option<String>| match value {
            Some(value) => format!("default {value}"),
            None => String::from("no default"),
        };
        let (before, after) = (text(before), text(after));
        let called = pair.site.called("the value");
        let message = format!("{called} had {before} and has {after}");
        // Who always gives a value does not meet the default: it is only documented then.
        if pair.direction == Direction::Response || pair.role == super::Role::Required {
            self.keep_quiet(pair.site, Rule::RequestDefaultChanged);
            return;
        }
        let finding = Finding::new(Rule::RequestDefaultChanged, pair.site.place.clone(), message)
            .before(pair.site.said(before))
            .after(pair.site.said(after))
            .wire(Wire::Warning);
        self.note(pair.site, finding);
    }
}
