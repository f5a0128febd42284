//! An answer from the store's thread.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use super::lock;

/// Where the thread puts an answer.
pub(super) struct Reply<T>(Arc<Mutex<Cell<T>>>);

/// An answer that somebody waits for.
pub(super) struct Answer<T>(Arc<Mutex<Cell<T>>>);

struct Cell<T> {
    value: Option<T>,
    waker: Option<Waker>,
    /// Nobody waits any more.
    closed: bool,
}

/// Both ends.
pub(super) fn reply<T>() -> (Reply<T>, Answer<T>) {
    let cell = Arc::new(Mutex::new(Cell { value: None, waker: None, closed: false }));
    (Reply(Arc::clone(&cell)), Answer(cell))
}

impl<T> Reply<T> {
    /// Hands over the answer, or gives it back if nobody waits for it any more.
    pub(super) fn send(self, value: T) -> Option<T> {
        let mut cell = lock(&self.0);
        if cell.closed {
            return Some(value);
        }
        cell.value = Some(value);
        let waker = cell.waker.take();
        drop(cell);
        waker.map(Waker::wake).unwrap_or_default();
        None
    }
}

impl<T> Answer<T> {
    /// Nobody waits any more: gives back what came and was not taken.
    pub(super) fn close(&self) -> Option<T> {
        let mut cell = lock(&self.0);
        cell.closed = true;
        cell.value.take()
    }
}

impl<T> Future for Answer<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut cell = lock(&self.0);
        if let Some(value) = cell.value.take() {
            return Poll::Ready(value);
        }
        cell.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
