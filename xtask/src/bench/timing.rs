//! How long the compiler works on each crate: CPU seconds of one process, user and system together.
//!
//! Cargo is given a wrapper around `rustc` that appends what each process took to a log. The wrapper is
//! a shell script, because the shell's `times` reports the CPU time of children on every Unix, and safe
//! Rust has no way to ask for it. CPU time, not wall time, so that a busy machine disturbs little.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

/// The wrapper. The second line of `times` is that of the children, and `rustc` is the only one.
const WRAPPER: &str = r#"#!/bin/sh
# Runs the compiler, then logs the crate and the output of `times`. Written by `cargo xtask bench compile`.
"$@"
status=$?
crate=
previous=
for argument in "$@"; do
    if [ "$previous" = --crate-name ]; then crate=$argument; fi
    previous=$argument
done
{ echo "crate $crate"; times; } >> "$BENCH_LOG"
exit $status
"#;

/// The wrapper on disk, and its log.
#[derive(Debug)]
pub(super) struct Stopwatch {
    folder: PathBuf,
}

impl Stopwatch {
    /// Writes the wrapper into a folder.
    pub(super) fn install(folder: &Path) -> Result<Self> {
        let stopwatch = Self { folder: folder.to_owned() };
        let path = stopwatch.wrapper();
        fs::write(&path, WRAPPER).with_context(|| format!("could not write {}", path.display()))?;
        make_executable(&path)?;
        Ok(stopwatch)
    }

    /// The wrapper: the value of `RUSTC_WRAPPER`.
    pub(super) fn wrapper(&self) -> PathBuf {
        self.folder.join("rustc-wrapper.sh")
    }

    /// The log: the value of `BENCH_LOG`.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("rustc-times.log")
    }

    /// Forgets what was logged: several processes at once write over each other.
    pub(super) fn reset(&self) -> Result<()> {
        fs::write(self.log(), "").context("could not empty the log of the compiler")
    }

    /// What was logged since the last time, by crate. A crate that is compiled twice counts with its sum.
    pub(super) fn take(&self) -> Result<BTreeMap<String, Duration>> {
        let text = fs::read_to_string(self.log()).context("could not read the log of the compiler")?;
        self.reset()?;
        read_log(&text)
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    anyhow::bail!("`bench compile` measures with the shell's `times`, so it needs a Unix")
}

fn read_log(text: &str) -> Result<BTreeMap<String, Duration>> {
    let mut times = BTreeMap::new();
    let lines: Vec<&str> = text.lines().collect();
    for entry in lines.chunks(3) {
        let children = match entry {
            [_, _, children] => read_times(children),
            _ => None,
        };
        let name = entry.first().and_then(|line| line.strip_prefix("crate "));
        let (name, time) =
            name.zip(children).with_context(|| format!("the log of the compiler holds {entry:?}"))?;
        *times.entry(name.to_owned()).or_default() += time;
    }
    Ok(times)
}

/// Adds up a line of `times`: `0m1.250s 0m0.130s`, user and system.
fn read_times(line: &str) -> Option<Duration> {
    let times: Option<Vec<Duration>> = line.split_whitespace().map(read_time).collect();
    times.map(|times| times.into_iter().sum())
}

fn read_time(text: &str) -> Option<Duration> {
    let (minutes, seconds) = text.strip_suffix('s')?.split_once('m')?;
    let seconds = seconds.parse::<f64>().ok()? + 60.0 * minutes.parse::<f64>().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// The middle one of several measurements; between the two middle ones if there is no single one.
pub(super) fn median(values: &[Duration]) -> Duration {
    let mut sorted = values.to_vec();
    sorted.sort();
    let middle = sorted.len() / 2;
    match (sorted.get(middle.wrapping_sub(1)), sorted.get(middle)) {
        (Some(below), Some(above)) if sorted.len().is_multiple_of(2) => (*below + *above) / 2,
        (_, Some(single)) => *single,
        _ => Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{median, read_log};

    #[test]
    fn the_log_of_every_shell_is_understood() {
        let text = "crate cc_api\n0m0.000000s 0m0.000000s\n0m1.250000s 0m0.250000s\n\
                    crate three\n0m0.003s 0m0.000s\n1m0.500s 0m0.250s\n\
                    crate cc_api\n0m0.00s 0m0.00s\n0m0.50s 0m0.00s\n";
        let times = read_log(text).unwrap();
        assert_eq!(times["cc_api"], Duration::from_secs(2));
        assert_eq!(times["three"], Duration::from_millis(60_750));
    }

    #[test]
    fn a_log_that_was_cut_off_is_refused() {
        for text in
            ["crate a\n0m0s 0m0s\n", "crate a\n0m0s 0m0s\nnothing\n", "0m0s 0m0s\n0m0s 0m0s\ncrate a\n"]
        {
            assert!(read_log(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_median_is_the_middle() {
        for (values, expected) in [(&[][..], 0), (&[7], 7), (&[9, 1], 5), (&[9, 1, 2], 2), (&[9, 1, 2, 4], 3)]
        {
            let values: Vec<Duration> = values.iter().copied().map(Duration::from_secs).collect();
            assert_eq!(median(&values), Duration::from_secs(expected));
        }
    }
}
