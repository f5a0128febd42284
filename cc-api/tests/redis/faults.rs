//! Servers that are gone, that hang, and that have forgotten everything.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cc_api::quota::{Ask, Decision, KeyId, PauseReason, QuotaStore as _, RedisQuota, Report, Slot, Window};
use cc_api::{Client, ErrorKind, Lane, Note, Quota};

use crate::servers::{RedisServer, free_port};
use crate::workers::{Clock, builder, call};

const KEY: KeyId = KeyId([3; 16]);

fn windows() -> [Window; 1] {
    [Window::new(8, Duration::from_secs(3600))]
}

fn store(address: &str) -> RedisQuota {
    let store = RedisQuota::open(address).unwrap();
    store.set_up(&windows()).unwrap();
    store
}

fn ask(store: &RedisQuota) -> Decision {
    let (now, lease) = (Duration::ZERO, Duration::from_secs(60));
    store.reserve(&Ask { key: KEY, lane: Lane::Normal, ahead: 0, now, lease }).unwrap()
}

fn granted(decision: Decision) -> Slot {
    let Decision::Granted(slot) = decision else { panic!("{decision:?}") };
    slot
}

fn settle(store: &RedisQuota, slot: Slot, remaining: u32, freeze: Option<Duration>) {
    let mut report = Report { answered: true, freeze, ..Report::default() };
    (report.reading.limit, report.reading.remaining) = (Some(8), Some(remaining));
    store.settle(KEY, slot, &report).unwrap();
}

/// F141: the script goes along in the same call; of a key that is forgotten one call goes first, so that there is one 429 at
/// most.
#[test]
fn a_server_that_forgot_everything_is_told_the_script_and_asked_carefully() {
    let server = RedisServer::start();
    let store = store(&server.address());
    settle(&store, granted(ask(&store)), 7, None);
    let () = server.command(&["SCRIPT", "FLUSH"]);
    settle(&store, granted(ask(&store)), 6, None);
    server.check_keys(1);

    let () = server.command(&["SCRIPT", "FLUSH"]);
    let () = server.command(&["FLUSHALL"]);
    let slot = granted(ask(&store));
    assert!(slot.probe);
    assert!(matches!(ask(&store), Decision::Wait(pause) if pause.why == PauseReason::Probing));
    // The one answer says what the others have used: three in all.
    settle(&store, slot, 5, None);
    for left in (0..5).rev() {
        settle(&store, granted(ask(&store)), left, None);
    }
    assert!(matches!(ask(&store), Decision::Wait(pause) if matches!(pause.why, PauseReason::Window(_))));

    let () = server.command(&["FLUSHALL"]);
    let slot = granted(ask(&store));
    settle(&store, slot, 0, Some(Duration::from_secs(30)));
    assert!(matches!(ask(&store), Decision::Wait(pause) if pause.why == PauseReason::Frozen));
    server.check_keys(1);
}

#[test]
fn a_server_that_was_started_anew_is_connected_to_again() {
    let server = RedisServer::start();
    let store = store(&server.address());
    settle(&store, granted(ask(&store)), 7, None);
    let port = server.port;
    drop(server);
    let gone = store.snapshot(KEY, Duration::ZERO).unwrap_err().to_string();
    assert!(!gone.contains("127.0.0.1"), "{gone}");
    let _server = RedisServer::start_at(port);
    assert!(granted(ask(&store)).probe);
}

#[test]
fn an_address_is_checked_and_never_shown() {
    for address in ["", "localhost", "http://localhost", "redis://user:secret-word@"] {
        let shown = match RedisQuota::open(address) {
            Err(error) => error.to_string(),
            Ok(store) => {
                store.set_up(&windows()).unwrap();
                let failed = store.snapshot(KEY, Duration::ZERO);
                format!("{store:?} {}", failed.map_or_else(|error| error.to_string(), |_| String::new()))
            }
        };
        assert!(!shown.contains("secret-word"), "{shown}");
    }
}

/// A server that takes connections and says nothing.
pub(crate) fn silent() -> (u16, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (listener.local_addr().unwrap().port(), listener)
}

#[test]
fn a_server_that_hangs_is_given_up_after_a_quarter_of_a_second() {
    let (port, listener) = silent();
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let store = store(&format!("redis://127.0.0.1:{port}/0"));
    let begun = Instant::now();
    let error = store.snapshot(KEY, Duration::ZERO).unwrap_err();
    assert!(error.to_string().contains("did not answer in time"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// A worker: a client that shares the quota with three others, and what it was told.
struct Worker {
    client: Client,
    clock: Clock,
    told: Arc<Mutex<Vec<&'static str>>>,
}

impl Worker {
    fn new(address: &str) -> Self {
        let told = Arc::<Mutex<Vec<&'static str>>>::default();
        let (notes, clock) = (Arc::clone(&told), Clock::new());
        let quota = Quota::of(&windows()).shared(Arc::new(RedisQuota::open(address).unwrap())).workers(4);
        let note = move |note: &Note| match note {
            Note::QuotaStoreDown { .. } => notes.lock().unwrap().push("down"),
            Note::QuotaStoreBack => notes.lock().unwrap().push("back"),
            _ => {}
        };
        let client = builder(&clock).quota(quota).on_note(note).build().unwrap();
        Self { client, clock, told }
    }

    /// How many of so many calls were sent.
    async fn send(&self, count: usize) -> usize {
        let mut sent = 0;
        for _ in 0..count {
            match call(&self.client).await {
                Ok(()) => sent += 1,
                Err(error) => assert_eq!(error.kind(), ErrorKind::QuotaWait, "{error}"),
            }
        }
        sent
    }

    fn told(&self) -> Vec<&'static str> {
        self.told.lock().unwrap().clone()
    }
}

/// F140: out of reach at the start.
#[tokio::test]
async fn while_the_server_is_out_of_reach_each_worker_keeps_to_its_part() {
    let port = free_port();
    let address = format!("redis://127.0.0.1:{port}/0");
    let workers = [(); 4].map(|()| Worker::new(&address));
    for worker in &workers {
        assert_eq!(worker.send(5).await, 2);
        assert_eq!(worker.told(), ["down"]);
    }
}

/// F140: back again. Of eight an hour four are sent without the server, and four with it.
#[tokio::test]
async fn a_server_that_is_back_is_told_what_was_sent_without_it() {
    let port = free_port();
    let workers = [(); 4].map(|()| Worker::new(&format!("redis://127.0.0.1:{port}/0")));
    for worker in &workers {
        assert_eq!(worker.send(1).await, 1);
        assert_eq!(worker.told(), ["down"]);
    }
    let _server = RedisServer::start_at(port);
    for worker in &workers {
        worker.clock.pass(Duration::from_secs(2));
        assert_eq!(worker.send(1).await, 1);
        assert_eq!(worker.told(), ["down", "back"]);
    }
    for worker in &workers {
        assert_eq!(worker.send(1).await, 0);
    }
}

/// F140: lost in mid-run.
#[tokio::test]
async fn when_the_server_is_lost_each_worker_goes_on_with_its_part() {
    let server = RedisServer::start();
    let workers = [(); 4].map(|()| Worker::new(&server.address()));
    for worker in &workers {
        assert_eq!(worker.send(1).await, 1);
        assert!(worker.told().is_empty());
    }
    drop(server);
    for worker in &workers {
        assert_eq!(worker.send(5).await, 1, "one of its two was sent while the server was there");
        assert_eq!(worker.told(), ["down"]);
    }
}

/// F140: it hangs.
#[tokio::test]
async fn a_server_that_hangs_holds_nobody_up() {
    let (port, listener) = silent();
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let worker = Worker::new(&format!("redis://127.0.0.1:{port}/0"));
    let begun = Instant::now();
    assert_eq!(worker.send(5).await, 2);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(worker.told(), ["down"]);
}
