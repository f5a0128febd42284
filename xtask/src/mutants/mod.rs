//! `cargo xtask mutants`: do the tests of the faults notice when the client breaks its promises?
//!
//! A test that can't fail proves nothing, and the faults are many: each patch in `tests/mutants` breaks one promise of
//! the client on purpose, in a copy of the tree, and names the faults that have to turn red. Retries of another well
//! known client were unlimited for years, since the tests of the limit passed without it.

mod copy;
mod patch;
mod runs;

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::outcome::Outcome;
use crate::paths::Workspace;
use copy::Copy;
use patch::Mutant;
use runs::{Built, Ran, Suite};

/// Break the client on purpose, and see whether the faults' tests notice
///
/// Copies the tree to target/mutants, applies the patches of tests/mutants one at a time, and runs the
/// faults that each of them names: they have to be green without the patch and red with it. A patch that
/// no longer applies, a client that does not compile with it, and a fault that stays green are faults of
/// ours.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct MutantsArgs {
    /// Only the patches with one of these words in their names
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// List the patches with what they break, and run nothing
    #[arg(long)]
    pub list: bool,
}

const HELP: &str = "Examples:
  cargo xtask mutants                   all patches
  cargo xtask mutants 03 toggle         those with `03` or `toggle` in the name
  cargo xtask mutants --list            what they break, and which faults tell

Exit codes: 0 every patch turns its faults red; 1 one does not; 2 the tests could not be run.";

/// The folder of the patches, from the workspace.
const FOLDER: &str = "tests/mutants";

/// What became of a fault under a patch.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    /// The fault turned red: what is broken was noticed.
    Caught,
    /// It stayed green.
    Missed,
    /// It is red, or not there, without the patch already.
    Unproven(&'static str),
    /// The patch does not fit the tree any more.
    Stale,
    /// The client does not compile with it, so it never ran.
    DoesNotCompile,
}

/// A line of the table at the end.
struct Line {
    mutant: String,
    fault: String,
    verdict: Verdict,
    time: Duration,
}

/// Carries the command out.
pub(crate) fn run(args: &MutantsArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let mutants = chosen(patch::read_all(workspace, FOLDER)?, &args.words)?;
    if args.list {
        for mutant in &mutants {
            writeln!(out, "{:<34}{:<20}{}", mutant.name, mutant.faults.join(" "), mutant.what)?;
        }
        return Ok(Outcome::Done);
    }
    let copy = Copy::of(workspace)?;
    copy.refresh()?;
    let unproven = without_patches(&mutants, &copy, out)?;
    let mut lines = Vec::new();
    for mutant in &mutants {
        writeln!(out, "{}: {}", mutant.name, mutant.what)?;
        out.flush()?;
        copy.refresh()?;
        lines.extend(lines_of(mutant, &copy, &unproven, out)?);
    }
    copy.refresh()?;
    write_table(&lines, out)?;
    Ok(Outcome::done_if(lines.iter().all(|line| line.verdict == Verdict::Caught)))
}

fn chosen(mutants: Vec<Mutant>, words: &[String]) -> Result<Vec<Mutant>> {
    let is_chosen = |mutant: &Mutant| words.is_empty() || words.iter().any(|word| mutant.name.contains(word));
    let chosen: Vec<_> = mutants.into_iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        bail!("no patch of `{FOLDER}` has one of these words in its name");
    }
    Ok(chosen)
}

/// The faults that say nothing about a patch, as they are not green without one.
fn without_patches(
    mutants: &[Mutant],
    copy: &Copy,
    out: &mut dyn Write,
) -> Result<BTreeMap<String, &'static str>> {
    writeln!(out, "without a patch: all faults that are named have to be green")?;
    out.flush()?;
    let suite = match runs::build(copy)? {
        Built::Suite(suite) => suite,
        Built::Broken(text) => bail!("the faults do not compile without a patch:\n{text}"),
    };
    let mut unproven = BTreeMap::new();
    for fault in mutants.iter().flat_map(|mutant| &mutant.faults) {
        let why = match suite.run(fault)? {
            Ran::Green => continue,
            Ran::Red => "red without the patch",
            Ran::Nothing => "no such test",
        };
        unproven.insert(fault.clone(), why);
    }
    Ok(unproven)
}

/// Applies a patch and runs its faults.
fn lines_of(
    mutant: &Mutant,
    copy: &Copy,
    unproven: &BTreeMap<String, &'static str>,
    out: &mut dyn Write,
) -> Result<Vec<Line>> {
    let start = Instant::now();
    let suite = if let Err(why) = copy.apply(&mutant.path)? {
        writeln!(out, "{why}")?;
        Err(Verdict::Stale)
    } else {
        match runs::build(copy)? {
            Built::Suite(suite) => Ok(suite),
            Built::Broken(text) => {
                writeln!(out, "{text}")?;
                Err(Verdict::DoesNotCompile)
            }
        }
    };
    let mut lines = Vec::new();
    let mut last = start;
    for fault in &mutant.faults {
        let verdict = match (&suite, unproven.get(fault)) {
            (Err(verdict), _) => verdict.clone(),
            (Ok(_), Some(why)) => Verdict::Unproven(why),
            (Ok(suite), None) => verdict(suite, fault)?,
        };
        let now = Instant::now();
        let time = now - last;
        last = now;
        lines.push(Line { mutant: mutant.name.clone(), fault: fault.clone(), verdict, time });
    }
    Ok(lines)
}

fn verdict(suite: &Suite, fault: &str) -> Result<Verdict> {
    Ok(if suite.run(fault)? == Ran::Red { Verdict::Caught } else { Verdict::Missed })
}

fn write_table(lines: &[Line], out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{:<34}{:<8}{:<26}{:>9}", "patch", "fault", "verdict", "time")?;
    for line in lines {
        let seconds = format!("{:.1} s", line.time.as_secs_f64());
        writeln!(out, "{:<34}{:<8}{:<26}{seconds:>9}", line.mutant, line.fault, line.verdict.words())?;
    }
    let caught = |name: &str| {
        lines.iter().filter(|line| line.mutant == name).all(|line| line.verdict == Verdict::Caught)
    };
    let mut names: Vec<_> = lines.iter().map(|line| line.mutant.as_str()).collect();
    names.dedup();
    let noticed = names.iter().filter(|name| caught(name)).count();
    writeln!(out, "mutants: {noticed} of {} noticed", names.len())?;
    Ok(())
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Caught => "caught".to_owned(),
            Self::Missed => "STAYED GREEN".to_owned(),
            Self::Unproven(why) => why.to_uppercase(),
            Self::Stale => "DOES NOT APPLY".to_owned(),
            Self::DoesNotCompile => "DOES NOT COMPILE".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(mutant: &str, fault: &str, verdict: Verdict) -> Line {
        Line {
            mutant: mutant.to_owned(),
            fault: fault.to_owned(),
            verdict,
            time: Duration::from_millis(1_500),
        }
    }

    #[test]
    fn a_patch_is_noticed_if_all_its_faults_turn_red() {
        let lines = [
            line("01-one", "F001", Verdict::Caught),
            line("01-one", "F002", Verdict::Caught),
            line("02-two", "F001", Verdict::Caught),
            line("02-two", "F003", Verdict::Missed),
            line("03-three", "F004", Verdict::Unproven("no such test")),
        ];
        let mut out = Vec::new();
        write_table(&lines, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("mutants: 1 of 3 noticed\n"), "{text}");
        for word in ["STAYED GREEN", "NO SUCH TEST", "1.5 s"] {
            assert!(text.contains(word), "{text}");
        }
    }

    #[test]
    fn patches_are_chosen_by_words_of_their_names() {
        let mutant = |name: &str| Mutant { name: name.to_owned(), ..Mutant::default() };
        let all = || vec![mutant("01-toggle"), mutant("02-budget"), mutant("03-cap")];
        let names = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            chosen(all(), &words)
                .map(|mutants| mutants.into_iter().map(|mutant| mutant.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]).unwrap().len(), 3);
        assert_eq!(names(&["03", "toggle"]).unwrap(), ["01-toggle", "03-cap"]);
        assert!(names(&["nothing"]).is_err());
    }
}
