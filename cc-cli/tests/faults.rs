//! The faults of the list that only a program can meet: many processes, signals, pipes, files that others can read.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cc_sandbox::Fault;

use crate::support::{Ran, User, start};

const CANARY: &str = "cc_CANARY_7f3a9d";
/// Longer than any test: whoever waits for this is interrupted or killed.
const FOR_EVER: Duration = Duration::from_secs(3600);
const CAPTION: [&str; 4] = ["ai-captions", "generate-caption", "--post-id=post_1", "--yes"];

#[test]
fn f135_of_forty_starts_at_once_no_more_than_thirty_are_sent_and_the_others_are_told_when() {
    let user = User::logged_in("f135");
    let call = ["content", "list-content-pillars", "--max-wait", "0"];
    let started: Vec<Child> = (0..40).map(|_| start(&mut user.command(&call))).collect();
    let ended = started.into_iter().map(|child| Ran::from(child.wait_with_output().unwrap()));
    let (sent, held): (Vec<Ran>, Vec<Ran>) = ended.partition(|ran| ran.code == 0);
    // A header that was written while others of ours were on their way may count those, or as many of somebody else's:
    // which, no header says. What may be somebody else's is held back, so a few may be held that could go.
    assert!((25..=30).contains(&sent.len()), "{} were sent: {held:?}", sent.len());
    for ran in held {
        assert!(
            ran.code == 6 && ran.stderr.contains("try again at ") && ran.stderr.contains("; --max-wait "),
            "{ran:?}"
        );
    }
    let counted = user.says(&["quota", "--jq", ".[0].used"]);
    assert_eq!(counted.trim(), sent.len().to_string(), "none was turned away by the server");
}

#[test]
fn f190_what_the_server_says_is_not_obeyed_by_the_terminal() {
    let user = User::logged_in("f190");
    let body = r#"{"detail":"\u001b]0;x\u0007\u001b[2J\u202e"}"#;
    user.sandbox().control().script(Fault::on("get_posts").status(400).body(body)).unwrap();
    let ran = user.run(&["content", "get-posts"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    for bad in ['\u{1b}', '\u{7}', '\u{202e}'] {
        assert!(!ran.stderr.contains(bad), "{ran:?}");
    }
}

#[test]
fn f210_a_key_can_not_be_given_on_the_command_line() {
    let user = User::logged_in("f210");
    let split = ["--api-key", CANARY, "account", "get-my-profile"];
    let joined = [&format!("--api-key={CANARY}"), "account", "get-my-profile"];
    for arguments in [&split[..], &joined[..]] {
        let ran = user.run(arguments);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(!format!("{ran:?}").contains(CANARY), "{ran:?}");
    }
    assert!(!user.run(&["--help"]).stdout.contains("--api-key"));
}

#[cfg(unix)]
#[test]
fn f211_a_key_file_that_others_can_read_or_swap_is_not_used() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let user = User::logged_in("f211");
    let file = user.home().join("config/keys/default");
    let call = ["account", "get-my-profile"];
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let open = user.run(&call);
    assert!(
        open.code == 1 && open.stderr.contains("can be read by others") && open.stderr.contains("chmod 600"),
        "{open:?}"
    );

    let elsewhere = user.home().join("elsewhere");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    let linked = user.run(&call);
    assert!(linked.code == 1 && linked.stderr.contains("is a symbolic link"), "{linked:?}");
}

#[test]
fn f212_a_new_key_is_shown_once_and_lies_nowhere() {
    let user = User::logged_in("f212");
    let access = user.sandbox().access();
    let made = user
        .command(&["keys", "create", "reader", "--scope", "content:read"])
        .env("CC_SESSION_TOKEN", &access.session_token)
        .env("CC_BASE_URL", &access.base_url)
        .output()
        .unwrap();
    let ran = Ran::from(made);
    let key = ran.stdout.trim();
    assert!(ran.code == 0 && key.starts_with("cc_") && !ran.stderr.contains(key), "{ran:?}");
    assert_eq!(files_with(user.home(), key), Vec::<String>::new());
}

/// The files below a folder that hold a text.
fn files_with(folder: &std::path::Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn f213_a_reader_that_goes_away_ends_the_command_without_a_word() {
    let user = User::logged_in("f213");
    let mut child =
        start(&mut user.command(&["content", "get-posts", "--all", "-o", "ndjson", "--page-size", "20"]));
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert!(line.starts_with('{') && ran.code == 0 && ran.stderr.is_empty(), "{ran:?}");
    let requests: u32 = user.says(&["quota", "--jq", ".[0].used"]).trim().parse().unwrap();
    assert!(requests <= 3, "{requests} requests were sent for a reader that was gone");
}

#[cfg(unix)]
#[test]
fn f214_ctrl_c_ends_a_wait_for_the_quota() {
    let user = User::logged_in("f214-quota");
    let call = ["content", "list-content-pillars"];
    for _ in 0..30 {
        user.says(&call);
    }
    let child = start(&mut user.command(&[&call[..], &["--max-wait", "1h"]].concat()));
    let ran = interrupted(child, |child| hears(child, "waiting"));
    assert_eq!((ran.code, ran.stdout.as_str()), (130, ""), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn f214_ctrl_c_ends_a_pause_before_the_next_try() {
    let user = User::logged_in("f214-pause");
    let busy = Fault::on("list_content_pillars").times(9).status(503).header("retry-after", "50");
    user.sandbox().control().script(busy).unwrap();
    let child = start(&mut user.command(&["content", "list-content-pillars"]));
    let ran = interrupted(child, |child| hears(child, "waiting"));
    assert_eq!((ran.code, ran.stdout.as_str()), (130, ""), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn f214_ctrl_c_while_a_costly_call_is_under_way_says_that_nobody_knows() {
    let user = User::logged_in("f214-flight");
    user.sandbox().control().script(Fault::on("generate_caption").delay(FOR_EVER)).unwrap();
    let child = start(&mut user.command(&CAPTION));
    let ran = interrupted(child, |child| is_hit(&user, child));
    assert!(ran.code == 130 && ran.stderr.contains("nobody knows whether it happened"), "{ran:?}");
    let unresolved = user.says(&["journal", "list", "--jq", ".[].operation"]);
    assert_eq!(unresolved, "generate_caption\n");
    let again = user.run(&CAPTION);
    assert!(again.code == 7 && again.stderr.contains("ccapi journal resolve"), "{again:?}");
    assert_eq!(user.effects(), 1, "the sandbox did it, and only its answer was late");
    let id = user.says(&["journal", "list", "--jq", ".[].id"]);
    user.says(&["journal", "resolve", id.trim()]);
    user.says(&CAPTION);
    assert_eq!(user.effects(), 2);
}

#[test]
fn f250_after_a_crash_between_send_and_answer_the_same_is_not_sent_again() {
    let user = User::logged_in("f250");
    user.sandbox().control().script(Fault::on("generate_caption").applied().delay(FOR_EVER)).unwrap();
    let mut first = start(&mut user.command(&CAPTION));
    is_hit(&user, &mut first);
    first.kill().unwrap();
    first.wait().unwrap();
    let again = user.run(&CAPTION);
    assert!(again.code == 7 && again.stderr.contains(&format!("by process {}", first.id())), "{again:?}");
    assert!(again.stderr.contains("--force-duplicate"), "{again:?}");
    assert_eq!(user.effects(), 1);
    user.says(&[&CAPTION[..], &["--force-duplicate"]].concat());
    assert_eq!(user.effects(), 2);
}

/// Comes back when the one fault that is scripted has been met by this program.
fn is_hit(user: &User, child: &mut Child) {
    while user.sandbox().control().faults().iter().all(|fault| fault.hits == 0) {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before");
        std::thread::yield_now();
    }
}

/// Comes back when the program has said this, on stderr.
fn hears(child: &mut Child, word: &str) {
    let mut heard = Vec::new();
    let stderr = child.stderr.as_mut().unwrap();
    while !String::from_utf8_lossy(&heard).contains(word) {
        let mut byte = [0];
        assert_eq!(stderr.read(&mut byte).unwrap(), 1, "it ended: {}", String::from_utf8_lossy(&heard));
        heard.push(byte[0]);
    }
}

/// Presses Ctrl-C at that moment.
fn interrupted(mut child: Child, moment: impl FnOnce(&mut Child)) -> Ran {
    moment(&mut child);
    let sent =
        Command::new("kill").args(["-INT", &child.id().to_string()]).stdin(Stdio::null()).status().unwrap();
    assert!(sent.success());
    Ran::from(child.wait_with_output().unwrap())
}
