//! Words and files that are not for the repository: paths of somebody's machine, marks of unfinished
//! work, rejected snapshots, half-written files. And words that must be there: the README's commands.

use super::{Breach, Texts};
use crate::paths::has_ending;

/// How the folders of people begin on the usual systems. A path of a URL may look alike, so they count
/// only where nothing of a path stands before them.
const MACHINE_FOLDERS: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("C:\\Us", "ers\\")];

/// Marks of work that is not done. The parts are joined so that this file does not find itself.
const UNFINISHED: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimple", "mented!(")];

/// Endings of files that a tool left behind.
const LEFT_BEHIND: [&str; 4] = [".snap.new", ".pending-snap", ".rs.new", ".orig"];

/// The commands that every reader of the README needs.
const COMMANDS: [&str; 2] = ["cargo test --workspace", "cargo xtask gen"];

/// Checks all texts. `root` is the folder of the workspace on this machine.
pub(super) fn check(texts: &Texts, root: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in texts {
        if LEFT_BEHIND.iter().any(|ending| path.ends_with(ending)) {
            breaches.push(Breach::new(
                path,
                "was left behind by a tool",
                "Look at it, take what is right over into the file it belongs to, and remove it.",
            ));
        } else {
            breaches.extend(check_lines(path, text, root));
        }
    }
    breaches.extend(readme_commands(texts));
    breaches
}

fn check_lines(path: &str, text: &str, root: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let place = format!("{path}:{}", at + 1);
        if let Some(folder) = machine_folder(line, root) {
            breaches.push(Breach::new(
                &place,
                format!("names `{folder}`, a folder of one machine"),
                "Write the path from the workspace.",
            ));
        }
        let is_code = has_ending(path, "rs") || has_ending(path, "yaml");
        if let Some(mark) = UNFINISHED.iter().find(|mark| is_code && line.contains(**mark)) {
            breaches.push(Breach::new(
                &place,
                format!("says `{mark}`"),
                "Finish it, or open an issue and take the mark out.",
            ));
        }
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            breaches.push(Breach::new(place, "has a mark of a merge", "Resolve the conflict."));
        }
    }
    breaches
}

fn machine_folder<'a>(line: &str, root: &'a str) -> Option<&'a str> {
    if root.len() > 1 && line.contains(&format!("{root}/")) {
        return Some(root);
    }
    MACHINE_FOLDERS.into_iter().find(|folder| {
        line.match_indices(folder).any(|(at, _)| {
            !line[..at].ends_with(|before: char| before.is_alphanumeric() || "-_.}~".contains(before))
        })
    })
}

fn readme_commands(texts: &Texts) -> Vec<Breach> {
    let readme = texts.get("README.md").map_or("", String::as_str);
    let missing = COMMANDS.iter().filter(|command| !readme.contains(**command));
    missing
        .map(|command| {
            Breach::new(
                "README.md",
                format!("does not name `{command}`"),
                "Readers need two commands: one that generates, one that tests.",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::texts;

    #[test]
    fn a_line_must_not_name_a_machine_or_unfinished_work() {
        let cases = [
            ("docs/a.md", format!("see {}somebody/notes", MACHINE_FOLDERS[0]), false),
            ("docs/a.md", format!("`{}somebody/notes`", MACHINE_FOLDERS[1]), false),
            ("docs/a.md", String::from("see /checkout/of/mine/README.md"), false),
            ("docs/a.md", format!("GET https://example.com{}page", MACHINE_FOLDERS[0]), true),
            ("docs/a.md", format!("/user{}page", MACHINE_FOLDERS[0]), true),
            ("a/src/lib.rs", format!("// {}: later", UNFINISHED[0]), false),
            ("a/src/lib.rs", format!("    {})", UNFINISHED[2]), false),
            ("a/src/lib.rs", String::from("// Toads are fine."), true),
            ("a/src/lib.rs", String::from("<<<<<<< HEAD"), false),
        ];
        for (path, line, fine) in cases {
            assert_eq!(check_lines(path, &line, "/checkout/of/mine").is_empty(), fine, "{path}: {line}");
        }
    }

    #[test]
    fn files_that_tools_leave_behind_are_found() {
        for path in ["a/snapshots/b.snap.new", "a/.b.pending-snap", "a/.types.rs.new", "a/b.rs.orig"] {
            let breaches = check(&texts(&[(path, "")]), "/checkout");
            assert!(breaches.iter().any(|breach| breach.place == path), "{path}");
        }
    }

    #[test]
    fn the_readme_names_both_commands() {
        let missing = |readme: &str| readme_commands(&texts(&[("README.md", readme)])).len();
        assert_eq!(missing("cargo xtask gen\ncargo test --workspace\n"), 0);
        assert_eq!(missing("cargo xtask gen\n"), 1);
        assert_eq!(readme_commands(&texts(&[])).len(), 2);
    }
}
