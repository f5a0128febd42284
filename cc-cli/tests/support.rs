//! A sandbox, a user with a home of their own, and the program run as they would.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use cc_sandbox::{Options, Sandbox};
use tokio::runtime::Runtime;

/// A sandbox and a user of it.
pub(crate) struct User {
    sandbox: Option<Sandbox>,
    runtime: Runtime,
    home: PathBuf,
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl User {
    /// Somebody who has not logged in yet.
    pub(crate) fn new(name: &str, options: Options) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start_with(options)).unwrap();
        let home =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ccapi-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&home);
        Self { sandbox: Some(sandbox), runtime, home }
    }

    /// Somebody who has logged in with a key for everything.
    pub(crate) fn logged_in(name: &str) -> Self {
        Self::logged_in_to(name, Options::default())
    }

    pub(crate) fn logged_in_to(name: &str, options: Options) -> Self {
        let user = Self::new(name, options);
        let key = user.sandbox().access().keys.full.clone();
        let ran = user.run_with(&["auth", "login", "--no-test", "--base-url", &user.base_url()], &key);
        assert_eq!(ran.code, 0, "{ran:?}");
        user
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        self.sandbox.as_ref().unwrap()
    }

    pub(crate) fn base_url(&self) -> String {
        self.sandbox().access().base_url.clone()
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The program with these arguments, with nothing of the tester's own environment that could matter.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ccapi"));
        command.args(arguments).env_clear().env("CC_HOME", &self.home).env("COLUMNS", "100");
        command.stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// The same with something on stdin.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = start(self.command(arguments).stdin(Stdio::piped()));
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    /// What succeeded, as it was printed.
    pub(crate) fn says(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        ran.stdout
    }

    /// How many things were done, as the sandbox's ledger has it.
    pub(crate) fn effects(&self) -> usize {
        self.sandbox().control().effects().unwrap().len()
    }
}

/// Starts a program, to be looked at while it runs.
pub(crate) fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

impl Drop for User {
    fn drop(&mut self) {
        if let Some(sandbox) = self.sandbox.take() {
            self.runtime.block_on(sandbox.stop());
        }
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
