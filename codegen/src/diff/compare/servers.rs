//! Where the API is served.

use super::Comparison;
use super::identity::base_path_weight;
use super::site::Site;
use crate::diff::finding::Finding;
use crate::diff::pair::{OperationPairs, prefix};
use crate::diff::place::Place;
use crate::diff::rules::Rule;
use crate::document::SpecDocument;

impl Comparison<'_> {
    /// Compares the addresses.
    pub(super) fn servers(&mut self, pairs: &OperationPairs<'_>) {
        let (base, head) = (self.base.document, self.head.document);
        let span = |document: &SpecDocument| document.servers.first().map(|server| server.span);
        let site = Site::of(Place::Servers, span(base), span(head));
        let (mut before, mut after) = (urls(base), urls(head));
        if pairs.prefix_moved {
            self.prefix(pairs, &site);
            // What is left of the addresses has to be the same.
            let strip = |urls: Vec<String>, prefix: &str| -> Vec<String> {
                urls.into_iter().map(|url| url.strip_suffix(prefix).unwrap_or(&url).to_owned()).collect()
            };
            (before, after) = (strip(before, &prefix(base)), strip(after, &prefix(head)));
        }
        let shown = |urls: Vec<String>| -> Vec<String> {
            urls.into_iter().map(|url| if url.is_empty() { String::from("/") } else { url }).collect()
        };
        (before, after) = (shown(before), shown(after));
        if before == after {
            if texts(base) != texts(head) {
                self.note_words(&site, "the servers");
            }
            return;
        }
        self.urls(&before, &after, &site);
    }

    fn urls(&mut self, before: &[String], after: &[String], site: &Site) {
        for (at, url) in before.iter().enumerate().filter(|(_, url)| !after.contains(url)) {
            let replaced = after.get(at).filter(|other| !before.contains(other));
            let message = match replaced {
                Some(other) => format!("`{url}` became `{other}`"),
                None => format!("`{url}` is gone"),
            };
            let mut finding = Finding::new(Rule::ServerUrlChanged, Place::Servers, message).before(url);
            finding.after = replaced.cloned();
            self.note(site, finding.hint("answer at the old address too until released clients have moved"));
        }
        match (before.first(), after.first()) {
            (Some(was), Some(is)) if was != is && after.contains(was) => {
                let message =
                    format!("`{is}` comes before `{was}`, so clients call it unless told otherwise");
                let finding = Finding::new(Rule::ServerDefaultChanged, Place::Servers, message);
                self.note(site, finding.before(was).after(is));
            }
            _ if before.iter().all(|url| after.contains(url)) => self.note_words(site, "the servers"),
            _ => {}
        }
    }

    fn prefix(&mut self, pairs: &OperationPairs<'_>, site: &Site) {
        let [before, after] = [self.base, self.head].map(|side| {
            let prefix = prefix(side.document);
            if prefix.is_empty() { String::from("/") } else { prefix }
        });
        let (wire, rust) = base_path_weight(pairs);
        let message =
            format!("addresses ended with `{before}` and end with `{after}`; the paths make up for it");
        let finding = Finding::new(Rule::BasePathMoved, Place::Servers, message).wire(wire).rust(rust);
        self.note(site, finding.before(before).after(after));
    }
}

/// The addresses, in their order; `/` if none is said.
fn urls(document: &SpecDocument) -> Vec<String> {
    let mut urls: Vec<String> =
        document.servers.iter().map(|server| server.url.value.trim_end_matches('/').to_owned()).collect();
    if urls.is_empty() {
        urls.push(String::new());
    }
    urls
}

/// What is said about the addresses.
fn texts(document: &SpecDocument) -> Vec<Option<&str>> {
    let text = |server: &crate::document::Server| server.description.is_some();
    let said = document.servers.iter().filter(|server| text(server) || server.evidence.is_some());
    said.map(|server| server.description.as_ref().map(|text| text.value.trim())).collect()
}
