//! Workers: clients of one key, processes that are killed, and machines whose clocks differ.

use std::future::IntoFuture as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cc_api::catalogue::{Operation, Safety};
use cc_api::internal::TEST_API;
use cc_api::quota::{Ask, Decision, KeyId, QuotaStore as _, RedisQuota, Report, Window};
use cc_api::transport::{Answer, Body, Request, Transport, TransportError};
use cc_api::{BoxFuture, Builder, Client, Credential, Error, Lane, Timer, Timestamp};

use crate::servers::RedisServer;

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

/// Where a child finds the server, and where it says that it holds a slot; it is no child without it.
const ADDRESS: &str = "CC_TEST_REDIS_ADDRESS";
const FOLDER: &str = "CC_TEST_REDIS_FOLDER";
const KEY: KeyId = KeyId([5; 16]);

fn open(address: &str, windows: &[Window]) -> RedisQuota {
    let store = RedisQuota::open(address).unwrap();
    store.set_up(windows).unwrap();
    store
}

fn short() -> [Window; 2] {
    [Window::new(40, Duration::from_secs(1)), Window::new(900, Duration::from_secs(3600))]
}

fn ask(store: &RedisQuota, now: Duration) -> Decision {
    let lease = Duration::from_millis(1500);
    store.reserve(&Ask { key: KEY, lane: Lane::Normal, ahead: 0, now, lease }).unwrap()
}

/// What a child does; without an address in the environment it is no child, and has nothing to do.
#[test]
fn a_child_that_holds_a_slot() {
    let (Some(address), Some(folder)) = (std::env::var_os(ADDRESS), std::env::var_os(FOLDER)) else { return };
    let store = open(address.to_str().unwrap(), &short());
    let Decision::Granted(slot) = ask(&store, Duration::ZERO) else { return };
    std::fs::write(Path::new(&folder).join(format!("{}", std::process::id())), "").unwrap();
    // Half of them are killed in the meantime.
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut Vec::new()).unwrap();
    store.settle(KEY, slot, &Report { answered: true, ..Report::default() }).unwrap();
}

fn start(server: &RedisServer, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["workers::a_child_that_holds_a_slot", "--exact"])
        .env(ADDRESS, server.address())
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn until(mut is_true: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_true() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// F142.
#[test]
fn what_killed_workers_held_is_back_within_a_window_of_their_leases() {
    let server = RedisServer::start();
    let folder = std::env::temp_dir().join(format!("cc-api-redis-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let store = open(&server.address(), &short());
    // Nothing is known of the key, so one goes first.
    let Decision::Granted(first) = ask(&store, Duration::ZERO) else { panic!("an unused key is free") };
    store.settle(KEY, first, &Report { answered: true, ..Report::default() }).unwrap();
    for round in 1..=3 {
        let mut children: Vec<Child> = (0..20).map(|_| start(&server, &folder)).collect();
        until(|| std::fs::read_dir(&folder).unwrap().count() == 20 * round);
        for child in &mut children[..10] {
            child.kill().unwrap();
        }
        for mut child in children {
            drop(child.stdin.take());
            child.wait().unwrap();
        }
        until(|| {
            let snapshot = store.snapshot(KEY, Duration::ZERO).unwrap();
            (snapshot.reserved, snapshot.windows[0].used) == (0, 0)
        });
        let hour = store.snapshot(KEY, Duration::ZERO).unwrap().windows[1].used as usize;
        // One whose lease was over before it settled counts twice, to be sure.
        assert!((20 * round + 1..=30 * round + 1).contains(&hour), "{hour}");
        server.check_keys();
    }
    std::fs::remove_dir_all(&folder).unwrap();
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
                    match ask(&store, Duration::from_secs(skew) + begun.elapsed()) {
                        Decision::Granted(slot) => {
                            arrived.lock().unwrap().push(begun.elapsed());
                            let report = Report { answered: true, ..Report::default() };
                            store.settle(KEY, slot, &report).unwrap();
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
