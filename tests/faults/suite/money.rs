//! Calls that cost something: never twice.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cc_api::journal::{Disk, FileJournal, State, SystemDisk};
use cc_api::{Client, ErrorKind, Outcome};
use cc_faults::case::{Case, Ran, block_on};
use cc_faults::client::builder;
use cc_faults::list::{List, Op, Rig, Step};
use cc_faults::operations::Sample;
use cc_faults::wire::{Line, Wire};
use cc_faults::{scene, verdict};
use serde_json::json;

use crate::child;
use crate::folder::Folder;

crate::bound::faults! {
    F251 => Story(of_two_processes_one_sends),
    F252 => Story(without_a_record_nothing_is_sent),
    F253 => Story(no_fault_of_the_network_brings_a_second_send),
    F254 => Story(who_repeats_what_is_retryable_pays_once),
}

/// What a child plays, and where it finds the server and the journal.
const PAYS: &str = "pays";
const SERVER: &str = "CC_FAULTS_SERVER";
const JOURNAL: &str = "CC_FAULTS_JOURNAL";

/// A client of a scripted server with a journal.
fn paying(wire: &Wire, journal: &FileJournal) -> Client {
    wire.builder().journal(journal.clone()).build().unwrap()
}

fn of_two_processes_one_sends() {
    if child::part().as_deref() == Some(PAYS) {
        return pay(std::env::var(SERVER).unwrap(), &std::env::var(JOURNAL).unwrap());
    }
    let folder = Folder::new("F251");
    let journal = FileJournal::open(folder.path()).unwrap();
    // The answer never comes: whichever process is first, the other meets a call under way or one of unknown outcome.
    let steps = scene::written(json!([{"always": true}, {"read": "all"}, {"apply": true}, {"end": "hang"}]));
    scene::on_line(Line::Http1, &steps, None, &async |wire, _| {
        let children = [(); 2].map(|()| {
            let mut child = child::command("money::runs::F251", PAYS);
            child.env(SERVER, wire.base_url()).env(JOURNAL, folder.path());
            tokio::task::spawn_blocking(move || child.output().unwrap())
        });
        let mut told = Vec::new();
        for child in children {
            let output = child.await.unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let line = text.lines().find_map(|line| line.strip_prefix("child: ").map(str::to_owned));
            told.push(line.unwrap_or_else(|| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr))));
        }
        told.sort();
        assert_eq!(told, ["Duplicate not_sent", "Timeout unknown"]);
        assert_eq!((wire.tally().sends, wire.tally().effects), (1, 1));
        let records = journal.entries().unwrap();
        assert_eq!((records.len(), records[0].state), (1, State::Unknown));
    });
}

/// What a child does: pays, and says what came of it.
fn pay(server: String, journal: &str) {
    let builder = builder().base_url(server).timeout(Duration::from_secs(3));
    let client = builder.journal(FileJournal::open(journal).unwrap()).build().unwrap();
    let error = block_on(false, async { Sample::usual(Op::Costly).call(&client).await.unwrap_err() });
    println!("\nchild: {:?} {}", error.kind(), error.outcome());
}

fn without_a_record_nothing_is_sent() {
    for case in &List::get().fault("F252").cases {
        let case = case.as_str().unwrap();
        let folder = Folder::new(&format!("F252-{case}"));
        let fails = Arc::new(AtomicBool::new(false));
        let disk = Failing { case: case.to_owned(), fails: Arc::clone(&fails) };
        let journal = FileJournal::open_on(folder.path(), disk).unwrap();
        fails.store(true, Ordering::Relaxed);
        scene::on_line(Line::Http1, &[], None, &async |wire, _| {
            let client = paying(wire, &journal);
            let error = Sample::usual(Op::Costly).call(&client).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.outcome(), error.attempts()),
                (ErrorKind::Store, Outcome::NotSent, 0),
                "{case}"
            );
            assert_eq!(verdict::error_breaches(&error, Sample::usual(Op::Costly).operation.id), [""; 0]);
            assert_eq!((wire.tally().sends, wire.tally().effects), (0, 0), "{case}");
            fails.store(false, Ordering::Relaxed);
            Sample::usual(Op::Costly).call(&client).await.unwrap();
            assert_eq!(journal.entries().unwrap(), [], "{case}");
        });
    }
}

/// A disk on which no file can be made in one of three ways.
#[derive(Debug)]
struct Failing {
    case: String,
    fails: Arc<AtomicBool>,
}

impl Disk for Failing {
    fn create(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        if !self.fails.load(Ordering::Relaxed) {
            return SystemDisk.create(file, content);
        }
        let (written, error) = match self.case.as_str() {
            "read_only" => return Err(io::ErrorKind::ReadOnlyFilesystem.into()),
            "disk_full" => (content.len() / 2, io::ErrorKind::StorageFull),
            "fsync_error" => (content.len(), io::ErrorKind::Other),
            other => panic!("{other} is no way for a disk to fail"),
        };
        SystemDisk.create(file, &content[..written])?;
        SystemDisk.remove(file)?;
        Err(error.into())
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.create_folder(folder)
    }

    fn replace(&self, file: &Path, content: &[u8]) -> io::Result<()> {
        SystemDisk.replace(file, content)
    }

    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        SystemDisk.read(file)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        SystemDisk.remove(file)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        SystemDisk.list(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(folder)
    }
}

fn no_fault_of_the_network_brings_a_second_send() {
    let mut cases = Vec::new();
    for fault in List::get().faults.iter().filter(|fault| ("F001"..="F102").contains(&fault.id.as_str())) {
        if !matches!(fault.rig, Rig::Wire | Rig::Logic) {
            continue;
        }
        let first = fault.op[0];
        let cases_of_fault = Case::all_of(fault).into_iter().filter(|case| case.op == first);
        // What the test itself has to do is for functions that do it.
        let by_itself = |case: &Case| !case.steps.iter().any(|step| matches!(step, Step::Local(_)));
        cases.extend(cases_of_fault.filter(by_itself).map(|case| Case { op: Op::Costly, ..case }));
    }
    assert!(cases.len() > 60, "only {} cases", cases.len());
    let failures = crate::runner::play(cases, |ran, failures| failures.extend(more_than_once(ran)));
    assert!(failures.is_empty(), "\n  {}", failures.join("\n  "));
}

/// What is wrong with a costly call, whatever happened to it.
fn more_than_once(ran: &Ran) -> Vec<String> {
    let mut failures = Vec::new();
    let tally = &ran.tally;
    if tally.sends > 1 || tally.effects > 1 {
        failures.push(format!("{} sends, {} effects", tally.sends, tally.effects));
    }
    let Err(error) = &ran.result else { return failures };
    if error.may_have_happened() && error.is_retryable() {
        failures.push(format!("it may have happened and is called retryable: {error:?}"));
    }
    if tally.effects > 0 && !error.may_have_happened() {
        failures.push(format!("it happened, and the error says that it did not: {error:?}"));
    }
    failures.extend(verdict::error_breaches(error, Sample::usual(Op::Costly).operation.id));
    failures
}

/// Applied and answered in different ways, none of which says so.
const APPLIED: [&str; 4] = ["F023", "F024", "F031", "F071"];

fn who_repeats_what_is_retryable_pays_once() {
    for id in APPLIED {
        let sample = Sample::usual(Op::Costly);
        scene::on_wire(&scene::steps(id, None), None, &async |wire, client| {
            let mut tries = 0;
            loop {
                tries += 1;
                match sample.call(client).await {
                    Err(error) if error.is_retryable() && tries < 5 => {}
                    Err(error) => break assert!(error.may_have_happened(), "{id}: {error:?}"),
                    Ok(answer) => panic!("{id}: {answer}"),
                }
            }
            assert_eq!((tries, wire.tally().effects), (1, 1), "{id}");
        });
    }
}
