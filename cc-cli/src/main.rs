//! `ccapi`: the Coffee & Contracts API on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    cc_cli::run(std::env::args_os()).into()
}
