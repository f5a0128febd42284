//! What the looks at client and server have shown, held against the limits.

use std::fmt;

use super::client::{Counts, Process};
use super::ledger::Effects;
use super::server::Met;

/// What one look has shown. Counts are those since the beginning, faults those since the last look.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    pub(super) counts: Counts,
    pub(super) process: Process,
    pub(super) met: Met,
    pub(super) effects: Effects,
}

/// All looks.
#[derive(Debug, Default)]
pub(super) struct Report {
    samples: Vec<Sample>,
    /// The faults met by all of them.
    met: Met,
}

/// How much more memory there may be at the end than after the warm-up, in per cent.
const MOST_GROWTH: f64 = 2.0;

/// How many more sockets or tasks there may be: connections that broke are made anew at any time.
const MOST_MORE: u64 = 8;

/// How many of the requests have to meet a fault, in per cent: a load without faults proves nothing.
const LEAST_FAULTS: f64 = 4.0;

/// A figure of the table: what it is, what was found, its limit in words, whether it is met.
type Line = (&'static str, String, &'static str, bool);

impl Report {
    pub(super) fn add(&mut self, sample: Sample) {
        self.met.all += sample.met.all;
        self.met.throttled += sample.met.throttled;
        self.samples.push(sample);
    }

    /// The last look, for people who wait.
    pub(super) fn line(&self, seconds: u32) -> String {
        let Some(Sample { counts, process, effects, .. }) = self.samples.last() else {
            return String::new();
        };
        format!(
            "{seconds:>5} s  {:>8} calls, {} without a slot, {} failed; faults {:.1} %; 429 of the limiter {}, done twice {}; \
             {:.1} MiB, {} sockets, {} tasks",
            counts.calls,
            counts.no_slot,
            counts.failed,
            self.spoilt(),
            self.turned_away(),
            effects.doubled,
            mebibytes(process.kilobytes),
            process.sockets,
            counts.tasks,
        )
    }

    /// Whether every limit is met.
    pub(super) fn is_met(&self) -> bool {
        self.lines().iter().all(|(.., is_met)| *is_met)
    }

    /// Requests that the server's own limit turned away, not a fault.
    fn turned_away(&self) -> u64 {
        let answers = self.samples.last().map_or(0, |sample| sample.counts.throttled);
        // One more fault than answers would be a miscount of ours, and is not to look like a success.
        answers.abs_diff(self.met.throttled)
    }

    /// The part of the requests that met a fault, in per cent.
    fn spoilt(&self) -> f64 {
        let attempts = self.samples.last().map_or(0, |sample| sample.counts.attempts);
        percent(self.met.all, attempts)
    }

    /// The looks after the warm-up, which is the first fifth.
    fn warm(&self) -> &[Sample] {
        &self.samples[self.samples.len() / 5..]
    }

    /// The least of a figure at the beginning and at the end, each a third of the looks after the warm-up. How many
    /// connections are open at a look is chance; one that is never closed is there at every look that follows.
    fn ends(&self, figure: fn(&Sample) -> u64) -> (u64, u64) {
        let warm = self.warm();
        let third = warm.len().div_ceil(3);
        let least = |samples: &[Sample]| samples.iter().map(figure).min().unwrap_or(0);
        (least(&warm[..third]), least(&warm[warm.len() - third..]))
    }

    /// The middle one of the first three looks after the warm-up, and of the last three.
    fn memory(&self) -> (u64, u64) {
        let middle = |samples: &[Sample]| {
            let mut sizes: Vec<u64> = samples.iter().map(|sample| sample.process.kilobytes).collect();
            sizes.sort_unstable();
            sizes.get(sizes.len() / 2).copied().unwrap_or(0)
        };
        let warm = self.warm();
        let few = warm.len().min(3);
        (middle(&warm[..few]), middle(&warm[warm.len() - few..]))
    }

    fn lines(&self) -> [Line; 9] {
        let last = self.samples.last().cloned().unwrap_or_default();
        let Sample { counts, effects, .. } = last;
        let (before, after) = self.memory();
        let growth = percent(after, before) - 100.0;
        let (sockets, tasks) =
            (self.ends(|sample| sample.process.sockets), self.ends(|sample| sample.counts.tasks));
        let is_flat = |(first, last): (u64, u64)| last <= first + MOST_MORE;
        let known = effects.all.saturating_sub(counts.unknown);
        [
            (
                "turned away by the server's limiter",
                self.turned_away().to_string(),
                "0",
                self.turned_away() == 0,
            ),
            ("done twice", effects.doubled.to_string(), "0", effects.doubled == 0),
            (
                "carried out, by client and ledger",
                format!("{} (and {} unknown), {}", counts.applied, counts.unknown, effects.all),
                "the ledger in between",
                (known..=effects.all).contains(&counts.applied),
            ),
            ("errors that no fault explains", counts.unexpected.to_string(), "0", counts.unexpected == 0),
            (
                "waits, calls without a slot",
                format!("{}, {}", counts.waits, counts.no_slot),
                "some",
                counts.no_slot > 0,
            ),
            (
                "requests that met a fault",
                format!("{:.1} %", self.spoilt()),
                "4 % at least",
                self.spoilt() >= LEAST_FAULTS,
            ),
            (
                "memory after warm-up, at the end",
                format!("{:.1}, {:.1} MiB ({growth:+.1} %)", mebibytes(before), mebibytes(after)),
                "under 2 % more",
                growth < MOST_GROWTH,
            ),
            ("fewest sockets, first and last third", shown(sockets), "8 more at most", is_flat(sockets)),
            ("fewest tasks, first and last third", shown(tasks), "8 more at most", is_flat(tasks)),
        ]
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, found, limit, is_met) in self.lines() {
            let verdict = if is_met { "met" } else { "MISSED" };
            writeln!(f, "{what:<38} {found:<34} {limit:<22} {verdict}")?;
        }
        let counts = self.samples.last().map(|sample| &sample.counts);
        if let Some(example) = counts.and_then(|counts| counts.example.as_ref()) {
            writeln!(f, "one of the errors that no fault explains: {example}")?;
        }
        Ok(())
    }
}

fn shown((first, last): (u64, u64)) -> String {
    format!("{first}, {last}")
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn mebibytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}

/// What part of another a number is; nothing of nothing is nothing.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn percent(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 * 100.0 / of as f64 }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Effects, Met, Process, Report, Sample};

    /// Looks as they should be: 1,000 requests each, 50 of them spoilt, 10 of those with 429.
    fn good(looks: u64) -> Report {
        let mut report = Report::default();
        for look in 1..=looks {
            let counts = Counts {
                calls: look * 950,
                attempts: look * 1000,
                throttled: look * 10,
                waits: look,
                no_slot: look,
                applied: look * 40,
                unknown: look * 5,
                tasks: 64,
                ..Counts::default()
            };
            report.add(Sample {
                counts,
                process: Process { kilobytes: 50_000, sockets: 64 },
                met: Met { all: 50, throttled: 10 },
                effects: Effects { all: look * 43, doubled: 0 },
            });
        }
        report
    }

    #[test]
    fn what_is_as_it_should_be_is_met() {
        for looks in [1, 6, 60] {
            let report = good(looks);
            assert!(report.is_met(), "{report}");
        }
    }

    /// Makes something wrong.
    type Wrong = fn(&mut Sample);

    #[test]
    fn each_thing_that_stays_wrong_to_the_end_is_a_miss() {
        let wrongs: [(&str, Wrong); 8] = [
            ("turned away", |sample| sample.counts.throttled += 1),
            ("done twice", |sample| sample.effects.doubled = 1),
            ("carried out", |sample| sample.counts.applied = sample.effects.all + 1),
            ("carried out", |sample| sample.effects.all = sample.counts.applied + sample.counts.unknown + 1),
            ("errors that no fault", |sample| sample.counts.unexpected = 1),
            ("without a slot", |sample| sample.counts.no_slot = 0),
            ("fewest sockets", |sample| sample.process.sockets = 73),
            ("fewest tasks", |sample| sample.counts.tasks = 73),
        ];
        for (what, wrong) in wrongs {
            let mut report = good(60);
            report.samples.iter_mut().rev().take(16).for_each(wrong);
            let text = report.to_string();
            let missed: Vec<&str> = text.lines().filter(|line| line.ends_with("MISSED")).collect();
            assert!(matches!(&missed[..], [line] if line.contains(what)), "{what}\n{text}");
        }
    }

    #[test]
    fn memory_may_grow_by_less_than_two_per_cent_and_one_look_decides_nothing() {
        for (last, met) in [([50_000, 50_000, 90_000], true), ([50_900; 3], true), ([51_000; 3], false)] {
            let mut report = good(60);
            for (sample, kilobytes) in report.samples.iter_mut().rev().zip(last) {
                sample.process.kilobytes = kilobytes;
            }
            assert_eq!(report.is_met(), met, "{report}");
        }
    }
}
