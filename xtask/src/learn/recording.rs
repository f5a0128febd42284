//! Recordings: what `ccapi doctor --record` writes, a line an exchange, without secrets and personal values.

use std::io::{BufRead, BufReader, Read};

use codegen::learn::Exchange;
use serde_json::Value;

use super::source::{Met, Problem};

/// The form of recordings that is understood.
const VERSION: u64 = 1;

/// Reads a recording, line by line. What came before a fault is kept.
pub(super) fn read(reader: impl Read, met: &mut dyn FnMut(Met)) -> Result<(), Problem> {
    let mut lines = BufReader::new(reader).lines().enumerate();
    let first = match lines.next() {
        Some((_, Ok(line))) => serde_json::from_str::<Value>(&line).unwrap_or_default(),
        Some((_, Err(error))) => return Err(Problem::Unreadable(error.to_string())),
        None => return Err(Problem::NotThis("it is empty")),
    };
    match first["recording"].as_u64() {
        Some(VERSION) => {}
        Some(_) => return Err(Problem::Broken("it was written by a later version".to_owned())),
        None => return Err(Problem::NotThis("its first line does not say that it is a recording")),
    }
    for (at, line) in lines {
        let line = line.map_err(|error| Problem::Unreadable(error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let Ok(value) = serde_json::from_str::<Value>(&line) else {
            return Err(Problem::Cut(format!("line {} is not whole", at + 1)));
        };
        met(Exchange::recorded(&value).map_or(Met::Skipped("lines that are no exchange"), Met::Recorded));
    }
    Ok(())
}
