//! What was measured, held against the limits: a table, and whether all of them are met.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::scratch::{Build, OURS, PROGENITOR, Side};
use super::timing::median;

/// Everything that was measured.
#[derive(Debug, Default)]
pub(super) struct Samples {
    times: BTreeMap<(Build, String), Vec<Duration>>,
    sizes: BTreeMap<(Build, String), u64>,
}

impl Samples {
    /// Adds what one run took, by crate.
    pub(super) fn add_times(&mut self, build: Build, times: BTreeMap<String, Duration>) {
        for (name, time) in times {
            self.times.entry((build, name)).or_default().push(time);
        }
    }

    /// Adds the sizes of the libraries and programs that cargo reports in its JSON messages.
    pub(super) fn add_sizes(&mut self, build: Build, messages: &str, size_of: impl Fn(&str) -> Option<u64>) {
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        for message in messages.filter(|message| message["reason"] == "compiler-artifact") {
            let files = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let rlib = files
                .filter(|file| Path::new(file).extension().is_some_and(|extension| extension == "rlib"))
                .find_map(&size_of);
            let size = rlib.or_else(|| message["executable"].as_str().and_then(&size_of));
            if let (Some(name), Some(size)) = (message["target"]["name"].as_str(), size) {
                self.sizes.insert((build, name.to_owned()), size);
            }
        }
    }

    /// The median time of a crate in seconds.
    fn time(&self, build: Build, name: &str) -> Option<f64> {
        let samples = self.times.get(&(build, name.to_owned()))?;
        Some(median(samples).as_secs_f64())
    }

    /// The size of a library or program in megabytes.
    fn size(&self, build: Build, name: &str) -> Option<f64> {
        let kilobytes = u32::try_from(self.sizes.get(&(build, name.to_owned()))? / 1000).ok()?;
        Some(f64::from(kilobytes) / 1000.0)
    }
}

/// A figure that can be taken on both sides.
struct Figure {
    what: &'static str,
    unit: &'static str,
    take: fn(&Samples, &Side) -> Option<f64>,
    /// How many times smaller ours has to be.
    limit: Option<f64>,
}

/// The limits are those of the design of the generated code, and are met or the command fails.
const FIGURES: [Figure; 10] = [
    Figure {
        what: "library, check",
        unit: "CPU s",
        take: |samples, side| samples.time(Build::Check, side.library),
        limit: Some(5.0),
    },
    Figure {
        what: "library, debug",
        unit: "CPU s",
        take: |samples, side| samples.time(Build::Debug, side.library),
        limit: Some(4.5),
    },
    Figure {
        what: "library, release",
        unit: "CPU s",
        take: |samples, side| samples.time(Build::Release, side.library),
        limit: Some(3.0),
    },
    Figure {
        what: "rlib, debug",
        unit: "MB",
        take: |samples, side| samples.size(Build::Debug, side.library),
        limit: Some(3.5),
    },
    Figure {
        what: "rlib, release",
        unit: "MB",
        take: |samples, side| samples.size(Build::Release, side.library),
        limit: Some(4.0),
    },
    Figure {
        what: "library + program of three calls, release",
        unit: "CPU s",
        take: |samples, side| with_program(samples, side, Build::Release, side.three),
        limit: Some(2.5),
    },
    Figure {
        what: "library + program of all calls, release",
        unit: "CPU s",
        take: |samples, side| with_program(samples, side, Build::Release, side.all),
        limit: Some(2.3),
    },
    Figure {
        what: "library + program of all calls, debug",
        unit: "CPU s",
        take: |samples, side| with_program(samples, side, Build::Debug, side.all),
        limit: None,
    },
    Figure {
        what: "program of three calls, release",
        unit: "MB",
        take: |samples, side| samples.size(Build::Release, side.three),
        limit: None,
    },
    Figure {
        what: "program of all calls, release",
        unit: "MB",
        take: |samples, side| samples.size(Build::Release, side.all),
        limit: None,
    },
];

fn with_program(samples: &Samples, side: &Side, build: Build, program: &str) -> Option<f64> {
    Some(samples.time(build, side.library)? + samples.time(build, program)?)
}

/// The measured figures beside their limits.
#[derive(Debug)]
pub(super) struct Report {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    what: String,
    ours: f64,
    theirs: f64,
    limit: Option<f64>,
}

impl Line {
    /// How many times smaller ours is.
    fn factor(&self) -> f64 {
        self.theirs / self.ours
    }

    fn is_met(&self) -> bool {
        self.limit.is_none_or(|limit| self.factor() >= limit)
    }
}

impl Report {
    /// The figures that were measured on both sides.
    pub(super) fn new(samples: &Samples) -> Self {
        let line = |figure: &Figure| {
            let ours = (figure.take)(samples, &OURS)?;
            let theirs = (figure.take)(samples, &PROGENITOR)?;
            Some(Line {
                what: format!("{}, {}", figure.what, figure.unit),
                ours,
                theirs,
                limit: figure.limit,
            })
        };
        Self { lines: FIGURES.iter().filter_map(line).collect() }
    }

    /// Whether every limit is met.
    pub(super) fn is_met(&self) -> bool {
        self.lines.iter().all(Line::is_met)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<50} {:>8} {:>11} {:>7}  limit", "", "cc-api", "progenitor", "ratio")?;
        for line in &self.lines {
            let Line { what, ours, theirs, limit } = line;
            write!(f, "{what:<50} {ours:>8.2} {theirs:>11.2} {:>7}", one_in(line.factor()))?;
            match limit {
                Some(limit) if line.is_met() => writeln!(f, "  {} met", one_in(*limit))?,
                Some(limit) => writeln!(f, "  {} MISSED", one_in(*limit))?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

fn one_in(factor: f64) -> String {
    format!("1/{factor:.1}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Build, Report, Samples};

    fn samples(build: Build, times: &[(&str, u64)]) -> Samples {
        let mut samples = Samples::default();
        let times = times.iter().map(|(name, millis)| ((*name).to_owned(), Duration::from_millis(*millis)));
        samples.add_times(build, times.collect());
        samples
    }

    #[test]
    fn a_figure_is_met_when_the_ratio_is() {
        for (ours, met) in [(1000, true), (1001, false)] {
            let report = Report::new(&samples(Build::Check, &[("cc_api", ours), ("progenitor_api", 5000)]));
            assert_eq!(report.is_met(), met, "{report}");
        }
    }

    #[test]
    fn a_program_counts_together_with_its_library() {
        let times =
            [("cc_api", 1000), ("ours_three", 500), ("progenitor_api", 4000), ("progenitor_three", 2000)];
        let table = Report::new(&samples(Build::Release, &times)).to_string();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(
            lines,
            [
                "                                                     cc-api  progenitor   ratio  limit",
                "library, release, CPU s                                1.00        4.00   1/4.0  1/3.0 met",
                "library + program of three calls, release, CPU s       1.50        6.00   1/4.0  1/2.5 met",
            ]
        );
    }

    #[test]
    fn sizes_are_those_of_the_rlib_or_the_program() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"cc_api"},"filenames":["a.rlib","a.rmeta"],"executable":null}
{"reason":"compiler-artifact","target":{"name":"ours_all"},"filenames":["all"],"executable":"all"}
{"reason":"build-finished","success":true}"#;
        let mut samples = Samples::default();
        samples.add_sizes(Build::Debug, messages, |file| match file {
            "a.rlib" => Some(2_500_000),
            "all" => Some(7_000_000),
            _ => None,
        });
        assert_eq!(samples.size(Build::Debug, "cc_api"), Some(2.5));
        assert_eq!(samples.size(Build::Debug, "ours_all"), Some(7.0));
        assert_eq!(samples.size(Build::Release, "ours_all"), None);
    }
}
