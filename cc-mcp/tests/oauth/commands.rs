//! What lies on the disk, and what whoever runs the server can do about it.

use std::path::Path;
use std::process::{Command, Output};

use cc_mcp::oauth::MasterKey;
use reqwest::StatusCode;

use super::stage::Stage;

fn run(stage: &Stage, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cc-mcp"));
    command.env_clear().env("CC_HOME", &stage.folder).env("CC_MCP_MASTER_KEY", &stage.master);
    command.envs(environment.iter().copied()).args(arguments).output().unwrap()
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn bytes_below(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(bytes_below(&path)) } else { all.extend(std::fs::read(&path).unwrap()) }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_and_no_token_lies_on_the_disk() {
    let stage = Stage::start("disk").await;
    let client = stage.client().await;
    let code = stage.code(&client).await;
    let connected = stage.connected(stage.key()).await;
    let all = bytes_below(&stage.folder);
    let holds = |text: &str| all.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("Test host"), "the names of clients are there to be read");
    for secret in [stage.key(), &code, &connected.access, &connected.refresh, &stage.master] {
        assert!(!holds(secret) && !holds(&secret[5..]), "{secret}");
    }
    #[cfg(unix)]
    for name in ["connections.sqlite", "connections.sqlite-wal", "connections.sqlite-shm"] {
        let file = stage.database().with_file_name(name);
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_a_command_while_the_server_runs() {
    let stage = Stage::start("listed").await;
    let (one, other) = (stage.connected(stage.key()).await, stage.connected(stage.key()).await);
    let listed = run(&stage, &["sessions", "list"], &[]);
    let list = words(&listed);
    assert!(listed.status.success() && list.matches("Test host").count() == 2, "{list}");
    for secret in [stage.key(), &one.access, &one.refresh] {
        assert!(!list.contains(secret), "{list}");
    }
    let id = list.lines().nth(1).unwrap().split('\t').next().unwrap().to_owned();
    assert!(run(&stage, &["sessions", "revoke", &id], &[]).status.success());
    let mut open = 0;
    for connected in [&one, &other] {
        open += usize::from(stage.status(&connected.access).await == StatusCode::OK);
    }
    assert_eq!(open, 1);
    let unknown = run(&stage, &["sessions", "revoke", &id], &[]);
    assert!(!unknown.status.success() && words(&unknown).contains("no session"), "{}", words(&unknown));
    assert!(run(&stage, &["sessions", "revoke", "--all"], &[]).status.success());
    stage.hosting.sweep().await;
    for connected in [&one, &other] {
        assert_eq!(stage.status(&connected.access).await, StatusCode::UNAUTHORIZED);
        assert_eq!(stage.refresh(&connected.client, &connected.refresh).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_master_key_takes_the_place_of_the_old_one_everywhere_or_nowhere() {
    let stage = Stage::start("rotates").await;
    stage.connected(stage.key()).await;
    stage.connected(stage.key()).await;
    let new = MasterKey::new_text().unwrap();
    let rotate = ["rotate-master-key"];
    let without = run(&stage, &rotate, &[]);
    assert!(
        !without.status.success() && words(&without).contains("CC_MCP_NEW_MASTER_KEY"),
        "{}",
        words(&without)
    );
    let wrong = run(
        &stage,
        &rotate,
        &[("CC_MCP_MASTER_KEY", new.as_str()), ("CC_MCP_NEW_MASTER_KEY", &stage.master)],
    );
    assert!(!wrong.status.success() && words(&wrong).contains("another master key"), "{}", words(&wrong));

    let database = rusqlite::Connection::open(stage.database()).unwrap();
    let sealed = || -> Vec<Vec<u8>> {
        let mut statement = database.prepare("SELECT sealed FROM grants ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let before = sealed();
    // One that does not open, and the others stay as they are.
    database.execute("UPDATE grants SET sealed = x'00' WHERE id = (SELECT max(id) FROM grants)", []).unwrap();
    let broken = run(&stage, &rotate, &[("CC_MCP_NEW_MASTER_KEY", &new)]);
    assert!(!broken.status.success() && words(&broken).contains("revoke it first"), "{}", words(&broken));
    assert_eq!(sealed()[0], before[0]);
    database.execute("DELETE FROM grants WHERE sealed = x'00'", []).unwrap();

    let done = run(&stage, &rotate, &[("CC_MCP_NEW_MASTER_KEY", &new)]);
    assert!(done.status.success() && words(&done).contains("1 keys"), "{}", words(&done));
    assert_ne!(sealed()[0], before[0]);
    assert!(!run(&stage, &["sessions", "list"], &[]).status.success(), "the old one opens nothing");
    let listed = run(&stage, &["sessions", "list"], &[("CC_MCP_MASTER_KEY", &new)]);
    assert!(words(&listed).contains("Test host"), "{}", words(&listed));
    for secret in [stage.key(), &new, &stage.master] {
        assert!(!words(&done).contains(secret) && !words(&broken).contains(secret));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_could_not_be_safe_is_not_started() {
    let stage = Stage::start("starts").await;
    let public = "https://coffee.example.com";
    for (arguments, environment, said) in [
        (&["--http", "0", "--oauth"][..], &[][..], "--public-url"),
        (&["--oauth", "--public-url", public], &[], "--http"),
        (&["--http", "0", "--oauth", "--public-url", "http://coffee.example.com"], &[], "https"),
        (
            &["--http", "0", "--oauth", "--public-url", "https://coffee.example.com/x"],
            &[],
            "a host and nothing else",
        ),
        (&["--http", "0", "--listen", "0.0.0.0:0"], &[], "--oauth"),
        (
            &["--http", "0.0.0.0:0", "--oauth", "--public-url", public],
            &[],
            "can be reached from other machines",
        ),
        (&["--http", "0", "--oauth", "--public-url", public], &[("CC_MCP_MASTER_KEY", "")], "new-master-key"),
        (
            &["--http", "0", "--oauth", "--public-url", public],
            &[("CC_MCP_MASTER_KEY", "abc")],
            "64 hexadecimal",
        ),
        (&["--http", "0", "--oauth", "--public-url", public, "--profile", "x"], &[], "--profile"),
    ] {
        let output = run(&stage, arguments, environment);
        let words = words(&output);
        assert!(!output.status.success() && words.contains(said), "{arguments:?}: {words}");
    }
    let made = run(&stage, &["new-master-key"], &[]);
    assert!(MasterKey::read(&String::from_utf8_lossy(&made.stdout)).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_an_earlier_version_is_taken_over() {
    let stage = Stage::start("earlier").await;
    stage.connected(stage.key()).await;
    let database = rusqlite::Connection::open(stage.database()).unwrap();
    database.execute_batch("ALTER TABLE grants DROP COLUMN known; PRAGMA user_version = 1;").unwrap();
    let list = words(&run(&stage, &["sessions", "list"], &[]));
    assert!(list.contains("Test host"), "{list}");
    let version: i32 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    database.execute_batch("PRAGMA user_version = 3;").unwrap();
    let refused = run(&stage, &["sessions", "list"], &[]);
    assert!(!refused.status.success() && words(&refused).contains("of version 3"), "{}", words(&refused));
}
