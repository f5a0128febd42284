//! Layers inside a crate: what a module must not know.
//!
//! Cargo keeps crates apart; between the modules of one crate only the `use` lines tell.

use super::{Breach, Texts};
use crate::paths::has_ending;

/// Words that must not be in the code below a folder.
const FORBIDDEN: [Forbidden; 6] = [
    Forbidden {
        below: "cc-api/src/runtime/",
        except: &[],
        words: &["crate::generated", "super::generated", "crate::ext"],
        why: "the runtime knows neither the generated code nor its conveniences",
    },
    Forbidden {
        below: "cc-api/src/ext/",
        except: &[],
        words: &["runtime::internal", "crate::internal"],
        why: "conveniences are written as users could write them",
    },
    Forbidden {
        below: "codegen/src/emit/",
        except: &[],
        words: &["crate::document", "super::document", "crate::lower", "crate::check"],
        why: "emitters see the model and nothing before it",
    },
    Forbidden {
        below: "codegen/src/model/",
        except: &[],
        words: &["crate::document", "crate::lower", "crate::emit", "crate::source"],
        why: "the model stands between the stages and knows none of them",
    },
    Forbidden {
        below: "codegen/src/",
        except: &["codegen/src/load"],
        words: &["std::fs", "std::process", "std::env", "TcpStream"],
        why: "codegen reads the spec through its loader and does nothing else to the machine",
    },
    Forbidden {
        below: "cc-api/src/generated/",
        except: &[],
        words: &["reqwest", "serde_json::from", "std::fs"],
        why: "generated code describes requests; the runtime carries them out",
    },
];

struct Forbidden {
    below: &'static str,
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

/// Checks every line of code outside the tests at the end of a file.
pub(super) fn check(texts: &Texts) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| has_ending(path, "rs")) {
        let rules = FORBIDDEN.iter().filter(|rule| {
            path.starts_with(rule.below) && !rule.except.iter().any(|except| path.starts_with(except))
        });
        for rule in rules {
            breaches.extend(check_lines(path, text, rule));
        }
    }
    breaches
}

fn check_lines(path: &str, text: &str, rule: &Forbidden) -> Vec<Breach> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut breaches = Vec::new();
    for (at, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        if let Some(word) = rule.words.iter().find(|word| line.contains(**word)) {
            breaches.push(Breach::new(
                format!("{path}:{}", at + 1),
                format!("names `{word}`, but {}", rule.why),
                "Pass what is needed in from outside, or move the code to the layer that may know it.",
            ));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{places, texts};

    #[test]
    fn modules_know_only_what_they_may() {
        let cases = [
            ("cc-api/src/runtime/client.rs", "use crate::generated::content;", false),
            ("cc-api/src/runtime/client.rs", "/// See [`crate::generated`].", true),
            ("cc-api/src/ext/content.rs", "use crate::generated::content;", true),
            ("cc-api/src/ext/content.rs", "use crate::runtime::internal::Call;", false),
            ("codegen/src/emit/types.rs", "use crate::document::Schema;", false),
            ("codegen/src/emit/types.rs", "use crate::model::TypeDef;", true),
            ("codegen/src/lower/operations.rs", "use crate::document::Schema;", true),
            ("codegen/src/model/types.rs", "use crate::source::Span;", false),
            ("codegen/src/check/mod.rs", "std::fs::read(path)", false),
            ("codegen/src/load.rs", "std::fs::read(path)", true),
            ("cc-api/src/generated/content/operations.rs", "reqwest::get(url)", false),
        ];
        for (path, line, fine) in cases {
            let breaches = check(&texts(&[(path, line)]));
            let expected = if fine { vec![] } else { vec![format!("{path}:1")] };
            assert_eq!(places(&breaches), expected, "{path}: {line}");
        }
    }

    #[test]
    fn the_tests_of_a_module_may_know_more() {
        let text = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::document::Schema;\n}\n";
        assert_eq!(check(&texts(&[("codegen/src/emit/types.rs", text)])), []);
    }
}
