//! One entry of the catalogue.

use std::fmt;

use super::{Access, BodyShape, Evidence, Param, Safety};

/// One operation of the API. Made by the generator; its fields are there to be read.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its name, that of the client's method: `get_posts`.
    pub id: &'static str,
    /// The group it belongs to: `content`.
    pub tag: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the server's address: `/user/content/posts-v2/{id_or_slug}`.
    pub path: &'static str,
    /// One line: `List the posts of the library`.
    pub summary: &'static str,
    /// What it does, in Markdown.
    pub description: &'static str,
    /// How method, path and purpose are known.
    pub evidence: Evidence,
    /// Who may call it.
    pub access: Access,
    /// What repeating it may do.
    pub safety: Safety,
    /// Whether it removes or overwrites something.
    pub destructive: bool,
    /// Whether it is about money, passwords, keys or membership, and so kept off assistants.
    pub sensitive: bool,
    /// That it is going away, if it is.
    pub deprecation: Option<Deprecation>,
    /// How its listing is cut into pages, if it is one.
    pub paging: Option<Paging>,
    /// Everything a caller may pass; a typed setter and `call` both mean an argument by its place here.
    pub params: &'static [Param],
    /// How the arguments of the body make up the body.
    pub body: BodyShape,
    /// What comes back when all went well.
    pub answer: Answer,
    /// The refusals that the document names, by status.
    pub refusals: &'static [Refusal],
    /// How to wait for the work it starts, if it starts some.
    pub waiter: Option<Waiter>,
    /// How assistants see it, if the document says so.
    pub tool: Option<Tool>,
}

impl Operation {
    /// What the macro fills in from.
    #[doc(hidden)]
    pub const BLANK: Self = Self {
        id: "",
        tag: "",
        method: Method::Get,
        path: "",
        summary: "",
        description: "",
        evidence: Evidence::Inferred,
        access: Access::Undocumented,
        safety: Safety::Costly,
        destructive: false,
        sensitive: false,
        deprecation: None,
        paging: None,
        params: &[],
        body: BodyShape::Empty,
        answer: Answer::EMPTY,
        refusals: &[],
        waiter: None,
        tool: None,
    };

    /// The place of a parameter by its name for callers, or else by its name in the request.
    pub fn param_index(&self, name: &str) -> Option<usize> {
        let by_name = self.param_where(&|param| param.name == name);
        by_name.or_else(|| self.param_where(&|param| param.wire == name))
    }

    /// The place of the first parameter that is as asked for.
    pub(crate) fn param_where(&self, is: &dyn Fn(&Param) -> bool) -> Option<usize> {
        self.params.iter().position(is)
    }

    /// The parameters without which the call makes no sense.
    pub fn required_params(&self) -> impl Iterator<Item = &'static Param> {
        self.params.iter().filter(|param| param.required)
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
#[non_exhaustive]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    Trace,
}

impl Method {
    /// The method as HTTP writes it: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// That something is going away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// The planned day of removal, if one is set: `2027-03-01`.
    pub sunset: Option<&'static str>,
}

/// How a listing is cut into pages: so many entries, after so many others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The name of the style in the document: `limit-offset`.
    pub style: &'static str,
    /// The place of the parameter for the size of a page.
    pub limit: u16,
    /// The place of the parameter for the number of entries to skip.
    pub offset: u16,
    /// The property of the answer that holds the entries: `results`.
    pub items: &'static str,
    /// The property that holds the number of all entries: `count`.
    pub total: Option<&'static str>,
    /// The size of a page when nobody asks for another: 25.
    pub default_size: Option<u32>,
}

/// What comes back when all went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The statuses that mean success, ascending.
    pub statuses: &'static [u16],
    /// The JSON Schema of the body as compact JSON; none when the answer is empty.
    pub schema: Option<&'static str>,
    /// Whether an empty body is an answer, too.
    pub may_be_empty: bool,
    /// How it is known that this comes back; the types in it have marks of their own.
    pub evidence: Evidence,
}

impl Answer {
    /// No body.
    pub const EMPTY: Self =
        Self { statuses: &[204], schema: None, may_be_empty: true, evidence: Evidence::Inferred };
}

/// An answer that refuses the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The status: 404.
    pub status: u16,
    /// When it comes.
    pub doc: &'static str,
    /// How it is known.
    pub evidence: Evidence,
}

/// How to wait for work that an operation starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiter {
    /// The operation that says how far the work is: `get_ai_generation_task`.
    pub poll: &'static str,
    /// Which argument of `poll` takes which value of the answer, by JSON pointer: `id` from `/id`.
    pub pass: &'static [(&'static str, &'static str)],
    /// The value to watch, by JSON pointer into the answer of `poll`: `/status`.
    pub watch: &'static str,
    /// The values that mean done.
    pub done: &'static [&'static str],
    /// The values that mean failed.
    pub failed: &'static [&'static str],
    /// How it is known.
    pub evidence: Evidence,
}

/// How assistants see an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// Its name there, if it is not the operation's.
    pub name: Option<&'static str>,
    /// The set of tools that it belongs to: `library`.
    pub toolset: &'static str,
    /// Whether it is offered without being asked for.
    pub core: bool,
    /// Arguments that are called otherwise there: the argument, then the tool's word for it.
    pub arguments: &'static [(&'static str, &'static str)],
}

impl Tool {
    /// What the tool calls a parameter: by a word of its own, or as all callers do.
    pub fn word_for(&self, param: &Param) -> &'static str {
        let own = self.arguments.iter().find(|(argument, _)| *argument == param.name);
        own.map_or(param.name, |(_, word)| word)
    }
}
