//! Whether a list moved while it was read, as far as its pages show.

use std::fmt;

/// How a list moved while it was read, as far as its pages show.
///
/// Pages are cut by number: a row that comes in before the place that was read pushes others onto the next page,
/// where they come again, and are left out; one that goes pulls others onto the page that was read already, where
/// they are missed. [`strict`](crate::PagedCall::strict) looks for those.
///
/// A listing that was resumed counts from there. What leaves no trace (a row that goes while another one comes) is
/// not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Rows that came again, and were left out: something came in before them, or they changed places.
    pub repeats: u64,
    /// Whether the server's count of all rows changed from one page to another.
    pub count_changed: bool,
    /// The first count that the server gave; none if it gave none that can be true.
    pub first_count: Option<u64>,
    /// The latest count that the server gave.
    pub last_count: Option<u64>,
    /// How often a strict listing asked further back, as a page did not follow on what was read.
    pub steps_back: u64,
    /// Whether a strict listing saw more rows move in before the place that was read than the count grew by: rows
    /// changed places, unless others went at the same time.
    pub reordered: bool,
}

impl Drift {
    /// Whether anything moved.
    pub fn moved(&self) -> bool {
        self.repeats > 0 || self.count_changed || self.steps_back > 0 || self.reordered
    }

    /// Takes in the count of a page; how much it grew since the page before.
    pub(super) fn count(&mut self, count: Option<u64>) -> Growth {
        let Some(count) = count else { return Growth::Unknown };
        let before = self.last_count.replace(count);
        self.first_count.get_or_insert(count);
        match before {
            None => Growth::Unknown,
            Some(before) if before == count => Growth::None,
            Some(before) => {
                self.count_changed = true;
                Growth::By(count.saturating_sub(before))
            }
        }
    }
}

/// What became of the count since the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// There is nothing to compare.
    Unknown,
    /// It is the same.
    None,
    /// It changed: it grew by so much, or fell where this is 0.
    By(u64),
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.moved() {
            return f.write_str("nothing moved");
        }
        let mut between = "";
        if self.repeats > 0 {
            write!(f, "{} rows came again", self.repeats)?;
            between = ", ";
        }
        if let (true, Some(first), Some(last)) = (self.count_changed, self.first_count, self.last_count) {
            write!(f, "{between}the count went from {first} to {last}")?;
            between = ", ";
        }
        if self.steps_back > 0 {
            write!(f, "{between}{} pages did not follow on what was read", self.steps_back)?;
            between = ", ";
        }
        if self.reordered {
            write!(f, "{between}rows changed places")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Drift, Growth};

    #[test]
    fn a_count_is_compared_with_the_one_before_where_both_are_known() {
        let mut drift = Drift::default();
        for (count, growth, changed) in [
            (None, Growth::Unknown, false),
            (Some(60), Growth::Unknown, false),
            (Some(60), Growth::None, false),
            (None, Growth::Unknown, false),
            (Some(62), Growth::By(2), true),
            (Some(59), Growth::By(0), true),
        ] {
            assert_eq!(drift.count(count), growth);
            assert_eq!((drift.count_changed, drift.moved()), (changed, changed));
        }
        assert_eq!((drift.first_count, drift.last_count), (Some(60), Some(59)));
    }

    #[test]
    fn drift_is_told_in_words() {
        let mut drift = Drift::default();
        assert_eq!(drift.to_string(), "nothing moved");
        drift.count(Some(60));
        drift.count(Some(61));
        drift.repeats = 1;
        assert_eq!(drift.to_string(), "1 rows came again, the count went from 60 to 61");
        drift.steps_back = 2;
        drift.reordered = true;
        assert_eq!(
            drift.to_string(),
            "1 rows came again, the count went from 60 to 61, 2 pages did not follow on what was read, \
             rows changed places"
        );
    }
}
