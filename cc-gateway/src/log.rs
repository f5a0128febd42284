//! The log: a line a request, with nothing in it that a caller has sent but a known method.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use cc_api::Timestamp;

/// One request, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When it came.
    pub at: Timestamp,
    /// The method; `-` for one that there is not.
    pub method: &'static str,
    /// The operation, or the page; `-` for what is not served.
    pub operation: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// How long the answer took.
    pub took: Duration,
    /// Eight digits of the key's digest, from which nobody finds the key; none if there was no key.
    pub key: Option<String>,
}

impl fmt::Display for Entry {
    /// `2026-11-22T21:00:00.123Z GET get_posts 200 41ms key=3f9a1c07`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, method, operation, status, took, key } = self;
        let key = key.as_deref().unwrap_or("-");
        write!(f, "{at:.3} {method} {operation} {status} {}ms key={key}", took.as_millis())
    }
}

/// Where the lines of the log go: to stderr, unless told otherwise.
#[derive(Clone)]
pub struct Log(Sink);

/// What takes a line.
type Sink = Arc<dyn Fn(&dyn fmt::Display) + Send + Sync>;

impl Default for Log {
    fn default() -> Self {
        Self::to(|line| {
            // In one piece: stderr keeps nothing back. A log that nobody reads any more is no reason to stop.
            let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
        })
    }
}

impl Log {
    /// Sends the lines here.
    pub fn to(sink: impl Fn(&dyn fmt::Display) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    pub(crate) fn write(&self, line: &dyn fmt::Display) {
        (self.0)(line);
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}
