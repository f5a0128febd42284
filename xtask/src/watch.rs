//! `cargo xtask gen --watch`: does the work again whenever a file of the spec is saved.
//!
//! The files are asked for their time of change twice a second, which works on every system and costs
//! nothing for some hundred files. A save counts once it has been quiet for one round: editors write in
//! several steps, and a branch switch writes many files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::paths::Workspace;

/// The time between two rounds.
const ROUND: Duration = Duration::from_millis(400);

/// What is known of the watched files: when they changed last, and their length.
type Stamps = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Does the work, then again after each change below `folder`, until the process is ended with Ctrl-C.
///
/// An error of the work is printed and ends nothing: the next save may set it right.
pub(crate) fn watch(
    folder: &Path,
    workspace: &Workspace,
    out: &mut dyn Write,
    work: impl FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let rounds = std::iter::repeat_with(|| {
        std::thread::sleep(ROUND);
        stamps_below(folder)
    });
    let shown = |path: &Path| workspace.shown(path);
    watch_rounds(folder, stamps_below(folder), rounds, &shown, out, work)
}

/// Does the work once, and again after each change that the rounds tell of.
fn watch_rounds(
    folder: &Path,
    first: Stamps,
    rounds: impl Iterator<Item = Stamps>,
    shown: &dyn Fn(&Path) -> String,
    out: &mut dyn Write,
    mut work: impl FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut watcher = Watcher::new(first);
    let mut saves = rounds.filter_map(|round| watcher.look(round));
    loop {
        if let Err(error) = work(out) {
            writeln!(out, "error: {error:#}")?;
        }
        writeln!(out, "watching `{}`; end with Ctrl-C", shown(folder))?;
        out.flush()?;
        let Some(changed) = saves.next() else { return Ok(()) };
        let names: Vec<_> = changed.iter().map(|path| shown(path)).collect();
        writeln!(out, "\nsaved: {}", names.join(", "))?;
    }
}

/// Compares rounds.
struct Watcher {
    /// The files as they were when the work was done.
    done: Stamps,
    /// The files as they were in the round before.
    before: Stamps,
}

impl Watcher {
    fn new(now: Stamps) -> Self {
        Self { done: now.clone(), before: now }
    }

    /// Takes a round in. The changed files, once they have been quiet for a round.
    fn look(&mut self, now: Stamps) -> Option<Vec<PathBuf>> {
        let is_quiet = now == self.before;
        self.before.clone_from(&now);
        if !is_quiet || now == self.done {
            return None;
        }
        let changed = differing(&self.done, &now);
        self.done = now;
        Some(changed)
    }
}

/// The files that are new, gone or changed.
fn differing(old: &Stamps, new: &Stamps) -> Vec<PathBuf> {
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let changed = new.iter().filter(|(path, stamp)| old.get(*path) != Some(*stamp)).map(|(path, _)| path);
    let mut paths: Vec<_> = gone.chain(changed).cloned().collect();
    paths.sort();
    paths
}

/// The stamps of the YAML and JSON files below a folder. What can't be read now is there in a later round.
fn stamps_below(folder: &Path) -> Stamps {
    let mut stamps = Stamps::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return stamps };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_dir() {
            stamps.extend(stamps_below(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|own| ending == *own))
        {
            stamps.insert(path, (metadata.modified().ok(), metadata.len()));
        }
    }
    stamps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TempFolder;

    fn stamps(files: &[(&str, u64)]) -> Stamps {
        files.iter().map(|(path, length)| (PathBuf::from(path), (None, *length))).collect()
    }

    #[test]
    fn a_change_counts_once_it_is_quiet() {
        let old = [("a.yaml", 1), ("b.yaml", 1), ("gone.yaml", 1)];
        let mut watcher = Watcher::new(stamps(&old));
        let half = [("a.yaml", 2), ("b.yaml", 1), ("gone.yaml", 1)];
        let whole = [("a.yaml", 3), ("b.yaml", 1), ("new.yaml", 1)];

        assert_eq!(watcher.look(stamps(&old)), None, "nothing happened");
        assert_eq!(watcher.look(stamps(&half)), None, "still being written");
        assert_eq!(watcher.look(stamps(&whole)), None, "still being written");
        let changed = watcher.look(stamps(&whole)).unwrap();
        assert_eq!(changed, ["a.yaml", "gone.yaml", "new.yaml"].map(PathBuf::from));
        assert_eq!(watcher.look(stamps(&whole)), None, "done");
    }

    #[test]
    fn a_change_that_is_taken_back_at_once_is_none() {
        let old = stamps(&[("a.yaml", 1)]);
        let mut watcher = Watcher::new(old.clone());
        assert_eq!(watcher.look(stamps(&[("a.yaml", 2)])), None);
        assert_eq!(watcher.look(old.clone()), None);
        assert_eq!(watcher.look(old), None);
    }

    #[test]
    fn the_work_is_done_at_first_and_after_each_save_whatever_came_of_it() {
        let (one, two) = (stamps(&[("a.yaml", 1)]), stamps(&[("a.yaml", 2)]));
        let rounds = [one.clone(), two.clone(), two.clone(), two];
        let mut times = 0;
        let mut out = Vec::new();
        let work = |_: &mut dyn Write| {
            times += 1;
            anyhow::bail!("the spec is broken")
        };
        let shown = |path: &Path| path.display().to_string();
        watch_rounds(Path::new("spec"), one, rounds.into_iter(), &shown, &mut out, work).unwrap();
        assert_eq!(times, 2);
        let expected = "error: the spec is broken\nwatching `spec`; end with Ctrl-C\n";
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\nsaved: a.yaml\n{expected}"));
    }

    #[test]
    fn the_files_of_a_spec_are_watched_and_others_are_not() {
        let folder = TempFolder::with(&[("a.yaml", "1"), ("b/c.json", "22"), ("b/README.md", "3")]);
        let found: Vec<_> = stamps_below(folder.path()).into_values().map(|(_, length)| length).collect();
        assert_eq!(found, [1, 2]);
    }
}
