//! A type for each kind of name, so that none can be taken for another.
//!
//! `lower` makes them and has checked them by then: a [`FieldName`] is a Rust identifier without
//! further ado, keywords included (`r#type` is stored as `type`; `emit` writes the prefix).

use std::fmt;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a name that has been checked.
            pub fn new(name: impl Into<Box<str>>) -> Self {
                Self(name.into())
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// The name of an operation, and of its method: `get_posts`.
    OperationId;
    /// The name of a Rust type: `ScheduleEntry`.
    TypeName;
    /// The name of a Rust field, argument or setter: `content_type`.
    FieldName;
    /// A name as it travels: `contentType`, `X-Tenant-Slug`.
    WireName;
    /// A group of operations, and its module: `page_builder`.
    TagName;
    /// A permission: `content:read`.
    ScopeName;
    /// A way to cut listings into pages: `limit-offset`.
    PagingStyleName;
}

/// Whether Rust has taken the word for itself. `gen` became a keyword with the edition of the code that is
/// generated; the parser serves all editions and takes it for a name.
pub(crate) fn is_keyword(word: &str) -> bool {
    word == "gen" || (!word.is_empty() && syn::parse_str::<syn::Ident>(word).is_err())
}

#[cfg(test)]
mod tests {
    use super::is_keyword;

    #[test]
    fn keywords_are_told_from_other_words() {
        for word in ["move", "type", "self", "gen", "async"] {
            assert!(is_keyword(word), "{word}");
        }
        for word in ["move_post", "union", "post", ""] {
            assert!(!is_keyword(word), "{word}");
        }
    }
}
