//! The list of faults, as `faults.yaml` has it: typed, and nothing in it that nobody reads.

mod expect;
mod profile;
mod step;

use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

pub use expect::{Count, Expect, KINDS, Pause, Word};
pub use profile::{Profile, QuotaWindow};
pub use step::{Cert, Clock, Dns, Drip, End, Frame, Goaway, Headers, LastStream, Read, Send, Step, Tcp, Tls};

/// All of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The version of the file's form; 1.
    pub version: u32,
    /// How the client is set up in every scenario.
    pub profile: Profile,
    /// What the words of the entries mean.
    pub vocabulary: serde_json::Map<String, Value>,
    /// What has to hold after every scenario.
    pub invariants: Vec<String>,
    /// The entries.
    pub faults: Vec<Fault>,
}

/// One entry: a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Its name: `F023`.
    pub id: String,
    /// What it is about; a module of the suite bears the same name.
    pub area: String,
    /// How urgent it was when the list was made: `P0` to `P2`.
    pub pri: String,
    /// What it is injected with.
    pub rig: Rig,
    /// The classes of operations that it is run with.
    pub op: Vec<Op>,
    /// One line.
    pub title: String,
    /// What `case` stands for in the steps, one run each; none if there is one run only.
    #[serde(default)]
    pub cases: Vec<Value>,
    inject: Vec<Value>,
    expect: Value,
    /// What has to hold beside, in words.
    #[serde(default, rename = "assert")]
    pub asserts: Vec<String>,
    /// Where it was met.
    #[serde(default, rename = "ref")]
    pub origin: Option<String>,
}

/// What a fault is injected with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rig {
    /// A scripted server on loopback.
    Wire,
    /// No sockets.
    Logic,
    /// Real child processes.
    Process,
    /// A hostile client against the sandbox.
    Sandbox,
    /// A scripted peer of the assistant's server.
    Mcp,
}

/// A class of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// A `GET`.
    Read,
    /// What may be repeated.
    Idem,
    /// What may not be repeated.
    Write,
    /// What costs money or credits.
    Costly,
    /// A listing in pages.
    List,
    /// How far an AI task is.
    Poll,
    /// A `PUT` to a presigned address.
    Upload,
}

impl List {
    /// The list.
    ///
    /// # Panics
    /// If the file is not there or has something in it that nobody reads.
    pub fn get() -> &'static Self {
        static LIST: OnceLock<List> = OnceLock::new();
        LIST.get_or_init(|| {
            let path = folder().join("faults.yaml");
            let text = std::fs::read_to_string(&path).expect("tests/faults/faults.yaml");
            let read: Result<Self, _> = serde_yaml::from_str(&text);
            read.unwrap_or_else(|error| panic!("faults.yaml: {error}"))
        })
    }

    /// An entry by its name.
    ///
    /// # Panics
    /// If there is none.
    pub fn fault(&self, id: &str) -> &Fault {
        let found = self.faults.iter().find(|fault| fault.id == id);
        found.unwrap_or_else(|| panic!("faults.yaml has no entry {id}"))
    }
}

impl Fault {
    /// The steps, with `case` replaced by one of [`cases`](Self::cases); or which step is no word of the vocabulary.
    pub fn steps(&self, case: Option<&Value>) -> Result<Vec<Step>, String> {
        let read = |step: &Value| {
            let step = case.map_or_else(|| step.clone(), |case| with_case(step, case));
            let text = step.to_string();
            serde_json::from_value(step).map_err(|error| format!("{}: the step {text}: {error}", self.id))
        };
        self.inject.iter().map(read).collect()
    }

    /// What is expected of a class of operations; nothing where the entry names others only.
    pub fn expect(&self, op: Op) -> Result<Expect, String> {
        let by_class: Result<std::collections::BTreeMap<Op, Expect>, _> =
            serde_json::from_value(self.expect.clone());
        match by_class {
            Ok(mut by_class) if !by_class.is_empty() => Ok(by_class.remove(&op).unwrap_or_default()),
            _ => serde_json::from_value(self.expect.clone())
                .map_err(|error| format!("{}: expect {}: {error}", self.id, self.expect)),
        }
    }

    /// Why the runner cannot play it alone; none if it can.
    pub fn prose(&self) -> Option<String> {
        if !matches!(self.rig, Rig::Wire | Rig::Logic) {
            return Some(format!("its rig is {:?}", self.rig));
        }
        let cases = self.cases.iter().map(Some).chain(self.cases.is_empty().then_some(None));
        for case in cases {
            match self.steps(case) {
                Err(why) => return Some(why),
                Ok(steps) => {
                    if let Some(local) = steps.iter().find(|step| matches!(step, Step::Local(_))) {
                        return Some(format!("{}: {local:?} is done by the client's side", self.id));
                    }
                }
            }
        }
        self.op.iter().find_map(|op| match self.expect(*op) {
            Err(why) => Some(why),
            Ok(expect) => expect.prose().map(|what| format!("{}: expects {what}", self.id)),
        })
    }
}

/// A value with `case` put in: whole where it stands alone, as text where it stands as `<case>`.
fn with_case(value: &Value, case: &Value) -> Value {
    match value {
        Value::String(text) if text == "case" => case.clone(),
        Value::String(text) if text.contains("<case>") => {
            let written = case.as_str().map_or_else(|| case.to_string(), str::to_owned);
            Value::String(text.replace("<case>", &written))
        }
        Value::Array(items) => items.iter().map(|item| with_case(item, case)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), with_case(member, case))).collect()
        }
        other => other.clone(),
    }
}

/// Where the list and the bodies lie.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
