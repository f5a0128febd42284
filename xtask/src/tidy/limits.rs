//! Sizes: what nobody wants to read in one sitting is not written in one piece.
//!
//! The length of functions is clippy's to watch (`clippy.toml`).

use super::{Breach, Texts};

/// The largest number of lines of a kind of file. The first row that fits a path holds.
const LIMITS: [Limit; 6] = [
    Limit { below: "cc-api/src/generated/", ending: ".rs", lines: 1_500, kind: "generated file" },
    Limit { below: "codegen/tests/cases/pass/", ending: ".rs", lines: 400, kind: "generated fixture" },
    Limit { below: "codegen/tests/cases/pass/", ending: ".yaml", lines: 60, kind: "fixture of one feature" },
    Limit { below: "codegen/tests/", ending: ".snap", lines: 150, kind: "snapshot of a fixture" },
    Limit { below: "spec/", ending: ".yaml", lines: 400, kind: "spec file" },
    Limit { below: "", ending: ".rs", lines: 400, kind: "hand-written file" },
];

/// Generated lines an operation, over everything in `cc-api/src/generated`, doc lines included.
const GENERATED_LINES_PER_OPERATION: usize = 90;

/// Lines of a generated method: it describes a request and calls the runtime.
const GENERATED_METHOD_LINES: usize = 15;

/// Lines of one `quote!` block: it reads like the code that it makes.
const QUOTE_LINES: usize = 25;

const GENERATED: &str = "cc-api/src/generated/";

struct Limit {
    below: &'static str,
    ending: &'static str,
    lines: usize,
    kind: &'static str,
}

/// Checks all sizes.
pub(super) fn check(texts: &Texts) -> Vec<Breach> {
    let mut breaches: Vec<_> = texts.iter().filter_map(|(path, text)| file_size(path, text)).collect();
    breaches.extend(lines_per_operation(texts));
    for (path, text) in texts {
        if path.starts_with(GENERATED) {
            breaches.extend(long_methods(path, text));
        } else if path.starts_with("codegen/src/") {
            breaches.extend(long_quotes(path, text));
        }
    }
    breaches
}

fn file_size(path: &str, text: &str) -> Option<Breach> {
    let limit = LIMITS.iter().find(|limit| path.starts_with(limit.below) && path.ends_with(limit.ending))?;
    let lines = text.lines().count();
    (lines > limit.lines).then(|| {
        Breach::new(
            path,
            format!("has {lines} lines; a {} has at most {}", limit.kind, limit.lines),
            "Split it by subject. Reading a file should not take a second coffee.",
        )
    })
}

fn lines_per_operation(texts: &Texts) -> Option<Breach> {
    let below = |folder: &str| {
        let folder = folder.to_owned();
        texts.iter().filter(move |(path, _)| path.starts_with(&folder)).map(|(_, text)| text)
    };
    let lines: usize = below(GENERATED).map(|text| text.lines().count()).sum();
    let operations: usize =
        below("spec/paths/").flat_map(|text| text.lines()).filter(|line| names_an_operation(line)).count();
    (operations > 0 && lines > operations * GENERATED_LINES_PER_OPERATION).then(|| {
        Breach::new(
            GENERATED,
            format!(
                "has {lines} lines for {operations} operations; at most {GENERATED_LINES_PER_OPERATION} lines \
                 an operation are allowed"
            ),
            "Move what repeats from the emitters into the runtime.",
        )
    })
}

fn names_an_operation(line: &str) -> bool {
    line.trim_start().starts_with("operationId:")
}

/// Methods end with a closing brace in the column in which they began: prettyplease sees to it.
fn long_methods(path: &str, text: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        if let Some((start, end)) = &open {
            if line == end {
                let lines = at - start + 1;
                if lines > GENERATED_METHOD_LINES {
                    breaches.push(Breach::new(
                        format!("{path}:{}", start + 1),
                        format!("this method has {lines} lines; a generated one has at most {GENERATED_METHOD_LINES}"),
                        "Let it describe the request and leave the rest to the runtime.",
                    ));
                }
                open = None;
            }
        } else if line.trim_start().starts_with("pub fn ") && line.ends_with(['{', ',', '(', ')', '>']) {
            let indent = line.len() - line.trim_start().len();
            open = Some((at, format!("{}}}", " ".repeat(indent))));
        }
    }
    breaches
}

fn long_quotes(path: &str, text: &str) -> Vec<Breach> {
    let lines: Vec<_> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| line.contains("quote! {"));
    starts
        .filter_map(|(at, _)| {
            let length = block_length(&lines[at..]);
            (length > QUOTE_LINES).then(|| {
                Breach::new(
                    format!("{path}:{}", at + 1),
                    format!("this `quote!` block has {length} lines; the limit is {QUOTE_LINES}"),
                    "Name its parts as fragments and splice them.",
                )
            })
        })
        .collect()
}

/// How many lines the block takes that opens on the first line.
fn block_length(lines: &[&str]) -> usize {
    let mut depth = 0_usize;
    let opening = lines.first().and_then(|line| line.find("quote! {")).unwrap_or(0);
    for (at, line) in lines.iter().enumerate() {
        let line = if at == 0 { line.get(opening..).unwrap_or("") } else { line };
        for character in line.chars() {
            match character {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && character == '}' {
                return at + 1;
            }
        }
    }
    lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{places, texts};

    #[test]
    fn each_kind_of_file_has_its_limit() {
        let cases = [
            ("codegen/src/load.rs", 400, true),
            ("codegen/src/load.rs", 401, false),
            ("cc-api/src/generated/content/types.rs", 1_500, true),
            ("cc-api/src/generated/content/types.rs", 1_501, false),
            ("codegen/tests/cases/pass/enum/openapi.yaml", 61, false),
            ("codegen/tests/cases/pass/enum/snapshots/types.snap", 151, false),
            ("spec/paths/content.yaml", 400, true),
            ("spec/paths/content.yaml", 401, false),
            ("README.md", 5_000, true),
        ];
        for (path, lines, fine) in cases {
            assert_eq!(file_size(path, &"x\n".repeat(lines)).is_none(), fine, "{path} with {lines} lines");
        }
    }

    #[test]
    fn generated_lines_are_counted_per_operation() {
        let spec = ("spec/paths/content.yaml", "posts:\n  get:\n    operationId: get_posts\n");
        for (lines, fine) in [(90, true), (91, false)] {
            let generated = "x\n".repeat(lines);
            let texts = texts(&[spec, ("cc-api/src/generated/mod.rs", &generated)]);
            assert_eq!(lines_per_operation(&texts).is_none(), fine, "{lines} lines");
        }
    }

    #[test]
    fn a_long_generated_method_is_found() {
        let method = |lines: usize| {
            format!(
                "impl X {{\n    pub fn a(&self) -> Y {{\n{}    }}\n}}\n",
                "        z();\n".repeat(lines - 2)
            )
        };
        let path = "cc-api/src/generated/content/operations.rs";
        assert_eq!(places(&long_methods(path, &method(15))), [""; 0]);
        assert_eq!(places(&long_methods(path, &method(16))), [format!("{path}:2")]);
    }

    #[test]
    fn a_long_quote_block_is_found() {
        let block = |lines: usize| {
            format!("fn f() {{\n    let a = quote! {{\n{}    }};\n}}\n", "        x {}\n".repeat(lines - 2))
        };
        let path = "codegen/src/emit/types.rs";
        let check = |lines| check(&texts(&[(path, &block(lines))]));
        assert_eq!(places(&check(25)), [""; 0]);
        assert_eq!(places(&check(26)), [format!("{path}:2")]);
    }

    #[test]
    fn a_quote_block_on_one_line_ends_there() {
        assert_eq!(block_length(&["let a = quote! { x {} };", "more {"]), 1);
    }
}
