//! `ccapi man`: pages for `man`, one a command.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::Own;
use crate::speech::Speech;
use crate::{Failure, tree};

pub(super) const OWN: Own = Own { name: "man", command, run };

fn command() -> Command {
    Command::new("man")
        .about("Write the manual pages, one a command")
        .arg(
            Arg::new("folder")
                .value_name("FOLDER")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Where to; it is made if it is not there"),
        )
        .after_help("Example:\n  ccapi man ~/.local/share/man/man1")
}

fn run(matches: &ArgMatches, speech: &Speech) -> Result<(), Failure> {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    let mut tree = tree::command();
    tree.build();
    let pages = write(&tree, "ccapi", &folder)?;
    speech.remark(&format!("{pages} pages are in {}", folder.display()));
    Ok(())
}

/// What the pages are part of.
const MANUAL: &str = "Coffee & Contracts";

/// Writes the page of a command and those of the commands below it, and counts them.
fn write(command: &Command, name: &str, folder: &Path) -> Result<usize, Failure> {
    let mut page = Vec::new();
    let named = command.clone().name(name.to_owned());
    let page_of = clap_mangen::Man::new(named).title(name.to_uppercase());
    page_of.source(concat!("ccapi ", env!("CARGO_PKG_VERSION"))).manual(MANUAL).render(&mut page)?;
    let page = tidied(&String::from_utf8_lossy(&page));
    std::fs::write(folder.join(format!("{name}.1")), page)?;
    let mut pages = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages += write(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(pages)
}

/// A page whose lines stay where they mean something: `man` would make one paragraph of examples, and of what a call
/// sends and needs.
fn tidied(page: &str) -> String {
    let mut tidy = String::with_capacity(page.len() + 64);
    let mut is_as_typed = false;
    for line in page.lines().map(str::trim_end) {
        let heading = match line {
            ".SH EXTRA" => continue,
            "Example:" | "Examples:" => Some("EXAMPLES"),
            "Exit codes:" => Some("EXIT STATUS"),
            _ => None,
        };
        if heading.is_some() && tidy.ends_with("\n.sp\n") {
            tidy.truncate(tidy.len() - ".sp\n".len());
        }
        if is_as_typed && (heading.is_some() || line.starts_with(".SH")) {
            tidy.push_str(".fi\n");
            is_as_typed = false;
        }
        match heading {
            Some(heading) => {
                is_as_typed = true;
                let _ = write!(tidy, ".SH {heading}\n.nf");
            }
            // A blank line in a paragraph is drawn by a request of its own.
            None if line.is_empty() => tidy.push_str(".sp"),
            None if line == ".br" => continue,
            // The day is left out, since the same program writes the same page; that has to be said.
            None if line.starts_with(".TH ") => tidy.push_str(&line.replacen(" 1  ", " 1 \"\" ", 1)),
            None => {
                if line.starts_with("Needs:  ") || line.starts_with("Source: ") {
                    tidy.push_str(".br\n");
                }
                tidy.push_str(line);
            }
        }
        tidy.push('\n');
    }
    if is_as_typed {
        tidy.push_str(".fi\n");
    }
    tidy
}
