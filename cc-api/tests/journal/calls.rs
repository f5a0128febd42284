//! What the journal says about calls of one process, and what it keeps from being sent.

use std::sync::{Arc, Mutex};

use cc_api::fake::FakeTransport;
use cc_api::journal::{Entry, FileJournal, Journal, JournalError, Record, State, Ticket};
use cc_api::transport::Failure;
use cc_api::{ErrorKind, Outcome, Retry};

use crate::support::{CANARY, CARD, Folder, Silent, answering, client, failing, pay, result, under_way};

#[test]
fn a_call_with_a_known_outcome_leaves_no_record() {
    let folder = Folder::new("known");
    let journal = FileJournal::open(folder.path()).unwrap();
    let servers = [
        answering(200),
        answering(402),
        answering(429),
        failing(Failure::Connect),
        failing(Failure::Tls),
        failing(Failure::Refused),
    ];
    for server in servers {
        let _ = result(pay(&client(server.clone(), journal.clone())));
        assert!(!server.requests().is_empty());
        assert_eq!(folder.files(), []);
    }
}

#[test]
fn a_call_with_an_unknown_outcome_blocks_the_same_one_until_it_is_resolved() {
    let folder = Folder::new("unknown");
    let journal = FileJournal::open(folder.path()).unwrap();
    for server in [answering(503), answering(408), failing(Failure::Broken), failing(Failure::Protocol)] {
        let broken = result(pay(&client(server, journal.clone()))).unwrap_err();
        assert!(broken.may_have_happened() && !broken.is_retryable(), "{broken}");

        // Another client: what blocks is the folder.
        let works = answering(200);
        let other = client(works.clone(), FileJournal::open(folder.path()).unwrap());
        let refused = result(pay(&other)).unwrap_err();
        assert_eq!((refused.kind(), refused.outcome()), (ErrorKind::Duplicate, Outcome::NotSent));
        assert!(!refused.is_retryable());
        let record = journal.entries().unwrap().remove(0);
        assert_eq!((record.operation.as_str(), record.state), ("pay", State::Unknown));
        assert!(refused.to_string().contains(&record.id), "{refused}");
        assert_eq!(works.requests().len(), 0);
        result(other.call(&crate::support::PAY).arg("card", "another")).unwrap();

        assert_eq!(journal.resolve(&record.id).unwrap(), record);
        result(pay(&other)).unwrap();
        assert_eq!(folder.files(), []);
    }
}

#[test]
fn a_call_that_is_dropped_after_the_send_is_unknown_in_the_journal() {
    let folder = Folder::new("dropped");
    let journal = FileJournal::open(folder.path()).unwrap();
    let server = Silent::default();
    let call = under_way(pay(&client(server.clone(), journal.clone())));
    assert_eq!(journal.entries().unwrap()[0].state, State::Sent);
    drop(call);
    let entries = journal.entries().unwrap();
    assert_eq!((entries.len(), entries[0].state, server.effects()), (1, State::Unknown, 1));
}

#[test]
fn a_call_that_is_dropped_between_two_attempts_that_sent_nothing_leaves_no_record() {
    let folder = Folder::new("between");
    let journal = FileJournal::open(folder.path()).unwrap();
    let server = failing(Failure::Connect);
    let call = under_way(pay(&client(server.clone(), journal.clone())).with_retry(Retry::default()));
    let entries = journal.entries().unwrap();
    assert_eq!((entries.len(), entries[0].state, server.requests().len()), (1, State::Sent, 1));
    drop(call);
    assert_eq!(folder.files(), []);
}

#[test]
fn a_call_that_is_never_polled_is_not_in_the_journal() {
    let folder = Folder::new("unpolled");
    let journal = FileJournal::open(folder.path()).unwrap();
    let server = FakeTransport::new();
    drop(std::future::IntoFuture::into_future(pay(&client(server.clone(), journal))));
    assert_eq!((folder.files().len(), server.requests().len()), (0, 0));
}

#[test]
fn a_duplicate_that_is_allowed_passes_and_blocks_in_turn() {
    let folder = Folder::new("allowed");
    let journal = FileJournal::open(folder.path()).unwrap();
    let server = Silent::default();
    let clients = [(); 2].map(|()| client(server.clone(), journal.clone()));
    let first = under_way(pay(&clients[0]));
    let second = under_way(pay(&clients[1]).with_duplicate_allowed());
    assert_eq!((server.effects(), journal.entries().unwrap().len()), (2, 2));
    drop(first);
    let id = |at: usize| journal.entries().unwrap()[at].id.clone();
    let gate = [id(0), id(1)].into_iter().min_by_key(String::len).unwrap();
    journal.resolve(&gate).unwrap();
    let refused = result(pay(&clients[0])).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Duplicate, "the second is still under way");
    assert_eq!(journal.entries().unwrap().len(), 1, "who was refused leaves nothing");
    drop(second);
    journal.resolve(&id(0)).unwrap();
    drop(under_way(pay(&clients[0])));
}

#[test]
fn a_record_holds_neither_key_nor_body_and_is_for_its_user_alone() {
    let folder = Folder::new("private");
    let journal = FileJournal::open(folder.path()).unwrap();
    drop(under_way(pay(&client(Silent::default(), journal))));
    let (path, text) = folder.files().remove(0);
    for part in [CANARY, "CANARY", CARD] {
        assert!(!text.contains(part) && !path.to_string_lossy().contains(part), "{text}");
    }
    let record: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, length) in [("key", 32), ("request", 64), ("nonce", 32)] {
        assert_eq!(record[name].as_str().unwrap().len(), length, "{name}");
    }
    assert_eq!(record["process"], std::process::id());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(folder.path())), (0o600, 0o700));
    }
}

#[test]
fn a_record_that_cannot_be_read_blocks_and_can_be_resolved() {
    let folder = Folder::new("damaged");
    let journal = FileJournal::open(folder.path()).unwrap();
    drop(under_way(pay(&client(Silent::default(), journal.clone()))));
    let (path, text) = folder.files().remove(0);
    for damage in ["", "{", &text[..text.len() / 2], &text.replace("\"version\":1", "\"version\":2")] {
        std::fs::write(&path, damage).unwrap();
        let refused = result(pay(&client(answering(200), journal.clone()))).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Duplicate, "{damage}");
        assert!(refused.to_string().contains("its record can't be read"), "{refused}");
    }
    let record = journal.entries().unwrap().remove(0);
    assert_eq!(record.state, State::Damaged);
    journal.resolve(&record.id).unwrap();
    result(pay(&client(answering(200), journal))).unwrap();
}

#[test]
fn what_is_no_record_is_neither_listed_nor_resolved() {
    let folder = Folder::new("foreign");
    let journal = FileJournal::open(folder.path()).unwrap();
    std::fs::write(folder.path().join("notes.json"), "{}").unwrap();
    std::fs::write(folder.path().with_extension("json"), "{}").unwrap();
    assert_eq!(journal.entries().unwrap(), []);
    for id in ["notes", "", "../journal-foreign", "/etc/passwd", "0".repeat(32).as_str()] {
        assert_eq!(journal.resolve(id).unwrap_err().kind(), ErrorKind::InvalidInput, "{id}");
    }
    std::fs::remove_file(folder.path().with_extension("json")).unwrap();
}

#[test]
fn a_record_that_was_resolved_meanwhile_does_not_take_a_later_one_along() {
    let folder = Folder::new("later");
    let journal = FileJournal::open(folder.path()).unwrap();
    let early = under_way(pay(&client(Silent::default(), journal.clone())));
    let id = journal.entries().unwrap()[0].id.clone();
    journal.resolve(&id).unwrap();
    let late = under_way(pay(&client(Silent::default(), journal.clone())));
    drop(early);
    assert_eq!(journal.entries().unwrap()[0].state, State::Sent, "the later call is still under way");
    drop(late);
    assert_eq!(journal.entries().unwrap()[0].state, State::Unknown);
}

/// A journal as somebody else would write one, in the memory of this process.
#[derive(Debug, Clone, Default)]
struct Table(Arc<Mutex<Vec<(Entry, State)>>>);

impl Journal for Table {
    fn begin(&self, entry: &Entry) -> Result<Ticket, JournalError> {
        let mut rows = self.0.lock().unwrap();
        let same = |row: &&(Entry, State)| (row.0.key, row.0.request) == (entry.key, entry.request);
        if let Some((first, state)) = rows.iter().find(same).filter(|_| !entry.duplicate_allowed) {
            let mut record = Record::new(first.nonce.to_string(), first.operation, *state);
            record.started = Some(first.started);
            return Err(JournalError::Duplicate(Box::new(record)));
        }
        rows.push((entry.clone(), State::Sent));
        Ok(Ticket { id: entry.nonce.to_string(), nonce: entry.nonce })
    }

    fn finish(&self, ticket: &Ticket, outcome: Outcome) -> Result<(), JournalError> {
        let mut rows = self.0.lock().unwrap();
        let place = rows.iter().position(|row| row.0.nonce == ticket.nonce).unwrap();
        match outcome {
            Outcome::Unknown => rows[place].1 = State::Unknown,
            _ => drop(rows.remove(place)),
        }
        Ok(())
    }
}

#[test]
fn a_journal_of_ones_own_blocks_like_the_one_in_a_folder() {
    let table = Table::default();
    result(pay(&client(answering(503), table.clone()))).unwrap_err();
    let works = answering(200);
    let other = client(works.clone(), table.clone());
    let refused = result(pay(&other)).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Duplicate);
    assert!(refused.to_string().contains("it is not known how it ended"), "{refused}");
    let (first, _) = table.0.lock().unwrap()[0].clone();
    result(pay(&other).with_duplicate_allowed()).unwrap();
    assert_eq!((works.requests().len(), table.0.lock().unwrap().len()), (1, 1));
    assert!(!format!("{first:?}").contains("CANARY"), "{first:?}");
}
