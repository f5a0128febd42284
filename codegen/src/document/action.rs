//! `x-surfaces: { chatgpt: … }`: what `ChatGPT` may call, and what is said about it there.

use crate::source::{Sourced, Span};

/// The mark of an operation that `ChatGPT` may call.
#[derive(Debug, Clone)]
pub struct ActionMark {
    /// The object.
    pub span: Span,
    /// Its place among those that do the same: reads, or changes.
    pub order: Sourced<u32>,
    /// The sentence that says when to call it: `When asked what is trending.`
    pub when: Sourced<String>,
}

/// The mark of a workflow that is one operation there.
#[derive(Debug, Clone)]
pub struct WorkflowAction {
    /// Its place, and when to call it.
    pub mark: ActionMark,
    /// The operation's name: `get_weekly_dashboard`.
    pub operation: Sourced<String>,
    /// Its path: `/dashboard`.
    pub path: Sourced<String>,
    /// The group that it belongs to.
    pub tag: Sourced<String>,
}

/// The mark of the document: what holds for all of it.
#[derive(Debug, Clone)]
pub struct ActionSettings {
    /// The object.
    pub span: Span,
    /// The address that the paths are appended to: `https://gateway.example`.
    pub server: Sourced<String>,
    /// What to know about that address.
    pub server_description: Sourced<String>,
    /// What to know about the document: what it covers, how answers differ.
    pub description: Sourced<String>,
    /// What the credential is, and where it comes from.
    pub credential: Sourced<String>,
    /// How the instructions begin: who the assistant is, and for whom it works.
    pub role: Sourced<String>,
    /// The rules that it keeps, a sentence or two each.
    pub rules: Vec<Sourced<String>>,
    /// Tools of the MCP server that are no operation of the document: their hints stand here.
    pub tools: Vec<ToolHint>,
}

/// The hints of a tool that the document doesn't know otherwise.
#[derive(Debug, Clone)]
pub struct ToolHint {
    /// Its name: `get_quota`.
    pub name: Sourced<String>,
    /// Whether it changes nothing.
    pub read_only: Sourced<bool>,
    /// Whether it may remove or overwrite something.
    pub destructive: Sourced<bool>,
    /// Whether it reaches a service outside of the conversation.
    pub open_world: Sourced<bool>,
    /// Why that is so.
    pub why: Sourced<String>,
}
