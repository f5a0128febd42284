//! `cargo xtask explain OPERATION`: one operation at each stage, from its lines in the spec to its code.
//!
//! Each stage has a file here: as it is written, as it was understood, as it was decided, as it is emitted.

mod decided;
mod emitted;
mod understood;
mod written;

use std::io::Write;

use anyhow::{Result, bail};
use codegen::Options;
use codegen::document::{Operation, SpecDocument};
use codegen::emit::Target;

use crate::cli::ExplainArgs;
use crate::compile::{self, Input};
use crate::outcome::Outcome;
use crate::paths::Workspace;

/// How many names are offered in place of one that does not exist.
const OFFERED: usize = 5;

/// How alike a name has to be to be offered, from 0 to 1.
const ALIKE: f32 = 0.5;

/// Carries the command out.
pub(crate) fn run(args: &ExplainArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let input = Input::new(None, workspace)?;
    let options = Options { profile: input.profile, target: Target::ClientModules };
    let linted = codegen::lint(&input.root, &input.reader, input.profile);
    let Some(document) = &linted.document else {
        writeln!(out, "{}", compile::as_text(&linted.sources, &linted.findings).trim_end())?;
        writeln!(out, "the document could not be read, so there is nothing to explain")?;
        return Ok(Outcome::NeedsWork);
    };
    let operation = find(document, &args.operation)?;
    let method = operation.method.value.as_str();
    writeln!(out, "{}: {method} {}", operation.display_name(), operation.path.value)?;

    heading(1, "as it is written", out)?;
    written::show(document, operation, &linted.sources, out)?;
    heading(2, "as it was understood", out)?;
    understood::show(document, operation, &linted.sources, out)?;

    let generated = codegen::generate(&input.root, &input.reader, &options);
    let (Some(model), Some(files)) = (&generated.model, &generated.files) else {
        writeln!(out, "\nThe spec has errors, so there is no code yet: cargo xtask lint")?;
        return Ok(Outcome::NeedsWork);
    };
    let Some(decided) = model.operations.iter().find(|other| other.id.as_str() == args.operation) else {
        bail!("`{}` is in the document, but not in the model made of it", args.operation);
    };
    heading(3, "as it was decided", out)?;
    decided::show(decided, out)?;
    heading(4, "as it is emitted", out)?;
    emitted::show(decided, files, out)?;
    Ok(Outcome::Done)
}

fn heading(number: u8, title: &str, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{number}. {title}\n")?;
    Ok(())
}

fn find<'d>(document: &'d SpecDocument, name: &str) -> Result<&'d Operation> {
    if let Some(operation) = document.operation(name) {
        return Ok(operation);
    }
    let names: Vec<_> = document.operations.iter().map(Operation::display_name).collect();
    bail!("there is no operation `{name}`; {}", nearest(name, &names))
}

/// A line of text under a name, in columns.
fn row(name: &str, text: &str, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "  {name:<12} {text}")?;
    Ok(())
}

/// The names that may have been meant.
fn nearest(name: &str, names: &[String]) -> String {
    let list: Vec<_> = names.iter().map(String::as_str).collect();
    let alike = similar::get_close_matches(name, &list, OFFERED, ALIKE);
    let containing = names.iter().map(String::as_str).filter(|other| other.contains(name));
    let mut offered: Vec<_> = alike;
    offered.extend(containing.take(OFFERED));
    let mut seen = std::collections::BTreeSet::new();
    offered.retain(|offer| seen.insert(*offer));
    if offered.is_empty() {
        format!(
            "the document has {}, and none is called much like it: look for `operationId` in spec/paths",
            names.len()
        )
    } else {
        format!(
            "did you mean {}?",
            offered.iter().map(|offer| format!("`{offer}`")).collect::<Vec<_>>().join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_have_been_meant_are_offered() {
        let names = ["get_post", "get_posts", "list_events", "create_client_type"].map(String::from);
        for (name, offer) in [
            ("get_pots", "did you mean `get_posts`, `get_post`?"),
            ("event", "did you mean `list_events`?"),
            (
                "zzz",
                "the document has 4, and none is called much like it: look for `operationId` in spec/paths",
            ),
        ] {
            assert_eq!(nearest(name, &names), offer, "{name}");
        }
    }
}
