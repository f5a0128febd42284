//! Who is let in: findings about scopes, credentials and tenants, and what keys lose and gain. Never folded.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::words::{Topic, topic};
use super::escape::{code, codes};
use super::findings::{Detail, grouped, start};
use crate::diff::access::{KeyEffect, NeededScopes};
use crate::diff::finding::Finding;
use crate::diff::review::Review;

/// Keys of which each is named at the least, whatever the room.
const KEYS: usize = 20;

/// The section; nothing if nobody's access changes.
pub(super) fn section(review: &Review, detail: Detail) -> String {
    let findings: Vec<&Finding> = review.open().filter(|finding| topic(finding) == Topic::Access).collect();
    if findings.is_empty() && review.access.is_empty() && review.uses.is_none() {
        return String::new();
    }
    let mut text = String::from("### Access\n\n");
    if let Detail::Grouped(places) = detail {
        text.push_str(&grouped(&findings, places).concat());
        counted_keys(&review.access, places.max(KEYS), &mut text);
    } else {
        for finding in findings {
            let flag = if finding.security { ", **security review**" } else { "" };
            let _ = writeln!(text, "- {}{flag}", start(finding));
        }
        named_keys(&review.access, &mut text);
    }
    if let Some(uses) = &review.uses {
        caller(uses, &mut text);
    }
    text
}

/// What each key loses and gains, by the names of the operations.
fn named_keys(effects: &[KeyEffect], text: &mut String) {
    for effect in effects {
        let names = |operations: &[String]| match operations {
            [] => String::from("nothing"),
            operations => codes(operations.iter().map(String::as_str)),
        };
        let (lost, gained) = (names(&effect.lost), names(&effect.gained));
        let _ = writeln!(text, "- Keys with {} only: lose {lost}; gain {gained}.", scopes(&effect.scopes));
    }
}

/// How many operations each key loses and gains.
fn counted_keys(effects: &[KeyEffect], most: usize, text: &mut String) {
    for effect in effects.iter().take(most) {
        let (lost, gained) = (effect.lost.len(), effect.gained.len());
        let _ = writeln!(text, "- Keys with {} only: lose {lost}, gain {gained}.", scopes(&effect.scopes));
    }
    if effects.len() > most {
        let _ = writeln!(text, "- And {} more sets of scopes.", effects.len() - most);
    }
}

fn caller(uses: &NeededScopes, text: &mut String) {
    let names = |scopes: &BTreeSet<String>| {
        if scopes.is_empty() { String::from("no scope") } else { codes(scopes.iter().map(String::as_str)) }
    };
    let (before, after) = (names(&uses.before), names(&uses.after));
    let _ = writeln!(text, "- The caller needs {before} before and {after} after.");
    if !uses.gone.is_empty() {
        let gone = codes(uses.gone.iter().map(String::as_str));
        let _ = writeln!(text, "- The caller calls what is gone: {gone}.");
    }
}

fn scopes(scopes: &BTreeSet<String>) -> String {
    scopes.iter().map(|scope| code(scope)).collect::<Vec<_>>().join(" and ")
}
