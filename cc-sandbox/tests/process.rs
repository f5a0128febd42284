//! The program as it is started by people and by other programs: what it prints, what it keeps, how it fails.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// A sandbox in a process of its own, killed at the end.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    access: Value,
    http: Client,
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cc-sandbox"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it to its end.
fn output(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file that is not there yet.
fn new_file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("sandbox.db")
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = program(&["--json", "--port", "0"]).args(arguments).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let access = line.parse().unwrap_or_else(|error| panic!("{error}: {line:?}"));
        Self { child, out, access, http: Client::new() }
    }

    fn text(&self, pointer: &str) -> String {
        self.access
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {pointer}"))
            .to_owned()
    }

    fn get(&self, path: &str, secret: &str) -> RequestBuilder {
        self.with_head(self.http.get(self.text("/base_url") + path), secret)
    }

    /// Makes a key: a write that can be seen afterwards.
    fn make_key(&self, secret: &str) -> RequestBuilder {
        let request = self.http.post(self.text("/base_url") + "/user/api-keys");
        self.with_head(request, secret).json(&json!({ "name": "Mine", "scope": "user" }))
    }

    fn with_head(&self, request: RequestBuilder, secret: &str) -> RequestBuilder {
        request.header("x-tenant-slug", self.text("/tenant")).bearer_auth(secret)
    }

    async fn status(&self, path: &str, secret: &str) -> u16 {
        self.get(path, secret).send().await.unwrap().status().as_u16()
    }

    /// Kills it as `kill -9` does; says what else it printed.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const POSTS: &str = "/user/content/posts-v2";

#[tokio::test]
async fn json_is_one_line_with_credentials_that_work() {
    let running = Running::start(&[]);
    for pointer in ["/keys/full", "/keys/read_only", "/keys/organization", "/session_token"] {
        assert_eq!(running.status(POSTS, &running.text(pointer)).await, 200, "{pointer}");
    }
    assert_eq!(running.kill(), "");
}

#[tokio::test]
async fn a_file_keeps_keys_over_restarts_and_the_ready_ones_are_new() {
    let file = new_file("restart");
    let arguments = ["--db", file.to_str().unwrap()];
    let first = Running::start(&arguments);
    let made = first.make_key(&first.text("/session_token")).send().await.unwrap();
    let made: Value = made.json().await.unwrap();
    let ready = [first.text("/keys/full"), first.text("/session_token")];
    first.kill();

    let second = Running::start(&arguments);
    assert_eq!(second.status(POSTS, made["rawKey"].as_str().unwrap()).await, 200);
    for secret in ready {
        assert_eq!(second.status(POSTS, &secret).await, 401);
    }
    assert_eq!(second.status(POSTS, &second.text("/keys/full")).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_it_is_killed_between_a_thousand_writes() {
    let file = new_file("killed");
    let arguments = ["--db", file.to_str().unwrap(), "--no-limits", "--seed", "empty"];
    let first = Running::start(&arguments);
    let session = first.text("/session_token");
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = (0..10)
        .map(|_| {
            let (request, acknowledged) = (first.make_key(&session), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                let mut ids = Vec::new();
                for _ in 0..100 {
                    let request = request.try_clone().expect("a body that can be sent again");
                    let Ok(answer) = request.send().await else { break };
                    let Ok(made) = answer.json::<Value>().await else { break };
                    ids.push(made["id"].as_str().expect("an id").to_owned());
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
                ids
            })
        })
        .collect();
    while acknowledged.load(Ordering::Relaxed) < 300 {
        tokio::task::yield_now().await;
    }
    first.kill();
    let mut ids = BTreeSet::new();
    for writer in writers {
        ids.extend(writer.await.unwrap());
    }
    assert!((300..1000).contains(&ids.len()), "{} of 1,000 were acknowledged", ids.len());

    let second = Running::start(&arguments);
    let session = second.text("/session_token");
    let mut kept = BTreeSet::new();
    for page in 0..11 {
        let path = format!("/user/api-keys?limit=100&offset={}", page * 100);
        let listed: Value = second.get(&path, &session).send().await.unwrap().json().await.unwrap();
        let keys = listed["results"].as_array().unwrap();
        kept.extend(keys.iter().map(|key| key["id"].as_str().unwrap().to_owned()));
    }
    assert!(ids.is_subset(&kept), "{} are lost", ids.difference(&kept).count());
    assert_eq!(second.make_key(&session).send().await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_second_sandbox_on_the_port_says_so_and_disturbs_nothing() {
    let file = new_file("port");
    let arguments = ["--db", file.to_str().unwrap()];
    let first = Running::start(&arguments);
    let base = first.text("/base_url");
    let port = base.trim_end_matches("/api").rsplit(':').next().unwrap();
    let second = output(&["--port", port, "--db", file.to_str().unwrap()]);
    assert_eq!(second.status.code(), Some(1));
    assert!(said(&second).contains(&format!("127.0.0.1:{port} cannot be listened on")), "{}", said(&second));
    assert_eq!(first.status(POSTS, &first.text("/keys/full")).await, 200);
}

#[test]
fn a_database_of_a_newer_sandbox_is_left_alone() {
    let file = new_file("newer");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.pragma_update(None, "user_version", 9_999).unwrap();
    let refused = output(&["--port", "0", "--db", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("written by a newer sandbox (step 9999"), "{}", said(&refused));
    let tables: i64 = database.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 0);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let file = new_file("letter");
    let letter = "Dear reader, this is a letter and no database. ".repeat(100);
    std::fs::write(&file, &letter).unwrap();
    let refused = output(&["--port", "0", "--db", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).starts_with("cc-sandbox: "), "{}", said(&refused));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), letter);
}

#[tokio::test]
async fn other_machines_get_in_only_if_that_is_meant() {
    for address in ["0.0.0.0", "::"] {
        let refused = output(&["--port", "0", "--address", address]);
        assert_eq!(refused.status.code(), Some(1), "{address}");
        assert!(said(&refused).contains("say --expose if you mean it"), "{}", said(&refused));
    }
    let running = Running::start(&[]);
    assert!(running.text("/base_url").starts_with("http://127.0.0.1:"));
    let clock = running.text("/base_url").replace("/api", "/_sandbox/clock");
    assert_eq!(running.http.get(&clock).send().await.unwrap().status(), 404);

    let exposed = Running::start(&["--address", "0.0.0.0", "--expose", "--control"]);
    let clock = exposed.text("/base_url").replace("/api", "/_sandbox/clock").replace("0.0.0.0", "127.0.0.1");
    let answer = exposed.http.get(&clock).header("host", "sandbox.example").send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[test]
fn the_help_says_what_can_be_chosen() {
    let help = output(&["--help"]);
    assert!(help.status.success());
    insta::assert_snapshot!(String::from_utf8(help.stdout).unwrap());
}

#[tokio::test]
async fn a_variant_is_played_from_a_file_and_all_its_mistakes_are_named() {
    let folder = new_file("variant");
    let file = folder.with_file_name("variant.yaml");
    let arguments = ["--variant", file.to_str().unwrap()];
    let missing = output(&arguments);
    assert_eq!(missing.status.code(), Some(1));
    assert!(said(&missing).contains("variant.yaml cannot be read"), "{}", said(&missing));

    std::fs::write(&file, "changes:\n  - { kind: cup }\n  - { kind: drop, schema: Pots, field: id }\n")
        .unwrap();
    let refused = output(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    for mistake in ["change 1, line 2: \"cup\" is no kind.", "change 2, line 3: \"Pots\" is no schema"] {
        assert!(said(&refused).contains(mistake), "{}", said(&refused));
    }

    std::fs::write(&file, "changes:\n  - { kind: rename, schema: Post, field: title, to: headline }\n")
        .unwrap();
    let running = Running::start(&arguments);
    let answer = running.get(POSTS, &running.text("/keys/full")).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert!(answer["results"][0]["headline"].is_string(), "{answer}");
}
