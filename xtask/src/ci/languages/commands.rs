//! Running the commands of a language: in its folder, with the installed compilers first.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::table::{Language, Need};
use super::{BESIDE, BUNDLE, FOLDER};
use crate::ci::judges;
use crate::paths::Workspace;

/// What the generator leaves out: nobody reads it here, and it takes as long as all the rest.
const LEFT_OUT: &str = "--global-property=apiDocs=false,modelDocs=false,apiTests=false,modelTests=false";

/// Where the jar of `OkHttp` is, in the tools.
const OKHTTP: &str = "node_modules/allure-commandline/dist/plugins/jira-plugin/lib";

/// How commands are run.
pub(super) struct Commands {
    root: PathBuf,
    path: OsString,
    /// What stands for what in their words.
    meanings: [(&'static str, String); 4],
    tools: PathBuf,
}

impl Commands {
    /// With the tools in a folder, and the judges in the search path.
    pub(super) fn new(workspace: &Workspace, tools: &Path, judges: &OsStr) -> Result<Self> {
        let ours = [tools.join("node_modules/.bin"), tools.join("venv/bin")];
        let path = std::env::join_paths(ours.into_iter().chain(std::env::split_paths(judges)))
            .context("the path of the workspace has a character that search paths can't hold")?;
        let generator = generator(&workspace.join(judges::FOLDER).join("venv/lib"))?;
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let meanings = [
            ("{tools}", text(tools)),
            ("{beside}", text(&workspace.join(BESIDE))),
            ("{generator}", text(&generator)),
            ("{okhttp}", text(&tools.join(OKHTTP))),
        ];
        Ok(Self { root: workspace.root().to_path_buf(), path, meanings, tools: tools.to_path_buf() })
    }

    /// The command that makes a client in a folder.
    pub(super) fn generator_line<'a>(language: &Language, folder: &'a str) -> Vec<&'a str>
    where
        'static: 'a,
    {
        let start = ["openapi-generator-cli", "generate", "-i", BUNDLE, "-g", language.name, "-o", folder];
        start.into_iter().chain(language.options.iter().copied()).collect()
    }

    /// Makes the client of a language anew; whether that went well.
    pub(super) fn generate(&self, language: &Language, out: &mut dyn Write) -> Result<bool> {
        let folder = self.folder(language);
        // What an earlier document had and this one has not would be compiled as well.
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("could not remove `{}`", folder.display()))?;
        }
        let shown = format!("{FOLDER}/{}", language.name);
        let mut line = Self::generator_line(language, &shown);
        line.push(LEFT_OUT);
        if !self.start(&line, &self.root, &[], out)? {
            return Ok(false);
        }
        if let Some(caller) = &language.caller {
            let source = self.root.join(BESIDE).join("callers").join(caller.file);
            std::fs::copy(&source, folder.join(caller.file))
                .with_context(|| format!("could not copy `{}`", source.display()))?;
        }
        if let Some(ending) = language.sources {
            let mut files = Vec::new();
            collect(&folder.join("src"), ending, &mut files)?;
            files.sort_unstable();
            std::fs::write(folder.join("sources.txt"), files.join("\n"))
                .with_context(|| format!("could not write in `{}`", folder.display()))?;
        }
        Ok(true)
    }

    /// The packages that the system lacks for a language.
    pub(super) fn lacking(&self, language: &Language) -> Vec<&'static str> {
        language.needs.iter().filter(|need| !self.is_met(need)).map(Need::package).collect()
    }

    /// Runs a command of a language, in its folder; whether it went well.
    pub(super) fn run(
        &self,
        language: &Language,
        line: &[&str],
        environment: &[(&str, &str)],
        out: &mut dyn Write,
    ) -> Result<bool> {
        let words: Vec<_> = line.iter().map(|word| self.meant(word)).collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        self.start(&words, &self.folder(language), environment, out)
    }

    /// What it prints is shown only where it fails.
    fn start(
        &self,
        line: &[&str],
        folder: &Path,
        environment: &[(&str, &str)],
        out: &mut dyn Write,
    ) -> Result<bool> {
        let (program, arguments) = line.split_first().context("the command names no program")?;
        let output = Command::new(judges::find_program(program, &self.path))
            .args(arguments)
            .env("PATH", &self.path)
            // Go: the compiler that is there, no packages from elsewhere, and no traces in the user's folders.
            .env("GOTOOLCHAIN", "local")
            .env("GOPROXY", "off")
            .env("GOFLAGS", "-mod=mod")
            .env("GOPATH", self.tools.join("go"))
            .env("GOCACHE", self.tools.join("go-cache"))
            .envs(environment.iter().copied())
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("`{program}` could not be started"))?;
        if !output.status.success() {
            writeln!(out, "failed: {}", line.join(" "))?;
            out.write_all(&output.stdout)?;
            out.write_all(&output.stderr)?;
        }
        Ok(output.status.success())
    }

    fn meant(&self, word: &str) -> String {
        self.meanings.iter().fold(word.to_owned(), |word, (sign, meaning)| word.replace(sign, meaning))
    }

    fn folder(&self, language: &Language) -> PathBuf {
        self.root.join(FOLDER).join(language.name)
    }

    fn is_met(&self, need: &Need) -> bool {
        match need {
            Need::File(path, _) => Path::new(path).is_file(),
            Need::Program(line, _) => line.split_first().is_some_and(|(program, arguments)| {
                let mut command = Command::new(judges::find_program(program, &self.path));
                command.args(arguments).output().is_ok_and(|output| output.status.success())
            }),
        }
    }
}

impl Need {
    /// The Debian package that brings it.
    pub(super) fn package(&self) -> &'static str {
        match self {
            Self::Program(_, package) | Self::File(_, package) => package,
        }
    }
}

/// The generator's archive, below the libraries of the judges' Python, whose folder has the version in its name.
fn generator(libraries: &Path) -> Result<PathBuf> {
    let inside = "site-packages/openapi_generator_cli/openapi-generator.jar";
    let mut versions = std::fs::read_dir(libraries)
        .with_context(|| format!("could not read `{}`", libraries.display()))?
        .filter_map(Result::ok);
    versions
        .find_map(|version| Some(version.path().join(inside)).filter(|file| file.is_file()))
        .with_context(|| format!("`{inside}` is nowhere below `{}`", libraries.display()))
}

/// The files of an ending, in all folders below one.
fn collect(folder: &Path, ending: &str, files: &mut Vec<String>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("could not read `{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, files)?;
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
