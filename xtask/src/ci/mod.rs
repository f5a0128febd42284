//! `cargo xtask ci`: what the hosted checks run, on any machine.
//!
//! The steps are data ([`steps`]); this file runs them one after another, says how long each took, and
//! ends with a table. If it passes here, it passes there.

mod judges;
mod languages;
mod mcp;
mod outside;
mod second_opinion;
mod snapshots;
mod steps;
mod terminal;
mod zapier;

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::cli::CiArgs;
use crate::outcome::Outcome;
use crate::paths::Workspace;
use steps::{Action, STEPS, Step, Tier};

/// How a step has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    /// All is well.
    Passed,
    /// The step has said what is wrong.
    Failed,
    /// The machine lacks something that the step can do without, and the text says what.
    Skipped(String),
    /// An earlier step failed.
    NotRun,
}

/// A line of the table at the end.
struct Line {
    name: &'static str,
    ending: Ending,
    time: Duration,
}

/// The names of all steps: what `--only` and `--skip` take.
pub(crate) fn step_names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

/// Runs the chosen steps, or lists them.
pub(crate) fn run(args: &CiArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let chosen: Vec<_> = STEPS.iter().filter(|step| is_chosen(step, args)).collect();
    if args.list {
        for step in chosen {
            writeln!(out, "{:<22}{}", step.name, step.purpose)?;
        }
        return Ok(Outcome::Done);
    }
    let mut carry_out = |step: &Step, out: &mut dyn Write| carry_out(step, workspace, out);
    let lines = run_steps(&chosen, args.keep_going, &mut carry_out, out)?;
    write_table(&lines, out)?;
    Ok(Outcome::done_if(lines.iter().all(|line| matches!(line.ending, Ending::Passed | Ending::Skipped(_)))))
}

fn is_chosen(step: &Step, args: &CiArgs) -> bool {
    let named = |list: &[String]| list.iter().any(|name| name == step.name);
    if named(&args.skip) {
        return false;
    }
    if !args.only.is_empty() {
        return named(&args.only);
    }
    step.tier == Tier::Fast || args.nightly
}

fn run_steps(
    steps: &[&'static Step],
    keep_going: bool,
    carry_out: &mut dyn FnMut(&Step, &mut dyn Write) -> Result<Ending>,
    out: &mut dyn Write,
) -> Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    for step in steps {
        if !keep_going && lines.iter().any(|line| line.ending == Ending::Failed) {
            lines.push(Line { name: step.name, ending: Ending::NotRun, time: Duration::ZERO });
            continue;
        }
        writeln!(out, "\n== {}: {}", step.name, step.purpose)?;
        out.flush()?;
        let start = Instant::now();
        let ending = match carry_out(step, out) {
            Ok(ending) => ending,
            // A step that could not be run is a failed one: the others may still have something to say.
            Err(error) => {
                writeln!(out, "error: {error:#}")?;
                Ending::Failed
            }
        };
        let line = Line { name: step.name, ending, time: start.elapsed() };
        writeln!(out, "== {}: {} in {}", line.name, line.ending.word(), seconds(line.time))?;
        lines.push(line);
    }
    Ok(lines)
}

fn carry_out(step: &Step, workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    match step.action {
        Action::Command { line, env } => {
            writeln!(out, "$ {}", shown_command(line, env))?;
            out.flush()?;
            start(line, env, workspace)
        }
        Action::Own(function) => function(workspace, out),
    }
}

/// Runs a command; what it prints goes where ours goes.
fn start(line: &[&str], env: &[(&str, &str)], workspace: &Workspace) -> Result<Ending> {
    let (program, arguments) = line.split_first().context("the step names no program")?;
    let status = Command::new(program)
        .args(arguments)
        .envs(env.iter().copied())
        .current_dir(workspace.root())
        .status()
        .with_context(|| format!("`{program}` could not be started: is it installed?"))?;
    Ok(if status.success() { Ending::Passed } else { Ending::Failed })
}

/// A command as one would type it.
fn shown_command(line: &[&str], env: &[(&str, &str)]) -> String {
    let mut words: Vec<_> = env.iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    words.extend(line.iter().map(|word| (*word).to_owned()));
    words.join(" ")
}

fn write_table(lines: &[Line], out: &mut dyn Write) -> Result<()> {
    let total: Duration = lines.iter().map(|line| line.time).sum();
    writeln!(out, "\n{:<22}{:<10}{:>9}", "step", "result", "time")?;
    for line in lines {
        let time = if line.ending == Ending::NotRun { String::new() } else { seconds(line.time) };
        writeln!(out, "{:<22}{:<10}{time:>9}", line.name, line.ending.word())?;
        if let Ending::Skipped(reason) = &line.ending {
            writeln!(out, "    {reason}")?;
        }
    }
    let failed: Vec<_> =
        lines.iter().filter(|line| line.ending == Ending::Failed).map(|line| line.name).collect();
    if failed.is_empty() {
        writeln!(out, "ci: all is well, in {}", seconds(total))?;
    } else {
        writeln!(out, "ci: failed: {}", failed.join(", "))?;
        writeln!(out, "run it alone with: cargo xtask ci --only {}", failed.join(" --only "))?;
    }
    Ok(())
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

impl Ending {
    fn word(&self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "FAILED",
            Self::Skipped(_) => "skipped",
            Self::NotRun => "not run",
        }
    }

    /// `Passed` if nothing is left to repair.
    fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Passed,
            Outcome::NeedsWork => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(args: &CiArgs) -> Vec<&'static str> {
        STEPS.iter().filter(|step| is_chosen(step, args)).map(|step| step.name).collect()
    }

    /// Runs all fast steps; those named fail.
    fn run_with(failing: &[&str], keep_going: bool) -> (Vec<(&'static str, Ending)>, String) {
        let steps: Vec<_> = STEPS.iter().filter(|step| step.tier == Tier::Fast).collect();
        let mut carry_out = |step: &Step, _: &mut dyn Write| {
            Ok(if failing.contains(&step.name) { Ending::Failed } else { Ending::Passed })
        };
        let mut out = Vec::new();
        let lines = run_steps(&steps, keep_going, &mut carry_out, &mut out).unwrap();
        write_table(&lines, &mut out).unwrap();
        let endings = lines.into_iter().map(|line| (line.name, line.ending)).collect();
        (endings, String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_first_step_that_fails_is_the_last_that_runs() {
        let (endings, text) = run_with(&["clippy"], false);
        let at = endings.iter().position(|(name, _)| *name == "clippy").unwrap();
        assert!(endings[..at].iter().all(|(_, ending)| *ending == Ending::Passed));
        assert_eq!(endings[at].1, Ending::Failed);
        assert!(endings[at + 1..].iter().all(|(_, ending)| *ending == Ending::NotRun));
        assert!(
            text.ends_with("ci: failed: clippy\nrun it alone with: cargo xtask ci --only clippy\n"),
            "{text}"
        );
    }

    #[test]
    fn all_steps_run_when_asked_to_keep_going() {
        let (endings, text) = run_with(&["tidy", "clippy"], true);
        assert!(endings.iter().all(|(_, ending)| *ending != Ending::NotRun));
        assert!(text.contains("ci: failed: tidy, clippy\n"), "{text}");
    }

    #[test]
    fn a_step_that_cannot_be_run_has_failed() {
        let steps: Vec<_> = STEPS.iter().take(1).collect();
        let mut out = Vec::new();
        let mut carry_out = |_: &Step, _: &mut dyn Write| anyhow::bail!("no such program");
        let lines = run_steps(&steps, false, &mut carry_out, &mut out).unwrap();
        assert_eq!(lines[0].ending, Ending::Failed);
        assert!(String::from_utf8(out).unwrap().contains("error: no such program"));
    }

    #[test]
    fn steps_are_chosen_by_tier_and_by_name() {
        let all: Vec<_> = step_names().collect();
        assert_eq!(chosen(&CiArgs { nightly: true, ..CiArgs::default() }), all);
        assert!(!chosen(&CiArgs::default()).contains(&"licences"));
        let only = CiArgs { only: vec!["tidy".into(), "fmt".into()], ..CiArgs::default() };
        assert_eq!(chosen(&only), ["tidy", "fmt"], "in the order of the steps");
        let skip = CiArgs { skip: vec!["tests".into()], ..CiArgs::default() };
        assert!(!chosen(&skip).contains(&"tests"));
    }
}
