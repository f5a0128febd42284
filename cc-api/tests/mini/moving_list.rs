//! A server of a list that changes while it is read.

use std::sync::{Arc, Mutex, MutexGuard};

use cc_api::fake::{FakeAnswer, FakeRequest, FakeTransport};
use cc_api::{Error, Items};

use crate::api::library::Post;
use crate::moving_rows::Rows;
use crate::paging::number;

/// A list. Clones are the same list.
#[derive(Clone)]
pub(crate) struct MovingList(Arc<Mutex<Rows>>);

impl MovingList {
    /// A list of so many rows with the ids 0, 1, 2 …
    pub(crate) fn of(rows: u64) -> Self {
        Self(Arc::new(Mutex::new(Rows::of(rows))))
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
