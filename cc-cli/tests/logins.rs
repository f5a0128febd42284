//! Keys: how they get in, where they lie, and that they are never shown.

use cc_sandbox::Options;

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
