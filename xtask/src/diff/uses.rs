//! `--uses`: which operations a program calls, and the scopes that it needs.
//!
//! A name that is an operation of the base counts as a call after a dot and before `(`, or after `::`; and its name in
//! the catalogue counts anywhere. That may find too many, never too few, as long as the program calls the client by
//! its methods.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use codegen::diff::{NeededScopes, needed_scopes};
use codegen::document::Operation;

use super::side::Side;
use crate::folder;
use crate::paths::has_ending;

/// The scopes that the programs in these files and folders need before and after.
pub(super) fn needed(paths: &[PathBuf], base: &Side, head: &Side) -> Result<NeededScopes> {
    let mut names = BTreeSet::new();
    for path in paths {
        for text in texts(path)? {
            names.extend(called(&text));
        }
    }
    let is_called = |operation: &&Operation| {
        let method = codegen::lower::operation_name(operation).map(|name| name.as_str().to_owned());
        method.is_some_and(|method| names.contains(&method))
    };
    let known = base.document.operations.iter().filter(is_called);
    let operations: BTreeSet<String> = known.map(Operation::display_name).collect();
    if operations.is_empty() {
        let looked: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        bail!("no operation of the API is called in {}, which --uses names", looked.join(", "));
    }
    Ok(needed_scopes(&base.document, &head.document, &operations))
}

/// The text of a file, or of every Rust file below a folder.
fn texts(path: &Path) -> Result<Vec<String>> {
    if !path.is_dir() {
        let text =
            fs::read_to_string(path).with_context(|| format!("could not read `{}`", path.display()))?;
        return Ok(vec![text]);
    }
    let files = folder::read_below(path, "")?;
    Ok(files.into_iter().filter(|(name, _)| has_ending(name, "rs")).filter_map(|(_, text)| text).collect())
}

/// The methods that a text calls, and the entries of the catalogue that it names, as names of methods.
fn called(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_part)).map(|start| at + start) {
        let rest = text.get(start..).unwrap_or("");
        let end = start + rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let name = text.get(start..end).unwrap_or("");
        let before = text.get(..start).unwrap_or("").trim_end();
        let after = text.get(end..).unwrap_or("").trim_start();
        let is_constant = !name.contains(|letter: char| letter.is_ascii_lowercase());
        let is_method = before.ends_with('.') && (after.starts_with('(') || after.starts_with("::<"));
        if is_constant || is_method || before.ends_with("::") {
            names.insert(name.to_ascii_lowercase());
        }
        at = end;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn calls_are_found_however_they_are_written() {
        for (text, name, expected) in [
            ("client.content()\n    .get_posts() .limit(3);", "get_posts", true),
            ("client.content(). get_posts ()", "get_posts", true),
            ("let get_posts = 3; get_posts + 1", "get_posts", false),
            ("self.get_posts", "get_posts", false),
            ("Content::get_posts(&content)", "get_posts", true),
            ("map(Content::get_posts)", "get_posts", true),
            ("client.call(&catalogue::GET_POSTS)", "get_posts", true),
            ("use catalogue::{GET_POST, GET_POSTS};", "get_posts", true),
            ("let x = get_posts_more();", "get_posts", false),
            ("my.get_posts_more()", "get_posts", false),
            ("ä.get_posts()", "get_posts", true),
        ] {
            assert_eq!(called(text).contains(name), expected, "{text}");
        }
    }
}
