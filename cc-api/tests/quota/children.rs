//! Stores between real processes: the children are this test program itself.
//!
//! A child finds in its environment what it is to do, and in a folder it says how it fared: a file for each slot.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cc_api::Lane;
use cc_api::quota::{Ask, Decision, KeyId, QuotaStore, Report, StoreError};

use crate::support::Folder;

/// Where a child says how it fared, with which store and for which key it does something; it is no child without them.
const FOLDER: &str = "CC_TEST_QUOTA_FOLDER";
const STORE: &str = "CC_TEST_QUOTA_STORE";
const KEY: &str = "CC_TEST_QUOTA_KEY";

const LEASE: Duration = Duration::from_secs(1);
/// How long others may take, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn ask(store: &dyn QuotaStore, key: KeyId) -> Decision {
    asked(store, key).unwrap()
}

fn asked(store: &dyn QuotaStore, key: KeyId) -> Result<Decision, StoreError> {
    store.reserve(&Ask { key, lane: Lane::Normal, ahead: 0, now: Duration::ZERO, lease: LEASE })
}

pub(crate) fn answered() -> Report {
    Report { answered: true, ..Report::default() }
}

/// Whoever starts children.
pub(crate) struct Parent<'a> {
    /// The test in this program that is the child: it calls [`child`].
    pub(crate) test: &'a str,
    pub(crate) folder: &'a Folder,
    /// Where the store is: the child opens it.
    pub(crate) store: OsString,
    pub(crate) key: u8,
}

impl Parent<'_> {
    pub(crate) fn key(&self) -> KeyId {
        KeyId([self.key; 16])
    }

    /// Starts children that hold their slots until their standard input ends.
    pub(crate) fn start(&self, count: usize) -> Vec<Child> {
        let start = |_| {
            Command::new(std::env::current_exe().unwrap())
                .args([self.test, "--exact"])
                .env(FOLDER, self.folder.path())
                .env(STORE, &self.store)
                .env(KEY, self.key.to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        };
        (0..count).map(start).collect()
    }

    /// How many slots the children of this key have had.
    pub(crate) fn slots(&self) -> usize {
        self.said("slot")
    }

    fn said(&self, what: &str) -> usize {
        let begin = format!("{what}-{}-", self.key);
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(&begin)).count()
    }

    /// Some children take slots and are killed, as many others settle theirs, and all of it is free again when leases and
    /// the shortest window, of a second, are over. The longer window is an hour's.
    ///
    /// Only one parent at a time starts children: so many at once would keep each other from being answered in time.
    pub(crate) fn rounds(&self, store: &dyn QuotaStore, rounds: usize, killed: usize, others: usize) {
        static STARTS: Mutex<()> = Mutex::new(());
        let used = || {
            let snapshot = patiently(|| store.snapshot(self.key(), Duration::ZERO));
            (snapshot.reserved, snapshot.windows[0].used, snapshot.windows[1].used as usize)
        };
        let (_, _, before) = used();
        for round in 1..=rounds {
            let starts = STARTS.lock().unwrap();
            let mut children = self.start(killed + others);
            until(|| self.slots() == (killed + others) * round);
            drop(starts);
            for child in &mut children[..killed] {
                child.kill().unwrap();
            }
            for mut child in children {
                drop(child.stdin.take());
                child.wait().unwrap();
            }
            until(|| matches!(used(), (0, 0, _)));
            let (hour, least) = (used().2 - before, (killed + others) * round);
            // Each of them counts, since it may have been sent; one whose lease was over before it settled, twice; and a
            // slot whose child was not answered in time.
            let most = least + others * round + self.said("unanswered");
            assert!((least..=most).contains(&hour), "{hour} after {round} rounds");
        }
    }
}

/// What a child does; whoever is no child has nothing to do.
pub(crate) fn child<S: QuotaStore>(open: impl FnOnce(&Path) -> S) {
    let variables = [FOLDER, STORE, KEY].map(std::env::var_os);
    let [Some(folder), Some(store), Some(key)] = variables else { return };
    let key = key.to_str().unwrap();
    let (store, id) = (open(&PathBuf::from(store)), KeyId([key.parse().unwrap(); 16]));
    let say = |what: &str, number: u64| {
        std::fs::write(Path::new(&folder).join(format!("{what}-{key}-{number}")), "").unwrap();
    };
    let begun = Instant::now();
    let decision = loop {
        match asked(&store, id) {
            Ok(decision) => break decision,
            Err(error) => assert!(begun.elapsed() < PATIENCE, "{error}"),
        }
        say("unanswered", u64::from(std::process::id()) << 32 | u64::from(begun.elapsed().subsec_micros()));
    };
    let Decision::Granted(slot) = decision else { return };
    say("slot", slot.id);
    // Until it is told to go on, if it lives to see that.
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut Vec::new()).unwrap();
    patiently(|| store.settle(id, slot, &answered()));
}

/// What a store says that may be too busy to say it at once.
fn patiently<T>(ask: impl Fn() -> Result<T, StoreError>) -> T {
    let begun = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(error) => assert!(begun.elapsed() < PATIENCE, "{error}"),
        }
    }
}

/// Waits for something that other processes do.
fn until(mut is_true: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_true() {
        assert!(begun.elapsed() < PATIENCE, "it never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}
