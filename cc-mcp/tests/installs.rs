//! What is installed beside the server: texts that name its tools.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::Host;

/// Words in code that are no names of the server's.
const OTHER_WORDS: [&str; 6] = [
    // Of the dashboard, when a part of it could not be had.
    "missing",
    "cc-mcp",
    "coffee",
    "--allow-write",
    "claude mcp add coffee -- cc-mcp",
    "https://coffeecontracts.com/post/SLUG",
];

#[test]
fn the_skill_names_only_what_the_server_has() {
    let mut host = Host::new("skill", &["--allow-write"]);
    let listed = host.ask("tools/list", json!({}));
    let listed = listed["tools"].as_array().unwrap();
    let tools: BTreeSet<&str> = listed.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    let arguments = listed.iter().filter_map(|tool| tool["inputSchema"]["properties"].as_object());
    let arguments = arguments.flat_map(|properties| properties.keys().map(String::as_str));
    let dashboard = host.call("weekly_dashboard", json!({ "start_date": "2026-11-23" }));
    let figures = dashboard.as_object().unwrap().keys().map(String::as_str);
    let known: BTreeSet<&str> =
        tools.iter().copied().chain(arguments).chain(figures).chain(OTHER_WORDS).collect();
    let skill = text("skills/weekly-dashboard/SKILL.md");
    let words: BTreeSet<&str> = skill.split('`').skip(1).step_by(2).collect();
    assert!(words.is_subset(&known), "{:?}", words.difference(&known));
    assert!(words.intersection(&tools).count() >= 12, "{words:?}");
}

#[test]
fn the_skill_begins_as_skills_do() {
    let skill = text("skills/weekly-dashboard/SKILL.md");
    let front = skill.strip_prefix("---\n").unwrap().split("\n---\n").next().unwrap();
    let fields: Vec<(&str, &str)> = front.lines().map(|line| line.split_once(": ").unwrap()).collect();
    assert_eq!(fields[0], ("name", "weekly-dashboard"), "named as its folder");
    assert_eq!(fields[1].0, "description");
    assert!(fields.len() == 2 && fields[1].1.len() <= 1_024 && !fields[1].1.contains(": "), "plain YAML");
}

/// The bundle says that its tools are generated, so that no list of them can grow stale.
#[test]
fn the_bundle_lists_no_tools_of_its_own() {
    let manifest: Value = serde_json::from_str(&text("bundle/manifest.json")).unwrap();
    assert_eq!((&manifest["tools_generated"], manifest.get("tools")), (&json!(true), None));
    assert_eq!((&manifest["prompts_generated"], manifest.get("prompts")), (&json!(true), None));
    assert!(manifest["long_description"].as_str().unwrap().contains("only reads unless"));
}

fn text(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}
