//! Cargo and other programs, started so that the caller's settings do not change what is measured.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;

/// Cargo, without the settings of the caller that would change what is measured.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").as_deref().unwrap_or(OsStr::new("cargo")));
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WORKSPACE_WRAPPER", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command.env("CARGO_INCREMENTAL", "0");
    command
}

/// Builds the programs of a workspace below `benches` for release, and gives the folder that they are in.
///
/// Both sides of a comparison are to use what the client is tested with, so it follows the repository's lock file.
pub(crate) fn release(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let package = workspace.join("benches").join(name);
    follow_lock_file(workspace.root(), &package)?;
    let target = workspace.join("target").join(format!("bench-{name}"));
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--manifest-path"]).arg(package.join("Cargo.toml"));
    build.arg("--target-dir").arg(&target);
    run(&mut build, &format!("benches/{name} could not be compiled"))?;
    Ok(target.join("release"))
}

/// Runs a command to its end and gives its output, if that is captured.
pub(super) fn run(command: &mut Command, failure: &str) -> Result<String> {
    let started = command.stdin(Stdio::null()).spawn().with_context(|| failure.to_owned())?;
    let output = started.wait_with_output().with_context(|| failure.to_owned())?;
    if !output.status.success() {
        bail!("{failure}: {} ({})", command.get_program().display(), output.status);
    }
    String::from_utf8(output.stdout).context("a command answered with something that is no text")
}

/// Gives a workspace the lock file of the repository, unless it has had that one already and added to it.
pub(crate) fn follow_lock_file(repository: &Path, workspace: &Path) -> Result<()> {
    let [source, copy] = [repository, workspace].map(|folder| folder.join("Cargo.lock"));
    let changed = |file: &Path| fs::metadata(file).and_then(|metadata| metadata.modified());
    let is_current = matches!((changed(&source), changed(&copy)), (Ok(source), Ok(copy)) if copy >= source);
    if !is_current {
        let text = fs::read(&source).with_context(|| format!("could not read {}", source.display()))?;
        fs::write(&copy, text).with_context(|| format!("could not write {}", copy.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::follow_lock_file;
    use crate::testing::TempFolder;

    #[test]
    fn a_lock_file_is_copied_when_it_is_missing_or_older() {
        let folder = TempFolder::with(&[("repository/Cargo.lock", "one"), ("workspace/Cargo.toml", "")]);
        let [repository, workspace] = ["repository", "workspace"].map(|name| folder.path().join(name));
        let copy = || fs::read_to_string(workspace.join("Cargo.lock")).unwrap();
        follow_lock_file(&repository, &workspace).unwrap();
        assert_eq!(copy(), "one");

        folder.write("workspace/Cargo.lock", "one and more");
        follow_lock_file(&repository, &workspace).unwrap();
        assert_eq!(copy(), "one and more");

        let later = SystemTime::now() + Duration::from_secs(60);
        fs::File::options()
            .write(true)
            .open(repository.join("Cargo.lock"))
            .unwrap()
            .set_modified(later)
            .unwrap();
        follow_lock_file(&repository, &workspace).unwrap();
        assert_eq!(copy(), "one");
    }
}
