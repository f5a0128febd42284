//! Shells: the completions load, and complete commands, flags and words with blanks; shellcheck reads every script.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Court, answer, read};

/// Begun lines, and what the last word of each has to become.
const BEGUN: [(&str, &str); 4] = [
    ("ccapi doc", "doctor"),
    ("ccapi content get-content-drops --fie", "--fields"),
    ("ccapi content get-posts --tren", "--trending"),
    ("ccapi content get-posts --content-type Gui", "Guides & Presentations"),
];

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    for shell in ["bash", "zsh", "fish"] {
        let file = court.written(&["completion", shell], &format!("ccapi.{shell}"), &[])?;
        court.ask(&format!("{shell} -n: the completions"), Command::new(shell).arg("-n").arg(&file))?;
        for (line, meant) in BEGUN {
            let offered = offered(court, shell, &file, line)?;
            let is_meant = offered.len() == 1 && offered.iter().all(|word| word == meant);
            let objection = (!is_meant).then(|| format!("    it offers {offered:?} instead of {meant:?}"));
            court.note(&format!("{shell}: {line}<Tab>"), objection)?;
        }
    }
    let completions = court.folder.join("ccapi.bash");
    court.ask(
        "shellcheck: the completions of bash",
        Command::new("shellcheck").args(["-s", "bash"]).arg(completions),
    )?;
    for script in scripts(court)? {
        let shell = if script.extension().is_some() { &["-s", "bash"][..] } else { &[] };
        let what = format!("shellcheck: {}", script.display());
        let file = court.workspace.join(&script.to_string_lossy());
        court.ask(&what, Command::new("shellcheck").args(shell).arg(file))?;
    }
    Ok(())
}

/// What a shell makes of the last word of a line.
fn offered(court: &Court<'_>, shell: &str, completions: &Path, line: &str) -> Result<Vec<String>> {
    let script = court.script(&format!("complete.{shell}"));
    let mut command = Command::new(shell);
    let output = match shell {
        "bash" => answer(command.arg("--norc").arg(script).arg(completions).args(line.split(' ')))?,
        "fish" => answer(command.arg("--no-config").arg(script).arg(completions).arg(line))?,
        _ => {
            // It looks for the completions of a command by the name of the file.
            let folder = court.folder.join("zsh");
            std::fs::create_dir_all(&folder)?;
            std::fs::copy(completions, folder.join("_ccapi"))?;
            // Should it not get what it waits for, it would wait for ever.
            let mut bounded = Command::new("timeout");
            answer(bounded.args(["60", "zsh", "-f"]).arg(script).arg(folder).arg(line))?
        }
    };
    if !output.status.success() {
        bail!("{shell}: `{line}`: {}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(match shell {
        "bash" => said.lines().map(|word| word.replace('\\', "")).collect(),
        "fish" => said.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect(),
        _ => said.trim_end().rsplit('|').take(1).map(str::to_owned).collect(),
    })
}

/// The scripts of the repository for bash and its kind.
fn scripts(court: &Court<'_>) -> Result<Vec<PathBuf>> {
    let output = answer(Command::new("git").args(["ls-files", "-z"]).current_dir(court.workspace.root()))?;
    let listed = String::from_utf8(output.stdout).context("a file of the repository has a strange name")?;
    let mut scripts = Vec::new();
    for name in listed.split_terminator('\0') {
        let by_name = [".sh", ".bash"].iter().any(|end| name.ends_with(end));
        if by_name || (!name.contains('.') || name.starts_with(".ci/")) && is_script(court, name) {
            scripts.push(PathBuf::from(name));
        }
    }
    if !scripts.iter().any(|script| script == Path::new(".ci/run")) {
        bail!("`.ci/run` is not among the scripts that were found: {scripts:?}");
    }
    Ok(scripts)
}

/// Whether the first line of a file names a shell.
fn is_script(court: &Court<'_>, name: &str) -> bool {
    let text = read(&court.workspace.join(name)).unwrap_or_default();
    text.lines().next().is_some_and(|line| line.starts_with("#!") && line.ends_with("sh"))
}
