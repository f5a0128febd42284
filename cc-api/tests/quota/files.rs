//! The store in a file: the histories of all stores, and what can happen to a file.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use cc_api::Lane;
use cc_api::internal::doors::sqlite_quota;
use cc_api::quota::{Ask, Decision, KeyId, PauseReason, QuotaStore, Report, SqliteQuota, Window};

use crate::history::{Rig, Time, WINDOWS, play};
use crate::support::Folder;
use crate::told;

const START: u64 = 1_800_000_000_000;
const LEASE: Duration = Duration::from_secs(60);

/// A file by the time of a history.
fn file(folder: &Folder, name: &str, time: &Arc<Time>) -> SqliteQuota {
    let time = Arc::clone(time);
    let clocks = move || {
        let now = time.now() / 1000;
        ((START + now).saturating_add_signed(time.skew.load(Ordering::SeqCst) / 1000), now)
    };
    sqlite_quota(folder.path().join(name), clocks).unwrap()
}

#[test]
fn no_history_breaks_a_quota_in_a_file() {
    let folder = Folder::new("histories");
    for (place, windows) in WINDOWS.into_iter().enumerate() {
        let time = Arc::new(Time::default());
        let store = file(&folder, &format!("{place}"), &time);
        store.set_up(windows).unwrap();
        for seed in 0..1250 {
            // Most are short: each question is a transaction, by a SQLite that is not optimised in tests.
            let steps = match seed {
                7 => 200,
                _ if seed % 25 == 0 => 15,
                _ => 3,
            };
            let rig = Rig {
                store: &store,
                windows,
                time: &time,
                leases: true,
                careful: false,
                blur: 22_000,
                steps,
            };
            play(&rig, place as u64 * 10_000 + seed);
        }
    }
}

#[test]
fn a_file_counts_what_was_sent_without_it() {
    let folder = Folder::new("told");
    let time = Arc::new(Time::default());
    time.pass(1_000_000_000);
    let store = file(&folder, "file", &time);
    store.set_up(&told::windows()).unwrap();
    told::check(&store, &time);
}

fn windows() -> [Window; 2] {
    [Window::new(3, Duration::from_secs(60)), Window::new(70, Duration::from_secs(3600))]
}

fn ask(store: &SqliteQuota) -> Decision {
    let ask = Ask { key: KeyId([1; 16]), lane: Lane::Normal, ahead: 0, now: Duration::ZERO, lease: LEASE };
    store.reserve(&ask).unwrap()
}

/// Asks and settles, and says whether there was a slot.
fn send(store: &SqliteQuota) -> bool {
    let Decision::Granted(slot) = ask(store) else { return false };
    let report = Report { answered: true, ..Report::default() };
    store.settle(KeyId([1; 16]), slot, &report).unwrap();
    true
}

#[test]
fn what_one_has_used_the_next_one_sees() {
    let folder = Folder::new("next");
    let time = Arc::new(Time::default());
    for wanted in [true, true, true, false] {
        let store = file(&folder, "file", &time);
        store.set_up(&windows()).unwrap();
        assert_eq!(send(&store), wanted);
    }
    time.pass(61_000_000);
    assert!(send(&{
        let store = file(&folder, "file", &time);
        store.set_up(&windows()).unwrap();
        store
    }));
}

/// What happens to a file.
type Damage = Box<dyn Fn(&std::path::Path)>;

/// F137: damaged, of another version, from the future.
#[test]
fn a_file_that_is_not_ours_is_set_aside_and_one_call_goes_first() {
    let own = |change: &str| {
        let change = change.to_owned();
        move |path: &std::path::Path| {
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch(&change).unwrap();
        }
    };
    let damages: [(&str, Damage); 6] = [
        ("noise", Box::new(|path| std::fs::write(path, [7; 5000]).unwrap())),
        ("text", Box::new(|path| std::fs::write(path, "hello").unwrap())),
        ("version", Box::new(own("PRAGMA user_version = 2"))),
        ("state", Box::new(own("UPDATE state SET bytes = x'0102'"))),
        ("tables", Box::new(own("DROP TABLE slot"))),
        ("future", Box::new(own("UPDATE clock SET wall = wall + 200000000"))),
    ];
    for (name, damage) in damages {
        let folder = Folder::new(name);
        let time = Arc::new(Time::default());
        let first = file(&folder, "file", &time);
        first.set_up(&windows()).unwrap();
        assert!(send(&first), "{name}");
        drop(first);
        let path = folder.path().join("file");
        damage(&path);

        let store = file(&folder, "file", &time);
        store.set_up(&windows()).unwrap();
        let Decision::Granted(slot) = ask(&store) else { panic!("{name}") };
        assert!(slot.probe, "{name}");
        assert!(
            matches!(ask(&store), Decision::Wait(pause) if pause.why == PauseReason::Probing),
            "one call goes first, {name}"
        );
        assert!(folder.path().join("file.set-aside").exists(), "{name}");
        let mut report = Report { answered: true, ..Report::default() };
        report.reading.remaining = Some(1);
        store.settle(KeyId([1; 16]), slot, &report).unwrap();
        assert!(send(&store) && !send(&store), "the server's word counts, {name}");
    }
}

#[test]
fn a_file_that_was_taken_away_or_is_damaged_while_it_is_open_is_made_anew() {
    let folder = Folder::new("away");
    let time = Arc::new(Time::default());
    let store = file(&folder, "file", &time);
    store.set_up(&windows()).unwrap();
    assert!(send(&store));
    if cfg!(unix) {
        std::fs::remove_file(folder.path().join("file")).unwrap();
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("file{end}")));
        }
        assert!(send(&store));
        assert!(folder.path().join("file").exists());
    }
    let other = rusqlite::Connection::open(folder.path().join("file")).unwrap();
    other.execute_batch("UPDATE state SET bytes = x'00'").unwrap();
    assert!(send(&store));
    assert!(folder.path().join("file.set-aside").exists());
}

#[test]
fn a_file_that_cannot_be_used_is_an_error_at_once() {
    let folder = Folder::new("unusable");
    std::fs::write(folder.path().join("file"), "").unwrap();
    let below_a_file = SqliteQuota::open(folder.path().join("file/quota.sqlite")).unwrap_err();
    assert!(below_a_file.to_string().contains("folder can't be made"), "{below_a_file}");
    let a_folder = SqliteQuota::open(folder.path()).unwrap_err();
    assert!(a_folder.to_string().contains("a link or a folder"), "{a_folder}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("file"), folder.path().join("link")).unwrap();
        let link = SqliteQuota::open(folder.path().join("link")).unwrap_err();
        assert!(link.to_string().contains("a link or a folder"), "{link}");
    }
    let store = SqliteQuota::open(folder.path().join("new/folder/quota.sqlite")).unwrap();
    store.set_up(&windows()).unwrap();
    assert!(send(&store));
    let other = SqliteQuota::open(store.path()).unwrap();
    let differs = other.set_up(&windows()[..1]).unwrap_err();
    assert!(differs.to_string().contains("the same limits, or another file"), "{differs}");
}

#[cfg(unix)]
#[test]
fn the_file_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new("private");
    let path = folder.path().join("below/quota.sqlite");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let store = SqliteQuota::open(&path).unwrap();
    store.set_up(&windows()).unwrap();
    assert!(send(&store));
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(&folder.path().join("below/quota.sqlite-wal")), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    SqliteQuota::open(&path).unwrap();
    assert_eq!(mode(&path), 0o600);
}
