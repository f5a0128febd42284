//! What cargo knows about the crates of the workspace.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths::Workspace;

/// A crate of the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name: `cc-api`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Whether cargo runs a program of it while building.
    pub has_build_script: bool,
    /// What it depends on, the workspace's own crates included, tests' and build scripts' as well.
    pub dependencies: Vec<Dependency>,
}

/// A dependency as the manifest names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The crate: `serde`.
    pub name: String,
    /// Whether only tests, examples and benches use it.
    pub for_tests: bool,
    /// The features asked for: `derive`.
    pub features: Vec<String>,
}

/// Asks cargo for the crates of the workspace.
pub(super) fn members(workspace: &Workspace) -> Result<Vec<Member>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(workspace.root())
        .output()
        .context("`cargo metadata` could not be started")?;
    if !output.status.success() {
        bail!("`cargo metadata` failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("`cargo metadata` did not answer with JSON")?;
    Ok(list(&metadata["packages"]).iter().map(member).collect())
}

fn member(package: &Value) -> Member {
    let is_build_script = |target: &Value| list(&target["kind"]).iter().any(|kind| kind == "custom-build");
    Member {
        name: text(&package["name"]),
        version: text(&package["version"]),
        has_build_script: list(&package["targets"]).iter().any(is_build_script),
        dependencies: list(&package["dependencies"]).iter().map(dependency).collect(),
    }
}

fn dependency(dependency: &Value) -> Dependency {
    Dependency {
        name: text(&dependency["name"]),
        for_tests: dependency["kind"] == "dev",
        features: list(&dependency["features"]).iter().map(text).collect(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_read_as_cargo_describes_it() {
        let package = serde_json::json!({
            "name": "cc-api",
            "version": "0.1.0",
            "targets": [{ "kind": ["lib"] }, { "kind": ["custom-build"] }],
            "dependencies": [
                { "name": "serde", "kind": null, "features": ["derive"] },
                { "name": "trybuild", "kind": "dev", "features": [] },
            ],
        });
        let expected = Member {
            name: "cc-api".into(),
            version: "0.1.0".into(),
            has_build_script: true,
            dependencies: vec![
                Dependency { name: "serde".into(), for_tests: false, features: vec!["derive".into()] },
                Dependency { name: "trybuild".into(), for_tests: true, features: vec![] },
            ],
        };
        assert_eq!(member(&package), expected);
    }

    #[test]
    fn the_crates_of_this_workspace_are_found() {
        let members = members(&Workspace::find().unwrap()).unwrap();
        assert!(members.iter().any(|member| member.name == "xtask"));
    }
}
