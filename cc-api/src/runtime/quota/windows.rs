//! How many requests of one key lie in each window, in little memory.
//!
//! A window of few requests keeps the time of each: one entry a request, as the distance to the one after it. A window of
//! many keeps counts by bucket, and a bucket counts until all of it has left the window. So a window is never looser
//! than an exact one, and late by one bucket at most: 80 seconds in an hour, 20 minutes in a day. Times are
//! milliseconds of whatever clock the store goes by.

use std::time::Duration;

/// A limit: at most so many requests in any stretch of so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many requests.
    pub limit: u32,
    /// In how much time; at least a second.
    pub length: Duration,
}

impl Window {
    /// At most so many requests in any stretch of so much time.
    pub const fn new(limit: u32, length: Duration) -> Self {
        Self { limit, length }
    }

    /// The length in milliseconds.
    pub(crate) fn millis(&self) -> u64 {
        millis(self.length)
    }
}

/// A time in milliseconds, rounded up: what was a moment ago must not look older than it is.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// A time in milliseconds, rounded down: what is asked now must not come too early.
pub(crate) fn whole_millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The most requests that a window may allow to have each of them kept.
const EXACT: u32 = 64;
/// An entry that has left the window for certain.
const GONE: u16 = u16::MAX;

/// How a window is kept, and where among the words of a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Track {
    pub(crate) window: Window,
    length: u64,
    /// The step of time in which it is kept: of the distances, or of the buckets.
    step: u64,
    exact: bool,
    first: usize,
    words: usize,
}

/// The tracks of a quota, one a window.
pub(crate) fn tracks(windows: &[Window]) -> (Vec<Track>, usize) {
    let mut tracks = Vec::with_capacity(windows.len());
    let mut first = 0;
    for window in windows {
        let length = window.millis().max(1000);
        let exact = window.limit <= EXACT;
        let parts: u64 = if length <= 3_600_000 { 45 } else { 72 };
        let (step, words) = if exact {
            // Distances up to the length have to fit below `GONE`.
            (length.div_ceil(60_000), usize::try_from(window.limit).unwrap_or(0))
        } else {
            (length.div_ceil(parts), usize::try_from(parts).unwrap_or(0) + 1)
        };
        tracks.push(Track { window: *window, length, step, exact, first, words });
        first += words;
    }
    (tracks, first)
}

impl Track {
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The step of time in which it is kept, and whether each request is kept on its own.
    #[cfg(feature = "redis")]
    pub(super) fn kept(&self) -> (u64, bool) {
        (self.step, self.exact)
    }

    /// The step that a time lies in.
    #[cfg(any(feature = "sqlite-quota", feature = "doors"))]
    pub(crate) fn step_of(&self, at: u64) -> u64 {
        at.div_ceil(self.step)
    }

    /// The words of a key that has sent nothing.
    pub(crate) fn clear(&self, words: &mut [u16]) {
        self.of_mut(words).fill(if self.exact { GONE } else { 0 });
    }

    fn of<'a>(&self, words: &'a [u16]) -> &'a [u16] {
        words.get(self.first..self.first + self.words).unwrap_or(&[])
    }

    fn of_mut<'a>(&self, words: &'a mut [u16]) -> &'a mut [u16] {
        words.get_mut(self.first..self.first + self.words).unwrap_or(&mut [])
    }

    /// Counts requests at a time, which is not before the newest so far. `newest` is the window's own.
    pub(crate) fn add(&self, words: &mut [u16], newest: &mut u64, at: u64, count: u32) {
        if self.exact {
            for _ in 0..count {
                self.add_one(words, newest, at);
            }
            return;
        }
        let bucket = (at / self.step).max(*newest);
        let words = self.of_mut(words);
        let ring = words.len();
        if *newest == 0 || bucket - *newest >= ring as u64 {
            words.fill(0);
        } else {
            for passed in *newest + 1..=bucket {
                words[place(passed, ring)] = 0;
            }
        }
        *newest = bucket;
        let word = &mut words[place(bucket, ring)];
        *word = word.saturating_add(u16::try_from(count).unwrap_or(u16::MAX));
    }

    /// `newest` is the step of the newest entry; each word is the distance from an entry to the one after it.
    fn add_one(&self, words: &mut [u16], newest: &mut u64, at: u64) {
        let at = at.div_ceil(self.step).max(*newest);
        let first = *newest == 0;
        let words = self.of_mut(words);
        let Some(last) = words.len().checked_sub(1) else { return };
        words.copy_within(0..last, 1);
        if let Some(before) = words.get_mut(1) {
            *before = if first { GONE } else { u16::try_from(at - *newest).unwrap_or(GONE) };
        }
        words[0] = 0;
        *newest = at;
    }

    /// The steps up to this one have left the window.
    fn gone(&self, now: u64) -> u64 {
        now.saturating_sub(self.length) / self.step
    }

    /// The buckets that lie in the window: those up to the newest, and before them those at the end of the ring.
    fn buckets<'a>(&self, words: &'a [u16], newest: u64, now: u64) -> [&'a [u16]; 2] {
        let words = self.of(words);
        // A bucket ends where the next one begins, and has left with its end.
        let count = (newest + 1).saturating_sub(self.gone(now));
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(words.len());
        let (first, last) = words.split_at(words.len().min(place(newest, words.len()) + 1));
        let of_first = count.min(first.len());
        [&first[first.len() - of_first..], &last[last.len() - (count - of_first)..]]
    }

    /// Calls with each time at which requests leave the window, and how many, the latest first.
    fn leaving(&self, words: &[u16], newest: u64, now: u64, mut each: impl FnMut(u64, u32)) {
        if newest == 0 {
            return;
        }
        let leaves = |step: u64| (step * self.step).saturating_add(self.length);
        let mut step = newest;
        if self.exact {
            let gone = self.gone(now);
            for (place, distance) in self.of(words).iter().enumerate() {
                if place > 0 {
                    step = step.saturating_sub(u64::from(*distance));
                }
                if *distance == GONE || step <= gone {
                    return;
                }
                each(leaves(step), 1);
            }
            return;
        }
        for buckets in self.buckets(words, newest, now) {
            for count in buckets.iter().rev() {
                if *count > 0 {
                    each(leaves(step + 1), u32::from(*count));
                }
                step = step.saturating_sub(1);
            }
        }
    }

    /// How many requests lie in the window.
    pub(crate) fn used(&self, words: &[u16], newest: u64, now: u64) -> u32 {
        let mut used = 0;
        if self.exact || newest == 0 {
            self.leaving(words, newest, now, |_, count| used += count);
            return used;
        }
        for buckets in self.buckets(words, newest, now) {
            for count in buckets {
                used += u32::from(*count);
            }
        }
        used
    }

    /// When so many of the `used` requests have left the window.
    pub(crate) fn left_by(&self, words: &[u16], newest: u64, now: u64, used: u32, count: u32) -> u64 {
        let mut stay = used.saturating_sub(count);
        let mut at = now;
        let mut found = false;
        self.leaving(words, newest, now, |leaves, count| {
            if !found && stay < count {
                (at, found) = (leaves, true);
            }
            stay = stay.saturating_sub(count);
        });
        at
    }

    /// The times at which requests leave the window, earliest first, with how many.
    pub(crate) fn leaves(&self, words: &[u16], newest: u64, now: u64) -> Vec<(u64, u32)> {
        let mut leaves = Vec::new();
        self.leaving(words, newest, now, |at, count| leaves.push((at, count)));
        leaves.reverse();
        leaves
    }
}

/// Where a bucket lies in a ring of so many.
fn place(bucket: u64, ring: usize) -> usize {
    usize::try_from(bucket % (ring as u64).max(1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Window, tracks};

    const DAY: Duration = Duration::from_secs(86_400);

    /// The times at which requests leave, for windows of both kinds, against a plain list.
    #[test]
    fn a_window_is_never_looser_than_an_exact_one_and_late_by_one_bucket_at_most() {
        for (limit, secs, late) in
            [(30, 60, 1), (10, 3600, 60), (500, 3600, 80_000), (2000, 86_400, 1_200_000)]
        {
            let (tracks, words) = tracks(&[Window::new(limit, Duration::from_secs(secs))]);
            let track = &tracks[0];
            let mut words = vec![7; words];
            track.clear(&mut words);
            let (mut newest, mut sent, mut now) = (0, Vec::new(), 1_700_000_000_000_u64);
            let mut random = 1_u64;
            for _ in 0..1500 {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                now += (random >> 33) % (secs * 2000 / u64::from(limit));
                let exact =
                    |at: u64, sent: &[u64]| sent.iter().filter(|sent| **sent + secs * 1000 > at).count();
                let used = track.used(&words, newest, now) as usize;
                assert!(used >= exact(now, &sent), "looser at {now}: {used}");
                assert!(used <= exact(now - late, &sent), "later than a bucket at {now}: {used}");
                if used < limit as usize {
                    track.add(&mut words, &mut newest, now, 1);
                    sent.push(now);
                } else {
                    let next = track.left_by(&words, newest, now, limit, 1);
                    assert!(next > now && track.used(&words, newest, next) < limit);
                    assert!(track.used(&words, newest, next - 1) == limit);
                }
            }
        }
    }

    #[test]
    fn what_leaves_is_listed_earliest_first() {
        let (tracks, words) = tracks(&[Window::new(3, Duration::from_secs(60)), Window::new(2000, DAY)]);
        let mut words = vec![0; words];
        let mut newest = [0, 0];
        for (track, newest) in tracks.iter().zip(&mut newest) {
            track.clear(&mut words);
            for at in [1_201_000, 1_202_000, 1_202_000] {
                track.add(&mut words, newest, at, 1);
            }
        }
        let now = 1_202_000;
        assert_eq!(
            tracks[0].leaves(&words, newest[0], now),
            [(1_261_000, 1), (1_262_000, 1), (1_262_000, 1)]
        );
        assert_eq!(tracks[1].leaves(&words, newest[1], now), [(2_400_000 + 86_400_000, 3)]);
    }
}
