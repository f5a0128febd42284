//! The tree of commands: what is there, and that a change of it is seen.

use std::fmt::Write as _;

use clap::Command;

#[test]
fn the_tree_is_sound() {
    cc_cli::command().debug_assert();
}

#[test]
fn a_changed_command_is_a_visible_difference() {
    let mut root = cc_cli::command();
    root.build();
    let mut tree = String::new();
    write(&root, 0, &mut tree);
    insta::assert_snapshot!("tree", tree);
}

/// A line a command and a line a flag of its own; what all commands have is written once, at the root.
fn write(command: &Command, depth: usize, tree: &mut String) {
    let indent = "  ".repeat(depth);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(tree, "{indent}{}: {about}", command.get_name());
    for arg in command.get_arguments().filter(|arg| depth == 0 || !arg.is_global_set()) {
        let name = arg.get_long().map_or_else(|| format!("<{}>", arg.get_id()), |long| format!("--{long}"));
        let required = if arg.is_required_set() { " required" } else { "" };
        let _ = writeln!(tree, "{indent}    {name}{required}");
    }
    for below in command.get_subcommands() {
        write(below, depth + 1, tree);
    }
}

#[test]
fn every_operation_has_a_command_of_its_own() {
    let root = cc_cli::command();
    for operation in cc_api::catalogue::all() {
        let group = root.find_subcommand(operation.tag.replace('_', "-")).unwrap();
        assert!(group.find_subcommand(operation.id.replace('_', "-")).is_some(), "{}", operation.id);
    }
}
