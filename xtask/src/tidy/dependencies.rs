//! The direction of dependencies: the arrows of the architecture document, and no others.

use super::Breach;
use super::metadata::Member;

/// Which crates of the workspace a crate may depend on, for its tests as well.
const ARROWS: [(&str, &[&str]); 19] = [
    ("codegen", &[]),
    ("xtask", &["codegen"]),
    ("cc-api", &[]),
    ("cc-schema", &["cc-api"]),
    ("cc-serve", &[]),
    ("cc-surface", &["cc-api", "cc-schema"]),
    ("cc-sandbox", &["cc-api", "cc-schema", "cc-serve"]),
    ("cc-workflows", &["cc-api"]),
    ("cc-cli", &["cc-api", "cc-sandbox", "cc-schema", "cc-surface", "cc-workflows"]),
    ("cc-mcp", &["cc-api", "cc-sandbox", "cc-schema", "cc-serve", "cc-surface", "cc-workflows"]),
    ("cc-gateway", &["cc-api", "cc-sandbox", "cc-schema", "cc-serve", "cc-surface", "cc-workflows"]),
    ("cc-demo", &["cc-api", "cc-sandbox", "cc-workflows"]),
    ("cc-e2e", &["cc-api", "cc-sandbox"]),
    ("cc-faults", &["cc-api", "cc-sandbox", "cc-tests"]),
    ("cc-gateway-faults", &["cc-api", "cc-faults", "cc-gateway", "cc-tests"]),
    ("cc-guides", &["cc-api", "codegen"]),
    ("cc-learn", &["cc-api", "cc-sandbox", "codegen"]),
    ("cc-fuzz-targets", &["cc-api", "codegen"]),
    ("cc-tests", &["cc-api", "cc-sandbox", "cc-cli", "cc-mcp", "cc-workflows", "codegen"]),
];

/// Crates whose only purpose is a derive: the users of `cc-api` compile none for its sake.
const DERIVE_CRATES: [&str; 3] = ["serde_derive", "thiserror", "derive_more"];

/// The crate that users depend on.
const CLIENT: &str = "cc-api";

/// Checks the arrows, the versions, and what the client promises its users.
pub(super) fn check(members: &[Member]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for member in members {
        breaches.extend(arrows(member, members));
    }
    breaches.extend(versions(members));
    breaches.extend(members.iter().find(|member| member.name == CLIENT).map(client).unwrap_or_default());
    breaches
}

fn arrows(member: &Member, members: &[Member]) -> Vec<Breach> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
        return vec![Breach::new(
            &member.name,
            "is a crate that the architecture does not name",
            "Decide what it may depend on, and add it to ARCHITECTURE.md and to `ARROWS` in \
             xtask/src/tidy/dependencies.rs.",
        )];
    };
    let own = member.dependencies.iter().filter(|dependency| {
        dependency.name != member.name && members.iter().any(|other| other.name == dependency.name)
    });
    own.filter(|dependency| !allowed.contains(&dependency.name.as_str()))
        .map(|dependency| {
            Breach::new(
                format!("{}/Cargo.toml", member.name),
                format!("depends on `{}`; the architecture draws no such arrow", dependency.name),
                "Move what is needed to a crate that both may use, or change the architecture first.",
            )
        })
        .collect()
}

fn versions(members: &[Member]) -> Vec<Breach> {
    let Some(first) = members.first() else { return Vec::new() };
    let others = members.iter().filter(|member| member.version != first.version);
    others
        .map(|member| {
            Breach::new(
                format!("{}/Cargo.toml", member.name),
                format!("has version {}, but {} has {}", member.version, first.name, first.version),
                "The crates of the workspace are released together: give them one version.",
            )
        })
        .collect()
}

fn client(member: &Member) -> Vec<Breach> {
    let place = format!("{}/Cargo.toml", member.name);
    let mut breaches = Vec::new();
    if member.has_build_script {
        breaches.push(Breach::new(
            &place,
            "has a build script",
            "The generated code is committed so that users run nothing while building: do without.",
        ));
    }
    for dependency in member.dependencies.iter().filter(|dependency| !dependency.for_tests) {
        let derives = DERIVE_CRATES.contains(&dependency.name.as_str())
            || dependency.features.iter().any(|feature| feature == "derive");
        if derives {
            breaches.push(Breach::new(
                &place,
                format!("brings a derive macro with `{}`", dependency.name),
                "Users would compile syn for it: write the code out, or let the generator do it.",
            ));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::super::metadata::Dependency;
    use super::*;

    fn member(name: &str, dependencies: &[&str]) -> Member {
        let dependencies = dependencies
            .iter()
            .map(|name| Dependency { name: (*name).into(), ..Dependency::default() })
            .collect();
        Member { name: name.into(), version: "0.1.0".into(), dependencies, ..Member::default() }
    }

    #[test]
    fn only_the_drawn_arrows_are_allowed() {
        let cases = [
            ("xtask", "codegen", true),
            ("xtask", "cc-api", false),
            ("cc-api", "codegen", false),
            ("cc-sandbox", "cc-api", true),
            ("cc-cli", "cc-mcp", false),
            ("cc-demo", "cc-sandbox", true),
            ("cc-unheard-of", "cc-api", false),
            ("cc-api", "cc-api", true),
        ];
        for (from, to, fine) in cases {
            let members = [member(from, &[to]), member(to, &[])];
            assert_eq!(arrows(&members[0], &members).is_empty(), fine, "{from} -> {to}");
        }
    }

    #[test]
    fn crates_of_others_are_no_arrows() {
        let members = [member("codegen", &["syn"])];
        assert_eq!(arrows(&members[0], &members), []);
    }

    #[test]
    fn the_versions_of_the_workspace_are_equal() {
        let mut members = [member("codegen", &[]), member("xtask", &[])];
        assert_eq!(versions(&members), []);
        members[1].version = "0.2.0".into();
        assert_eq!(versions(&members).len(), 1);
    }

    #[test]
    fn the_client_brings_neither_build_script_nor_derive() {
        assert_eq!(client(&member(CLIENT, &["serde"])), []);
        assert_eq!(client(&member(CLIENT, &["thiserror"])).len(), 1);

        let mut with_feature = member(CLIENT, &["serde"]);
        with_feature.dependencies[0].features.push("derive".into());
        assert_eq!(client(&with_feature).len(), 1);
        with_feature.dependencies[0].for_tests = true;
        assert_eq!(client(&with_feature), []);

        let with_script = Member { has_build_script: true, ..member(CLIENT, &[]) };
        assert_eq!(client(&with_script).len(), 1);
    }
}
