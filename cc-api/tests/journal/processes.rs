//! The journal between real processes: the children are this test program itself.
//!
//! A child's server is a folder: each effect is a file in it. A child does what it is told on its standard input, a
//! line a step, and says on its standard output how far it is; so the order of things is the test's to decide.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cc_api::journal::{FileJournal, State};
use cc_api::transport::{Answer, Body, Request, Transport, TransportError};
use cc_api::{BoxFuture, Error, ErrorKind};

use crate::support::{Folder, client, pay, result};

/// Where a child finds its journal and its server; it is no child without it.
const FOLDER: &str = "CC_TEST_JOURNAL_FOLDER";

/// A server that carries out what it is sent, says so, and answers when it is told to.
#[derive(Debug)]
struct Told(PathBuf);

impl Transport for Told {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let effect = self.0.join(format!("effect-{}", std::process::id()));
        std::fs::write(effect, "").unwrap();
        say("sent");
        wait_for_word();
        Box::pin(async { Ok(Answer::new(200, http::HeaderMap::new(), Body::Whole("{}".into()))) })
    }
}

/// What a child does; without a folder in the environment it is no child, and has nothing to do.
#[test]
fn a_child_that_pays() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let client = client(Told(folder.clone()), FileJournal::open(folder.join("journal")).unwrap());
    say("ready");
    wait_for_word();
    let result = result(pay(&client));
    say(&result.map_or_else(|error: Error| format!("{:?}: {error}", error.kind()), |_| "paid".to_owned()));
}

fn say(word: &str) {
    // The test program prints before the test begins: the mark tells a child's words from it.
    println!("\nchild says {word}");
}

fn wait_for_word() {
    std::io::stdin().lock().read_line(&mut String::new()).unwrap();
}

/// A child, from the side of the test.
struct Payer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Payer {
    fn start(folder: &Folder) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["processes::a_child_that_pays", "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut payer = Self { process, input, output };
        assert_eq!(payer.hear(), "ready");
        payer
    }

    fn go_on(&mut self) {
        self.input.write_all(b"go\n").unwrap();
    }

    /// The next thing that it says.
    fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the child has ended");
            if let Some(word) = line.strip_prefix("child says ") {
                return word.trim_end().to_owned();
            }
        }
    }

    fn kill(mut self) -> u32 {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process.id()
    }
}

impl Drop for Payer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn effects(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with("effect-")).count()
}

fn journal(folder: &Folder) -> FileJournal {
    FileJournal::open(folder.path().join("journal")).unwrap()
}

#[test]
fn of_two_processes_that_pay_at_once_one_is_a_duplicate() {
    let folder = Folder::new("two");
    let mut payers = [Payer::start(&folder), Payer::start(&folder)];
    payers.iter_mut().for_each(Payer::go_on);
    let words = payers.each_mut().map(Payer::hear);
    let sender = words.iter().position(|word| word == "sent").unwrap();
    let (sent, refused) = (&mut payers[sender], &words[1 - sender]);
    assert!(
        refused.starts_with(&format!("{:?}: pay: the same call was begun", ErrorKind::Duplicate)),
        "{refused}"
    );
    assert!(refused.contains(&format!("by process {}", sent.process.id())), "{refused}");
    assert_eq!(effects(folder.path()), 1);
    sent.go_on();
    assert_eq!(sent.hear(), "paid");
    assert_eq!(journal(&folder).entries().unwrap(), [], "what is known to have happened is struck out");

    let mut next = Payer::start(&folder);
    next.go_on();
    assert_eq!(next.hear(), "sent", "buying the same again is a new intention");
}

#[test]
fn a_process_that_is_killed_while_paying_blocks_the_next_one() {
    let folder = Folder::new("killed");
    let mut first = Payer::start(&folder);
    first.go_on();
    assert_eq!(first.hear(), "sent");
    let process = first.kill();

    let mut second = Payer::start(&folder);
    second.go_on();
    let refused = second.hear();
    assert!(refused.contains(&format!("by process {process}, and nothing says how it ended")), "{refused}");
    assert_eq!(effects(folder.path()), 1);

    let journal = journal(&folder);
    let record = journal.entries().unwrap().remove(0);
    assert_eq!((record.state, record.process), (State::Sent, Some(process)));
    journal.resolve(&record.id).unwrap();
    let mut third = Payer::start(&folder);
    third.go_on();
    assert_eq!(third.hear(), "sent");
}

#[test]
fn a_process_that_is_killed_before_it_sends_blocks_nobody() {
    let folder = Folder::new("killed-early");
    Payer::start(&folder).kill();
    assert_eq!(journal(&folder).entries().unwrap(), []);
}
