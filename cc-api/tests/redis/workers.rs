//! Workers: clients of one key, processes that are killed, and machines whose clocks differ.

use std::future::IntoFuture as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cc_api::catalogue::{Operation, Safety};
use cc_api::internal::TEST_API;
use cc_api::quota::{Ask, Decision, KeyId, QuotaStore as _, RedisQuota, Window};
use cc_api::transport::{Answer, Body, Request, Transport, TransportError};
use cc_api::{BoxFuture, Builder, Client, Credential, Error, Lane, Timer, Timestamp};

use crate::children::{Parent, answered, ask, child};
use crate::servers::RedisServer;
use crate::support::Folder;

static READ: Operation = Operation { id: "read", path: "/read", safety: Safety::Read, ..Operation::BLANK };

/// A server that answers every request.
#[derive(Debug)]
struct Answers;

impl Transport for Answers {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(async { Ok(Answer::new(200, http::HeaderMap::new(), Body::Whole("{}".into()))) })
    }
}

/// The real clock, which can be moved on.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Instant, Arc<AtomicU64>);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(Instant::now(), Arc::default())
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.1.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Timer for Clock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed() + Duration::from_millis(self.1.load(Ordering::SeqCst))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A client that calls nobody.
pub(crate) fn builder(clock: &Clock) -> Builder {
    Client::builder_for(&TEST_API)
        .credential(Credential::api_key("cc_test_0123456789").unwrap())
        .transport(Answers)
        .timer(clock.clone())
        .max_wait(Duration::ZERO)
}

pub(crate) async fn call(client: &Client) -> Result<(), Error> {
    client.call(&READ).into_future().await.map(drop)
}

fn open(address: &str, windows: &[Window]) -> RedisQuota {
    let store = RedisQuota::open(address).unwrap();
    store.set_up(windows).unwrap();
    store
}

fn short() -> [Window; 2] {
    [Window::new(40, Duration::from_secs(1)), Window::new(900, Duration::from_secs(3600))]
}

#[test]
fn a_child_with_a_server() {
    child(|address| open(address.to_str().unwrap(), &short()));
}

/// How many keys have their rounds at the same time, since a round is mostly waiting, and how many each.
const KEYS: u8 = 5;
const ROUNDS: usize = 10;

/// F142: of twenty workers ten are killed, fifty times.
#[test]
fn what_killed_workers_held_is_back_within_a_window_of_their_leases() {
    let server = RedisServer::start();
    let folder = Folder::new("workers");
    std::thread::scope(|scope| {
        for key in 1..=KEYS {
            let (folder, address) = (&folder, server.address());
            scope.spawn(move || {
                let store = open(&address, &short());
                let test = "workers::a_child_with_a_server";
                let parent = Parent { test, folder, store: address.into(), key };
                // Nothing is known of the key, so one goes first.
                let Decision::Granted(first) = ask(&store, parent.key()) else {
                    panic!("an unused key is free")
                };
                store.settle(parent.key(), first, &answered()).unwrap();
                parent.rounds(&store, ROUNDS, 10, 10);
            });
        }
    });
    server.check_keys(usize::from(KEYS));
}

/// F143.
#[test]
fn workers_whose_clocks_differ_keep_to_the_servers() {
    let server = RedisServer::start();
    let windows = [Window::new(5, Duration::from_secs(1))];
    let arrived = Mutex::new(Vec::new());
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for skew in [0, 10, 20, 60] {
            let (server, arrived) = (&server, &arrived);
            scope.spawn(move || {
                let store = open(&server.address(), &windows);
                while begun.elapsed() < Duration::from_millis(2500) {
                    let (key, now) = (KeyId([5; 16]), Duration::from_secs(skew) + begun.elapsed());
                    let ask = Ask { key, lane: Lane::Normal, ahead: 0, now, lease: Duration::from_secs(2) };
                    match store.reserve(&ask).unwrap() {
                        Decision::Granted(slot) => {
                            arrived.lock().unwrap().push(begun.elapsed());
                            store.settle(key, slot, &answered()).unwrap();
                        }
                        Decision::Wait(pause) => {
                            std::thread::sleep(pause.time.min(Duration::from_millis(20)));
                        }
                    }
                }
            });
        }
    });
    let mut arrived = arrived.into_inner().unwrap();
    arrived.sort_unstable();
    assert!(arrived.len() >= 6, "they go on: {arrived:?}");
    for six in arrived.windows(6) {
        assert!(six[5] >= six[0] + Duration::from_secs(1), "{six:?}");
    }
}
