//! `cargo xtask changelog`: what a release has to say about the API, from the last one to now.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::diff::report::to_changelog;

use crate::diff::{Compared, DiffArgs, Place, Repository};
use crate::outcome::Outcome;
use crate::paths::{SPEC, Workspace};

/// Write what changed in the API since the last release, for CHANGELOG.md, and name the versions to release
///
/// Compares the spec in the work tree with the one of the last version tag; without such a tag, with the first
/// commit that has a spec. What breaks stands first.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = HELP)]
pub(crate) struct ChangelogArgs {
    /// Compare with this revision in place of the last version tag
    #[arg(long, value_name = "REV")]
    pub from: Option<String>,
    /// Put the entry into CHANGELOG.md, under Unreleased; an entry that was put there before is replaced
    #[arg(long)]
    pub write: bool,
}

const HELP: &str = "Examples:
  cargo xtask changelog                     the entry, from the last version tag to now
  cargo xtask changelog --from v0.1.0       from another revision
  cargo xtask changelog --write             and put it into CHANGELOG.md

Exit codes: 0 printed or written; 2 there is nothing to compare with, or a side could not be read.";

/// The file that it is for.
const CHANGELOG: &str = "CHANGELOG.md";
/// The heading under which the entry goes.
const UNRELEASED: &str = "## Unreleased";
/// Between these lines stands what the command wrote; the rest of the file is written by people.
const BEGIN: &str = "<!-- cargo xtask changelog: begin -->";
const END: &str = "<!-- cargo xtask changelog: end -->";

/// Carries the command out.
pub(crate) fn run(args: &ChangelogArgs, workspace: &Workspace, out: &mut dyn Write) -> Result<Outcome> {
    let repository = Repository::around(workspace.root());
    let (from, commit) = start(args, &repository)?;
    let base = Place::of_commit(commit);
    let compared = Compared::read(&base, &Place::WorkTree, &DiffArgs::default(), workspace, &repository)?;
    let entry = to_changelog(&compared.review);
    if !args.write {
        write!(out, "From {from} to the work tree.\n\n{entry}")?;
        return Ok(Outcome::Done);
    }
    let file = workspace.join(CHANGELOG);
    let text = fs::read_to_string(&file).with_context(|| format!("could not read {CHANGELOG}"))?;
    let text = with_entry(&text, &entry)?;
    fs::write(&file, text).with_context(|| format!("could not write {CHANGELOG}"))?;
    writeln!(out, "{CHANGELOG}: what changed from {from} to the work tree stands under Unreleased")?;
    Ok(Outcome::Done)
}

/// Where the entry starts: in words, and as a commit.
fn start(args: &ChangelogArgs, repository: &Repository) -> Result<(String, String)> {
    let named = match &args.from {
        Some(revision) => Some(revision.clone()),
        None => repository.last_version_tag()?,
    };
    if let Some(revision) = named {
        let commit = repository.commit(&revision)?;
        let commit = commit.with_context(|| format!("git knows no revision `{revision}`"))?;
        return Ok((revision, commit));
    }
    let first = repository.commits_of(SPEC)?.into_iter().next();
    let first = first.with_context(|| format!("there is no version tag, and no commit with `{SPEC}`"))?;
    Ok((String::from("the first commit of the spec (there is no version tag)"), first))
}

/// The changelog with the entry under Unreleased, in place of the one that the command put there before.
fn with_entry(text: &str, entry: &str) -> Result<String> {
    let block = format!("{BEGIN}\n{}\n{END}\n", entry.trim_end());
    let lines: Vec<&str> = text.lines().collect();
    let Some(heading) = lines.iter().position(|line| line.trim_end() == UNRELEASED) else {
        bail!("{CHANGELOG} has no heading `{UNRELEASED}`");
    };
    let end_of_part = lines
        .iter()
        .enumerate()
        .skip(heading + 1)
        .find(|(_, line)| line.starts_with("## "))
        .map_or(lines.len(), |(at, _)| at);
    let within = |mark: &str| {
        lines
            .iter()
            .take(end_of_part)
            .enumerate()
            .skip(heading)
            .find(|(_, line)| **line == mark)
            .map(|(at, _)| at)
    };
    let (before, after) = match (within(BEGIN), within(END)) {
        (Some(begin), Some(end)) if begin < end => (begin, end + 1),
        (None, None) => (end_of_part, end_of_part),
        _ => bail!("{CHANGELOG}: `{BEGIN}` and `{END}` do not stand in pairs"),
    };
    let joined = |lines: &[&str]| lines.join("\n").trim_end().to_owned();
    let rest = lines.get(after..).unwrap_or_default();
    let rest = rest.join("\n");
    let rest = rest.trim_start_matches('\n').trim_end();
    let rest = if rest.is_empty() { String::new() } else { format!("\n{rest}\n") };
    Ok(format!("{}\n\n{block}{rest}", joined(lines.get(..before).unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, ChangelogArgs, END, run, with_entry};
    use crate::diff::tests::FILES;
    use crate::paths::Workspace;
    use crate::testing::TempRepository;

    /// What the command prints, or why it could not.
    fn printed(repository: &TempRepository, args: &ChangelogArgs) -> String {
        let mut out = Vec::new();
        match run(args, &Workspace::at(repository.folder().path()), &mut out) {
            Ok(_) => String::from_utf8(out).unwrap(),
            Err(error) => format!("error: {error:#}"),
        }
    }

    #[test]
    fn the_entry_tells_of_what_came_after_the_last_version_tag() {
        let repository = TempRepository::with(&FILES);
        let args = ChangelogArgs::default();
        assert!(printed(&repository, &args).contains("Nothing changed in the API."));
        let [.., (root, text), (books, operations)] = FILES;
        repository.commit_with(&[(root, &text.replace("api.example.com", "other.example.com"))]);
        assert!(printed(&repository, &args).contains("0.3.2 (minor, from 0.3.1)"), "from the first commit");
        for tag in ["v0.3.2", "front", "vendored"] {
            repository.git(&["tag", "--annotate", "--message", "A release", tag]);
            repository.commit_with(&[("README.md", tag)]);
        }
        repository.commit_with(&[(books, &operations.replace("list_books", "all_books"))]);
        let entry = printed(&repository, &args);
        assert!(entry.starts_with("From v0.3.2 to the work tree."), "{entry}");
        assert!(entry.contains("### Breaking\n\n- `GET /books`: ") && !entry.contains("servers"), "{entry}");
        let from = ChangelogArgs { from: Some(String::from("HEAD")), ..ChangelogArgs::default() };
        assert!(printed(&repository, &from).contains("Nothing changed in the API."));
        let from = ChangelogArgs { from: Some(String::from("nowhere")), ..ChangelogArgs::default() };
        assert_eq!(printed(&repository, &from), "error: git knows no revision `nowhere`");
    }

    #[test]
    fn the_entry_is_written_once_however_often_it_is_asked_for() {
        let repository = TempRepository::with(&FILES);
        let args = ChangelogArgs { write: true, ..ChangelogArgs::default() };
        assert!(printed(&repository, &args).contains("could not read CHANGELOG.md"));
        repository.folder().write("CHANGELOG.md", OLD);
        repository
            .folder()
            .write("spec/openapi.yaml", &FILES[2].1.replace("api.example.com", "b.example.com"));
        let text = || std::fs::read_to_string(repository.folder().path().join("CHANGELOG.md")).unwrap();
        printed(&repository, &args);
        let once = text();
        printed(&repository, &args);
        assert_eq!(text(), once);
        assert!(
            once.contains("- By hand.") && once.contains("b.example.com") && once.contains("- Old."),
            "{once}"
        );
    }

    #[test]
    fn without_a_commit_of_the_spec_there_is_nothing_to_compare_with() {
        let repository = TempRepository::with(&[("Cargo.toml", "[workspace]\n")]);
        let said = printed(&repository, &ChangelogArgs::default());
        assert!(said.contains("no version tag, and no commit with `spec/openapi.yaml`"), "{said}");
    }

    const OLD: &str = "# Changelog\n\n## Unreleased\n\n- By hand.\n\n## 0.1.0\n\n- Old.\n";

    #[test]
    fn the_entry_goes_below_what_people_wrote_and_above_the_last_release() {
        let expected = format!(
            "# Changelog\n\n## Unreleased\n\n- By hand.\n\n{BEGIN}\n### Added\n{END}\n\n## 0.1.0\n\n- Old.\n"
        );
        assert_eq!(with_entry(OLD, "### Added\n").unwrap(), expected);
    }

    #[test]
    fn an_entry_is_replaced_by_the_next_one() {
        let once = with_entry(OLD, "### Added\n").unwrap();
        let twice = with_entry(&once, "### Removed\n").unwrap();
        assert_eq!(twice, once.replace("### Added", "### Removed"));
        assert_eq!(with_entry(&once, "### Added\n").unwrap(), once, "nothing moves");
    }

    #[test]
    fn a_changelog_without_its_place_is_left_alone() {
        let half = OLD.replace("- By hand.", BEGIN);
        for (text, words) in [("# Changelog\n", "no heading"), (half.as_str(), "in pairs")] {
            assert!(with_entry(text, "x").unwrap_err().to_string().contains(words), "{words}");
        }
        assert!(with_entry("## Unreleased", "x").unwrap().ends_with(&format!("{END}\n")));
    }
}
