//! What `ChatGPT` gets: `dist/chatgpt/`, made from the marks `x-surfaces: { chatgpt: … }`.
//!
//! A GPT's action takes a document with limits that nobody states in one place: some tens of operations, short texts, one
//! credential, no headers, plain lists. So the document is made anew from the model, smaller and flatter than the bundle,
//! for a gateway that adds what the host can't send. Beside it lie the instructions for the GPT, and the reasons for the
//! hints that a review of an app asks for. Whatever the host would refuse is a finding, and then nothing is written.
//!
//! `action` gathers what is marked, operations and `workflow`s alike; `schema` and `text` make it small enough; `openapi`,
//! `instructions` and `hints` write a file each; `limits` holds the numbers.

mod action;
mod hints;
mod instructions;
mod limits;
mod openapi;
mod schema;
mod text;
mod workflow;

pub(crate) use limits::OPERATIONS;
use schema::Types;

use crate::diagnostic::{Diagnostic, Findings};
use crate::document::{ActionSettings, SpecDocument};
use crate::fileset::GeneratedFile;
use crate::model::ApiModel;

/// What was made, and what the host would have against it.
struct Made {
    files: Vec<GeneratedFile>,
    faults: Vec<Diagnostic>,
}

/// What is at hand for every file.
struct Source<'d> {
    document: &'d SpecDocument,
    model: &'d ApiModel,
    settings: &'d ActionSettings,
    types: Types<'d>,
}

/// The files for `ChatGPT`; none for a document that marks nothing.
pub(crate) fn files(document: &SpecDocument, model: &ApiModel) -> Vec<GeneratedFile> {
    make(document, model).map(|made| made.files).unwrap_or_default()
}

/// Says what the host would refuse. The marks themselves are judged with the document.
pub(crate) fn check(document: &SpecDocument, model: &ApiModel, findings: &mut Findings) {
    let faults = make(document, model).map(|made| made.faults).unwrap_or_default();
    for fault in faults {
        findings.push(fault);
    }
}

fn make(document: &SpecDocument, model: &ApiModel) -> Option<Made> {
    let settings = document.actions.as_ref()?;
    let source = Source { document, model, settings, types: Types::of(model) };
    let mut faults = Vec::new();
    let actions = action::gather(&source, &mut faults);
    if actions.is_empty() {
        return None;
    }
    let files = vec![
        openapi::write(&source, &actions, &mut faults),
        instructions::write(&source, &actions, &mut faults),
        hints::write(&source, &actions),
    ];
    Some(Made { files, faults })
}

/// The first line of a Markdown file.
fn header(source: &str) -> String {
    format!("<!-- @{} by `cargo xtask gen` from {source}. Do not edit. -->\n", "generated")
}
