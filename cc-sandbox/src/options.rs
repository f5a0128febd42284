//! What can be chosen when a sandbox is started.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::variant::Variant;

/// How a sandbox behaves. The defaults are those of the program without arguments, except that the port is any free one.
#[derive(Debug, Clone)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Options {
    /// The address to listen on: loopback unless told otherwise.
    pub address: IpAddr,
    /// Whether an address that other machines can reach may be listened on, and a request may name any host.
    pub expose: bool,
    /// The port; 0 takes any free one.
    pub port: u16,
    /// The file to keep the state in; without one it ends with the sandbox.
    pub database: Option<PathBuf>,
    /// What is in it at first.
    pub seed: Seed,
    /// How many posts the library has, if not as many as the seed says.
    pub posts: Option<u32>,
    /// What the made-up data is drawn from: the same number gives the same data.
    pub rng: u64,
    /// The time at the start; the machine's time without one.
    pub now: Option<Timestamp>,
    /// Whether the clock stands still until it is told to move.
    pub hold_clock: bool,
    /// Whether the rate limit is on.
    pub rate_limits: bool,
    /// How `X-RateLimit-Reset` is written.
    pub reset_style: ResetStyle,
    /// Which window the headers describe.
    pub header_window: HeaderWindow,
    /// The largest page; a larger `limit` gets this many.
    pub max_page: u32,
    /// Who may call operations for which no scope is documented.
    pub scope_policy: ScopePolicy,
    /// How the API differs from the document; it does not, without one.
    pub variant: Option<Variant>,
    /// Whether the routes that move the clock, script faults and read the ledger are there.
    pub control: bool,
    /// How long a client may take over the head of a request.
    pub head_timeout: Duration,
    /// How long a client may take over the body of a request.
    pub body_timeout: Duration,
    /// How many connections are served at once; more wait for a place.
    pub max_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            expose: false,
            port: 0,
            database: None,
            seed: Seed::Demo,
            posts: None,
            rng: 1,
            now: None,
            hold_clock: false,
            rate_limits: true,
            reset_style: ResetStyle::default(),
            header_window: HeaderWindow::default(),
            max_page: 100,
            scope_policy: ScopePolicy::default(),
            variant: None,
            control: false,
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(30),
            max_connections: 1024,
        }
    }
}

/// What a new database is filled with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
#[non_exhaustive]
pub enum Seed {
    /// A year of a believable agent's account.
    #[default]
    Demo,
    /// The accounts and the lists to choose from, and nothing else.
    Empty,
    /// The demo, and 25,000 accounts more.
    Large,
}

/// How `X-RateLimit-Reset` is written. Not documented; both forms are common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
#[non_exhaustive]
pub enum ResetStyle {
    /// As seconds since 1970.
    #[default]
    Epoch,
    /// As seconds from now.
    Seconds,
}

/// Which window the three headers describe. Not documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
#[non_exhaustive]
pub enum HeaderWindow {
    /// The one with the fewest requests left: the one that a client meets first.
    #[default]
    Tightest,
    /// The minute.
    Minute,
    /// The hour.
    Hour,
    /// The day.
    Day,
}

/// Who may call an operation for which no scope is documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
#[non_exhaustive]
pub enum ScopePolicy {
    /// Every key: the guide says that a key can do what the web app can.
    #[default]
    Open,
    /// Only keys that hold every scope.
    FullKey,
    /// No key, only session tokens.
    Deny,
}
