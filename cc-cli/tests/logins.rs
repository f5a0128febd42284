//! Keys: how they get in, where they lie, and that they are never shown.

use cc_sandbox::{Fault, Options};

use crate::support::User;

#[test]
fn a_key_is_tested_kept_and_used() {
    let user = User::new("login", Options::default());
    let before = user.run(&["content", "list-content-pillars"]);
    assert!(before.code == 3 && before.stderr.contains("ccapi auth login"), "{before:?}");
    let key = user.sandbox().access().keys.full.clone();
    let login = user.run_with(&["auth", "login", "--base-url", &user.base_url()], &format!("{key}\n"));
    assert!(login.code == 0 && login.stderr.contains("the key works: Maya Torres"), "{login:?}");
    assert!(!format!("{login:?}").contains(&key));
    assert!(user.says(&["content", "list-content-pillars"]).contains("Local life"));
    assert!(user.says(&["auth", "status"]).contains("\"account\": \"default\""));
}

#[test]
fn what_a_key_may_read_is_found_out_by_small_reads_and_kept() {
    let user = User::new("scopes", Options::default());
    let access = user.sandbox().access().clone();
    let made = user
        .command(&["keys", "create", "some", "--scope=content:read", "--scope=calendar:write"])
        .env("CC_SESSION_TOKEN", &access.session_token)
        .env("CC_BASE_URL", &access.base_url)
        .output()
        .unwrap();
    let login = ["auth", "login", "--base-url", &access.base_url];
    let ran = user.run_with(&login, &String::from_utf8(made.stdout).unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    for words in [
        "may not read the profile",
        "found out by 6 small requests of 30 a minute",
        "it has the permissions content:read\n",
        "it lacks the permissions account:read, calendar:read, instagram:read, pages:read, resources:read, search:read\n",
        "until they are used: account:write, calendar:write, content:write, pages:write\n",
        "23 requests are left",
    ] {
        assert!(ran.stderr.contains(words), "{words}: {ran:?}");
    }
    assert_eq!(user.says(&["auth", "status", "--jq", ".[0].held[]"]), "content:read\n");
    user.says(&["calendar", "add-to-schedule", "--date=2026-11-24", "--post-id=post_1"]);
    assert_eq!(user.says(&["auth", "status", "--jq", ".[0].held[]"]), "calendar:write\ncontent:read\n");

    let full = &access.keys.full;
    let ran = user.run_with(&[&login[..], &["--no-scopes"]].concat(), full);
    assert!(ran.code == 0 && ran.stderr.contains("29 requests are left"), "{ran:?}");
    assert_eq!(user.says(&["auth", "status", "--jq", ".[0].held, .[0].lacking"]), "[\"account:read\"]\n[]\n");
    user.sandbox().control().script(Fault::on("list_pages").times(9).status(403).body("{}")).unwrap();
    let ran = user.run_with(&login, full);
    assert!(
        ran.stderr.contains("used: account:write, calendar:write, content:write, pages:read, pages:write\n"),
        "{ran:?}"
    );
}

#[test]
fn what_breaks_off_the_finding_out_breaks_off_no_login() {
    let user = User::new("scopes-broken", Options::default());
    let key = user.sandbox().access().keys.full.clone();
    user.sandbox().control().script(Fault::on("list_calendar_categories").times(9).status(500)).unwrap();
    let ran = user.run_with(&["auth", "login", "--base-url", &user.base_url()], &key);
    assert!(ran.code == 0 && ran.stderr.contains("the rest was not found out: "), "{ran:?}");
    assert_eq!(user.says(&["auth", "status", "--jq", ".[0].held[]"]), "account:read\n");
}

#[test]
fn a_key_that_is_made_to_log_in_with_is_not_shown_and_known_exactly() {
    let user = User::new("made-login", Options::default());
    let access = user.sandbox().access().clone();
    let made = user
        .command(&["keys", "create", "reader", "--for", "content.get_posts", "--login", "reader"])
        .env("CC_SESSION_TOKEN", &access.session_token)
        .env("CC_BASE_URL", &access.base_url)
        .output()
        .unwrap();
    assert!(made.status.success() && made.stdout.is_empty(), "{made:?}");
    user.says(&["content", "get-posts", "--limit", "1"]);
    let known =
        user.says(&["auth", "status", "--jq", ".[] | .account, .held, (.lacking | length), .not_known"]);
    assert_eq!(known, "reader\n[\"content:read\"]\n10\n[]\n");
}

#[test]
fn a_key_that_is_not_accepted_is_not_kept() {
    let user = User::new("login-wrong", Options::default());
    let login = user.run_with(&["auth", "login", "--base-url", &user.base_url()], "cc_nobody7f3a9d");
    assert_eq!(login.code, 3, "{login:?}");
    assert!(!user.home().join("config/keys/default").exists());
    let nothing = user.run_with(&["auth", "login"], "\n");
    assert!(nothing.code == 2 && nothing.stderr.contains("no key was given"), "{nothing:?}");
}

#[test]
fn profiles_are_switched_and_forgotten() {
    let user = User::logged_in("switch");
    let key = user.sandbox().access().keys.read_only.clone();
    user.run_with(
        &["auth", "login", "--no-test", "--profile", "reader", "--base-url", &user.base_url()],
        &key,
    );
    let active = |user: &User| user.says(&["auth", "status", "--jq", ".[] | select(.used) | .account"]);
    assert_eq!(active(&user), "reader\n");
    user.says(&["auth", "switch", "default"]);
    assert_eq!(active(&user), "default\n");
    user.says(&["auth", "logout", "default"]);
    assert_eq!(active(&user), "reader\n");
    let wrong = user.run(&["auth", "switch", "nobody"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("there are: reader"), "{wrong:?}");
}

#[test]
fn the_environment_is_a_login_for_a_while() {
    let user = User::new("environment", Options::default());
    let access = user.sandbox().access();
    let ran = user
        .command(&["account", "get-my-profile", "--jq", ".firstName"])
        .env("CC_API_KEY", &access.keys.full)
        .env("CC_BASE_URL", &access.base_url)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), "Maya\n");
}

#[test]
fn a_key_for_some_operations_has_their_permissions_and_no_others() {
    let user = User::new("least", Options::default());
    let access = user.sandbox().access().clone();
    let made = user
        .command(&["keys", "create", "dashboard", "--for", "content.get_posts", "get-my-profile"])
        .env("CC_SESSION_TOKEN", &access.session_token)
        .env("CC_BASE_URL", &access.base_url)
        .output()
        .unwrap();
    let key = String::from_utf8(made.stdout).unwrap();
    assert!(key.starts_with("cc_") && key.lines().count() == 1, "{}", String::from_utf8_lossy(&made.stderr));
    let login = user.run_with(&["auth", "login", "--base-url", &access.base_url], &key);
    assert_eq!(login.code, 0, "{login:?}");
    user.says(&["content", "get-posts", "--limit", "1"]);
    let refused = user.run(&["calendar", "list-daily-tasks"]);
    assert!(refused.code == 4 && refused.stderr.contains("calendar:read"), "{refused:?}");
}

#[test]
fn keys_can_not_manage_keys_and_nameless_permissions_have_to_be_said() {
    let user = User::logged_in("keys");
    let refused = user.run(&["keys", "create", "x", "--scope", "content:read"]);
    assert!(refused.code == 3 && refused.stderr.contains("CC_SESSION_TOKEN"), "{refused:?}");
    let all = user.run(&["keys", "create", "x"]);
    assert!(all.code == 2 && all.stderr.contains("--all-scopes"), "{all:?}");
    let unknown = user.run(&["keys", "create", "x", "--for", "content.get_postz"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("`content.get_post` comes near"), "{unknown:?}");
}
