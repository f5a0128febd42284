//! `--uses`: which operations a program calls, and the scopes that it needs.
//!
//! A name followed by `(` after a dot, or as a name of the catalogue, that is an operation of the base counts as a
//! call. That may find too many, never too few, as long as the program calls the client by its methods.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use codegen::diff::{NeededScopes, needed_scopes};

use super::side::Side;

/// The scopes that the programs in these files need before and after.
pub(super) fn needed(files: &[PathBuf], base: &Side, head: &Side) -> Result<NeededScopes> {
    let mut names = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
        names.extend(called(&text));
    }
    let known = base.document.operations.iter().filter(|operation| {
        let method = codegen::lower::operation_name(operation).map(|name| name.as_str().to_owned());
        method.is_some_and(|method| names.contains(&method))
    });
    let operations: BTreeSet<String> = known.map(codegen::document::Operation::display_name).collect();
    if operations.is_empty() {
        bail!("no operation of the API is called in {} files that --uses names", files.len());
    }
    Ok(needed_scopes(&base.document, &head.document, &operations))
}

/// The methods that a text calls, and the entries of the catalogue that it names, as names of methods.
fn called(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for piece in text.split('.').skip(1) {
        let name = leading_name(piece.trim_start());
        let after = piece.trim_start().get(name.len()..).unwrap_or("").trim_start();
        if after.starts_with('(') {
            names.insert(name.to_owned());
        }
    }
    for piece in text.split("catalogue::").skip(1) {
        names.insert(leading_name(piece).to_lowercase());
    }
    names
}

fn leading_name(text: &str) -> &str {
    let end =
        text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn calls_are_found_over_lines_and_fields_are_not() {
        let text = "client.content()\n    .get_posts() .limit(3);\nlet id = post.id;\nclient.call(&catalogue::GET_POST);";
        let names = called(text);
        for (name, expected) in [("get_posts", true), ("get_post", true), ("id", false), ("limit", true)] {
            assert_eq!(names.contains(name), expected, "{name}");
        }
    }
}
