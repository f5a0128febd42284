//! No document, however broken, makes the compiler panic, hang or run out of stack.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

mod support;

use std::fmt::Write as _;
use std::sync::mpsc;
use std::time::Duration;

use codegen::diagnostic::{TextStyle, to_json, to_text};
use codegen::load::MemorySource;
use codegen::{Options, Profile, Target, generate, lint};
use proptest::prelude::*;
use support::{Files, files_of, folder};

/// Long enough for any machine; what takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs everything over a document, in a thread with the stack of any thread.
fn survives(files: Files) -> Result<(), String> {
    let (done, finished) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        for profile in [Profile::House, Profile::General] {
            let options = Options { profile, target: Target::ClientModules };
            let generated = generate("openapi.yaml", &MemorySource::new(files.clone()), &options);
            assert_eq!(generated.files.is_none(), generated.findings.has_errors());
            assert!(!to_text(&generated.sources, &generated.findings, TextStyle::Plain).is_empty());
            assert!(!to_json(&generated.sources, &generated.findings).is_empty());
        }
        done.send(()).unwrap();
    });
    match finished.recv_timeout(PATIENCE) {
        Ok(()) => Ok(()),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(format!("panicked: {:?}", worker.join().err().map(reason)))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => Err(String::from("hangs")),
    }
}

fn reason(panic: Box<dyn std::any::Any + Send>) -> String {
    panic.downcast::<String>().map_or_else(|_| String::from("without a reason"), |text| *text)
}

fn base() -> Files {
    files_of(&folder("tests/cases/fail/base"), &[])
}

/// A way to break a file. Numbers are taken modulo what is there.
#[derive(Debug, Clone)]
enum Mutation {
    DeleteLine(usize),
    DuplicateLine(usize),
    MoveLine(usize, usize),
    FlipBit(usize, u8),
    Truncate(usize),
    ReplaceValue(usize, &'static str),
    InsertText(usize, &'static str),
    IndentLine(usize, usize),
}

/// Values where others are expected, and references to where they should not lead.
const VALUES: [&str; 24] = [
    "null",
    "true",
    "-1",
    "1e308",
    "''",
    "[]",
    "{}",
    "[[]]",
    "{ $ref: '#' }",
    "{ $ref: '#/' }",
    "{ $ref: '' }",
    "{ $ref: openapi.yaml }",
    "{ $ref: schemas.yaml }",
    "{ $ref: '#/Post' }",
    "{ $ref: schemas.yaml#/Post }",
    "{ $ref: '#/components/schemas/A' }",
    "{ type: [object, 'null', string] }",
    "{ allOf: [{ $ref: schemas.yaml#/Post }] }",
    "{ type: object, required: [x], properties: { x: { $ref: schemas.yaml#/Post } } }",
    "&a [*a]",
    "*a",
    "!!binary x",
    "{ oneOf: [], anyOf: [], allOf: [], enum: [], type: [] }",
    "\"\\uD800\"",
];
const TEXTS: [&str; 12] =
    ["\t", "{", "]", "'", "\"", ": ", "- ", "#", "\u{feff}", "é\u{301}", "---\n", "<<: *a\n"];

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<usize>;
    prop_oneof![
        at().prop_map(Mutation::DeleteLine),
        at().prop_map(Mutation::DuplicateLine),
        (at(), at()).prop_map(|(from, to)| Mutation::MoveLine(from, to)),
        (at(), any::<u8>()).prop_map(|(byte, bit)| Mutation::FlipBit(byte, bit)),
        at().prop_map(Mutation::Truncate),
        (at(), prop::sample::select(&VALUES)).prop_map(|(line, value)| Mutation::ReplaceValue(line, value)),
        (at(), prop::sample::select(&TEXTS)).prop_map(|(byte, text)| Mutation::InsertText(byte, text)),
        (at(), 0..9_usize).prop_map(|(line, spaces)| Mutation::IndentLine(line, spaces)),
    ]
}

fn mutated(text: &str, mutation: &Mutation) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len().max(1);
    let mut bytes = text.as_bytes().to_vec();
    let length = bytes.len().max(1);
    if lines.is_empty() {
        return text.to_owned();
    }
    match *mutation {
        Mutation::FlipBit(byte, bit) => {
            bytes[byte % length] ^= 1 << (bit % 8);
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        Mutation::Truncate(byte) => {
            bytes.truncate(byte % length);
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        Mutation::InsertText(byte, text) => {
            bytes.splice(byte % length..byte % length, text.bytes());
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        Mutation::DeleteLine(line) => drop(lines.remove(line % count)),
        Mutation::DuplicateLine(line) => lines.insert(line % count, lines[line % count].clone()),
        Mutation::MoveLine(from, to) => {
            let line = lines.remove(from % count);
            lines.insert(to % count, line);
        }
        Mutation::ReplaceValue(line, value) => {
            let line = &mut lines[line % count];
            let key = line.split(": ").next().unwrap_or("").to_owned();
            *line = format!("{key}: {value}");
        }
        Mutation::IndentLine(line, spaces) => {
            let line = &mut lines[line % count];
            *line = format!("{}{}", " ".repeat(spaces), line.trim_start());
        }
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_documents_are_survived(mutations in prop::collection::vec((any::<usize>(), mutation()), 1..8)) {
        let mut files = base();
        let paths: Vec<_> = files.keys().cloned().collect();
        for (which, mutation) in &mutations {
            let path = &paths[which % paths.len()];
            let text = mutated(&files[path], mutation);
            files.insert(path.clone(), text);
        }
        prop_assert_eq!(survives(files), Ok(()));
    }

    #[test]
    fn any_text_is_survived(text in "(?s).{0,200}") {
        prop_assert_eq!(survives(Files::from([(String::from("openapi.yaml"), text)])), Ok(()));
    }
}

/// A document with these schemas and one operation that answers with the schema `S0`.
fn with_schemas(schemas: &str) -> Files {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: get_a\n      \
         responses:\n        '200':\n          description: A.\n          content: {{ application/json: {{ schema: \
         {{ $ref: '#/components/schemas/S0' }} }} }}\ncomponents:\n  schemas:\n{schemas}"
    );
    Files::from([(String::from("openapi.yaml"), text)])
}

#[test]
fn long_chains_and_deep_nesting_are_survived() {
    let chain = |line: fn(usize) -> String| (0..300).map(line).collect::<String>();
    let ended = |mut schemas: String| {
        schemas.push_str("    S300: { type: string }\n");
        schemas
    };
    let mut deep = String::from("    S0:\n");
    for level in 0..40 {
        let indent = " ".repeat(6 + 2 * level);
        writeln!(deep, "{indent}type: object\n{indent}properties:\n{indent} a:").unwrap();
    }
    let documents = [
        ended(chain(|at| format!("    S{at}: {{ $ref: '#/components/schemas/S{}' }}\n", at + 1))),
        ended(chain(|at| {
            format!("    S{at}: {{ allOf: [{{ $ref: '#/components/schemas/S{}' }}] }}\n", at + 1)
        })),
        ended(chain(|at| {
            format!(
                "    S{at}: {{ anyOf: [{{ $ref: '#/components/schemas/S{}' }}, {{ type: 'null' }}] }}\n",
                at + 1
            )
        })),
        ended(chain(|at| {
            format!(
                "    S{at}: {{ type: object, required: [a], properties: {{ a: {{ $ref: '#/components/schemas/S{}' }} }} }}\n",
                at + 1
            )
        })),
        ended(chain(|at| {
            format!("    S{at}: {{ type: array, items: {{ $ref: '#/components/schemas/S{}' }} }}\n", at + 1)
        })),
        String::from("    S0: { $ref: '#/components/schemas/S0' }\n"),
        String::from(
            "    S0: { allOf: [{ $ref: '#/components/schemas/S0' }, { $ref: '#/components/schemas/S0' }] }\n",
        ),
        String::from(
            "    S0: { anyOf: [{ $ref: '#/components/schemas/S0' }, { $ref: '#/components/schemas/S0' }] }\n",
        ),
        String::from("    S0: { type: array, items: { $ref: '#/components/schemas/S0' } }\n"),
        String::from("    S0: { $ref: '#/components/schemas/S0', description: A. }\n"),
        String::from("    S0: { additionalProperties: { $ref: '#/components/schemas/S0' } }\n"),
        deep,
    ];
    for schemas in documents {
        let shown: String = schemas.chars().take(200).collect();
        assert_eq!(survives(with_schemas(&schemas)), Ok(()), "{shown}");
    }
}

#[test]
fn a_missing_root_is_a_finding() {
    let linted = lint("openapi.yaml", &MemorySource::default(), Profile::House);
    assert!(linted.document.is_none());
    let text = to_text(&linted.sources, &linted.findings, TextStyle::Plain);
    assert!(text.contains("can't read `openapi.yaml`: there is no such file"), "{text}");
}
