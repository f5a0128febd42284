//! The command line as data: every command, every flag, and the help that goes with them.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::outcome::Outcome;
use crate::paths::Workspace;
use crate::{
    bench, changelog, ci, demo, diff, docs, drift, explain, fuzz, generate, learn, lint, mcpb, mutants, soak,
    tidy, vendor,
};

/// Compile the spec into the client, and keep the repository in order.
///
/// The spec in `spec/` is the source of truth. After a change to it, `cargo xtask gen` brings the client
/// up to date; before a commit, `cargo xtask ci` runs what the hosted checks run.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", verbatim_doc_comment, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Gen(GenArgs),
    Lint(LintArgs),
    Diff(diff::DiffArgs),
    Changelog(changelog::ChangelogArgs),
    Explain(ExplainArgs),
    Learn(learn::LearnArgs),
    Drift(drift::DriftArgs),
    Docs(docs::DocsArgs),
    Tidy(TidyArgs),
    Ci(CiArgs),
    Bench(bench::BenchArgs),
    Soak(soak::SoakArgs),
    Mcpb(mcpb::McpbArgs),
    Fuzz(fuzz::FuzzArgs),
    Mutants(mutants::MutantsArgs),
    VendorUi(vendor::VendorArgs),
}

/// Compile the spec and bring the generated files up to date
///
/// Without arguments: compiles spec/openapi.yaml into cc-api/src/generated and dist. Files that did not
/// change are not touched, files that are left over are removed. If the spec has errors, all of them are
/// printed and no file is touched; a write that fails leaves the old files.
///
/// With --spec and --out: compiles the document of any API (version 3.1, JSON bodies) into a crate of its
/// own that takes its runtime from cc-api. The rules of the house (evidence, safety, scopes) are warnings
/// there.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = GEN_HELP)]
pub(crate) struct GenArgs {
    /// Write nothing; fail with the differences if a file is changed, missing or left over
    #[arg(long, conflicts_with_all = ["dry_run", "watch"])]
    pub check: bool,
    /// Write nothing; list what would be written and removed
    #[arg(long, conflicts_with = "watch")]
    pub dry_run: bool,
    /// Run again whenever a file of the spec is saved, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// Compile this document in place of our own; needs --out
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,
    /// The folder of the crate; it has to be empty or to hold nothing but what `gen` wrote there
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,
    /// The name of the crate; without it, the name of its folder
    #[arg(long, requires = "out")]
    pub name: Option<String>,
    /// The folder of the crate `cc-api` that the crate takes its runtime from; without it, our own
    #[arg(long, value_name = "PATH", requires = "out")]
    pub runtime: Option<PathBuf>,
}

/// Check the spec and print every finding
///
/// Each finding has a code, its place, the source line, why it matters and what to do about it. One run
/// prints them all. Another document than our own is checked by the rules that bind everybody; those of
/// the house are warnings.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = LINT_HELP)]
pub(crate) struct LintArgs {
    /// Check this document in place of our own
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// How the findings are written
    #[arg(long, value_enum, default_value = "text")]
    pub format: LintFormat,
    /// Explain a code, with a wrong and a right example, and check nothing
    #[arg(long, value_name = "CODE", conflicts_with_all = ["spec", "format"])]
    pub explain: Option<String>,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// For people, as rustc writes
    Text,
    /// For programs: one object with the list of findings
    Json,
    /// For code hosts: SARIF 2.1.0
    Sarif,
}

/// Show one operation at each stage, from its lines in the spec to its code
///
/// As it is written, with files and line numbers; as it was understood; as it was decided in the model; as
/// it is emitted: the method, its setters, its entry in the catalogue, and where its types are.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = EXPLAIN_HELP)]
pub(crate) struct ExplainArgs {
    /// The operationId: `get_posts`
    pub operation: String,
}

/// Check the rules of the house that no other tool checks
///
/// Sizes of files, generated methods and `quote!` blocks; generated lines an operation; headers of
/// generated files; what a module and a crate must not depend on; files of the spec that nothing refers
/// to; files that tools left behind; folders of one machine and marks of unfinished work in the text;
/// the commands in the README; equal versions; vendored files that are not as they were brought in.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment, after_long_help = TIDY_HELP)]
pub(crate) struct TidyArgs {}

/// Run what the hosted checks run
///
/// The steps run one after another, cheap ones first, and the first that fails ends the run. At the end
/// stands a table with the result and the time of each.
#[derive(Debug, Default, Args)]
#[command(verbatim_doc_comment, after_long_help = CI_HELP)]
pub(crate) struct CiArgs {
    /// Run the steps that are for once a night as well
    #[arg(long)]
    pub nightly: bool,
    /// Go on after a step that failed, so that one run shows all faults
    #[arg(long)]
    pub keep_going: bool,
    /// Run this step and no others; can be given several times
    #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(ci::step_names()), hide_possible_values = true)]
    pub only: Vec<String>,
    /// Leave this step out; can be given several times
    #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(ci::step_names()), hide_possible_values = true)]
    pub skip: Vec<String>,
    /// List the steps that would run, and run none
    #[arg(long)]
    pub list: bool,
}

const EXIT_CODES: &str =
    "Exit codes: 0 all is well; 1 there is something to repair; 2 the command could not do its work.
`cargo xtask help COMMAND` tells more about a command, with examples.";

const GEN_HELP: &str = "Examples:
  cargo xtask gen                       bring the client up to date
  cargo xtask gen --watch               and again on every save
  cargo xtask gen --check               is it up to date? with the differences if not
  cargo xtask gen --dry-run             what would be written?
  cargo xtask gen --spec petstore.yaml --out ../petstore --name petstore
                                        a crate for another API

Exit codes: 0 the files are up to date, now or already; 1 the spec has errors, or --check found differences;
2 a file could not be read or written, or the folder holds files of somebody else.";

const LINT_HELP: &str = "Examples:
  cargo xtask lint                      every finding in our spec
  cargo xtask lint --spec petstore.yaml in another document
  cargo xtask lint --format sarif       for a code host
  cargo xtask lint --explain S501       what does this code mean?

Exit codes: 0 no errors (there may be warnings); 1 errors; 2 the document could not be read, or there is no such code.";

const EXPLAIN_HELP: &str = "Examples:
  cargo xtask explain get_posts         the operation with this operationId

Exit codes: 0 shown; 1 the spec has errors, so that there is no code to show; 2 there is no such operation.";

const TIDY_HELP: &str = "Examples:
  cargo xtask tidy        print what is not in order, with the place and what to do

Exit codes: 0 nothing to repair; 1 something to repair; 2 a file or cargo's metadata could not be read.";

const CI_HELP: &str = "Examples:
  cargo xtask ci                        all steps of every change
  cargo xtask ci --list                 the steps, without running them
  cargo xtask ci --only fmt --only tidy two of them
  cargo xtask ci --keep-going           all faults in one run
  cargo xtask ci --nightly              with the steps that are for once a night

The steps `judges`, `pages`, `site`, `prism` and `schemathesis` install tools of other people into target/judges,
once, and need npm, python3 and the package registries for it; `pages` and `site` need Chromium or Chrome. The step
`snapshots` uses a list that the step `tests` writes.

Exit codes: 0 all steps passed or were skipped for a reason; 1 a step failed; 2 the steps could not be run.";

impl Cli {
    /// Carries the command out; what it has to say goes to `out`.
    pub(crate) fn run(self, out: &mut dyn Write) -> Result<Outcome> {
        let workspace = Workspace::find()?;
        match self.command {
            Command::Demo(args) => demo::run(&args, &workspace, out),
            Command::Gen(args) => generate::run(&args, &workspace, out),
            Command::Lint(args) => lint::run(&args, &workspace, out),
            Command::Diff(args) => diff::run(&args, &workspace, out),
            Command::Changelog(args) => changelog::run(&args, &workspace, out),
            Command::Explain(args) => explain::run(&args, &workspace, out),
            Command::Learn(args) => learn::run(&args, &workspace, out),
            Command::Drift(args) => drift::run(&args, &workspace, out),
            Command::Docs(args) => docs::run(&args, &workspace, out),
            Command::Tidy(TidyArgs {}) => tidy::run(&workspace, out),
            Command::Ci(args) => ci::run(&args, &workspace, out),
            Command::Bench(args) => bench::run(&args, &workspace, out),
            Command::Mcpb(args) => mcpb::run(&args, &workspace, out),
            Command::Soak(args) => soak::run(&args, &workspace, out),
            Command::Fuzz(args) => fuzz::run(&args, &workspace, out),
            Command::Mutants(args) => mutants::run(&args, &workspace, out),
            Command::VendorUi(args) => vendor::run(&args, &workspace, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn long_help(command: &clap::Command) -> String {
        command.clone().render_long_help().to_string()
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_every_command_has_examples_and_exit_codes() {
        let cli = Cli::command();
        assert!(long_help(&cli).contains("Exit codes:"));
        for command in cli.get_subcommands() {
            let help = long_help(command);
            for part in ["Examples:", "Exit codes: 0 "] {
                assert!(help.contains(part), "`{}` lacks {part:?}:\n{help}", command.get_name());
            }
        }
    }

    #[test]
    fn the_help_fits_a_terminal_of_120_columns() {
        for command in Cli::command().get_subcommands() {
            let own = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            for line in own.lines() {
                assert!(line.chars().count() <= 120, "`{}`: {line}", command.get_name());
            }
        }
    }

    #[test]
    fn a_step_that_does_not_exist_is_refused() {
        let error = Cli::try_parse_from(["xtask", "ci", "--only", "nothing"]).unwrap_err().to_string();
        assert!(error.contains("tidy"), "the steps are named: {error}");
    }
}
