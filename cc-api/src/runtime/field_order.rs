//! In which order servers send fields: what came after a field the last time comes after it again.
//!
//! The declared fields are in an order of their own, so that the generated code doesn't change when somebody
//! moves a line of the document; answers are in the server's. To look at one name a key, and not at half of
//! them, the order is learnt from the answers. What is learnt is only ever a guess: whoever uses it compares the
//! key, so a wrong one costs a search and changes nothing.

use std::sync::atomic::{AtomicU16, Ordering};

/// Enough for the 2,000 cells that the fields of our API spread over; a power of two, so that `%` is cheap.
const CELLS: usize = 4096;

/// What came next, for all types in one table: a table a type would be code for each type.
///
/// Threads share it without waiting for each other. None writes while the guesses are right.
static NEXT: [AtomicU16; CELLS] = [const { AtomicU16::new(0) }; CELLS];

/// The reading of one object: stands behind the last field that was known.
#[derive(Clone, Copy)]
pub(super) struct Order {
    start: usize,
    /// 0 before the first field, and the place of the last field plus 1 after that.
    position: usize,
}

impl Order {
    /// Before the first field of an object with these fields.
    ///
    /// Where its cells are follows from the address of the fields, counted in words: a field is three words, so a
    /// type of n fields has its n + 1 cells to itself. If two types meet in a cell after all, both guess badly.
    #[inline]
    pub(super) fn of<T>(fields: &'static [T]) -> Self {
        Self { start: fields.as_ptr().addr() / size_of::<usize>(), position: 0 }
    }

    /// The field that probably comes next. There may be none at that place.
    #[inline]
    pub(super) fn guess(self) -> usize {
        self.cell().load(Ordering::Relaxed).into()
    }

    /// Remembers what came next instead.
    pub(super) fn learn(self, index: usize) {
        if let Ok(index) = u16::try_from(index) {
            self.cell().store(index, Ordering::Relaxed);
        }
    }

    /// Goes on behind this field.
    #[inline]
    pub(super) fn go_behind(&mut self, index: usize) {
        self.position = index + 1;
    }

    #[inline]
    fn cell(self) -> &'static AtomicU16 {
        &NEXT[self.start.wrapping_add(self.position) % CELLS]
    }
}
