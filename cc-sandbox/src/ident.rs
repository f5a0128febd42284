//! Public identifiers: a word for the kind and the number of the row, `post_42`.
//!
//! The real API's identifiers are not documented. Ours are readable, and a client that looks into them is wrong.

/// A kind of thing that has identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind(pub(crate) &'static str);

impl Kind {
    /// The identifier of a row.
    pub(crate) fn id(self, row: i64) -> String {
        format!("{}_{row}", self.0)
    }

    /// The row that an identifier means; none if it is not one of this kind.
    pub(crate) fn row(self, id: &str) -> Option<i64> {
        let number = id.strip_prefix(self.0)?.strip_prefix('_')?;
        // Only the one way to write a number is its identifier: no sign, no leading zero.
        let row: i64 = number.parse().ok().filter(|row| *row > 0)?;
        (row.to_string() == number).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn an_identifier_is_written_in_one_way_only() {
        let post = Kind("post");
        assert_eq!(post.row(&post.id(42)), Some(42));
        for other in ["post_042", "post_+42", "post_-1", "post_0", "post_", "event_42", "42", "post_42 ", ""]
        {
            assert_eq!(post.row(other), None, "{other}");
        }
    }
}
