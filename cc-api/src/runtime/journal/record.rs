//! A record as the JSON of its file.
//!
//! ```json
//! {"version":1,"operation":"start_checkout","key":"…","request":"…","nonce":"…",
//!  "started":"2026-11-22T12:00:00Z","process":4711,"state":"sent"}
//! ```

use serde_json::{Value, json};

use super::{Entry, Record, State, hex};

/// The form of the files; one that says another is not guessed at, but blocks.
const VERSION: u64 = 1;

/// The record of a call that is about to be sent.
pub(super) fn write(entry: &Entry) -> Vec<u8> {
    let record = json!({
        "version": VERSION,
        "operation": entry.operation,
        "key": hex(&entry.key.0),
        "request": entry.request.to_string(),
        "nonce": nonce_text(entry.nonce),
        "started": entry.started.to_string(),
        "process": entry.process,
        "state": "sent",
    });
    format!("{record}\n").into_bytes()
}

/// What a file says. What can't be read is a record, too: it is there, and nobody knows what became of its call.
pub(super) fn read(id: &str, content: &[u8]) -> Record {
    parse(id, content).unwrap_or_else(|| damaged(id))
}

/// A record that can't be read.
pub(super) fn damaged(id: &str) -> Record {
    Record::new(id, "", State::Damaged)
}

fn parse(id: &str, content: &[u8]) -> Option<Record> {
    let record: Value = serde_json::from_slice(content).ok()?;
    if record["version"] != VERSION {
        return None;
    }
    let state = match record["state"].as_str()? {
        "sent" => State::Sent,
        "unknown" => State::Unknown,
        _ => return None,
    };
    let mut read = Record::new(id, record["operation"].as_str()?, state);
    read.started = Some(record["started"].as_str()?.parse().ok()?);
    read.process = Some(u32::try_from(record["process"].as_u64()?).ok()?);
    Some(read)
}

/// The same record, with an outcome that is not known; none if it is not the record of the call with this nonce.
pub(super) fn as_unknown(content: &[u8], nonce: u128) -> Option<Vec<u8>> {
    let mut record: Value = serde_json::from_slice(content).ok()?;
    if record["nonce"].as_str()? != nonce_text(nonce) {
        return None;
    }
    record["state"] = Value::from("unknown");
    Some(format!("{record}\n").into_bytes())
}

/// A nonce as it stands in records and names of files.
pub(super) fn nonce_text(nonce: u128) -> String {
    format!("{nonce:032x}")
}
