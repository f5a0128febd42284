//! Listings: one page, all pages, all entries.
//!
//! A listing ends: by the rule of [`rule`], or at a cap, or with an error that says where to go on.

mod cursor;
mod drift;
mod ids;
mod items;
mod overlap;
mod pages;
mod plan;
mod rule;
mod seen;
mod single;
mod strict;
mod token;
mod walk;

use std::time::Duration;

pub use drift::Drift;
pub use items::Items;
pub use pages::Pages;
pub use plan::Plan;
pub(crate) use single::{Position, one, send_one};
pub use token::ResumeToken;

use super::extra::Extra;

/// One page of a listing.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "partial-eq", derive(PartialEq))]
#[non_exhaustive]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// How many there are on all pages, if the server says so and it can be true.
    pub count: Option<u64>,
    /// From where to go on, unless this is the last page for all that can be told.
    pub next: Option<ResumeToken>,
    /// What else the page holds.
    pub extra: Extra,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { items: Vec::new(), count: None, next: None, extra: Extra::default() }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// How a listing is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mode {
    /// Whether each page has to follow on what was read.
    pub(crate) strict: bool,
    /// Whether the next page is asked for while this one is handed out.
    pub(crate) prefetch: bool,
}

/// How far a listing may go: beyond it ends with an error of kind `Incomplete`, which tells where to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListingCaps {
    /// So many pages; 10,000 unless told otherwise.
    pub pages: u64,
    /// So many entries; 1,000,000 unless told otherwise.
    pub rows: u64,
    /// So much time since the first page was asked for; none unless told otherwise.
    pub time: Option<Duration>,
    /// So many empty pages in a row are stepped over while the server says that there is more; 1 (the empty page
    /// ends the listing) unless told otherwise.
    pub empty_pages: u32,
}

impl Default for ListingCaps {
    fn default() -> Self {
        Self { pages: 10_000, rows: 1_000_000, time: None, empty_pages: 1 }
    }
}

impl ListingCaps {
    /// At most so many pages.
    #[must_use]
    pub fn pages(mut self, pages: u64) -> Self {
        self.pages = pages;
        self
    }

    /// At most so many entries.
    #[must_use]
    pub fn rows(mut self, rows: u64) -> Self {
        self.rows = rows;
        self
    }

    /// At most so much time since the first page was asked for.
    #[must_use]
    pub fn time(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self
    }

    /// Steps over fewer than so many empty pages while the server says that there is more.
    #[must_use]
    pub fn empty_pages(mut self, pages: u32) -> Self {
        self.empty_pages = pages;
        self
    }
}
