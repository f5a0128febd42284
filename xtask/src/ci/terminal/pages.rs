//! Manual pages: mandoc finds no mistake in any, and shows each.

use std::process::Command;

use anyhow::{Result, bail};

use super::{Court, answer};

/// What mandoc says of a page that has no mistake: that it bears no day, since the same program writes the same page.
const EXPECTED: &str = "missing date";

pub(super) fn judge(court: &mut Court<'_>) -> Result<()> {
    let folder = court.folder.join("man");
    court.written(&["man", &folder.to_string_lossy()], "man.txt", &[])?;
    let mut pages: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    pages.sort();
    let mut objections = String::new();
    for page in &pages {
        let lint = answer(Command::new("mandoc").args(["-T", "lint", "-W", "warning"]).arg(page))?;
        let said = String::from_utf8_lossy(&lint.stdout).into_owned();
        let mistakes = said.lines().filter(|line| !line.contains(EXPECTED) && !line.contains(" STYLE: "));
        mistakes.for_each(|mistake| objections.extend(["    ", mistake, "\n"]));
        let shown = answer(Command::new("mandoc").args(["-T", "utf8"]).arg(page))?;
        if !shown.status.success() || shown.stdout.len() < 200 {
            bail!("`{}` can't be shown", page.display());
        }
    }
    court.note(&format!("mandoc: {} pages", pages.len()), (!objections.is_empty()).then_some(objections))
}
