//! A crate of its own for any document: `gen --spec FILE --out DIR`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use codegen::emit::{RuntimeDependency, Target};

use super::destination::Destination;
use crate::cli::GenArgs;
use crate::paths::{Workspace, with_slashes};

/// The crate that holds the runtime, in the workspace.
const RUNTIME: &str = "cc-api";

/// What is made, and where it goes.
pub(super) fn crate_of(
    args: &GenArgs,
    spec: &Path,
    folder: &Path,
    workspace: &Workspace,
) -> Result<(Target, Destination)> {
    let folder = std::path::absolute(folder)
        .with_context(|| format!("`{}` can't be the folder of a crate", folder.display()))?;
    if folder.is_file() {
        bail!("`{}` is a file; --out names the folder of the crate", folder.display());
    }
    let name = match &args.name {
        Some(name) => checked_name(name)?,
        None => name_of(&folder)?,
    };
    let runtime = args.runtime.clone().unwrap_or_else(|| workspace.join(RUNTIME));
    if !runtime.join("Cargo.toml").is_file() {
        bail!("`{}` is not the folder of a crate; --runtime names the folder of `cc-api`", runtime.display());
    }
    let runtime = std::path::absolute(&runtime).context("the folder of the runtime could not be found")?;
    let target = Target::Crate {
        name,
        runtime: RuntimeDependency::Path(with_slashes(&path_between(&folder, &runtime))),
    };
    let repair =
        format!("cargo xtask gen --spec {} --out {}", workspace.shown(spec), workspace.shown(&folder));
    let shown = workspace.shown(&folder);
    Ok((target, Destination::folder(&folder, shown, repair)))
}

/// The name of a crate as cargo takes it.
fn checked_name(name: &str) -> Result<String> {
    let starts_well = name.starts_with(|first: char| first.is_ascii_lowercase());
    let is_fine = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if !starts_well || !is_fine {
        bail!(
            "`{name}` can't be the name of a crate: lower-case letters, digits, `-` and `_`, beginning with a \
             letter. Choose another with --name"
        );
    }
    Ok(name.to_owned())
}

/// The name of a crate, after its folder.
fn name_of(folder: &Path) -> Result<String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    checked_name(&name.replace([' ', '.'], "-"))
}

/// How one gets from a folder to another, both absolute: `../../cc-api`. Across drives the target itself.
fn path_between(from: &Path, to: &Path) -> PathBuf {
    let from: Vec<_> = from.components().collect();
    let to_parts: Vec<_> = to.components().collect();
    let shared = from.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
    // Folders that share nothing but the root are no neighbours: a long way up says less than the address.
    if shared <= 1 {
        return to.to_path_buf();
    }
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    up.chain(to_parts[shared..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Outcome;
    use crate::testing::TempFolder;

    #[test]
    fn a_crate_is_named_after_its_folder_or_as_asked() {
        for (folder, name) in
            [("/a/petstore", "petstore"), ("/a/Pet Store", "pet-store"), ("/a/v1.2_x", "v1-2_x")]
        {
            assert_eq!(name_of(Path::new(folder)).unwrap(), name);
        }
        for bad in ["", "1st", "Pets", "a/b", "a\"b"] {
            assert!(checked_name(bad).unwrap_err().to_string().contains("--name"), "{bad}");
        }
    }

    #[test]
    fn the_runtime_is_found_from_the_crate() {
        for (from, to, path) in [
            ("/w/target/crates/pets", "/w/cc-api", "../../../cc-api"),
            ("/w/pets", "/w/cc-api", "../cc-api"),
            ("/elsewhere/pets", "/w/cc-api", "/w/cc-api"),
        ] {
            assert_eq!(with_slashes(&path_between(Path::new(from), Path::new(to))), path);
        }
    }

    /// A small API, somebody else's.
    const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://pets.example/v1 }]
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      summary: Get a pet
      tags: [pets]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: The pet.
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string } } }
";

    /// Runs `gen --spec pets.yaml --out pets` in a folder.
    fn run_for_pets(folder: &TempFolder) -> (Outcome, String) {
        let args = GenArgs {
            spec: Some(folder.path().join("pets.yaml")),
            out: Some(folder.path().join("pets")),
            runtime: Some(folder.path().join("runtime")),
            ..GenArgs::default()
        };
        let mut out = Vec::new();
        let outcome = super::super::run(&args, &Workspace::at(folder.path()), &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_document_of_somebody_else_becomes_a_crate() {
        let folder = TempFolder::with(&[("pets.yaml", PETS), ("runtime/Cargo.toml", "[package]")]);
        let (outcome, report) = run_for_pets(&folder);
        assert_eq!(outcome, Outcome::Done, "{report}");
        assert!(report.contains("1 operation in 1 group"), "{report}");
        let manifest = std::fs::read_to_string(folder.path().join("pets/Cargo.toml")).unwrap();
        assert!(manifest.contains("name = \"pets\""), "{manifest}");
        assert!(manifest.contains("path = \"../runtime\""), "{manifest}");

        let (again, report) = run_for_pets(&folder);
        assert_eq!(again, Outcome::Done);
        assert!(report.contains("pets: 0 written, 0 removed"), "{report}");
    }

    #[test]
    fn a_document_with_errors_leaves_every_file_as_it_was() {
        let folder = TempFolder::with(&[("pets.yaml", PETS), ("runtime/Cargo.toml", "[package]")]);
        run_for_pets(&folder);
        for broken in ["paths: [", &PETS.replace("schemas/Pet'", "schemas/Cat'"), ""] {
            folder.write("pets.yaml", broken);
            let before = folder.texts();
            let (outcome, report) = run_for_pets(&folder);
            assert_eq!(outcome, Outcome::NeedsWork, "{report}");
            assert!(report.contains("error[S"), "{report}");
            assert!(report.contains("no file was touched"), "{report}");
            assert_eq!(folder.texts(), before);
        }
    }
}
