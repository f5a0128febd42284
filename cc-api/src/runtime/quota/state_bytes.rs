//! The state of a key as bytes, for stores that keep it outside of the process.
//!
//! Whatever a file holds, it is either read as the state that was written, or found to be none.

use super::key_state::{Facts, KeyState, Layout, MOST_WINDOWS};

/// The first byte: another version may mean something else by the same bytes.
const VERSION: u8 = 1;
/// The longest that anything may point to the future: a freeze, which lasts 25 hours at most, and some time more.
const FUTURE: u64 = 26 * 3_600_000;

impl KeyState {
    /// The state as bytes. How the windows are kept is not among them.
    pub(crate) fn to_bytes(&self, layout: &Layout) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + 24 * MOST_WINDOWS + 2 * self.words.len());
        bytes.push(VERSION);
        bytes.extend(self.taken.to_le_bytes());
        for time in [self.frozen_until, self.probe, self.paced_until] {
            bytes.extend(time.to_le_bytes());
        }
        for facts in self.facts.iter().take(layout.tracks().len()) {
            bytes.extend(facts.newest.to_le_bytes());
            bytes.extend(facts.until.to_le_bytes());
            bytes.extend(facts.unseen.to_le_bytes());
            bytes.extend(facts.limit.to_le_bytes());
        }
        for word in &self.words {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(sum(&bytes).to_le_bytes());
        bytes
    }

    /// The state that was written, without slots that are taken; none if these are other bytes, or if it
    /// can't have been written before now.
    pub(crate) fn from_bytes(layout: &Layout, bytes: &[u8], now: u64) -> Option<Self> {
        let (content, written) = bytes.split_last_chunk()?;
        if sum(content) != u64::from_le_bytes(*written) {
            return None;
        }
        let mut reader = Reader(content);
        if reader.take()? != [VERSION] {
            return None;
        }
        let mut state = Self::new(layout);
        state.taken = reader.number()?;
        for time in [&mut state.frozen_until, &mut state.probe, &mut state.paced_until] {
            *time = reader.time(now)?;
        }
        for (track, facts) in layout.tracks().iter().zip(&mut state.facts) {
            let newest = u64::from_le_bytes(reader.take()?);
            if newest > track.step_of(now.saturating_add(FUTURE)) {
                return None;
            }
            let until = reader.time(now)?;
            let [unseen, limit] = [reader.number()?, reader.number()?];
            if unseen > track.window.limit {
                return None;
            }
            *facts = Facts { newest, until, unseen, limit };
        }
        for word in &mut state.words {
            *word = u16::from_le_bytes(reader.take()?);
        }
        reader.0.is_empty().then_some(state)
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn time(&mut self, now: u64) -> Option<u64> {
        let time = u64::from_le_bytes(self.take()?);
        (time <= now.saturating_add(FUTURE)).then_some(time)
    }
}

/// Reads a state of a key with the usual windows, writes it again, and uses it: the bytes, and the longest wait that a
/// lane is told. An unused state if there are no bytes; none if they can't be read.
#[cfg(feature = "doors")]
pub(crate) fn used_bytes(bytes: &[u8], now: u64) -> Option<(Vec<u8>, std::time::Duration)> {
    use super::key_state::Settled;
    use super::store::{Decision, Lane, Reading};
    use super::windows::Window;

    let windows = [(30, 60), (500, 3600), (2000, 86_400)];
    let windows = windows.map(|(limit, secs)| Window::new(limit, std::time::Duration::from_secs(secs)));
    let layout = Layout::of(&windows);
    let mut state = match bytes {
        [] => KeyState::new(&layout),
        bytes => KeyState::from_bytes(&layout, bytes, now)?,
    };
    let written = state.to_bytes(&layout);
    let mut longest = std::time::Duration::ZERO;
    for (lane, ahead) in [(Lane::Interactive, 0), (Lane::Normal, 1), (Lane::Background, 40)] {
        match state.reserve(&layout, lane, ahead, now, 1000) {
            Decision::Wait(pause) => longest = longest.max(pause.time),
            Decision::Granted(slot) => {
                let reading = Reading { limit: Some(30), remaining: Some(3), reset: None };
                state.settle(&layout, slot, Settled { now, reading, answered: true, ..Settled::default() });
            }
        }
    }
    Some((written, longest))
}

/// FNV-1a: it notices damage, and guards against nothing else.
pub(crate) fn sum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::key_state::{KeyState, Layout, Settled};
    use super::super::store::{Decision, Lane, Reading};
    use super::super::windows::Window;

    const NOW: u64 = 1_700_000_000_000;

    fn used() -> (Layout, KeyState) {
        let windows = [(30, 60), (500, 3600), (2000, 86_400)];
        let windows = windows.map(|(limit, secs)| Window::new(limit, Duration::from_secs(secs)));
        let layout = Layout::of(&windows);
        let mut state = KeyState::new(&layout);
        for step in 0..3 {
            let now = NOW + step * 700;
            let Decision::Granted(slot) = state.reserve(&layout, Lane::Normal, 0, now, 1000) else {
                panic!()
            };
            // A server that allows less than documented: that has to be known in every process.
            let reading = Reading { limit: Some(25), remaining: Some(3), reset: None };
            let settled = Settled { now: now + 100, reading, answered: true, ..Settled::default() };
            state.settle(&layout, slot, settled);
        }
        (layout, state)
    }

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let (layout, state) = used();
        let bytes = state.to_bytes(&layout);
        let read = KeyState::from_bytes(&layout, &bytes, NOW + 20_000).unwrap();
        assert_eq!(format!("{read:?}"), format!("{state:?}"));
        assert!(bytes.len() < 512, "{}", bytes.len());
    }

    #[test]
    fn damaged_states_and_those_of_the_future_are_none() {
        let (layout, state) = used();
        let mut impossible = state.clone();
        impossible.facts[0].unseen = 31;
        assert!(KeyState::from_bytes(&layout, &impossible.to_bytes(&layout), NOW + 20_000).is_none());
        let bytes = state.to_bytes(&layout);
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 16;
            assert!(KeyState::from_bytes(&layout, &damaged, NOW).is_none(), "{place}");
            assert!(KeyState::from_bytes(&layout, &bytes[..place], NOW).is_none(), "{place}");
        }
        assert!(KeyState::from_bytes(&layout, &bytes, NOW - 27 * 3_600_000).is_none());
        let other = Layout::of(&[Window::new(3, Duration::from_secs(60))]);
        assert!(KeyState::from_bytes(&other, &bytes, NOW).is_none());
    }
}
