//! What is known of the rows that a listing brought: those of the last page, and which of a page came before.

use bytes::Bytes;

use super::super::json_scan::{Row, rows};
use super::drift::Growth;
use super::ids::Ids;

/// What is known of the page before.
pub(super) enum Before {
    Nothing,
    Text(Bytes),
    /// From a resume token, or of a strict listing.
    Hashes(Vec<u64>),
}

/// The rows of a page that are handed out: all but those that came before.
#[derive(Default)]
pub(super) struct Handed {
    pub(super) rows: usize,
    pub(super) left_out: Vec<usize>,
}

impl Before {
    /// Hashes of the rows, in their order; `items` is the key that they stand under.
    pub(super) fn hashes(&self, items: &str) -> Vec<u64> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Hashes(hashes) => hashes.clone(),
            Self::Text(body) => hashes(&rows(body, items)),
        }
    }
}

impl Handed {
    /// How many rows of the page the last so many make that are handed out.
    pub(super) fn rows_of_last(&self, mut handed: usize) -> usize {
        let mut place = self.rows;
        while handed > 0 && place > 0 {
            place -= 1;
            if self.left_out.binary_search(&place).is_err() {
                handed -= 1;
            }
        }
        self.rows - place
    }
}

/// Whether a page is the one before once more: by its ids, or by its text where it has none. While the count changes,
/// the same rows may stand at another offset.
pub(super) fn is_same_page(page: &[Row], before: &[u64], growth: Growth) -> bool {
    !page.is_empty() && !matches!(growth, Growth::By(_)) && hashes(page) == before
}

/// The places of the rows whose ids are known.
pub(super) fn repeated_rows(known: &Ids, page: &[Row]) -> Vec<usize> {
    let mut repeated = Vec::new();
    for (place, row) in page.iter().enumerate() {
        if row.id.is_some_and(|id| known.contains(id)) {
            repeated.push(place);
        }
    }
    repeated
}

/// The ids of the rows that have one.
pub(super) fn ids(rows: &[Row]) -> Vec<u64> {
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.extend(row.id);
    }
    ids
}

/// Hashes of rows: of their ids, or of their texts where they have none.
pub(super) fn hashes(rows: &[Row]) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(rows.len());
    for row in rows {
        hashes.push(row.id.unwrap_or(row.whole));
    }
    hashes
}
