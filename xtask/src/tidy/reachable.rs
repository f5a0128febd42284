//! Reachable: every file of the spec is one that the root document leads to.
//!
//! A file that nothing refers to is read by nobody: it looks like a part of the API and is none.

use std::collections::BTreeSet;

use super::{Breach, Texts};
use crate::paths::{SPEC, SPEC_FOLDER};

/// What stands beside the document, and nothing refers to: the workflows, what `diff` takes for approved, what nobody knows.
const BESIDE: [&str; 3] =
    ["spec/workflows.arazzo.yaml", "spec/diff-exceptions.yaml", "spec/open-questions.yaml"];

/// Checks that each YAML or JSON file of the spec is reached.
pub(super) fn check(texts: &Texts) -> Vec<Breach> {
    let mut reached = BTreeSet::new();
    for root in BESIDE.into_iter().chain([SPEC]) {
        follow(texts, root, &mut reached);
    }
    let folder = format!("{SPEC_FOLDER}/");
    texts
        .keys()
        .filter(|path| path.starts_with(&folder) && is_part_of_the_document(path))
        .filter(|path| !reached.contains(path.as_str()))
        .map(|path| {
            Breach::new(
                path,
                format!("nothing in `{SPEC}` leads to this file"),
                "Refer to it with `$ref`, or remove it.",
            )
        })
        .collect()
}

fn follow(texts: &Texts, path: &str, reached: &mut BTreeSet<String>) {
    let Some(text) = texts.get(path) else { return };
    if reached.insert(path.to_owned()) {
        for target in references(text) {
            follow(texts, &resolve(path, target), reached);
        }
    }
}

/// The files that a text refers to; a `$ref` within the file names none.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("$ref").skip(1).filter_map(|after| {
        let value = after.trim_start_matches(['"', '\'', ':', ' ']);
        let file = value.split(['#', '\'', '"', ' ', ',', '}', '\n']).next()?;
        (!file.is_empty()).then_some(file)
    })
}

/// The path of `target`, seen from the file `from`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<_> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Dot files configure tools; the rest in YAML or JSON is the document.
fn is_part_of_the_document(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.starts_with('.') && [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{places, texts};

    #[test]
    fn files_that_nothing_leads_to_are_found() {
        let texts = texts(&[
            ("spec/openapi.yaml", "paths:\n  /posts: { $ref: paths/content.yaml#/posts }\n"),
            ("spec/paths/content.yaml", "posts:\n  get:\n    $ref: \"../schemas/content.yaml#/Post\"\n"),
            (
                "spec/schemas/content.yaml",
                "Post: { allOf: [{ $ref: '#/Other' }, { $ref: './more.json' }] }\n",
            ),
            ("spec/schemas/more.json", "{}"),
            ("spec/schemas/lost.yaml", "Lost: { $ref: 'lost_too.yaml' }\n"),
            ("spec/schemas/lost_too.yaml", ""),
            ("spec/workflows.arazzo.yaml", ""),
            ("spec/diff-exceptions.yaml", "[]"),
            ("spec/.spectral.yaml", ""),
            ("spec/README.md", ""),
        ]);
        assert_eq!(places(&check(&texts)), ["spec/schemas/lost.yaml", "spec/schemas/lost_too.yaml"]);
    }

    #[test]
    fn files_that_refer_to_each_other_end_the_walk() {
        let texts = texts(&[
            ("spec/openapi.yaml", "a: { $ref: a.yaml }"),
            ("spec/a.yaml", "b: { $ref: openapi.yaml#/a }"),
        ]);
        assert_eq!(check(&texts), []);
    }
}
