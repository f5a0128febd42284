//! Building the faults' tests of the copy, and running them one fault at a time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::copy::Copy;
use crate::program::executable;

/// The crate of the faults' tests, its folder, and its test program.
const PACKAGE: &str = "cc-faults";
const FOLDER: &str = "tests/faults";
const PROGRAM: &str = "faults";

/// How long a fault may take; what takes longer hangs, which is a way to be red.
const PATIENCE: Duration = Duration::from_secs(300);

/// What came of building.
pub(super) enum Built {
    /// The tests can be run.
    Suite(Suite),
    /// The compiler's words.
    Broken(String),
}

/// The built tests.
pub(super) struct Suite {
    program: PathBuf,
    folder: PathBuf,
    output: PathBuf,
}

/// What came of running the tests of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ran {
    /// All passed.
    Green,
    /// One failed, or the program came to a bad end.
    Red,
    /// There are none.
    Nothing,
}

/// Builds the faults' tests.
pub(super) fn build(copy: &Copy) -> Result<Built> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--quiet", "--package", PACKAGE, "--test", PROGRAM, "--no-run"])
        .args(["--message-format", "json-render-diagnostics"])
        .env("CARGO_TARGET_DIR", copy.target())
        .current_dir(copy.folder())
        .stdin(Stdio::null())
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        return Ok(Built::Broken(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let program = executable(&String::from_utf8_lossy(&output.stdout), PROGRAM)
        .context("cargo built the faults' tests and does not say where")?;
    Ok(Built::Suite(Suite {
        program: program.into(),
        folder: copy.folder().join(FOLDER),
        output: copy.folder().with_file_name("output.txt"),
    }))
}

impl Suite {
    /// Runs the tests with the fault's id in their names.
    pub(super) fn run(&self, fault: &str) -> Result<Ran> {
        // A file, since a pipe that nobody reads would stop the program.
        let shown = self.output.display();
        let file = File::create(&self.output).with_context(|| format!("could not write {shown}"))?;
        let child = Command::new(&self.program)
            .arg(fault)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stderr(file.try_clone().with_context(|| format!("could not write {shown}"))?)
            .stdout(file)
            .spawn()
            .context("the faults' tests could not be started")?;
        let Some(status) = wait(child, PATIENCE)? else { return Ok(Ran::Red) };
        Ok(judge(status, &read(&self.output)?))
    }
}

/// How a program ended; none if it had to be ended.
fn wait(mut child: Child, patience: Duration) -> Result<Option<ExitStatus>> {
    let end = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().context("the faults' tests could not be watched")? {
            return Ok(Some(status));
        }
        if Instant::now() > end {
            child.kill().context("the faults' tests hang and could not be ended")?;
            child.wait().context("the faults' tests hang and could not be ended")?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn judge(status: ExitStatus, output: &str) -> Ran {
    let ran = output.lines().any(|line| line.starts_with("test result: ") && !line.contains(" 0 passed"));
    match (status.success(), ran) {
        (false, _) => Ran::Red,
        (true, true) => Ran::Green,
        (true, false) => Ran::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_are_not_there_do_not_pass() {
        let ended = |code: &str| Command::new("sh").args(["-c", code]).status().unwrap();
        let passed = "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 9 filtered out";
        let none = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 11 filtered out";
        let failed = "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 9 filtered out";
        assert_eq!(judge(ended("exit 0"), passed), Ran::Green);
        assert_eq!(judge(ended("exit 0"), none), Ran::Nothing);
        assert_eq!(judge(ended("exit 101"), failed), Ran::Red);
        assert_eq!(judge(ended("kill -ABRT $$"), ""), Ran::Red, "it ran out of memory or of stack");
    }

    #[test]
    fn what_hangs_is_ended() {
        let child = Command::new("sleep").arg("600").spawn().unwrap();
        assert_eq!(wait(child, Duration::ZERO).unwrap(), None);
    }
}
