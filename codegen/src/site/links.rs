//! Links that lead nowhere: to a file or an anchor that the site does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::fileset::FileSet;

/// What is beside the pages without being a text: the page of the interactive reference.
const BESIDE: [&str; 1] = ["assets/scalar.js"];

/// Every link of every page that leads nowhere, a sentence each. Addresses outside are not asked.
pub(super) fn dead(files: &FileSet) -> Vec<String> {
    let pages: BTreeMap<&str, &str> = files.iter().filter(|(path, _)| is_page(path)).collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, text)| (*path, attributes(text, " id=\"").collect())).collect();
    let mut dead = Vec::new();
    for (path, text) in &pages {
        for address in attributes(text, " href=\"").chain(attributes(text, " src=\"")) {
            if let Some(why) = fault(path, address, files, &anchors) {
                dead.push(format!("{path}: the link to `{address}` leads nowhere: {why}"));
            }
        }
    }
    dead.dedup();
    dead
}

/// Anchors that two elements of a page share, a sentence each: links to them would lead to the first.
pub(super) fn repeated(files: &FileSet) -> Vec<String> {
    let mut repeated = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| is_page(path)) {
        let mut known = BTreeSet::new();
        let twice = attributes(text, " id=\"").filter(|anchor| !known.insert(*anchor));
        repeated.extend(twice.map(|anchor| format!("{path}: two elements have the anchor `{anchor}`")));
    }
    repeated
}

fn fault(
    page: &str,
    address: &str,
    files: &FileSet,
    anchors: &BTreeMap<&str, BTreeSet<&str>>,
) -> Option<String> {
    if address.contains("://") || address.starts_with("data:") || address.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, part)| (path, Some(part)));
    let target = if path.is_empty() { page.to_owned() } else { joined(page, path) };
    if BESIDE.contains(&target.as_str()) {
        return None;
    }
    if files.get(&target).is_none() {
        return Some(format!("there is no `{target}`"));
    }
    let anchor = anchor?;
    let has = anchors.get(target.as_str()).is_some_and(|known| known.contains(anchor));
    (!has).then(|| format!("`{target}` has no such anchor"))
}

/// The file that a relative address means, seen from a page.
fn joined(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn is_page(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "html")
}

/// The values of an attribute, as the pages of this module write it.
fn attributes<'t>(text: &'t str, attribute: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(attribute).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fileset::GeneratedFile;

    fn files(list: &[(&str, &str)]) -> FileSet {
        list.iter()
            .map(|(path, text)| GeneratedFile { path: (*path).to_owned(), content: (*text).to_owned() })
            .collect()
    }

    #[test]
    fn an_anchor_that_two_elements_share_is_found() {
        let files =
            files(&[("a.html", "<p id=\"x\"> <p id=\"y\"> <p id=\"x\">"), ("b.html", "<p id=\"x\">")]);
        assert_eq!(repeated(&files), ["a.html: two elements have the anchor `x`"]);
    }

    #[test]
    fn files_and_anchors_that_are_not_there_are_found() {
        let files = files(&[
            (
                "index.html",
                r##"<a href="a/b.html#x"> <a href="a/c.html"> <a href="https://example.com/"> <a href="#no">"##,
            ),
            ("a/b.html", r#"<h2 id="y"> <a href="../index.html"> <script src="../assets/scalar.js">"#),
            ("a/c.txt", "<a href=\"nothing\">"),
        ]);
        assert_eq!(
            dead(&files),
            [
                "index.html: the link to `a/b.html#x` leads nowhere: `a/b.html` has no such anchor",
                "index.html: the link to `a/c.html` leads nowhere: there is no `a/c.html`",
                "index.html: the link to `#no` leads nowhere: `index.html` has no such anchor",
            ]
        );
    }
}
