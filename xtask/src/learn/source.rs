//! Where traffic comes from: files of two kinds, told apart by their beginning.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use codegen::learn::{Exchange, Learner};

use super::{har, recording};

/// One request of a file.
pub(super) enum Met {
    /// One to some host, which may be another one's.
    Exchange {
        /// The host, with its port.
        host: String,
        /// The request and its answer.
        exchange: Exchange,
    },
    /// One to the API, as a recording has nothing else.
    Recorded(Exchange),
    /// Nothing to learn from; what such requests are.
    Skipped(&'static str),
}

/// Why a file was not read to its end.
#[derive(Debug)]
pub(super) enum Problem {
    /// It can't be read.
    Unreadable(String),
    /// It is something else.
    NotThis(&'static str),
    /// It ends in the middle; what came before was read.
    Cut(String),
    /// It is damaged; what came before was read.
    Broken(String),
}

/// What was in the files.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Requests in all.
    pub(super) requests: u64,
    /// Requests to hosts that are not the API's, by host.
    pub(super) other_hosts: BTreeMap<String, u64>,
    /// Of those, how many look like requests to the API, by host.
    pub(super) like_ours: BTreeMap<String, u64>,
    /// Requests that nothing can be learnt from, by what they are.
    pub(super) skipped: BTreeMap<&'static str, u64>,
    /// Answers of the API with a body that is there, and those without.
    pub(super) with_body: u64,
    /// Answers of the API whose body was not saved.
    pub(super) without_body: u64,
}

/// Reads a file into the learner.
pub(super) fn read(
    path: &Path,
    hosts: &[String],
    learner: &mut Learner<'_>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let mut file = File::open(path).map_err(|error| Problem::Unreadable(error.to_string()))?;
    let start = start_of(&mut file).map_err(|error| Problem::Unreadable(error.to_string()))?;
    if start.starts_with(b"PK\x03\x04") {
        return Err(Problem::NotThis(
            "it is a zip archive: unpack all of it into one folder, and name the HAR file in there",
        ));
    }
    if start.starts_with(&[0x1f, 0x8b]) {
        return Err(Problem::NotThis("it is packed with gzip: unpack it"));
    }
    let mut met = |met: Met| tally.take(met, hosts, learner);
    // A recording says what it is in its first bytes.
    if String::from_utf8_lossy(&start).trim_start().starts_with("{\"recording\"") {
        recording::read(file, &mut met)
    } else {
        har::read(file, path.parent().unwrap_or(path), &mut met)
    }
}

/// The first bytes of a file, which is then read from its beginning.
fn start_of(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut start = Vec::new();
    file.by_ref().take(64).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(start)
}

impl Tally {
    fn take(&mut self, met: Met, hosts: &[String], learner: &mut Learner<'_>) {
        self.requests += 1;
        match met {
            Met::Skipped(what) => *self.skipped.entry(what).or_default() += 1,
            Met::Recorded(exchange) => self.learn(&exchange, learner),
            Met::Exchange { host, exchange } if hosts.contains(&host) => {
                if learner.is_about_the_api(&exchange) {
                    self.learn(&exchange, learner);
                } else {
                    *self.skipped.entry("pages and files of the API's own host").or_default() += 1;
                }
            }
            Met::Exchange { host, exchange } => {
                if learner.has_operation(&exchange) {
                    *self.like_ours.entry(host.clone()).or_default() += 1;
                }
                *self.other_hosts.entry(host).or_default() += 1;
            }
        }
    }

    fn learn(&mut self, exchange: &Exchange, learner: &mut Learner<'_>) {
        match exchange.body {
            codegen::learn::Body::Unknown => self.without_body += 1,
            _ => self.with_body += 1,
        }
        learner.take(exchange);
    }
}
