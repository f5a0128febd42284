//! The keys that `OpenAPI` has no words for: paging styles, rate limits, waiting, tools, planned removal.

use super::ActionMark;
use crate::model::Evidence;
use crate::source::{Sourced, Span};

/// An entry of `x-pagination-styles`.
#[derive(Debug, Clone)]
pub struct PagingStyle {
    /// The object.
    pub span: Span,
    /// The name: `limit-offset`.
    pub name: Sourced<String>,
    /// The parameter for the size of a page: `limit`.
    pub limit: Option<Sourced<String>>,
    /// The parameter for the number of entries to skip: `offset`.
    pub offset: Option<Sourced<String>>,
    /// The property that holds the entries: `results`.
    pub items: Option<Sourced<String>>,
    /// The property that holds the number of all entries: `count`.
    pub total: Option<Sourced<String>>,
    /// The size of a page when nobody asks for another: 25.
    pub default_size: Option<Sourced<u32>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
}

/// `x-rate-limits`.
#[derive(Debug, Clone)]
pub struct RateLimits {
    /// The object.
    pub span: Span,
    /// What the windows are counted for: `key`.
    pub per: Option<Sourced<String>>,
    /// Requests a minute.
    pub minute: Option<Sourced<u32>>,
    /// Requests an hour.
    pub hour: Option<Sourced<u32>>,
    /// Requests a day.
    pub day: Option<Sourced<u32>>,
    /// The headers that every response carries.
    pub headers: Vec<Sourced<String>>,
    /// How they are known.
    pub evidence: Option<Sourced<Evidence>>,
}

/// `x-waiter`: how to wait for the work that an operation starts.
#[derive(Debug, Clone)]
pub struct Waiter {
    /// The object.
    pub span: Span,
    /// The operation to ask: `get_ai_generation_task`.
    pub poll: Option<Sourced<String>>,
    /// Which of its arguments takes which value of the answer.
    pub pass: Vec<WaiterPass>,
    /// The value to watch, by JSON pointer into the answer of `poll`: `/status`.
    pub watch: Option<Sourced<String>>,
    /// The values that mean done.
    pub done: Vec<Sourced<String>>,
    /// The values that mean failed.
    pub failed: Vec<Sourced<String>>,
    /// How it is known.
    pub evidence: Option<Sourced<Evidence>>,
}

/// An argument of the polled operation, and where its value comes from.
#[derive(Debug, Clone)]
pub struct WaiterPass {
    /// The argument: `id`.
    pub argument: Sourced<String>,
    /// The JSON pointer into the answer of the call that started the work: `/id`.
    pub pointer: Sourced<String>,
}

/// `x-tool`: how assistants see an operation.
#[derive(Debug, Clone)]
pub struct Tool {
    /// The object.
    pub span: Span,
    /// Its name there, where it differs: `get_instagram_posts`.
    pub name: Option<Sourced<String>>,
    /// Arguments that are called otherwise there: parameter, then the tool's word for it.
    pub arguments: Vec<(Sourced<String>, Sourced<String>)>,
    /// The set of tools that it belongs to: `library`.
    pub toolset: Option<Sourced<String>>,
    /// `tier: core`: whether it is offered without being asked for. The other tier is `catalogue`.
    pub core: Option<Sourced<bool>>,
}

/// `deprecated`, `x-sunset`, `x-notice-days`: that something is going away.
#[derive(Debug, Clone, Default)]
pub struct Removal {
    /// `deprecated`.
    pub deprecated: Option<Sourced<bool>>,
    /// `x-sunset`: the planned day, `2027-03-01`.
    pub sunset: Option<Sourced<String>>,
    /// `x-notice-days`: how long before it is announced.
    pub notice_days: Option<Sourced<u32>>,
}

/// `x-surfaces`: where else an operation appears.
#[derive(Debug, Clone, Default)]
pub struct Surfaces {
    /// `x-surfaces: { chatgpt: … }`.
    pub chatgpt: Option<ActionMark>,
}

impl Removal {
    /// Whether it is marked as going away.
    pub fn is_deprecated(&self) -> bool {
        self.deprecated.as_ref().is_some_and(|mark| mark.value)
    }
}
