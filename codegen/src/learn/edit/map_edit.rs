//! Changes of one map, in braces or as a block: entries set, added, removed.

use super::splice::{Splice, column, line_end, line_start};
use super::yaml_text;
use crate::document::{Entry, Node};

/// What is to become of a map's entries.
#[derive(Debug, Clone, Default)]
pub(super) struct MapEdit {
    /// Keys with their new values, and the keys that a new one comes after, the best first.
    set: Vec<(String, String, &'static [&'static str])>,
    remove: Vec<&'static str>,
}

impl MapEdit {
    /// Gives a key a value. If it is new, it comes after the first of `after` that is there, or else last.
    pub(super) fn set(&mut self, key: &str, value: impl Into<String>, after: &'static [&'static str]) {
        self.remove.retain(|own| *own != key);
        self.set.retain(|(own, ..)| own != key);
        self.set.push((key.to_owned(), value.into(), after));
    }

    /// Removes a key, if it is there.
    pub(super) fn remove(&mut self, key: &'static str) {
        self.set.retain(|(own, ..)| own != key);
        self.remove.push(key);
    }

    /// The pieces to change in the text.
    pub(super) fn splices(&self, text: &str, node: &Node) -> Vec<Splice> {
        if text[node.span.start as usize..].starts_with('{') {
            vec![Splice::replace(node.span, yaml_text::map(&self.entries(text, node)))]
        } else {
            self.block_splices(text, node)
        }
    }

    /// The entries as they will be, as text.
    fn entries(&self, text: &str, node: &Node) -> Vec<(String, String)> {
        let source = |start: u32, end: u32| text[start as usize..end as usize].to_owned();
        let kept =
            node.entries().iter().filter(|entry| !self.remove.iter().any(|key| *key == entry.key.value));
        let mut entries: Vec<(String, String)> = kept
            .map(|entry| {
                let key = source(entry.key.span.start, entry.key.span.end);
                (key, source(entry.value.span.start, entry.value.span.end))
            })
            .collect();
        for (key, value, after) in &self.set {
            if let Some(entry) = entries.iter_mut().find(|(own, _)| own == key) {
                entry.1.clone_from(value);
                continue;
            }
            let at = after.iter().find_map(|before| entries.iter().position(|(own, _)| own == before));
            entries.insert(at.map_or(entries.len(), |at| at + 1), (key.clone(), value.clone()));
        }
        entries
    }

    fn block_splices(&self, text: &str, node: &Node) -> Vec<Splice> {
        let entries = node.entries();
        let mut splices = Vec::new();
        for entry in entries.iter().filter(|entry| self.remove.iter().any(|key| *key == entry.key.value)) {
            let start = line_start(text, entry.key.span.start as usize);
            let end = (line_end(text, entry.value.span.end as usize) + 1).min(text.len());
            splices.push(Splice { start, end, text: String::new() });
        }
        // What comes after the same entry is one piece, in the order in which it was asked for.
        let mut added: Vec<(usize, String)> = Vec::new();
        let mut placed: Vec<(&str, usize)> = Vec::new();
        let first = entries.first().map_or(0, |entry| column(text, entry.key.span.start as usize));
        let indent = " ".repeat(first);
        for (key, value, after) in &self.set {
            if let Some(entry) = node.entry(key) {
                splices.push(Splice::replace(entry.value.span, value.as_str()));
                continue;
            }
            let stays = |entry: &&Entry| !self.remove.iter().any(|key| *key == entry.key.value);
            let beside_new = after.iter().find_map(|name| placed.iter().find(|(own, _)| own == name));
            let beside_old = after.iter().find_map(|name| node.entry(name).filter(|entry| stays(entry)));
            let end = |entry: &Entry| line_end(text, entry.value.span.end as usize);
            let at = beside_new.map(|(_, at)| *at).or_else(|| beside_old.map(end));
            let Some(at) = at.or_else(|| entries.iter().rfind(|entry| stays(entry)).map(end)) else {
                continue;
            };
            placed.push((key.as_str(), at));
            let line = format!("\n{indent}{key}: {value}");
            match added.iter_mut().find(|(own, _)| *own == at) {
                Some((_, lines)) => lines.push_str(&line),
                None => added.push((at, line)),
            }
        }
        splices.extend(added.into_iter().map(|(at, lines)| Splice::insert(at, lines)));
        splices
    }
}
