//! The quota of a fleet, on a Redis server.
//!
//! Each decision is one run of a script on the server, by the server's clock. All that is kept of a key lies in two keys
//! with one hash tag, and ends by itself; nothing is kept of workers. A slot has a lease, so that a worker that dies holds nothing
//! for ever.

mod address;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use redis::{Client, Cmd, Connection, ErrorKind, RedisError, ServerErrorKind};

use super::key_state::{Heard, Layout};
use super::memory::LONGEST_FREEZE;
use super::store::{
    Ask, Decision, KeyId, Lane, Pause, PauseReason, QuotaStore, Report, Slot, Snapshot, StoreError, WindowUse,
};
use super::windows::{Window, millis, whole_millis};

const SCRIPT: &str = include_str!("redis.lua");
/// How long connecting, writing and reading may take.
const PATIENCE: Duration = Duration::from_millis(250);

/// Keeps the use of a quota on a Redis server, which any number of machines may share.
///
/// The server's clock decides, so the machines' clocks may differ. The server knows keys by digests. While it is out of
/// reach, each client keeps to its part of the limits (see [`Quota::workers`](crate::Quota::workers)), and it is back as
/// soon as it answers. Redis 5 or newer. Of a key of which the server knows nothing, one call goes first, as the
/// server may have lost what it knew.
pub struct RedisQuota {
    client: Client,
    layout: OnceLock<(Vec<Window>, Layout)>,
    line: Mutex<Option<Line>>,
    clock: Option<Clock>,
}

/// A time in microseconds in place of the server's, for tests.
pub(crate) type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// An open connection, and what the script is called there.
struct Line {
    connection: Connection,
    script: String,
}

impl RedisQuota {
    /// A server by its address, as `redis://user:password@host:6379/0`. It is connected to with the first call, so that a
    /// server that is out of reach keeps no client from starting. An address that can't be one is an error.
    ///
    /// With the feature `redis-rustls` the address may begin with `rediss://`, for TLS; without it such an address is an
    /// error. The server's certificate has to come from an authority that the machine trusts. A program that
    /// chooses a provider of cryptography for rustls does so before; otherwise this installs `aws-lc-rs`.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        address::client(address).map(Self::of)
    }

    /// As [`open`](Self::open), for a server whose certificate comes from this authority, in PEM form. It takes the place of
    /// those that the machine trusts. An address without TLS is an error, and so is what is not in PEM form.
    #[cfg(feature = "redis-rustls")]
    pub fn open_with_root_certificate(address: &str, pem: &[u8]) -> Result<Self, StoreError> {
        address::client_with_root(address, pem).map(Self::of)
    }

    fn of(client: Client) -> Self {
        Self { client, layout: OnceLock::new(), line: Mutex::new(None), clock: None }
    }

    pub(crate) fn with_clock(address: &str, clock: Clock) -> Result<Self, StoreError> {
        Ok(Self { clock: Some(clock), ..Self::open(address)? })
    }

    /// Runs the script: what to do, for which key, and what it needs for that.
    fn run(&self, what: &str, key: KeyId, arguments: &[i64]) -> Result<Vec<Word>, StoreError> {
        let (_, layout) =
            self.layout.get().ok_or_else(|| StoreError::new("the quota was not told its windows"))?;
        let mut tag = String::with_capacity(32);
        for byte in key.0 {
            fmt::Write::write_fmt(&mut tag, format_args!("{byte:02x}")).unwrap_or_default();
        }
        let mut command = Cmd::new();
        command.arg(2).arg(format!("cc-quota:{{{tag}}}")).arg(format!("cc-quota:{{{tag}}}:slots"));
        command
            .arg(what)
            .arg(self.clock.as_ref().map(|clock| clock()).map_or_else(String::new, |at| at.to_string()));
        command.arg(layout.tracks().len());
        for track in layout.tracks() {
            let (step, exact) = track.kept();
            command.arg(track.window.limit).arg(track.length()).arg(step).arg(u8::from(exact));
            command.arg(track.part_of_others());
        }
        for argument in arguments {
            // What is not there is no number.
            if *argument < 0 {
                command.arg("")
            } else {
                command.arg(*argument)
            };
        }
        self.send(&command).map_err(|error| told(&error))
    }

    /// Sends a question; over a new connection if the old one was closed meanwhile.
    fn send(&self, rest: &Cmd) -> Result<Vec<Word>, RedisError> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut open) = line.take() {
            match open.ask(rest) {
                Err(error) if error.is_unrecoverable_error() && !error.is_timeout() => {}
                Err(error) if error.is_timeout() => return Err(error),
                answer => {
                    *line = Some(open);
                    return answer;
                }
            }
        }
        let mut open = Line::open(&self.client)?;
        let answer = open.ask(rest);
        if !answer.as_ref().is_err_and(|error| error.is_unrecoverable_error() || error.is_timeout()) {
            *line = Some(open);
        }
        answer
    }
}

/// What the script answers is a list of numbers, with a word in it.
type Word = redis::Value;

impl Line {
    fn open(client: &Client) -> Result<Self, RedisError> {
        let mut connection = client.get_connection_with_timeout(PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        let script = Cmd::new().arg("SCRIPT").arg("LOAD").arg(SCRIPT).query(&mut connection)?;
        Ok(Self { connection, script })
    }

    fn ask(&mut self, rest: &Cmd) -> Result<Vec<Word>, RedisError> {
        match with("EVALSHA", &self.script, rest).query(&mut self.connection) {
            // The server was started anew: the script goes along, which keeps it there, too.
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                with("EVAL", SCRIPT, rest).query(&mut self.connection)
            }
            answer => answer,
        }
    }
}

/// The command that runs the script, by what it is called or by itself.
fn with(command: &str, script: &str, rest: &Cmd) -> Cmd {
    let mut whole = Cmd::new();
    whole.arg(command).arg(script);
    for argument in rest.args_iter() {
        if let redis::Arg::Simple(argument) = argument {
            whole.arg(argument);
        }
    }
    whole
}

/// Says what failed, without the address, which may hold a password.
fn told(error: &RedisError) -> StoreError {
    if error.is_timeout() {
        return StoreError::new("the Redis server did not answer in time");
    }
    #[cfg(feature = "redis-rustls")]
    if let Some(why) = address::failure(error) {
        return StoreError::new(why);
    }
    let code = error.code().unwrap_or("");
    StoreError::new(format!("the Redis server: {} {code}", error.category()).trim_end().to_owned())
}

fn strange() -> StoreError {
    StoreError::new("the Redis server gave an answer that the script does not give")
}

fn number(words: &mut impl Iterator<Item = Word>) -> Result<u64, StoreError> {
    match words.next() {
        Some(Word::Int(number)) => u64::try_from(number).map_err(|_| strange()),
        _ => Err(strange()),
    }
}

fn small(words: &mut impl Iterator<Item = Word>) -> Result<u32, StoreError> {
    Ok(u32::try_from(number(words)?).unwrap_or(u32::MAX))
}

fn time(words: &mut impl Iterator<Item = Word>) -> Result<Duration, StoreError> {
    number(words).map(Duration::from_millis)
}

/// A number for the script; what is too large for it is as large as can be.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl QuotaStore for RedisQuota {
    fn set_up(&self, windows: &[Window]) -> Result<(), StoreError> {
        let (known, _) = self.layout.get_or_init(|| (windows.to_vec(), Layout::of(windows)));
        if known == windows {
            return Ok(());
        }
        Err(StoreError::new("this quota is already in use with other windows"))
    }

    fn reserve(&self, ask: &Ask) -> Result<Decision, StoreError> {
        let what = if ask.lane == Lane::Background { "reserve-background" } else { "reserve" };
        let words = self.run(what, ask.key, &[i64::from(ask.ahead), whole(millis(ask.lease))])?;
        let mut words = words.into_iter();
        if number(&mut words)? == 1 {
            let id = number(&mut words)?;
            return Ok(Decision::Granted(Slot { id, probe: number(&mut words)? == 1 }));
        }
        let pause = time(&mut words)?;
        let Some(Word::BulkString(why)) = words.next() else { return Err(strange()) };
        let why = match &*why {
            b"window" => PauseReason::Window(time(&mut words)?),
            b"frozen" => PauseReason::Frozen,
            b"probing" => PauseReason::Probing,
            b"pace" => PauseReason::Pace,
            _ => PauseReason::Queue,
        };
        Ok(Decision::Wait(Pause { time: pause, why }))
    }

    fn settle(&self, key: KeyId, slot: Slot, report: &Report) -> Result<(), StoreError> {
        let heard = self.layout.get().and_then(|(_, layout)| Heard::of(layout, report.reading));
        let (place, reset) = heard.map_or((0, 0), |heard| (heard.place + 1, heard.reset));
        let [limit, remaining] =
            [report.reading.limit, report.reading.remaining].map(|number| number.map_or(-1, i64::from));
        let freeze = report.freeze.map_or(-1, |time| whole(millis(time).min(LONGEST_FREEZE)));
        let place = i64::try_from(place).unwrap_or(0);
        let (probe, answered) = (i64::from(slot.probe), i64::from(report.answered));
        let arguments = [whole(slot.id), probe, answered, freeze, place, limit, remaining, whole(reset)];
        self.run("settle", key, &arguments).map(drop)
    }

    fn refund(&self, key: KeyId, slot: Slot) -> Result<(), StoreError> {
        self.run("refund", key, &[whole(slot.id), i64::from(slot.probe)]).map(drop)
    }

    fn catch_up(&self, key: KeyId, sent: &[(Duration, u32)]) -> Result<(), StoreError> {
        let mut arguments = Vec::with_capacity(1 + 2 * sent.len());
        arguments.push(i64::try_from(sent.len()).unwrap_or(0));
        for (ago, count) in sent {
            arguments.push(whole(whole_millis(*ago)));
            arguments.push(i64::from(*count));
        }
        self.run("catch-up", key, &arguments).map(drop)
    }

    fn snapshot(&self, key: KeyId, _: Duration) -> Result<Snapshot, StoreError> {
        let mut words = self.run("snapshot", key, &[])?.into_iter();
        let reserved = small(&mut words)?;
        let frozen = Some(time(&mut words)?).filter(|time| !time.is_zero());
        let mut snapshot = Snapshot { windows: Vec::new(), reserved, frozen };
        let windows = self.layout.get().map_or(&[][..], |(windows, _)| windows);
        for window in windows {
            let window = Window::new(small(&mut words)?, window.length);
            let (unseen, until) = (small(&mut words)?, time(&mut words)?);
            let (mut used, mut leaves) = (0_u32, Vec::new());
            for _ in 0..number(&mut words)? {
                let (at, count) = (time(&mut words)?, small(&mut words)?);
                used = used.saturating_add(count);
                leaves.push((at, count));
            }
            if unseen > 0 {
                let place = leaves.iter().position(|(at, _)| *at > until);
                leaves.insert(place.unwrap_or(leaves.len()), (until, unseen));
            }
            snapshot.windows.push(WindowUse { window, used, unseen, leaves });
        }
        Ok(snapshot)
    }
}

impl fmt::Debug for RedisQuota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisQuota").finish_non_exhaustive()
    }
}
