//! Recordings of what the API answers, for those who want to learn how it really is.
//!
//! The document of the API is in part a guess. A recording shows where it is wrong without showing anything else: every
//! text is replaced by one of the same form, every number by one of the same kind, and neither a credential nor an
//! identifier is ever written. It is a line of JSON an exchange, behind a first line that says what it is:
//!
//! ```
//! # use cc_api::internal::TEST_API as API; // `cc_api::API` in your own programs
//! # use cc_api::{Client, fake::FakeTransport};
//! # fn find(_: &str) -> Option<&'static cc_api::catalogue::Operation> { None }
//! # fn schema(_: &str) -> Option<&'static str> { None }
//! use cc_api::record::Recorder;
//!
//! // In your own programs `Recorder::new(sink)` knows the catalogue.
//! let recorder = Recorder::over(find, schema, Vec::new());
//! let client = Client::builder_for(&API).transport(FakeTransport::new()).record(recorder).build()?;
//! # Ok::<(), cc_api::Error>(())
//! ```
//!
//! A body is read as it passes: callers get all of it, piece by piece, under the limits that hold without a recorder. A
//! request that fails or is given up leaves no line.

mod body;
mod form;
mod headers;
mod layer;
mod line;
mod places;
mod query;

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::catalogue::Operation;
pub(crate) use layer::Recorded;

/// Finds an operation by its name: `catalogue::find` of a generated crate.
pub type FindOperation = fn(&str) -> Option<&'static Operation>;
/// Finds the schema of a named type: `catalogue::schema` of a generated crate.
pub type FindSchema = fn(&str) -> Option<&'static str>;

/// Writes down what the API answers, without secrets and personal values. Clones write to the same place, for several
/// clients.
#[derive(Clone)]
pub struct Recorder {
    find: FindOperation,
    schema: FindSchema,
    tape: Arc<Mutex<Tape>>,
}

/// Where the lines go.
struct Tape {
    /// None once it has failed: half a line is the last one.
    sink: Option<Box<dyn Write + Send>>,
    /// Whether the first line stands there.
    begun: bool,
}

impl Recorder {
    /// A recorder for an API by its catalogue. Each line is handed to the sink in one piece.
    pub fn over(find: FindOperation, schema: FindSchema, sink: impl Write + Send + 'static) -> Self {
        let tape = Tape { sink: Some(Box::new(sink)), begun: false };
        Self { find, schema, tape: Arc::new(Mutex::new(tape)) }
    }

    /// The same for a sink that holds the beginning of a recording already: no first line is written.
    #[must_use]
    pub fn continuing(self) -> Self {
        self.lock().begun = true;
        self
    }

    /// Whether a line could not be written: no more are then.
    pub fn has_failed(&self) -> bool {
        self.lock().sink.is_none()
    }

    /// Writes a line, and the first one before it. An error is told once: nothing is written after it.
    fn write(&self, product: &str, now: Timestamp, line: &str) -> io::Result<()> {
        let mut tape = self.lock();
        let mut text = String::with_capacity(line.len() + 128);
        if !tape.begun {
            text.push_str(&line::first(product, now));
        }
        text.push_str(line);
        let Some(sink) = &mut tape.sink else { return Ok(()) };
        let written = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
        tape.begun = true;
        if written.is_err() {
            tape.sink = None;
        }
        written
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Tape> {
        // A sink that panics has written what it has written.
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
