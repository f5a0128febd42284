//! The lists of tools: each tool in a file of its own, so that a changed tool is a visible diff.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::Host;

fn tools(host: &mut Host) -> Vec<Value> {
    let list = host.ask("tools/list", json!({}));
    assert!(list.get("nextCursor").is_none_or(Value::is_null), "hosts read one page");
    list["tools"].as_array().unwrap().clone()
}

fn names(tools: &[Value]) -> Vec<&str> {
    tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect()
}

/// Four bytes of JSON are about a token.
fn tokens(tools: &[Value]) -> usize {
    json!({ "tools": tools }).to_string().len() / 4
}

#[test]
fn the_lists_are_as_committed_and_within_their_budgets() {
    let reading = tools(&mut Host::new("offers-read", &[]));
    let writing = tools(&mut Host::new("offers-write", &["--allow-write"]));
    assert!(reading.len() <= 24 && tokens(&reading) <= 8_000, "{} {}", reading.len(), tokens(&reading));
    assert!(writing.len() <= 34 && tokens(&writing) <= 12_000, "{} {}", writing.len(), tokens(&writing));
    let lists = json!({ "default": names(&reading), "with --allow-write": names(&writing) });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/tools" }, {
        insta::assert_json_snapshot!("LISTS", lists);
        for tool in &writing {
            insta::assert_json_snapshot!(tool["name"].as_str().unwrap(), tool);
        }
    });
    assert!(reading.iter().all(|tool| writing.contains(tool)), "writing adds tools and changes none");
}

#[test]
fn sets_single_tools_and_exclusions_decide_what_is_offered_but_the_policy_wins() {
    let mut few = Host::new(
        "offers-few",
        &["--toolsets", "chatgpt,instagram", "--tools", "change_plan,list_stock_images"],
    );
    let list = tools(&mut few);
    let names = names(&list);
    for (name, offered) in [
        ("search", true),
        ("get_instagram_summary", true),
        ("list_stock_images", true),
        ("change_plan", false),
        ("get_posts", false),
    ] {
        assert_eq!(names.contains(&name), offered, "{name}: {names:?}");
    }
    assert!(few.refused("change_plan", json!({})).contains("money"));
    assert!(few.refused("get_posts", json!({})).contains("--toolsets"));
    let mut without = Host::new("offers-without", &["--exclude", "get_posts,list_stock_images"]);
    for (tool, arguments) in
        [("get_posts", json!({})), ("read_operation", json!({ "operation": "list_stock_images" }))]
    {
        let refused = without.refused(tool, arguments);
        assert!(refused.contains("--exclude"), "{refused}");
    }
}

#[test]
fn a_start_that_asks_for_what_there_is_not_says_what_there_is() {
    for (option, variable, value, words) in [
        ("--toolsets", "CC_MCP_TOOLSETS", "libary", "there is no set `libary`; the sets are core, account,"),
        ("--tools", "CC_MCP_TOOLS", "get_pots", "`get_post` comes near"),
        ("--exclude", "CC_MCP_EXCLUDE", "get_pots", "`get_post` comes near"),
    ] {
        let program = || {
            let mut program = Command::new(env!("CARGO_BIN_EXE_cc-mcp"));
            program.env_clear();
            program
        };
        for output in [program().args([option, value]).output(), program().env(variable, value).output()] {
            let output = output.unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(1) && said.contains(words), "{said}");
        }
    }
}
