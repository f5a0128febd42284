//! Clients in other languages: made from the bundle by openapi-generator, compiled, and two of them calling a sandbox.
//!
//! Which languages there are, and what each needs, is data ([`table`]). Compilers that the package indexes of Python and
//! Node.js have are installed in fixed versions ([`tools`]); a language that lacks something of the system's is generated
//! all the same, and said to be skipped, with what to install. `docs/guides/other-languages.md` is the same as a recipe.

mod commands;
mod table;
mod tools;

use std::io::Write;
use std::time::Instant;

use anyhow::{Context, Result};

use super::{Ending, judges};
use crate::paths::Workspace;
use crate::sandbox::{Launch, Sandbox};
use commands::Commands;
use table::{Caller, LANGUAGES, Language};

/// What the clients are made from.
const BUNDLE: &str = "dist/openapi.json";
/// A folder for each language, and one for the compilers.
const FOLDER: &str = "target/languages";
/// This folder: the programs that load a client, and those that call through it.
const BESIDE: &str = "xtask/src/ci/languages";

/// What has become of a language.
enum Fate {
    /// Compiled or loaded, and called if there is a caller.
    Sound,
    /// Generated, but the system lacks these packages.
    Lacks(Vec<&'static str>),
    /// A command has said what is wrong.
    Broken,
}

/// Makes all clients and tries them; one that fails keeps none of the others from it.
pub(super) fn run(workspace: &Workspace, out: &mut dyn Write) -> Result<Ending> {
    let judges = judges::search_path(workspace, out)?;
    let tools = tools::install(workspace, out)?;
    let commands = Commands::new(workspace, &tools, &judges)?;
    let mut lacking = Vec::new();
    let mut broken = false;
    for language in &LANGUAGES {
        match attempt(language, workspace, &commands, out)? {
            Fate::Sound => {}
            Fate::Lacks(packages) => {
                lacking.push(format!("{}: apt-get install {}", language.name, packages.join(" ")));
            }
            Fate::Broken => broken = true,
        }
        out.flush()?;
    }
    Ok(match (broken, lacking.is_empty()) {
        (true, _) => Ending::Failed,
        (false, true) => Ending::Passed,
        (false, false) => Ending::Skipped(format!("generated, but not compiled: {}", lacking.join("; "))),
    })
}

fn attempt(
    language: &Language,
    workspace: &Workspace,
    commands: &Commands,
    out: &mut dyn Write,
) -> Result<Fate> {
    let name = language.name;
    let start = Instant::now();
    if !commands.generate(language, out)? {
        return Ok(Fate::Broken);
    }
    writeln!(out, "{name:<18}generated in {:.1} s", start.elapsed().as_secs_f64())?;
    let lacking = commands.lacking(language);
    if !lacking.is_empty() {
        writeln!(out, "{name:<18}not compiled: apt-get install {}", lacking.join(" "))?;
        return Ok(Fate::Lacks(lacking));
    }
    let start = Instant::now();
    for line in language.compile {
        if !commands.run(language, line, &[], out)? {
            return Ok(Fate::Broken);
        }
    }
    let but = language.but.map(|but| format!(": {but}")).unwrap_or_default();
    writeln!(out, "{name:<18}compiled or loaded in {:.1} s{but}", start.elapsed().as_secs_f64())?;
    match &language.caller {
        Some(caller) => call(language, caller, workspace, commands, out),
        None => Ok(Fate::Sound),
    }
}

/// Has a sandbox called: one with limits, since a refusal for their sake is to be read, and with words of its own.
fn call(
    language: &Language,
    caller: &Caller,
    workspace: &Workspace,
    commands: &Commands,
    out: &mut dyn Write,
) -> Result<Fate> {
    let words = workspace.join(BESIDE).join("callers/words.yaml");
    let words = words.to_str().context("the path of the workspace is not Unicode")?;
    let log = workspace.join(FOLDER).join(format!("{}.sandbox.log", language.name));
    let arguments = &["--posts", "120", "--variant", words];
    let mut sandbox = Sandbox::start(workspace, Launch { arguments, is_release: false, log })?;
    let environment = [
        ("CC_BASE_URL", sandbox.base_url.as_str()),
        ("CC_TENANT", &sandbox.tenant),
        ("CC_API_KEY", &sandbox.full_key),
        ("CC_READ_ONLY_KEY", &sandbox.read_only_key),
    ];
    let start = Instant::now();
    let worked = commands.run(language, caller.run, &environment, out)?;
    if let Some(complaint) = sandbox.complaint()? {
        writeln!(out, "{complaint}")?;
        return Ok(Fate::Broken);
    }
    if worked {
        writeln!(out, "{:<18}called the sandbox in {:.1} s", language.name, start.elapsed().as_secs_f64())?;
    }
    Ok(if worked { Fate::Sound } else { Fate::Broken })
}

#[cfg(test)]
mod tests {
    use std::iter::once;

    use super::*;

    const GUIDE: &str = "docs/guides/other-languages.md";

    fn read(path: &str) -> String {
        std::fs::read_to_string(Workspace::find().unwrap().join(path)).unwrap()
    }

    #[test]
    fn the_guide_makes_every_client_as_the_step_does() {
        let guide = read(GUIDE);
        let made =
            LANGUAGES.iter().map(|language| Commands::generator_line(language, language.name).join(" "));
        let wanted: Vec<_> =
            once(String::from("pip install openapi-generator-cli==7.26.0")).chain(made).collect();
        let blocks = guide.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
        let lines = blocks.flat_map(str::lines).filter(|line| !line.is_empty());
        let shown: Vec<_> = lines.map(|line| line.split("   #").next().unwrap_or(line)).collect();
        assert_eq!(shown, wanted);
        for need in LANGUAGES.iter().flat_map(|language| language.needs) {
            assert!(guide.contains(need.package()), "{GUIDE} does not name {}", need.package());
        }
    }

    #[test]
    fn the_guide_names_the_versions_that_are_installed() {
        let guide = read(GUIDE);
        for (name, version) in tools::packages() {
            assert!(guide.contains(&format!("{name} {version}")), "{GUIDE} lacks: {name} {version}");
        }
    }

    #[test]
    fn what_the_guide_shows_is_what_the_callers_do() {
        let guide = read(GUIDE);
        for (fence, caller) in [("```python\n", "caller.py"), ("```typescript\n", "caller.ts")] {
            let program = read(&format!("{BESIDE}/callers/{caller}"));
            let snippets: Vec<_> =
                guide.split(fence).skip(1).filter_map(|rest| rest.split("```").next()).collect();
            assert!(!snippets.is_empty());
            for snippet in snippets.iter().flat_map(|snippet| snippet.split("\n\n")) {
                assert!(program.contains(snippet.trim_end()), "{caller} does not hold:\n{snippet}");
            }
        }
    }

    #[test]
    fn two_languages_call_the_sandbox() {
        assert_eq!(LANGUAGES.iter().filter(|language| language.caller.is_some()).count(), 2);
    }
}
