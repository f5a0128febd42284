//! `x-zapier`: the steps of a Zap that an operation is offered as.

use super::Node;
use crate::source::{Sourced, Span};

/// One step. An operation may be several: a trigger, and the list that a dropdown shows.
#[derive(Debug, Clone)]
pub struct ZapStep {
    /// The object.
    pub span: Span,
    /// What kind of step it is.
    pub kind: Option<Sourced<ZapKind>>,
    /// Its name for programs: `new_content_drop`.
    pub key: Option<Sourced<String>>,
    /// What one item is called: `Content Drop`.
    pub noun: Option<Sourced<String>>,
    /// Its name for people: `New Content Drop`. Of an account: how it is shown, `{{firstName}}`.
    pub label: Option<Sourced<String>>,
    /// What it does, in one sentence.
    pub description: Option<Sourced<String>>,
    /// Of an account: where its key is found, with a link.
    pub help: Option<Sourced<String>>,
    /// The values by which an item is told from all others, `[weekOf]`; `post.id` is the `id` of its `post`.
    pub ids: Vec<Sourced<String>>,
    /// The value by which the items are sorted, highest first: `publishDate`.
    pub newest: Option<Sourced<String>>,
    /// Of a dropdown: the values that make up its text, where none of them does alone.
    pub show: Vec<Sourced<String>>,
    /// Only items with these values are let through.
    pub keep: Vec<(Sourced<String>, Node)>,
    /// Only items are let through that are done, as `x-waiter` of this operation says.
    pub waiter: Option<Sourced<String>>,
    /// Arguments that are always sent: `isUsed: true`, `start_date: today-31`.
    pub fixed: Vec<(Sourced<String>, Node)>,
    /// Arguments that people are asked for.
    pub fields: Vec<ZapField>,
    /// The list in the body whose one entry the fields make up: `moves`.
    pub each: Option<Sourced<String>>,
    /// The name of the example that shows what comes out.
    pub sample: Option<Sourced<String>>,
}

/// What kind of step an operation is offered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZapKind {
    /// Shows whose account it is, and that the key works.
    Account,
    /// Starts a Zap with each new item of a listing.
    Trigger,
    /// Looks something up.
    Search,
    /// Does something.
    Create,
    /// A hidden listing that fields offer to choose from.
    Dropdown,
}

/// An argument that people are asked for.
#[derive(Debug, Clone)]
pub struct ZapField {
    /// The argument: `postId`.
    pub name: Sourced<String>,
    /// What it is called, where its name will not do.
    pub label: Option<Sourced<String>>,
    /// What to say about it; else its description.
    pub help: Option<Sourced<String>>,
    /// The listing to choose from, the value that is sent, and the value that is shown: `list_posts.id.title`.
    pub dropdown: Option<Sourced<String>>,
    /// The search that finds it, and the value that is taken: `find_post.id`.
    pub search: Option<Sourced<String>>,
    /// That it has to be given, where the API does not ask for it.
    pub required: Option<Sourced<bool>>,
}

impl ZapStep {
    /// Whether it is of this kind.
    pub fn is(&self, kind: ZapKind) -> bool {
        self.kind.as_ref().is_some_and(|own| own.value == kind)
    }
}

impl ZapKind {
    /// Every kind with its word.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("account", Self::Account),
        ("trigger", Self::Trigger),
        ("search", Self::Search),
        ("create", Self::Create),
        ("dropdown", Self::Dropdown),
    ];
}
