//! One operation: what to send, what comes back, and what it may cost.

use super::{
    Evidence, FieldName, OperationId, PagingStyleName, PathTemplate, ScopeName, TagName, TypeRef, WireName,
};

/// One operation of the API, and one method of the client.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its name: `get_posts`.
    pub id: OperationId,
    /// The group it belongs to: `content`.
    pub tag: TagName,
    /// The HTTP method: GET.
    pub method: Method,
    /// The path below the server's address: `/user/content/posts-v2`.
    pub path: PathTemplate,
    /// One line: `List the posts of the library`.
    pub summary: String,
    /// What it does, in Markdown.
    pub description: String,
    /// How method, path and purpose are known.
    pub evidence: Evidence,
    /// Who may call it: keys with `content:read`, and session tokens.
    pub access: Access,
    /// What repeating it may do.
    pub safety: Safety,
    /// Whether it removes or overwrites something.
    pub destructive: bool,
    /// Whether it is about money, passwords, keys or membership, and so kept off assistants.
    pub sensitive: bool,
    /// That it is going away, if it is.
    pub deprecation: Option<Deprecation>,
    /// How its listing is cut into pages, if it is one. The paging parameters are among `arguments`.
    pub paging: Option<Paging>,
    /// Everything a caller may pass: path in the template's order, then the document's parameters in
    /// theirs, then the body: its required fields in the order of `required`, then its other fields by name.
    pub arguments: Vec<Argument>,
    /// How the arguments placed in the body make up the body.
    pub body: BodyShape,
    /// What comes back when all went well.
    pub answer: Answer,
    /// The refusals that the document names, by status.
    pub refusals: Vec<Refusal>,
    /// How to wait for the work it starts, if it starts some.
    pub waiter: Option<Waiter>,
    /// How assistants see it, if the document says so.
    pub tool: Option<ToolMark>,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the documentation")]
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

/// Who may call an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Anybody, with or without a credential.
    Public,
    /// Only a session token: keys are refused.
    Session,
    /// Any credential whose key holds every scope of one of the sets.
    Scoped {
        /// The sets; one of them has to be held in full: `[[content:read]]`.
        any_of: Vec<Vec<ScopeName>>,
        /// How the requirement is known.
        evidence: Evidence,
    },
    /// Any credential; no scope is documented.
    Undocumented,
}

/// What sending an operation a second time may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Changes nothing.
    Read,
    /// Leaves the same state however often it is sent.
    Idempotent,
    /// Each sending may change something again.
    Write,
    /// Each sending may cost money or credits.
    Costly,
}

/// That something is going away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation {
    /// The planned day of removal, if one is set: `2027-03-01`.
    pub sunset: Option<String>,
}

/// How a listing is cut into pages.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The style: `limit-offset`.
    pub style: PagingStyleName,
    /// The type of one entry: `Post`.
    pub item: TypeRef,
    /// The name of the page in the document: `PostPage`.
    pub page_name: String,
}

/// Something that a caller may pass.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name in Rust: `content_type`.
    pub name: FieldName,
    /// Its name in the request: `content_type`. Empty for a body that is passed whole.
    pub wire_name: WireName,
    /// Where it travels.
    pub place: Place,
    /// Whether the call makes no sense without it.
    pub required: bool,
    /// Whether null may be sent, which is not the same as leaving it out.
    pub nullable: bool,
    /// Its type, without the null.
    pub ty: TypeRef,
    /// What it means.
    pub doc: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Its JSON Schema as compact JSON; named types are `{"$ref":"#/$defs/Name"}`.
    pub json_schema: String,
    /// That it is going away, if it is.
    pub deprecation: Option<Deprecation>,
}

/// Where an argument travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path, one segment or part of one.
    Path,
    /// In the query string.
    Query(QueryStyle),
    /// In a header.
    Header,
    /// As one property of the JSON body.
    BodyField,
    /// As the JSON body itself.
    Body,
}

/// How a list or an object is written into a query string. Plain values are written alike in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStyle {
    /// `ids=1&ids=2`: form, exploded. Objects: `a=1&b=2`.
    Repeated,
    /// `ids=1,2`: form, not exploded.
    Commas,
    /// `filter[from]=1&filter[to]=2`: deepObject.
    DeepObject,
}

/// How the body is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyShape {
    /// There is none.
    Empty,
    /// An object of the arguments placed as [`Place::BodyField`]; sent, as `{}`, even when none is set, if `required`.
    Fields {
        /// Whether a body must be sent.
        required: bool,
    },
    /// The one argument placed as [`Place::Body`].
    Whole,
}

/// What comes back when all went well.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The statuses that mean success, ascending: 200.
    pub statuses: Vec<u16>,
    /// The type of the body; none when the answer is empty. For a listing it is a list of [`Paging::item`]: the
    /// page around it has no type of its own.
    pub body: Option<TypeRef>,
    /// Whether some of the statuses have no body, so that the client returns an `Option`.
    pub may_be_empty: bool,
    /// The JSON Schema of the body as compact JSON.
    pub json_schema: Option<String>,
    /// How it is known that this comes back; what the types hold has marks of its own.
    pub evidence: Evidence,
}

/// An answer that refuses the call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The status: 404.
    pub status: u16,
    /// When it comes: `There is no such thing, or it belongs to somebody else.`
    pub doc: String,
    /// How it is known.
    pub evidence: Evidence,
}

/// How to wait for work that an operation starts.
#[derive(Debug, Clone)]
pub struct Waiter {
    /// The operation that says how far the work is: `get_ai_generation_task`.
    pub poll: OperationId,
    /// Which argument of `poll` takes which value of the answer, by JSON pointer: `id` from `/id`.
    pub pass: Vec<(WireName, String)>,
    /// The value to watch, by JSON pointer into the answer of `poll`: `/status`.
    pub watch: String,
    /// The values that mean done.
    pub done: Vec<String>,
    /// The values that mean failed.
    pub failed: Vec<String>,
    /// How it is known.
    pub evidence: Evidence,
}

/// How assistants see an operation.
#[derive(Debug, Clone)]
pub struct ToolMark {
    /// Its name there, if it is not the operation's: `get_instagram_posts`.
    pub name: Option<String>,
    /// The set of tools that it belongs to: `library`.
    pub toolset: String,
    /// Whether it is offered without being asked for.
    pub core: bool,
    /// Arguments that are called otherwise there: the argument, then the tool's word for it.
    pub arguments: Vec<(WireName, String)>,
}

impl Access {
    /// The scopes that every key has to hold: none where there is a choice, which no type of a key can express.
    pub fn sole_scopes(&self) -> &[ScopeName] {
        match self {
            Self::Scoped { any_of, .. } => match any_of.as_slice() {
                [only] => only,
                _ => &[],
            },
            Self::Public | Self::Session | Self::Undocumented => &[],
        }
    }
}

impl Method {
    /// All methods, in the order in which operations of one path are listed.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options, Self::Trace];

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
