//! The store in a file between real processes: the children are this test program itself.
//!
//! A child's server is a folder: each request is a file in it. A child says on its standard output how it fared.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cc_api::Lane;
use cc_api::quota::{Ask, Decision, KeyId, QuotaStore, Report, SqliteQuota, Window};

use crate::support::Folder;

/// Where a child finds its file and its server, and what it does; it is no child without it.
const FOLDER: &str = "CC_TEST_QUOTA_FOLDER";
const ACTION: &str = "CC_TEST_QUOTA_ACTION";
const KEY: KeyId = KeyId([9; 16]);
const LEASE: Duration = Duration::from_millis(1500);

fn open(folder: &Path) -> SqliteQuota {
    let store = SqliteQuota::open(folder.join("quota.sqlite")).unwrap();
    let (limit, seconds) = if folder.join("short").exists() { (20, 1) } else { (30, 60) };
    let window = |limit, seconds| Window::new(limit, Duration::from_secs(seconds));
    let windows = [window(limit, seconds), window(500, 3600)];
    store.set_up(&windows).unwrap();
    store
}

fn ask(store: &SqliteQuota) -> Decision {
    let ask = Ask { key: KEY, lane: Lane::Normal, ahead: 0, now: Duration::ZERO, lease: LEASE };
    store.reserve(&ask).unwrap()
}

/// What a child does; without a folder in the environment it is no child, and has nothing to do.
#[test]
fn a_child_that_sends() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let store = open(folder);
    if std::env::var_os(ACTION).is_some_and(|action| action == "hold") {
        let granted = matches!(ask(&store), Decision::Granted(_));
        std::fs::write(folder.join(format!("held-{}-{granted}", std::process::id())), "").unwrap();
        loop {
            // Until it is killed.
            std::thread::park();
        }
    }
    if let Decision::Granted(slot) = ask(&store) {
        std::fs::write(folder.join(format!("sent-{}", std::process::id())), "").unwrap();
        let report = Report { answered: true, ..Report::default() };
        store.settle(KEY, slot, &report).unwrap();
    }
}

fn start(folder: &Folder, action: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["processes::a_child_that_sends", "--exact"])
        .env(FOLDER, folder.path())
        .env(ACTION, action)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

fn count(folder: &Folder, begin: &str) -> usize {
    let names = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(begin)).count()
}

/// Waits for something that other processes do.
fn until(mut is_true: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_true() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// F135, as far as it is the store's.
#[test]
fn of_forty_processes_at_once_thirty_send() {
    let folder = Folder::new("forty");
    let mut children: Vec<Child> = (0..40).map(|_| start(&folder, "send")).collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(count(&folder, "sent-"), 30);
}

/// F136 and F142: what killed processes held is back a window after their leases.
#[test]
fn what_killed_processes_held_comes_back() {
    let folder = Folder::new("killed");
    std::fs::write(folder.path().join("short"), "").unwrap();
    for held in [8, 16] {
        let mut children: Vec<Child> = (0..8).map(|_| start(&folder, "hold")).collect();
        until(|| count(&folder, "held-") == held);
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let store = open(folder.path());
        until(|| {
            let snapshot = store.snapshot(KEY, Duration::ZERO).unwrap();
            (snapshot.reserved, snapshot.windows[0].used) == (0, 0)
        });
        let hour = store.snapshot(KEY, Duration::ZERO).unwrap().windows[1].used;
        assert_eq!(hour as usize, held, "each of them counts, since it may have been sent");
    }
}

/// F139.
#[test]
fn a_process_that_holds_the_file_is_waited_for_and_then_done_without() {
    let folder = Folder::new("locked");
    let store = open(folder.path());
    let other = rusqlite::Connection::open(folder.path().join("quota.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let ask = Ask { key: KEY, lane: Lane::Normal, ahead: 0, now: Duration::ZERO, lease: LEASE };
    let refused = store.reserve(&ask).unwrap_err();
    assert!(refused.to_string().contains("another process holds the file"), "{refused}");
    assert!(begun.elapsed() < store.patience() + Duration::from_secs(8), "a bounded wait");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(store.reserve(&ask), Ok(Decision::Granted(_))), "nobody has to be told that it is free");
}
