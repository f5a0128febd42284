//! Random histories of one key, and what has to be true at every step of them.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use cc_api::Lane;
use cc_api::quota::{Ask, Decision, KeyId, Pause, PauseReason, QuotaStore, Report, Slot, Snapshot, Window};

use crate::chance::Chance;
use crate::server::Server;

/// The time of a history in microseconds: the true one, and by how much the time of day is off.
#[derive(Debug, Default)]
pub(crate) struct Time {
    now: AtomicU64,
    pub(crate) skew: AtomicI64,
}

impl Time {
    pub(crate) fn now(&self) -> u64 {
        self.now.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, micros: u64) {
        self.now.fetch_add(micros, Ordering::SeqCst);
    }
}

/// What histories are played against.
pub(crate) struct Rig<'a> {
    pub(crate) store: &'a dyn QuotaStore,
    pub(crate) windows: &'a [Window],
    pub(crate) time: &'a Time,
    /// Whether processes may die: the store ends leases.
    pub(crate) leases: bool,
    /// Whether the store begins a key with one request, as it may have lost what it knew.
    pub(crate) careful: bool,
    /// By how many microseconds the store's clock may be off, which is to be on the late side.
    pub(crate) blur: u64,
    /// How many steps a history has.
    pub(crate) steps: u64,
}

/// The windows of histories: of one request and of many, kept by entry and by bucket.
pub(crate) const WINDOWS: [&[Window]; 8] = [
    &[secs(1, 1)],
    &[secs(2, 3)],
    &[secs(3, 2), secs(5, 7)],
    &[secs(3, 60), secs(8, 3600), secs(20, 86_400)],
    &[secs(30, 60), secs(500, 3600), secs(2000, 86_400)],
    &[secs(7, 100)],
    &[secs(65, 9)],
    &[secs(5, 90), secs(70, 600)],
];

const fn secs(limit: u32, seconds: u64) -> Window {
    Window::new(limit, Duration::from_secs(seconds))
}

/// A slot under way.
#[derive(Debug, Clone, Copy)]
struct Open {
    slot: Slot,
    since: u64,
    /// When its lease ends.
    until: u64,
}

/// What the server's wish to be left alone has come to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Probe {
    Unneeded,
    Wanted,
    /// It is under way, and given up at this time.
    Out(u64),
}

struct History<'a> {
    rig: &'a Rig<'a>,
    seed: u64,
    key: KeyId,
    chance: Chance,
    server: Server,
    open: Vec<Open>,
    /// Under way, and nobody will settle them.
    lost: Vec<Open>,
    frozen_until: u64,
    probe: Probe,
    /// Whether no answer said anything of the quota, so that an exact log knows all.
    silent: bool,
    lease: u64,
}

/// Plays one history.
pub(crate) fn play(rig: &Rig<'_>, seed: u64) {
    let mut chance = Chance::new(seed);
    let mut key = [0; 16];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let silent = chance.one_in(2);
    let lease = chance.pick(&[1_000_000, 7_000_000, 45_000_000]);
    let mut history = History {
        rig,
        seed,
        key: KeyId(key),
        chance,
        server: Server::new(rig.windows),
        open: Vec::new(),
        lost: Vec::new(),
        frozen_until: 0,
        probe: if rig.careful { Probe::Wanted } else { Probe::Unneeded },
        silent,
        lease,
    };
    for _ in 0..rig.steps {
        history.step();
    }
    history.end();
}

impl History<'_> {
    fn step(&mut self) {
        match self.chance.below(12) {
            0..=4 => self.ask(),
            5 => {
                let most = 3 * u64::from(self.rig.windows[0].limit);
                for _ in 0..self.chance.below(1 + most.min(self.rig.steps)) {
                    self.ask();
                }
            }
            6 | 7 => self.settle(),
            8 => {
                while !self.open.is_empty() {
                    self.settle();
                }
            }
            9 => self.refund(),
            _ => self.pass_time(),
        }
        if self.rig.leases && self.chance.one_in(20) {
            self.lose();
        }
    }

    fn now(&self) -> u64 {
        self.rig.time.now()
    }

    fn pass_time(&mut self) {
        let window = self.chance.pick(self.rig.windows);
        let length = u64::try_from(window.length.as_micros()).unwrap();
        let time = match self.chance.below(8) {
            0 => self.chance.below(3000),
            1 => length,
            2 => length - self.chance.below(2000),
            3 => self.chance.below(2 * length),
            _ => self.chance.below(2 * length / u64::from(window.limit) + 2),
        };
        self.pass(time);
        if self.chance.one_in(8) {
            // Seen before and after, so that it is the jump alone that could count as time.
            self.snapshot();
            let hours = i64::try_from(self.chance.below(13)).unwrap() - 6;
            self.rig.time.skew.store(hours * 3_600_000_000, Ordering::SeqCst);
            self.snapshot();
        }
    }

    /// Lets time pass, in which leases end.
    fn pass(&mut self, time: u64) {
        self.rig.time.pass(time);
        let now = self.now();
        if !self.rig.leases {
            return;
        }
        // What is still open is settled late: it counts from its lease's end, and once more from then on.
        for place in (0..self.lost.len()).rev() {
            if self.lost[place].until <= now {
                let lost = self.lost.swap_remove(place);
                self.server.settled(lost.until);
                self.server.arrives(lost.since, lost.until, &mut self.chance);
                self.given_up(lost.slot);
            }
        }
        for place in (0..self.open.len()).rev() {
            if self.open[place].until <= now {
                let late = self.open.swap_remove(place);
                self.server.settled(late.until);
                self.given_up(late.slot);
                let report = Report { now: Duration::from_micros(now), ..Report::default() };
                self.rig.store.settle(self.key, late.slot, &report).unwrap();
                self.server.arrives(late.since, now, &mut self.chance);
                self.server.settled(now);
            }
        }
    }

    /// How many slots are taken and not settled.
    fn taken(&self) -> usize {
        self.open.len() + self.lost.len()
    }

    fn reserve(&self, lane: Lane, ahead: u32) -> Decision {
        let (key, now) = (self.key, Duration::from_micros(self.now()));
        let lease = Duration::from_micros(self.lease);
        self.rig.store.reserve(&Ask { key, lane, ahead, now, lease }).unwrap()
    }

    fn snapshot(&self) -> Snapshot {
        self.rig.store.snapshot(self.key, Duration::from_micros(self.now())).unwrap()
    }

    fn ask(&mut self) {
        let lane = self.chance.pick(&[Lane::Interactive, Lane::Normal, Lane::Normal, Lane::Background]);
        let ahead = if self.chance.one_in(6) { 1 + u32::try_from(self.chance.below(5)).unwrap() } else { 0 };
        let before = self.chance.one_in(4).then(|| self.snapshot());
        match self.reserve(lane, ahead) {
            Decision::Granted(slot) => self.granted(slot, lane, ahead),
            Decision::Wait(pause) => {
                self.refused(pause, lane, ahead);
                if let Some(before) = before {
                    let after = self.snapshot();
                    assert_eq!(words(&before), words(&after), "a refusal takes nothing, {}", self.seed);
                }
            }
        }
    }

    fn granted(&mut self, slot: Slot, lane: Lane, ahead: u32) {
        let (now, seed, taken) = (self.now(), self.seed, self.taken());
        assert_eq!(ahead, 0, "others go first, {seed}");
        assert!(now + 1000 > self.frozen_until, "frozen, {seed}");
        match self.probe {
            Probe::Unneeded => assert!(!slot.probe, "nothing to probe, {seed}"),
            Probe::Wanted => assert!(slot.probe, "the first after a freeze is a probe, {seed}"),
            Probe::Out(until) => assert!(slot.probe && now + 1000 > until, "one probe at a time, {seed}"),
        }
        if slot.probe {
            self.probe = Probe::Out(now + self.lease);
        }
        assert!(self.server.leaves_room(now, taken, |_| 0), "one too many, {seed}");
        if lane == Lane::Background {
            let room = |window: &Window| {
                let part = if window.length <= Duration::from_secs(60) { 5 } else { 4 };
                // Where there is one slot, nothing can be left to others.
                (window.limit.div_ceil(part) as usize).min(window.limit as usize - 1)
            };
            assert!(self.server.leaves_room(now, taken, room), "the others' share, {seed}");
        }
        self.open.push(Open { slot, since: now, until: now + self.lease });
    }

    fn refused(&mut self, pause: Pause, lane: Lane, ahead: u32) {
        let (now, seed) = (self.now(), self.seed);
        let most = self.server.longest() * (2 + u64::from(ahead) + self.taken() as u64);
        match pause.why {
            PauseReason::Frozen => {
                assert!(now < self.frozen_until + 1000 + self.rig.blur, "not frozen, {seed}");
            }
            PauseReason::Probing => assert!(matches!(self.probe, Probe::Out(_)), "no probe, {seed}"),
            PauseReason::Pace => assert_eq!(lane, Lane::Background, "only background is paced, {seed}"),
            PauseReason::Queue => assert!(ahead > 0 && pause.time.is_zero(), "nobody is ahead, {seed}"),
            PauseReason::Window(length) => {
                assert!(self.rig.windows.iter().any(|window| window.length == length), "{seed}");
                assert!(micros(pause.time) <= most, "{pause:?} is too long, {seed}");
            }
            other => panic!("{other:?}, {seed}"),
        }
        if self.silent
            && lane != Lane::Background
            && ahead == 0
            && matches!(pause.why, PauseReason::Window(_))
        {
            assert!(
                self.server.was_full(now - now.min(self.rig.blur), self.taken()),
                "late by more than a bucket, {seed}"
            );
        }
    }

    fn any_open(&mut self) -> Option<Open> {
        let count = self.open.len() as u64;
        let place = if count > 0 { self.chance.below(count) } else { return None };
        Some(self.open.swap_remove(usize::try_from(place).unwrap()))
    }

    fn settle(&mut self) {
        let Some(open) = self.any_open() else { return };
        let now = self.now();
        let mut report = Report { now: Duration::from_micros(now), answered: true, ..Report::default() };
        if !self.silent {
            report = self.server.report(now, &mut self.chance);
            if self.chance.one_in(12) {
                let freeze = Duration::from_secs(self.chance.pick(&[1, 2, 30, 5000, u64::MAX]));
                report.freeze = Some(freeze);
                let longest = Duration::from_secs(25 * 3600);
                self.frozen_until = self.frozen_until.max(now + micros(freeze.min(longest)));
                report.answered = true;
            }
        }
        self.rig.store.settle(self.key, open.slot, &report).unwrap();
        // The store may have found its lease over, and then counts it twice.
        self.silent &= !self.rig.leases || now + self.rig.blur < open.until;
        self.server.arrives(open.since, now, &mut self.chance);
        self.server.settled(now);
        if report.freeze.is_some() {
            self.probe = Probe::Wanted;
        } else if open.slot.probe {
            self.probe = if report.answered { Probe::Unneeded } else { Probe::Wanted };
        }
    }

    fn refund(&mut self) {
        let Some(open) = self.any_open() else { return };
        self.rig.store.refund(self.key, open.slot).unwrap();
        self.given_up(open.slot);
    }

    /// The process of a slot dies.
    fn lose(&mut self) {
        let Some(open) = self.any_open() else { return };
        self.lost.push(open);
    }

    /// A probe that has told nothing has to be sent again.
    fn given_up(&mut self, slot: Slot) {
        if slot.probe {
            self.probe = Probe::Wanted;
        }
    }

    /// Everything comes to its end; then every lane gets a slot, within the longest window.
    fn end(&mut self) {
        let seed = self.seed;
        if self.rig.leases {
            self.pass(self.lease);
        }
        while !self.open.is_empty() {
            self.settle();
        }
        assert_eq!(self.snapshot().reserved, 0, "slots are conserved, {seed}");
        let lane = self.chance.pick(&[Lane::Normal, Lane::Background]);
        let end = self.now().max(self.frozen_until) + 2 * self.server.longest();
        let slot = loop {
            match self.reserve(lane, 0) {
                Decision::Granted(slot) => break slot,
                Decision::Wait(pause) => {
                    assert!(!pause.time.is_zero(), "a pause of nothing, {pause:?}, {seed}");
                    // Not a moment earlier, either.
                    self.pass(micros(pause.time));
                    assert!(self.now() <= end, "never granted: {pause:?}, {seed}");
                }
            }
        };
        self.granted(slot, lane, 0);
        self.settle();
        assert_eq!(self.snapshot().reserved, 0, "slots are conserved, {seed}");
        self.server.judge(seed);
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// A snapshot as something to be compared.
fn words(snapshot: &Snapshot) -> String {
    format!("{snapshot:?}")
}
