//! How much of a server one connection may take, and how much all of them.

use std::time::Duration;

/// The bounds of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// How many connections are served at once; more wait for a place.
    pub connections: usize,
    /// How long a caller may take over the head of a request, its silence before it among that.
    pub head_timeout: Duration,
    /// How many bytes of a head are read before it is refused.
    pub head_bytes: usize,
    /// How many headers a request may have.
    pub headers: usize,
    /// How long a connection may last, where its age alone is a reason to end it. Answers that go on for hours have none.
    pub life: Option<Life>,
    /// How long calls that are under way may take when the server stops.
    pub farewell: Duration,
}

/// How long a connection may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// After how long the next answer is the last one: [`Visit::is_last`](crate::Visit::is_last).
    pub until_last_answer: Duration,
    /// How long it is kept in all. Who reads an answer too slowly to the end holds a place for no longer.
    pub in_all: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 1024,
            head_timeout: Duration::from_secs(10),
            head_bytes: 64 << 10,
            headers: 100,
            life: None,
            farewell: Duration::from_secs(5),
        }
    }
}
