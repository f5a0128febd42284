//! The store in a file between real processes.

use std::path::Path;
use std::time::{Duration, Instant};

use cc_api::quota::{Decision, KeyId, QuotaStore, SqliteQuota, Window};

use crate::children::{Parent, ask, child};
use crate::support::Folder;

const KEY: KeyId = KeyId([9; 16]);

/// With a short window if the file's name says so.
fn open(file: &Path) -> SqliteQuota {
    let store = SqliteQuota::open(file).unwrap();
    let (limit, seconds) = if file.ends_with("short") { (20, 1) } else { (30, 60) };
    let window = |limit, seconds| Window::new(limit, Duration::from_secs(seconds));
    store.set_up(&[window(limit, seconds), window(500, 3600)]).unwrap();
    store
}

#[test]
fn a_child_with_a_file() {
    child(open);
}

fn parent<'a>(folder: &'a Folder, file: &Path) -> Parent<'a> {
    Parent { test: "processes::a_child_with_a_file", folder, store: file.into(), key: KEY.0[0] }
}

/// F135, as far as it is the store's.
#[test]
fn of_forty_processes_at_once_thirty_send() {
    let folder = Folder::new("forty");
    let parent = parent(&folder, &folder.path().join("quota.sqlite"));
    for mut child in parent.start(40) {
        // Its standard input ends here.
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(parent.slots(), 30);
}

/// F136: what killed processes held is back a window after their leases.
#[test]
fn what_killed_processes_held_comes_back() {
    let folder = Folder::new("killed");
    let file = folder.path().join("short");
    parent(&folder, &file).rounds(&open(&file), 2, 8, 0);
}

/// F139.
#[test]
fn a_process_that_holds_the_file_is_waited_for_and_then_done_without() {
    let folder = Folder::new("locked");
    let file = folder.path().join("quota.sqlite");
    let store = open(&file);
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let refused = store.snapshot(KEY, Duration::ZERO).unwrap_err();
    assert!(refused.to_string().contains("another process holds the file"), "{refused}");
    assert!(begun.elapsed() < store.patience() + Duration::from_secs(8), "a bounded wait");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(ask(&store, KEY), Decision::Granted(_)), "nobody has to be told that it is free");
}
