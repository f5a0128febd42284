//! `ccapi doctor --record`: what it sends, what it keeps, and how it goes on.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cc_sandbox::{Fault, Options};
use serde_json::Value;

use crate::support::{Ran, User};

struct Recorder {
    user: User,
    file: PathBuf,
}

impl Recorder {
    /// Somebody with a key for everything, and a server that does not count.
    fn new(name: &str) -> Self {
        let mut options = Options::default();
        options.rate_limits = false;
        let user = User::logged_in_to(name, options);
        let file = user.home().join("answers.jsonl");
        Self { user, file }
    }

    fn record(&self, more: &[&str]) -> Ran {
        let arguments = ["doctor", "--record", self.file.to_str().unwrap(), "-o", "json", "--lane", "normal"];
        self.user.run(&[&arguments[..], more].concat())
    }

    fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.file).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn recorded(&self) -> Vec<String> {
        self.lines().iter().skip(1).map(|line| line["operation"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn a_recording_asks_first_and_tells_what_it_costs() {
    let recorder = Recorder::new("record-asks");
    let asked = recorder.user.run(&["doctor", "--record", recorder.file.to_str().unwrap()]);
    assert!(asked.code == 2 && asked.stderr.contains("there is no terminal to ask on"), "{asked:?}");
    for words in
        ["requests at most of 30 a minute and 2000 a day", "operations that only read", "spread over about"]
    {
        assert!(asked.stderr.contains(words), "{words}: {asked:?}");
    }
    assert!(!recorder.file.exists());
    let write = recorder.record(&["--yes", "--only", "calendar.add_to_schedule"]);
    assert!(write.code == 2 && write.stderr.contains("it changes something"), "{write:?}");
    let secret = recorder.record(&["--yes", "--only", "list_invoices"]);
    assert!(secret.code == 2 && secret.stderr.contains("nobody else's business"), "{secret:?}");
}

#[test]
fn a_recording_keeps_to_its_budget_and_goes_on_where_it_stopped() {
    let recorder = Recorder::new("record-resumes");
    let first = recorder.record(&["--yes", "--budget", "6"]);
    assert_eq!(first.code, 0, "{first:?}");
    let before = recorder.recorded();
    assert_eq!(before.len(), 6);
    assert!(first.stdout.contains("the budget was used up"), "{first:?}");
    // As a crash would leave it.
    let mut text = std::fs::read_to_string(&recorder.file).unwrap();
    text.push_str("{\"operation\":\"get_po");
    std::fs::write(&recorder.file, text).unwrap();

    let second = recorder.record(&["--yes", "--budget", "6"]);
    assert_eq!(second.code, 0, "{second:?}");
    let after = recorder.recorded();
    let different: BTreeSet<&String> = after.iter().collect();
    assert_eq!((after.len(), different.len()), (12, 12), "{after:?}");
    assert_eq!(recorder.lines().iter().filter(|line| line["recording"] == 1).count(), 1);
    assert_eq!(recorder.user.effects(), 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&recorder.file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn one_operation_is_recorded_with_what_it_takes_to_call_it() {
    let recorder = Recorder::new("record-one");
    let ran = recorder.record(&["--yes", "--only", "content.get_post"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    // A page, a large page, a post by its identifier and one by its slug.
    assert_eq!(recorder.recorded(), ["get_posts", "get_posts", "get_post", "get_post"]);
    let lines = recorder.lines();
    assert_eq!((&lines[1]["query"]["limit"], &lines[2]["query"]["limit"]), (&"25".into(), &"500".into()));
    assert_eq!(lines[3]["path"], "/user/content/posts-v2/{id_or_slug}");
    let title = lines[3]["body"]["title"].as_str().unwrap();
    assert!(
        title.contains('x') && title.chars().all(|c| !c.is_alphanumeric() || "x0".contains(c)),
        "{title}"
    );
    assert!(ran.stderr.contains("cargo xtask learn"), "{ran:?}");
    let full = &recorder.user.sandbox().access().keys.full;
    assert!(!std::fs::read_to_string(&recorder.file).unwrap().contains(&full[4..]));
}

#[test]
fn a_refusal_is_a_sample_and_rules_out_what_needs_the_same_scope() {
    let recorder = Recorder::new("record-refused");
    let body = r#"{"detail":"This key lacks the scope content:read, Jane."}"#;
    recorder.user.sandbox().control().script(Fault::on("get_posts").status(403).body(body)).unwrap();
    let ran = recorder.record(&["--yes", "--only", "get_posts", "--only", "get_post"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let lines = recorder.lines();
    assert_eq!((lines.len(), &lines[1]["status"]), (2, &403.into()), "{lines:?}");
    assert_eq!(lines[1]["body"]["detail"], "xxxx xxx xxxxx xxx xxxxx content:read, xxxx.");
    assert!(ran.stdout.contains("403, which names content:read"), "{ran:?}");
}

#[test]
fn what_stands_in_the_way_of_all_stops_it_and_what_was_recorded_stays() {
    let recorder = Recorder::new("record-stops");
    recorder.user.sandbox().control().script(Fault::on("list_content_tags").status(401)).unwrap();
    let ran = recorder.record(&["--yes", "--only", "list_content_pillars", "--only", "list_content_tags"]);
    assert!(ran.code == 3 && ran.stderr.contains("the same command goes on from there"), "{ran:?}");
    assert_eq!(recorder.recorded().first().map(String::as_str), Some("list_content_pillars"));

    std::fs::write(&recorder.file, "my notes\n").unwrap();
    let notes = recorder.record(&["--yes"]);
    assert!(notes.code == 2 && notes.stderr.contains("is no recording"), "{notes:?}");
    assert_eq!(std::fs::read_to_string(&recorder.file).unwrap(), "my notes\n");
}
