//! Scenes that need a process of their own: the test binary runs itself, with one test and another environment.

use std::process::Command;

/// Set where this process is such a child: what it plays.
const CHILD: &str = "CC_FAULTS_CHILD";

/// What this process plays, if it is the child of a test.
pub(crate) fn part() -> Option<String> {
    std::env::var(CHILD).ok()
}

/// Plays a scene in a process of its own. The test of this name comes here in both processes.
pub(crate) fn play(test: &str, part: &str, scene: impl FnOnce()) {
    match self::part() {
        Some(ours) if ours == part => scene(),
        Some(_) => {}
        None => run(&mut command(test, part)),
    }
}

/// The command for a child that runs one test and plays this part in it.
pub(crate) fn command(test: &str, part: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(CHILD, part);
    command
}

/// Runs a child to its end; what it says is shown if it fails.
pub(crate) fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}\n{}", said(&output.stdout), said(&output.stderr));
}

/// The most memory that this process has had so far, in bytes.
pub(crate) fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
