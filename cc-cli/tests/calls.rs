//! Calls: arguments in, requests out, and what is done about mistakes before anything is sent.

use cc_api::catalogue::{self, Access};
use cc_schema::{example, parsed};
use serde_json::Value;

use crate::support::{Ran, User};

#[test]
fn every_operation_can_be_called_and_shows_what_it_would_send() {
    let user = User::logged_in("dry");
    let tree = cc_cli::command();
    for operation in catalogue::all() {
        let mut arguments = vec![operation.tag.replace('_', "-"), operation.id.replace('_', "-")];
        let command = arguments.iter().try_fold(&tree, |tree, name| tree.find_subcommand(name)).unwrap();
        for param in operation.required_params() {
            let value = example(&parsed(param.schema)).unwrap_or_else(|| Value::from("x"));
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let id = format!("argument {}", param.name);
            let arg = command.get_arguments().find(|arg| arg.get_id().as_str() == id).unwrap();
            arguments.push(arg.get_long().map_or_else(|| text.clone(), |flag| format!("--{flag}={text}")));
        }
        arguments.extend(["--dry-run", "-o", "json"].map(str::to_owned));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = user.command(&arguments);
        if operation.access == Access::Session {
            let access = user.sandbox().access();
            command.env("CC_SESSION_TOKEN", &access.session_token).env("CC_BASE_URL", &access.base_url);
        }
        let ran = Ran::from(command.output().unwrap());
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        let shown: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(shown["method"], operation.method.as_str(), "{arguments:?}");
        let start = operation.path.split('{').next().unwrap();
        let url = shown["url"].as_str().unwrap();
        assert!(url.starts_with(&format!("{}{start}", user.base_url())), "{arguments:?}: {url}");
    }
    assert_eq!(user.effects(), 0);
}

#[test]
fn mistakes_are_told_at_once_and_nothing_is_sent() {
    let user = User::logged_in("mistakes");
    for (arguments, words) in [
        (
            &["content", "get-posts", "--start-date", "soon"][..],
            "`start-date` must be a date such as 2026-03-04; it was `soon`",
        ),
        (&["content", "get-posts", "--trending=maybe"], "`trending` must be a boolean"),
        (&["calendar", "add-to-schedule", "--data", "[1]"], "--data takes a JSON object"),
        (&["calendar", "add-to-schedule", "--data", "{"], "--data takes JSON"),
        (&["account", "update-my-profile", "--null", "nothing-of-this-name"], "is no argument of it"),
        (&["account", "update-my-profile", "--null", "first-name"], "`first-name` can't be emptied"),
        (&["content", "get-posts", "--max-wait", "soon"], "as in 90s"),
        (&["api", "GET", "user/my-profile"], "the path begins with `/`"),
    ] {
        let ran = user.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(words) && ran.stdout.is_empty(), "{arguments:?}: {ran:?}");
    }
    assert_eq!(user.effects(), 0);
}

#[test]
fn what_removes_something_asks_first_or_wants_a_yes() {
    let user = User::logged_in("yes");
    let page = user.says(&["page-builder", "create-page", "--title", "A page", "--jq", ".id"]);
    let delete = ["page-builder", "delete-page", page.trim()];
    let asked = user.run(&delete);
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(
        asked.stderr.contains("there is no terminal to ask on") && asked.stderr.contains("--yes"),
        "{asked:?}"
    );
    let before = user.effects();
    user.says(&[&delete[..], &["--yes"]].concat());
    assert_eq!(user.effects(), before + 1);
}

#[test]
fn a_request_by_path_is_one_like_any_other() {
    let user = User::logged_in("api");
    assert_eq!(
        user.says(&["api", "GET", "/user/content/posts-v2?limit=1", "--jq", ".results | length"]),
        "1\n"
    );
    let changed = user.says(&[
        "api",
        "PATCH",
        "/user/my-profile",
        "-d",
        "{\"location\": \"Waco\"}",
        "--jq",
        ".location",
    ]);
    assert_eq!(changed, "Waco\n");
    let missing = user.run(&["api", "GET", "/user/nothing"]);
    assert_eq!(missing.code, 4, "{missing:?}");
}

#[test]
fn an_export_goes_on_where_it_was_stopped() {
    let user = User::logged_in("export");
    let file = user.home().join("library.ndjson");
    let export = ["export", "library", "--lane", "normal", "--out", file.to_str().unwrap()];
    user.sandbox().control().script(cc_sandbox::Fault::on("get_posts").skip(2).times(1).status(400)).unwrap();
    let stopped = user.run(&export);
    assert!(stopped.code == 4 && stopped.stderr.contains("200 posts are kept"), "{stopped:?}");
    let done = user.run(&export);
    assert!(done.code == 0 && done.stderr.contains("going on after 200 posts"), "{done:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut ids: Vec<String> =
        text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), text.lines().count()), (398, 398));
    assert!(!user.home().join("library.ndjson.progress").exists());
}

#[test]
fn the_dashboard_is_that_of_the_workflow() {
    let user = User::logged_in("dashboard");
    let week = ["dashboard", "--start-date", "2026-11-23"];
    let figures: Value = serde_json::from_str(&user.says(&[&week[..], &["-o", "json"]].concat())).unwrap();
    let shown = user.says(&[&week[..], &["-o", "table"]].concat());
    let followers = figures["followers"].as_u64().unwrap();
    assert!(shown.contains(&format!("{},{:03}", followers / 1000, followers % 1000)), "{followers}: {shown}");
    let file = user.home().join("week.html");
    user.says(&[&week[..], &["--html", file.to_str().unwrap()]].concat());
    assert!(std::fs::read_to_string(file).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn what_takes_a_login_says_so() {
    let user = User::logged_in("login-only");
    let ran = user.run(&["api-keys", "list-api-keys"]);
    assert!(ran.code == 3 && ran.stderr.contains("CC_SESSION_TOKEN"), "{ran:?}");
}
