//! Where the use of a quota is kept: the questions that every store answers.

use std::fmt;
use std::time::Duration;

use super::windows::Window;

/// Keeps what each key has used of its quota, and decides.
///
/// There are three: in memory, in a file for the processes of one machine, and on a Redis server for many machines; the
/// same property test runs against all of them. Each decision takes a slot in all windows or in none. A slot is
/// free again one window after the answer came, not after the request was sent: the server counted it in between.
///
/// The methods may block; a store that is not local is asked on a thread of its own.
pub trait QuotaStore: fmt::Debug + Send + Sync {
    /// Is told the windows before anything else, when a client is built. A store that can't be used says so here.
    fn set_up(&self, windows: &[Window]) -> Result<(), StoreError>;

    /// Takes a slot in all windows, or says how long there is none.
    fn reserve(&self, ask: &Ask) -> Result<Decision, StoreError>;

    /// The request was answered or given up after it was sent: its slot is free one window from now.
    fn settle(&self, key: KeyId, slot: Slot, report: &Report) -> Result<(), StoreError>;

    /// No byte of the request was sent: its slot is free at once.
    fn refund(&self, key: KeyId, slot: Slot) -> Result<(), StoreError>;

    /// Counts requests that were sent while the store was out of reach: how long ago they were answered, and how many,
    /// the earliest first. They were sent, so they count even where there is no room. A store that does nothing here
    /// leaves it to the server's answers to say how much is used.
    fn catch_up(&self, key: KeyId, sent: &[(Duration, u32)]) -> Result<(), StoreError> {
        let _ = (key, sent);
        Ok(())
    }

    /// What a key has used, without taking anything.
    fn snapshot(&self, key: KeyId, now: Duration) -> Result<Snapshot, StoreError>;

    /// Whether it answers at once, so that it can be asked in place.
    fn is_local(&self) -> bool {
        false
    }

    /// How long a client waits for an answer; after that memory decides, with this process's part of the limits. A
    /// quarter of a second unless a store says otherwise.
    fn patience(&self) -> Duration {
        Duration::from_millis(250)
    }
}

/// A key by a digest of it: what stores know keys by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeyId(pub [u8; 16]);

/// How urgent a call is. Waiting calls go in this order; the least urgent lane gets every ninth turn. Inside a lane the
/// operations take turns, and calls of one operation go in the order of coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lane {
    /// Somebody is waiting for it.
    Interactive,
    /// Everything else.
    #[default]
    Normal,
    /// Work that has time: it is spread over the day, and leaves a fifth of a minute's slots and a quarter of an
    /// hour's and a day's to the others.
    Background,
}

impl Lane {
    /// The word for it: `interactive`, `normal` or `background`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Interactive => "interactive",
            Self::Normal => "normal",
            Self::Background => "background",
        }
    }
}

/// A question for a slot.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// For which key.
    pub key: KeyId,
    /// How urgent it is.
    pub lane: Lane,
    /// How many calls go first. A slot is given only if there are none; otherwise the answer is how long it may take.
    pub ahead: u32,
    /// The client's time, which never goes back, for stores without a clock of their own.
    pub now: Duration,
    /// After how long a slot that nobody settles counts as settled: its process may have died.
    pub lease: Duration,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Send now.
    Granted(Slot),
    /// Not yet.
    Wait(Pause),
}

/// How long there is no slot, and why. It may take longer: whoever waited asks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// How long.
    pub time: Duration,
    /// Why.
    pub why: PauseReason,
}

impl Pause {
    /// No pause.
    pub(crate) fn none() -> Self {
        Self { time: Duration::ZERO, why: PauseReason::Queue }
    }
}

impl Decision {
    /// For a store that doesn't know what it is asked.
    pub(crate) fn nothing_known() -> Self {
        Self::Wait(Pause { time: Duration::from_secs(1), why: PauseReason::Store })
    }
}

/// Why there is no slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PauseReason {
    /// A window is full: the one of this length.
    Window(Duration),
    /// The server said that there were too many requests, and until when.
    Frozen,
    /// One request is out to see whether the server takes requests again.
    Probing,
    /// Background work is spread over the time.
    Pace,
    /// The server takes requests again after it asked to wait; they go out one after the other.
    Thaw,
    /// Others wait already.
    Queue,
    /// The store that keeps the quota does not answer.
    Store,
}

impl PauseReason {
    /// The word for it, as a label of metrics: `window` for any window, `frozen`, `probing`, `pace`, `thaw`, `queue` or
    /// `store`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Window(_) => "window",
            Self::Frozen => "frozen",
            Self::Probing => "probing",
            Self::Pace => "pace",
            Self::Thaw => "thaw",
            Self::Queue => "queue",
            Self::Store => "store",
        }
    }
}

impl fmt::Display for PauseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window(length) => write!(f, "the limit of {} is used up", length_in_words(*length)),
            Self::Frozen => f.write_str("the server asked to wait"),
            Self::Probing => {
                f.write_str("one request goes first to see whether the server takes requests again")
            }
            Self::Pace => f.write_str("background calls are spread over the time"),
            Self::Thaw => f.write_str("calls go out one after the other since the server asked to wait"),
            Self::Queue => f.write_str("other calls wait already"),
            Self::Store => f.write_str("the store that keeps the quota does not answer"),
        }
    }
}

/// `a minute`, `an hour`, `a day`, or a number of seconds.
fn length_in_words(length: Duration) -> String {
    match length.as_secs() {
        60 => "a minute".to_owned(),
        3600 => "an hour".to_owned(),
        86_400 => "a day".to_owned(),
        seconds => format!("{seconds} s"),
    }
}

/// A slot that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The store's own number for it.
    pub id: u64,
    /// Whether it is the one request that goes first after the server asked to wait.
    pub probe: bool,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Report {
    /// The client's time at the answer.
    pub now: Duration,
    /// What the answer said of the quota.
    pub reading: Reading,
    /// How long the server wants no further request, if it said that there were too many.
    pub freeze: Option<Duration>,
    /// Whether an answer came at all.
    pub answered: bool,
}

/// What an answer says of the quota. What is malformed is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// The limit of the window that the server speaks of.
    pub limit: Option<u32>,
    /// How many requests are left in it.
    pub remaining: Option<u32>,
    /// How long until it begins anew.
    pub reset: Option<Duration>,
}

/// What a key has used.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The windows, as the quota has them.
    pub windows: Vec<WindowUse>,
    /// Slots that are taken and not settled.
    pub reserved: u32,
    /// How long the key is frozen.
    pub frozen: Option<Duration>,
}

/// What a key has used of one window.
#[derive(Debug, Clone)]
pub struct WindowUse {
    /// The window; its limit is the server's own, if it named a lower one.
    pub window: Window,
    /// Requests in it.
    pub used: u32,
    /// How many more the server counts: somebody else uses the key.
    pub unseen: u32,
    /// In how long requests leave it, and how many, soonest first.
    pub leaves: Vec<(Duration, u32)>,
}

/// A store that could not answer.
#[derive(Debug, Clone)]
pub struct StoreError(String);

impl StoreError {
    /// Says why, without a key or an address with a password.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}
