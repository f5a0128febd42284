//! jq filters: `--jq '.[].title'`, without a jq on this machine.

use std::fmt::Write as _;

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use crate::{Exit, Failure};

/// A filter that was understood.
pub(super) struct Filter {
    compiled: jaq_core::Filter<data::JustLut<Val>>,
}

impl Filter {
    /// Reads a filter; what is wrong with it is said with the place.
    pub(super) fn parse(code: &str) -> Result<Self, Failure> {
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let arena = Arena::default();
        let modules = Loader::new(definitions).load(&arena, File { code, path: () }).map_err(|errors| {
            refused(errors.into_iter().map(|(file, error)| unreadable(file.code, &error)))
        })?;
        let compiled = Compiler::default().with_funs(functions).compile(modules).map_err(|errors| {
            refused(
                errors
                    .into_iter()
                    .flat_map(|(_, errors)| errors)
                    .map(|(name, undefined)| format!("there is no {} `{name}`", undefined.as_str())),
            )
        })?;
        Ok(Self { compiled })
    }

    /// What the filter makes of a value, a line each. A text is printed as it is, as `jq -r` does.
    pub(super) fn run(&self, value: &Value) -> Result<String, Failure> {
        let failed = |error: String| Failure::new(Exit::Local, format!("--jq: {error}"));
        let input =
            read::parse_single(value.to_string().as_bytes()).map_err(|error| failed(error.to_string()))?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.compiled.lut, Vars::new([]));
        let mut lines = String::new();
        for output in self.compiled.id.run((context, input)).map(unwrap_valr) {
            let output = output.map_err(|error| failed(error.to_string()))?;
            let json = output.to_string();
            let line = serde_json::from_str::<String>(&json).unwrap_or(json);
            let _ = writeln!(lines, "{line}");
        }
        Ok(lines)
    }
}

fn refused(mistakes: impl Iterator<Item = String>) -> Failure {
    let mistakes: Vec<String> = mistakes.collect();
    Failure::new(Exit::Usage, format!("--jq: {}", mistakes.join("; ")))
        .hint("it is a jq filter, such as '.[] | {title, slug}' for a listing")
}

/// What is wrong, and at which part of the filter.
fn unreadable(code: &str, error: &load::Error<&str>) -> String {
    let (expected, rest) = match error {
        load::Error::Io(_) => return "a filter can't load modules".to_owned(),
        load::Error::Lex(errors) => match errors.first() {
            Some((expected, rest)) => (expected.as_str(), *rest),
            None => return "it can't be read".to_owned(),
        },
        load::Error::Parse(errors) => match errors.first() {
            Some((expected, rest)) => (expected.as_str(), *rest),
            None => return "it can't be read".to_owned(),
        },
    };
    let place = rest.as_ptr() as usize - code.as_ptr() as usize;
    if rest.is_empty() || place >= code.len() {
        return format!("{expected} is missing at the end");
    }
    format!("{expected} is missing before `{rest}`")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Filter;

    #[test]
    fn a_filter_gives_a_line_a_value() {
        let value = json!([{ "id": 1, "title": "a \"b\"" }, { "id": 2, "title": null }]);
        for (filter, lines) in [
            (".[].title", "a \"b\"\nnull\n"),
            ("map(.id)", "[1,2]\n"),
            ("length", "2\n"),
            (".[] | select(.id > 1) | {id}", "{\"id\":2}\n"),
            ("empty", ""),
        ] {
            assert_eq!(Filter::parse(filter).unwrap().run(&value).unwrap(), lines, "{filter}");
        }
    }

    #[test]
    fn a_filter_that_can_not_be_read_says_where() {
        for (filter, words) in
            [(".[", "--jq: "), ("nothing_of_this_name", "there is no"), (".a | ", "missing at the end")]
        {
            let failure = Filter::parse(filter).err().unwrap().to_string();
            assert!(failure.contains(words), "{failure}");
        }
        let failure = Filter::parse(".a").unwrap().run(&json!([1])).unwrap_err().to_string();
        assert!(failure.starts_with("--jq: "), "{failure}");
    }
}
