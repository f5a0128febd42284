//! A list that changes while it is read: a server for tests of listings, and chance that can be repeated.

use std::sync::{Arc, Mutex, MutexGuard};

use cc_api::fake::{FakeAnswer, FakeRequest, FakeTransport};
use cc_api::{Error, Items};
use serde_json::{Value, json};

use crate::api::library::Post;
use crate::paging::number;

/// The rows by their ids, in the order of the list. Clones are the same list.
#[derive(Clone)]
pub(crate) struct MovingList(Arc<Mutex<Rows>>);

pub(crate) struct Rows {
    pub(crate) ids: Vec<u64>,
    /// Those that were there all the while.
    pub(crate) lasting: Vec<u64>,
    next: u64,
    pub(crate) requests: u64,
}

impl MovingList {
    /// A list of so many rows with the ids 0, 1, 2 …
    pub(crate) fn of(rows: u64) -> Self {
        let ids: Vec<_> = (0..rows).collect();
        Self(Arc::new(Mutex::new(Rows { lasting: ids.clone(), ids, next: rows, requests: 0 })))
    }

    pub(crate) fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap()
    }

    /// Serves pages of at most `cap` rows, and changes the list after each request: with its number, from 1 on.
    pub(crate) fn serve(
        &self,
        fake: &FakeTransport,
        cap: u64,
        mut change: impl FnMut(&mut Rows, u64) + Send + 'static,
    ) {
        let list = self.clone();
        fake.respond(move |request| {
            let answer = list.answer(request, cap);
            let mut rows = list.rows();
            let turn = rows.requests;
            change(&mut rows, turn);
            answer
        });
    }

    /// The page that a request asks for, of at most `cap` rows.
    pub(crate) fn answer(&self, request: &FakeRequest, cap: u64) -> FakeAnswer {
        let mut rows = self.rows();
        rows.requests += 1;
        FakeAnswer::json(&rows.page(number(request, "offset", 0), number(request, "limit", 25).min(cap)))
    }
}

impl Rows {
    fn page(&self, offset: u64, limit: u64) -> Value {
        let from = usize::try_from(offset).unwrap().min(self.ids.len());
        let to = (from + usize::try_from(limit).unwrap()).min(self.ids.len());
        let rows: Vec<_> =
            self.ids[from..to].iter().map(|id| json!({"id": id, "slug": format!("s{id}")})).collect();
        json!({"results": rows, "count": self.ids.len()})
    }

    pub(crate) fn insert(&mut self, place: usize) {
        let place = place.min(self.ids.len());
        self.ids.insert(place, self.next);
        self.next += 1;
    }

    pub(crate) fn delete(&mut self, place: usize) {
        if place < self.ids.len() {
            let id = self.ids.remove(place);
            self.lasting.retain(|lasting| *lasting != id);
        }
    }

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

/// All ids that a listing gives, and how it ends.
pub(crate) async fn drain(items: &mut Items<Post>) -> (Vec<u64>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(post)) => ids.push(post.id.unwrap().as_str().parse().unwrap()),
            Some(Err(error)) => {
                assert!(items.next().await.is_none(), "a listing ends with its error");
                return (ids, Some(error));
            }
            None => return (ids, None),
        }
    }
}
