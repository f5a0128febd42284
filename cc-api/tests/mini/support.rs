//! What the tests share: clients, and a clock that is moved by waiting.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use cc_api::fake::FakeTransport;
use cc_api::time::Timestamp;
use cc_api::transport::{Answer, Request, Transport, TransportError};
use cc_api::{BoxFuture, Builder, Client, Credential, Quota, Retry, Timer};

use crate::api::API;

/// A key that must never show up where it is not sent on purpose.
pub(crate) const CANARY: &str = "cc_CANARY_7f3a9d";

/// A client with the canary as its key, to be set up further. It sends each request once and has no quota: these have tests
/// of its own.
pub(crate) fn builder(fake: &FakeTransport) -> Builder {
    let key = Credential::api_key(CANARY).unwrap();
    let builder = Client::builder_for(&API).credential(key).transport(fake.clone());
    builder.timer(ManualTimer::default()).retry(Retry::never()).quota(Quota::unlimited())
}

/// A client with the canary as its key.
pub(crate) fn client(fake: &FakeTransport) -> Client {
    builder(fake).build().unwrap()
}

/// A fake that answers one operation in one way, and its client.
pub(crate) fn answering(operation: &str, status: u16, body: &str) -> (FakeTransport, Client) {
    let fake = FakeTransport::new();
    fake.answer(operation, status, body.to_owned());
    let client = client(&fake);
    (fake, client)
}

/// A server that takes requests and never answers.
#[derive(Debug)]
pub(crate) struct Silent;

impl Transport for Silent {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(std::future::pending())
    }
}

/// A clock that stands still until everybody sleeps, and then is where the shortest sleep ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct ManualTimer(Arc<Mutex<Clock>>);

#[derive(Debug, Default)]
pub(crate) struct Clock {
    now: Duration,
    /// When each sleep ends, by its number.
    sleeps: BTreeMap<u64, Duration>,
    next: u64,
}

impl ManualTimer {
    pub(crate) fn advance(&self, time: Duration) {
        self.0.lock().unwrap().now += time;
    }
}

impl Timer for ManualTimer {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH.checked_add(self.elapsed()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut clock = self.0.lock().unwrap();
        let (number, end) = (clock.next, clock.now + duration);
        clock.next += 1;
        clock.sleeps.insert(number, end);
        Box::pin(Sleep { clock: Arc::clone(&self.0), number, polled: false })
    }
}

struct Sleep {
    clock: Arc<Mutex<Clock>>,
    number: u64,
    polled: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let first = !std::mem::replace(&mut self.polled, true);
        let mut clock = self.clock.lock().unwrap();
        let end = clock.sleeps[&self.number];
        // At the first poll others may not have begun to sleep yet.
        if !first && clock.sleeps.values().all(|other| *other >= end) {
            clock.now = clock.now.max(end);
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.lock().unwrap().sleeps.remove(&self.number);
    }
}
