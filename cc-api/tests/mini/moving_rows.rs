//! The rows of a list that changes while it is read, and chance that can be repeated.
//!
//! It knows nothing of a client or of tests, so that the tests of the runtime and those of the faults have it in common.

use serde_json::{Value, json};

/// The rows of a list, by their ids.
pub(crate) struct Rows {
    /// In the order of the list.
    pub(crate) ids: Vec<u64>,
    /// Those that were there all the while.
    pub(crate) lasting: Vec<u64>,
    next: u64,
    /// Whether the server says how many there are.
    pub(crate) counted: bool,
    /// How many pages were asked for.
    pub(crate) requests: u64,
}

impl Rows {
    /// So many rows with the ids 0, 1, 2 …
    pub(crate) fn of(rows: u64) -> Self {
        let ids: Vec<_> = (0..rows).collect();
        Self { lasting: ids.clone(), ids, next: rows, counted: true, requests: 0 }
    }

    /// A page of them.
    pub(crate) fn page(&self, offset: u64, limit: u64) -> Value {
        let from = usize::try_from(offset).unwrap().min(self.ids.len());
        let to = (from + usize::try_from(limit).unwrap()).min(self.ids.len());
        let rows: Vec<_> =
            self.ids[from..to].iter().map(|id| json!({"id": id, "slug": format!("s{id}")})).collect();
        json!({"results": rows, "count": self.counted.then_some(self.ids.len())})
    }

    /// A new row comes in.
    pub(crate) fn insert(&mut self, place: usize) {
        let place = place.min(self.ids.len());
        self.ids.insert(place, self.next);
        self.next += 1;
    }

    /// A row goes.
    pub(crate) fn delete(&mut self, place: usize) {
        if place < self.ids.len() {
            let id = self.ids.remove(place);
            self.lasting.retain(|lasting| *lasting != id);
        }
    }

    /// A row changes its place.
    pub(crate) fn carry(&mut self, from: usize, to: usize) {
        if from < self.ids.len() {
            let id = self.ids.remove(from);
            let to = to.min(self.ids.len());
            self.ids.insert(to, id);
        }
    }
}

/// Numbers that are the same for the same seed (a linear congruence, of which the high bits are used).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below another one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// What may happen between two requests.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    /// Up to three rows come and go.
    ComeAndGo,
    /// Up to two things: rows come, go and change their places.
    Anything,
}

impl Change {
    /// Lets it happen.
    pub(crate) fn happen(self, rows: &mut Rows, luck: &mut Chance) {
        let (times, kinds) = match self {
            Self::ComeAndGo => (luck.below(4), 2),
            Self::Anything => (luck.below(3), 3),
        };
        for _ in 0..times {
            let (here, there) = (luck.below(rows.ids.len() + 1), luck.below(rows.ids.len() + 1));
            match luck.below(kinds) {
                0 => rows.insert(here),
                1 => rows.delete(here),
                _ => rows.carry(here, there),
            }
        }
    }
}
