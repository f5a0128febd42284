//! What `gen` says: a few lines about what it did, or what is not as it should be.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use anyhow::Result;
use codegen::Statistics;
use codegen::fileset::{Changes, FileSet};
use similar::TextDiff;

use super::destination::Destination;

/// How many lines of a file's difference are shown.
const DIFF_LINES: usize = 80;

/// How many files are named after the work; all of them are in the diff of the repository.
const NAMED: usize = 12;

/// How much of a file is shown around a change.
const CONTEXT_LINES: usize = 3;

/// Says what was done.
pub(super) fn written(
    statistics: &Statistics,
    changes: &Changes,
    destination: &Destination,
    time: Duration,
    out: &mut dyn Write,
) -> Result<()> {
    writeln!(out, "{}", sentence(statistics))?;
    list(changes, ["wrote", "wrote", "removed"], NAMED, out)?;
    writeln!(
        out,
        "{}: {} written, {} removed, {} unchanged, in {}",
        destination.shown,
        changes.changed.len() + changes.missing.len(),
        changes.left_over.len(),
        changes.unchanged.len(),
        shown_time(time)
    )?;
    Ok(())
}

/// Says what would be done.
pub(super) fn would_write(
    statistics: &Statistics,
    changes: &Changes,
    destination: &Destination,
    out: &mut dyn Write,
) -> Result<()> {
    writeln!(out, "{}", sentence(statistics))?;
    list(changes, ["would change", "would add", "would remove"], usize::MAX, out)?;
    writeln!(
        out,
        "{}: {} to change, {} to add, {} to remove, {} unchanged; nothing was written",
        destination.shown,
        changes.changed.len(),
        changes.missing.len(),
        changes.left_over.len(),
        changes.unchanged.len()
    )?;
    Ok(())
}

/// Says whether the files are as the spec wants them, with the differences if not.
pub(super) fn checked(
    files: &FileSet,
    on_disk: &BTreeMap<String, String>,
    changes: &Changes,
    destination: &Destination,
    out: &mut dyn Write,
) -> Result<()> {
    if changes.is_clean() {
        writeln!(out, "{}: {}, all as the spec wants them", destination.shown, counted(files.len(), "file"))?;
        return Ok(());
    }
    for path in &changes.changed {
        let old = on_disk.get(path).map_or("", String::as_str);
        let new = files.get(path).unwrap_or("");
        out.write_all(difference(path, old, new).as_bytes())?;
    }
    list(changes, ["changed", "missing", "left over"], usize::MAX, out)?;
    writeln!(
        out,
        "error: the files in {} do not match the spec: {} changed, {} missing, {} left over",
        destination.shown,
        changes.changed.len(),
        changes.missing.len(),
        changes.left_over.len()
    )?;
    writeln!(out, "repair it with: {}", destination.repair)?;
    Ok(())
}

/// `117 operations in 17 groups, 171 types, 11 scopes`
fn sentence(statistics: &Statistics) -> String {
    format!(
        "{} in {}, {}, {}",
        counted(statistics.operations, "operation"),
        counted(statistics.tags, "group"),
        counted(statistics.types, "type"),
        counted(statistics.scopes, "scope")
    )
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Lists the files that differ, at most so many.
fn list(changes: &Changes, words: [&str; 3], most: usize, out: &mut dyn Write) -> Result<()> {
    let lists = [&changes.changed, &changes.missing, &changes.left_over];
    let all: Vec<_> = words
        .into_iter()
        .zip(lists)
        .flat_map(|(word, paths)| paths.iter().map(move |path| (word, path)))
        .collect();
    for (word, path) in all.iter().take(most) {
        writeln!(out, "  {word:<13}{path}")?;
    }
    if all.len() > most {
        writeln!(out, "  … and {} more", all.len() - most)?;
    }
    Ok(())
}

/// The difference in unified form, cut where it gets too long to read.
fn difference(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let text = diff
        .unified_diff()
        .context_radius(CONTEXT_LINES)
        .header(&format!("{path} (on disk)"), &format!("{path} (from the spec)"))
        .to_string();
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    match lines.len().checked_sub(DIFF_LINES) {
        None | Some(0) => text,
        Some(more) => format!("{}… {more} more lines\n", lines[..DIFF_LINES].concat()),
    }
}

/// Milliseconds where they tell more: `0.13 s`, `41 ms`.
fn shown_time(time: Duration) -> String {
    if time < Duration::from_millis(100) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use codegen::fileset::GeneratedFile;

    use super::*;

    const SIZE: Statistics = Statistics { operations: 2, types: 1, scopes: 0, tags: 1 };

    fn set(files: &[(&str, &str)]) -> FileSet {
        files
            .iter()
            .map(|(path, content)| GeneratedFile { path: (*path).into(), content: (*content).into() })
            .collect()
    }

    fn disk(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn destination() -> Destination {
        Destination::folder(Path::new("out"), "out".into(), "cargo xtask gen".into())
    }

    fn check_report(new: &[(&str, &str)], old: &[(&str, &str)]) -> String {
        let (new, old) = (set(new), disk(old));
        let mut out = Vec::new();
        checked(&new, &old, &new.compare(&old), &destination(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_check_shows_differences_lists_files_and_ends_with_the_repair() {
        let report = check_report(
            &[("a.rs", "one\ntwo\n"), ("b.rs", "new\n"), ("same.rs", "")],
            &[("a.rs", "one\n2\n"), ("c.rs", "old\n"), ("same.rs", "")],
        );
        let expected = "\
--- a.rs (on disk)
+++ a.rs (from the spec)
@@ -1,2 +1,2 @@
 one
-2
+two
  changed      a.rs
  missing      b.rs
  left over    c.rs
error: the files in out do not match the spec: 1 changed, 1 missing, 1 left over
repair it with: cargo xtask gen
";
        assert_eq!(report, expected);
    }

    #[test]
    fn a_clean_check_is_one_line() {
        assert_eq!(
            check_report(&[("a.rs", "")], &[("a.rs", "")]),
            "out: 1 file, all as the spec wants them\n"
        );
    }

    #[test]
    fn a_long_difference_is_cut_and_counted() {
        let text = difference("a.rs", "", &"line\n".repeat(200));
        assert_eq!(text.lines().count(), DIFF_LINES + 1);
        assert!(text.ends_with("… 123 more lines\n"), "{text}");
    }

    #[test]
    fn what_was_done_fits_a_few_lines() {
        let changes = Changes {
            changed: vec!["a.rs".into()],
            missing: vec![],
            left_over: vec!["b.rs".into()],
            unchanged: vec!["c.rs".into()],
        };
        let mut out = Vec::new();
        written(&SIZE, &changes, &destination(), Duration::from_millis(41), &mut out).unwrap();
        let expected = "2 operations in 1 group, 1 type, 0 scopes\n  wrote        a.rs\n  removed      b.rs\n\
                        out: 1 written, 1 removed, 1 unchanged, in 41 ms\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
