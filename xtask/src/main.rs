//! The project's own commands: `cargo xtask gen`, `lint`, `diff`, `changelog`, `explain`, `learn`, `drift`, `docs`, `fuzz`, `soak`, `tidy`, `mutants`,
//! `vendor-ui` and `ci`.
//!
//! The compiler itself is the library `codegen`, which reads the spec and gives back files as text.
//! Everything that touches the disk or starts a process is here.

mod bench;
mod changelog;
mod ci;
mod cli;
mod compile;
mod demo;
mod diff;
mod docs;
mod drift;
mod explain;
mod folder;
mod fuzz;
mod generate;
mod http;
mod learn;
mod lint;
mod mcpb;
mod mutants;
mod outcome;
mod paths;
mod program;
mod sandbox;
mod soak;
mod tidy;
mod vendor;
mod watch;
mod write;

#[cfg(test)]
mod testing;

use std::io;
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match cli.run(&mut io::stdout().lock()) {
        Ok(outcome) => outcome.into(),
        // Whoever reads us has seen enough: `cargo xtask explain get_posts | head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(outcome::COULD_NOT_RUN)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
