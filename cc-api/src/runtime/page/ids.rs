//! The rows that a listing brought so far, by hashes of their ids.

/// How many ids are remembered; beyond it those of the last four pages only.
const MOST: usize = 1_000_000;
const PAGES: usize = 4;

/// A set of ids.
#[derive(Default)]
pub(super) struct Ids {
    /// All of them, ascending.
    sorted: Vec<u64>,
    /// Those of the last pages, as they came.
    pages: Vec<Vec<u64>>,
    /// Whether older ones were forgotten.
    forgot: bool,
}

impl Ids {
    /// Whether no page was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Whether all ids that were added are still known.
    pub(super) fn is_whole(&self) -> bool {
        !self.forgot
    }

    pub(super) fn contains(&self, id: u64) -> bool {
        self.sorted.binary_search(&id).is_ok()
    }

    /// Adds the ids of a page.
    pub(super) fn add(&mut self, page: Vec<u64>) {
        self.merge(&page);
        if self.pages.len() == PAGES {
            self.pages.remove(0);
        }
        self.pages.push(page);
        if self.sorted.len() > MOST {
            self.sorted.clear();
            self.forgot = true;
            for page in std::mem::take(&mut self.pages) {
                self.merge(&page);
                self.pages.push(page);
            }
        }
    }

    /// Adds ids from the back, so that a known one is moved once a page rather than once an id.
    fn merge(&mut self, page: &[u64]) {
        let mut fresh: Vec<u64> = Vec::new();
        for id in page {
            if let (false, Err(place)) = (self.contains(*id), fresh.binary_search(id)) {
                fresh.insert(place, *id);
            }
        }
        let mut from = self.sorted.len();
        let mut to = from + fresh.len();
        self.sorted.extend_from_slice(&fresh);
        while let Some(largest) = fresh.last() {
            to -= 1;
            if from > 0 && self.sorted[from - 1] > *largest {
                from -= 1;
                self.sorted[to] = self.sorted[from];
            } else {
                self.sorted[to] = *largest;
                fresh.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, MOST};

    #[test]
    fn ids_are_kept_once_and_in_order() {
        let mut ids = Ids::default();
        assert!(ids.is_empty());
        for page in [vec![5, 1, 5], vec![], vec![3, 9, 1, 0], vec![u64::MAX]] {
            ids.add(page);
        }
        assert_eq!(ids.sorted, [0, 1, 3, 5, 9, u64::MAX]);
        assert!(ids.contains(3) && !ids.contains(4) && !ids.is_empty());
    }

    #[test]
    fn of_too_many_ids_those_of_the_last_pages_stay() {
        let mut ids = Ids::default();
        ids.add((0..=MOST as u64 - 5).collect());
        for page in 1..=5 {
            ids.add(vec![u64::MAX - page]);
        }
        assert_eq!(ids.sorted.len(), 4);
        assert!(ids.contains(u64::MAX - 2) && !ids.contains(u64::MAX - 1) && !ids.contains(7));
    }
}
