//! What one key has used, and whether it may send now: pure functions of a state and a time.
//!
//! Used by the stores in memory and in a file; the store on a server does the same by a script. The server's headers
//! only ever tighten: what it counts beyond our own requests is held back until its window begins anew, and a lower limit
//! holds until it names another.

use std::time::Duration;

use super::store::{Decision, Lane, Pause, PauseReason, Reading, Slot};
use super::windows::{Track, Window, millis, tracks};

/// The most windows that a quota may have.
pub(crate) const MOST_WINDOWS: usize = 3;

/// How the windows of a quota are kept; the same for all keys.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    tracks: Vec<Track>,
    words: usize,
}

/// What one key has used. Times are milliseconds.
#[derive(Debug, Clone)]
pub(crate) struct KeyState {
    pub(super) words: Box<[u16]>,
    pub(super) facts: [Facts; MOST_WINDOWS],
    /// Slots taken and not settled.
    pub(super) reserved: u32,
    /// Slots ever taken, as far as the number goes.
    pub(super) taken: u32,
    pub(super) frozen_until: u64,
    pub(super) probe: u64,
    /// When background work may send again.
    pub(super) paced_until: u64,
}

/// What is known of one window of one key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// The newest step of the window's track.
    pub(super) newest: u64,
    /// Until when `unseen` counts.
    pub(super) until: u64,
    /// How many requests the server counts beyond ours.
    pub(super) unseen: u32,
    /// The server's own limit; 0 as long as it names none that is lower.
    pub(super) limit: u32,
}

/// The values of `probe` that are no time.
const NO_PROBE: u64 = 0;
const WANTED: u64 = 1;

impl Layout {
    pub(crate) fn of(windows: &[Window]) -> Self {
        let (tracks, words) = tracks(windows.get(..MOST_WINDOWS).unwrap_or(windows));
        Self { tracks, words }
    }

    pub(crate) fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// How much a key takes beside its own size.
    #[cfg(test)]
    pub(crate) fn words(&self) -> usize {
        self.words
    }
}

impl Track {
    /// The part of its slots that background work leaves to others: one of so many.
    pub(super) fn part_of_others(&self) -> u32 {
        if self.window.length <= Duration::from_secs(60) { 5 } else { 4 }
    }

    /// How many slots a lane may use.
    fn share(&self, facts: &Facts, lane: Lane) -> u32 {
        let limit = facts.limit_of(self);
        let share = match lane {
            Lane::Interactive | Lane::Normal => limit,
            Lane::Background => limit - limit.div_ceil(self.part_of_others()),
        };
        // Of one slot nothing can be left to others.
        share.max(1)
    }
}

impl KeyState {
    pub(crate) fn new(layout: &Layout) -> Self {
        let mut words = vec![0; layout.words].into_boxed_slice();
        for track in &layout.tracks {
            track.clear(&mut words);
        }
        Self {
            words,
            facts: [Facts::default(); MOST_WINDOWS],
            reserved: 0,
            taken: 0,
            frozen_until: 0,
            probe: NO_PROBE,
            paced_until: 0,
        }
    }

    /// The state of a key of which nothing is known: one call goes first, and the server's answer counts.
    #[cfg(feature = "sqlite-quota")]
    pub(crate) fn careful(layout: &Layout) -> Self {
        Self { probe: WANTED, ..Self::new(layout) }
    }

    /// Takes a slot, or says how long there is none for the one after so many others.
    pub(crate) fn reserve(
        &mut self,
        layout: &Layout,
        lane: Lane,
        ahead: u32,
        now: u64,
        lease: u64,
    ) -> Decision {
        if let Some(pause) = self.pause(layout, lane, ahead, now) {
            return Decision::Wait(pause);
        }
        let probe = self.probe != NO_PROBE;
        if probe {
            self.probe = now.saturating_add(lease).max(WANTED + 1);
        }
        self.reserved += 1;
        self.taken = self.taken.wrapping_add(1);
        if lane == Lane::Background {
            self.paced_until = now + self.pace(layout, now);
        }
        Decision::Granted(Slot { id: u64::from(self.taken), probe })
    }

    fn pause(&self, layout: &Layout, lane: Lane, ahead: u32, now: u64) -> Option<Pause> {
        let pause =
            |until: u64, why| (until > now).then(|| Pause { time: Duration::from_millis(until - now), why });
        if let Some(pause) = pause(self.frozen_until, PauseReason::Frozen) {
            return Some(pause);
        }
        if self.probe > now {
            return pause(self.probe.min(now + 1000), PauseReason::Probing);
        }
        let mut longest = None;
        let mut until = now;
        for (track, facts) in layout.tracks.iter().zip(&self.facts) {
            let at = self.free_at(track, facts, lane, ahead + 1, now);
            if at > until {
                until = at;
                longest = Some(PauseReason::Window(track.window.length));
            }
        }
        if lane == Lane::Background && self.paced_until > until {
            until = self.paced_until;
            longest = Some(PauseReason::Pace);
        }
        match longest {
            Some(why) => pause(until, why),
            // Others go first, though there is room for all of them.
            None if ahead > 0 => Some(Pause::none()),
            None => None,
        }
    }

    /// When the next so many slots of a window are free, as far as can be told.
    fn free_at(&self, track: &Track, facts: &Facts, lane: Lane, wanted: u32, now: u64) -> u64 {
        let share = track.share(facts, lane);
        let unseen = facts.unseen_at(now);
        let used = track.used(&self.words, facts.newest, now);
        let taken = used.saturating_add(unseen).saturating_add(self.reserved);
        let lacking = taken.saturating_add(wanted).saturating_sub(share);
        if lacking == 0 {
            return now;
        }
        let left = |count: u32| {
            if count == 0 { now } else { track.left_by(&self.words, facts.newest, now, used, count) }
        };
        if unseen > 0 && lacking <= used.saturating_add(unseen) {
            // What the server counts beyond ours leaves all at once.
            let with_unseen = facts.until.max(left(lacking.saturating_sub(unseen)));
            return if lacking <= used { with_unseen.min(left(lacking)) } else { with_unseen };
        }
        if lacking <= used {
            return left(lacking);
        }
        // What is not settled yet leaves a window from now at the earliest, all of it at once, and so does what the
        // server counts; those that go first are a window apart where they are more than the share.
        let first = share.max(self.reserved.saturating_add(unseen));
        let rounds = 1 + (lacking - used).saturating_sub(first).div_ceil(share);
        now.saturating_add(track.length().saturating_mul(u64::from(rounds)))
    }

    /// How long background work leaves between two calls: the time left over the slots left, in the tightest window.
    fn pace(&self, layout: &Layout, now: u64) -> u64 {
        let mut pace = 0;
        for (track, facts) in layout.tracks.iter().zip(&self.facts) {
            let used = track.used(&self.words, facts.newest, now);
            let taken = used.saturating_add(facts.unseen_at(now)).saturating_add(self.reserved);
            let left = track.share(facts, Lane::Background).saturating_sub(taken).max(1);
            let time = match used {
                0 => track.length(),
                _ => track.left_by(&self.words, facts.newest, now, used, 1).saturating_sub(now),
            };
            pace = pace.max(time / u64::from(left));
        }
        pace
    }

    /// The request of a slot was answered or given up: the slot is free one window from now.
    pub(crate) fn settle(&mut self, layout: &Layout, slot: Slot, settled: Settled) {
        let Settled { now, reading, freeze, answered } = settled;
        self.reserved = self.reserved.saturating_sub(1);
        for (track, facts) in layout.tracks.iter().zip(&mut self.facts) {
            track.add(&mut self.words, &mut facts.newest, now, 1);
        }
        self.learn(layout, slot, reading, now);
        match freeze {
            Some(time) => {
                self.frozen_until = self.frozen_until.max(now.saturating_add(time));
                self.probe = WANTED;
            }
            None if slot.probe => self.probe = if answered { NO_PROBE } else { WANTED },
            None => {}
        }
    }

    /// No byte of the request was sent: its slot is free at once.
    pub(crate) fn refund(&mut self, slot: Slot) {
        self.reserved = self.reserved.saturating_sub(1);
        if slot.probe {
            self.probe = WANTED;
        }
    }

    /// Takes in what the server says. It tightens a window until that begins anew, and never loosens one.
    fn learn(&mut self, layout: &Layout, slot: Slot, reading: Reading, now: u64) {
        let Some(Heard { place, reset }) = Heard::of(layout, reading) else { return };
        let (Some(track), Some(facts)) = (layout.tracks.get(place), self.facts.get_mut(place)) else {
            return;
        };
        let before = facts.limit_of(track);
        let limit = reading.limit.map_or(before, |limit| limit.min(track.window.limit));
        facts.limit = if limit < track.window.limit { limit } else { 0 };
        let counted = reading.remaining.map_or(0, |remaining| limit.saturating_sub(remaining));
        // Requests of ours that were sent before this one are counted there; those after it may not be.
        let order = u32::try_from(slot.id & u64::from(u32::MAX)).unwrap_or(0);
        let after = self.taken.wrapping_sub(order).min(self.reserved);
        let ours = track.used(&self.words, facts.newest, now) + (self.reserved - after);
        // A higher limit is for the next window: in this one, what it adds is held back.
        let unseen = counted.saturating_sub(ours).max(limit.saturating_sub(before));
        let until = now.saturating_add(reset);
        if facts.unseen_at(now) == 0 || unseen > facts.unseen {
            (facts.unseen, facts.until) = (unseen, until);
        } else if unseen == facts.unseen {
            facts.until = facts.until.max(until);
        }
    }
}

/// Of which window an answer speaks, and for how long what it says counts, in milliseconds.
pub(super) struct Heard {
    pub(super) place: usize,
    pub(super) reset: u64,
}

impl Heard {
    pub(super) fn of(layout: &Layout, reading: Reading) -> Option<Self> {
        let place = spoken_of(layout, reading)?;
        let length = layout.tracks.get(place)?.length();
        // A second more: the server's times have no fractions.
        let reset = reading.reset.map_or(length, |reset| millis(reset).saturating_add(1000).min(length));
        Some(Self { place, reset })
    }
}

impl Facts {
    /// The limit of a window: the server's, if that is lower.
    pub(super) fn limit_of(&self, track: &Track) -> u32 {
        if self.limit == 0 { track.window.limit } else { self.limit.min(track.window.limit) }
    }

    pub(super) fn unseen_at(&self, now: u64) -> u32 {
        if self.until > now { self.unseen } else { 0 }
    }
}

/// What became of a slot, in the store's own time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settled {
    pub(crate) now: u64,
    pub(crate) reading: Reading,
    pub(crate) freeze: Option<u64>,
    pub(crate) answered: bool,
}

/// The window that a server speaks of: the one with this limit, or else the nearest, which then is only
/// tightened; the shortest if it names no limit. A limit of nothing is none.
fn spoken_of(layout: &Layout, reading: Reading) -> Option<usize> {
    let Some(limit) = reading.limit else { return (!layout.tracks.is_empty()).then_some(0) };
    if limit == 0 {
        return None;
    }
    let mut nearest = None;
    for (place, track) in layout.tracks.iter().enumerate() {
        let (known, limit) = (u64::from(track.window.limit.max(1)), u64::from(limit));
        // How many times larger one is than the other, in thousandths.
        let ratio = known.max(limit) * 1000 / known.min(limit);
        if nearest.is_none_or(|(least, _)| ratio < least) {
            nearest = Some((ratio, place));
        }
    }
    nearest.map(|(_, place)| place)
}
