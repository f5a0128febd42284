//! The variant that a sandbox plays, and how often each of its changes has made a difference.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use cc_api::catalogue::Operation;
use http::Response;

use super::answers::{self, Answered};
use super::change::{Change, Kind};
use super::{Variant, Varied};
use crate::refused::Refused;

/// Where a variant is played; it may be another while the sandbox runs, or none.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    played: RwLock<Option<Arc<Played>>>,
}

/// A variant that is played.
#[derive(Debug)]
pub(super) struct Played {
    changes: Vec<Change>,
    counts: Vec<Count>,
    /// The changes of values and fields by the schema that they are about, each schema's in their turns.
    by_schema: BTreeMap<String, Vec<usize>>,
}

/// What has become of a change.
#[derive(Debug, Default)]
struct Count {
    /// How many whole answers it fitted.
    met: AtomicU64,
    /// How often it has made a difference.
    hits: AtomicU64,
}

impl Stage {
    /// Plays a variant, or the document.
    pub(crate) fn new(variant: Option<Variant>) -> Self {
        let stage = Self::default();
        stage.play(variant);
        stage
    }

    /// From now on plays this variant, or the document. All counts begin anew.
    pub(crate) fn play(&self, variant: Option<Variant>) {
        let played = variant.map(|variant| Arc::new(Played::new(variant)));
        *self.played.write().unwrap_or_else(PoisonError::into_inner) = played;
    }

    /// The changes that are played, with what has become of them.
    pub(crate) fn list(&self) -> Vec<Varied> {
        let Some(played) = self.played() else { return Vec::new() };
        let varied = |(change, count): (&Change, &Count)| Varied {
            hits: count.hits.load(Ordering::Relaxed),
            change: change.given.clone(),
        };
        played.changes.iter().zip(&played.counts).map(varied).collect()
    }

    /// The answer as the variant has it.
    pub(crate) fn alter(&self, answered: &Answered, response: Response<Bytes>) -> Response<Bytes> {
        match self.played() {
            Some(played) => answers::alter(&played, answered, response),
            None => response,
        }
    }

    /// Whether a key is let in: as documented, or by the scope that the variant asks for instead.
    pub(crate) fn admit(
        &self,
        operation: &Operation,
        documented: Result<(), Refused>,
        by_scope: impl FnOnce(&'static str) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let Some(played) = self.played() else { return documented };
        let of_operation = |change: &Change| match change.kind {
            Kind::Scope { operation: of, needs } if of == operation.id => Some(needs),
            _ => None,
        };
        let Some((index, needs)) = played.find(of_operation) else { return documented };
        let decided = by_scope(needs);
        if decided != documented {
            played.hit(index);
        }
        decided
    }

    /// The largest page, for somebody who asks for so many entries.
    pub(crate) fn max_page(&self, documented: u32, asked: i64) -> u32 {
        let Some(played) = self.played() else { return documented };
        let cap = |change: &Change| match change.kind {
            Kind::Cap { max_page } => Some(max_page),
            _ => None,
        };
        let Some((index, max)) = played.find(cap) else { return documented };
        if asked.min(max.into()) != asked.min(documented.into()) {
            played.hit(index);
        }
        max
    }

    fn played(&self) -> Option<Arc<Played>> {
        self.played.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Played {
    pub(super) fn new(Variant { changes }: Variant) -> Self {
        let mut by_schema: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, change) in changes.iter().enumerate() {
            if let Kind::Field { schema, .. } | Kind::Word { schema, .. } = &change.kind {
                by_schema.entry(schema.clone()).or_default().push(index);
            }
        }
        let turn = |index: &usize| match &changes[*index].kind {
            Kind::Field { what, .. } => what.turn(),
            _ => 0,
        };
        for indexes in by_schema.values_mut() {
            indexes.sort_by_key(turn);
        }
        let counts = changes.iter().map(|_| Count::default()).collect();
        Self { changes, counts, by_schema }
    }

    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The changes of values and fields of this schema, in their turns.
    pub(super) fn of_schema(&self, name: &str) -> &[usize] {
        self.by_schema.get(name).map_or(&[], Vec::as_slice)
    }

    /// Notes that a change has made a difference.
    pub(super) fn hit(&self, index: usize) {
        self.counts[index].hits.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a whole answer that a change fits, and says whether it is one of those that are to change.
    pub(super) fn is_due(&self, index: usize) -> bool {
        let met = self.counts[index].met.fetch_add(1, Ordering::Relaxed) + 1;
        let is_due = met.is_multiple_of(self.changes[index].every);
        if is_due {
            self.hit(index);
        }
        is_due
    }

    /// The first change that something can be taken from.
    fn find<T>(&self, take: impl Fn(&Change) -> Option<T>) -> Option<(usize, T)> {
        self.changes.iter().enumerate().find_map(|(index, change)| Some((index, take(change)?)))
    }
}
