//! What a change is, once it has been read and found to fit the document.

use serde_json::{Map, Value};

/// One difference between the document and the API that is played.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// As it was given.
    pub(super) given: Map<String, Value>,
    /// Which of the values or answers that it fits: each n-th.
    pub(super) every: u64,
    pub(super) kind: Kind,
}

/// What differs. Names are those of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A field, wherever an object of this schema stands.
    Field { schema: String, field: String, what: FieldChange },
    /// The text, wherever one of this schema stands: `InstagramMediaKind` is `REEL`.
    Word { schema: String, to: String },
    /// The status of an operation's answers: 200 in place of 201.
    Status { operation: &'static str, from: u16, to: u16 },
    /// The name of a field of refusals: `detail` in place of `message`.
    RefusalField { field: String, to: String },
    /// Refusals lie inside an object: `{"error": {"message": "…"}}`.
    RefusalInside { into: String },
    /// A listing answers with a plain list in place of a page. `items` is the page's property: `results`.
    PlainList { operation: &'static str, items: &'static str },
    /// The scope that an operation asks of keys, in place of what the document says.
    Scope { operation: &'static str, needs: &'static str },
    /// How a header tells a time.
    Header { name: TimeHeader, to: TimeForm },
    /// The largest page.
    Cap { max_page: u32 },
}

/// What becomes of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum FieldChange {
    /// Its texts are written in another form.
    Reformat(TextForm),
    /// Its values are of another type.
    Retype(ValueType),
    /// It is null.
    Null,
    /// It is missing.
    Drop,
    /// It has another name.
    Rename(String),
    /// It lies in an object of this name, beside its old place.
    Move(String),
    /// It is there, with this value.
    Add(Value),
}

impl FieldChange {
    /// Its turn: changes of values come before those of names, so that all can use the document's names.
    pub(super) fn turn(&self) -> u8 {
        match self {
            Self::Reformat(_) => 0,
            Self::Retype(_) => 1,
            Self::Null => 2,
            Self::Drop => 3,
            Self::Rename(_) => 4,
            Self::Move(_) => 5,
            Self::Add(_) => 6,
        }
    }
}

/// A type of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueType {
    Text,
    Number,
    Boolean,
    List,
    Object,
}

/// The types, by the words of the file.
pub(super) const VALUE_TYPES: &[(&str, ValueType)] = &[
    ("text", ValueType::Text),
    ("number", ValueType::Number),
    ("boolean", ValueType::Boolean),
    ("list", ValueType::List),
    ("object", ValueType::Object),
];

/// A form of dates and times, or of texts in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextForm {
    /// `2026-03-04`.
    Date,
    /// `2026-03-04T09:00:00`, without a zone.
    LocalDateTime,
    /// `1772614800`, a number.
    EpochSeconds,
    /// `1772614800000`, a number.
    EpochMilliseconds,
    /// For people: `March 4, 2026 9:00 AM`, `example.com/a`.
    Plain,
}

/// The forms, by the words of the file.
pub(super) const TEXT_FORMS: &[(&str, TextForm)] = &[
    ("date", TextForm::Date),
    ("local-date-time", TextForm::LocalDateTime),
    ("epoch-seconds", TextForm::EpochSeconds),
    ("epoch-milliseconds", TextForm::EpochMilliseconds),
    ("plain", TextForm::Plain),
];

/// A header that tells a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeHeader {
    Reset,
    RetryAfter,
}

/// The headers, by name.
pub(super) const TIME_HEADERS: &[(&str, TimeHeader)] =
    &[("x-ratelimit-reset", TimeHeader::Reset), ("retry-after", TimeHeader::RetryAfter)];

/// How a header tells a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// Seconds from now.
    Seconds,
    /// `Wed, 04 Mar 2026 09:00:00 GMT`.
    Date,
}

/// The forms, by the words of the file.
pub(super) const TIME_FORMS: &[(&str, TimeForm)] = &[
    ("epoch-milliseconds", TimeForm::EpochMilliseconds),
    ("seconds", TimeForm::Seconds),
    ("date", TimeForm::Date),
];
