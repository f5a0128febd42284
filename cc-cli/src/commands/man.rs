//! `ccapi man`: pages for `man`, one a command.

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

/// Writes the page of a command and those of the commands below it, and counts them.
fn write(command: &Command, name: &str, folder: &Path) -> Result<usize, Failure> {
    let mut page = Vec::new();
    let named = command.clone().name(name.to_owned());
    clap_mangen::Man::new(named).title(name.to_uppercase()).render(&mut page)?;
    std::fs::write(folder.join(format!("{name}.1")), page)?;
    let mut pages = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages += write(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(pages)
}
