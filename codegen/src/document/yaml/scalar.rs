//! What a word without quotes means: the core schema of YAML 1.2, less what older versions would read otherwise.
//!
//! `010` and `1_000` are numbers in YAML 1.1 and not the same ones as people think; here they are text, and
//! whoever wants a number finds out by the wrong type.

use serde_json::Number;
use serde_yaml::granit_parser::{ScalarStyle, Tag};

use super::super::Value;

/// Whether the text may be something else than text: it has no quotes and no tag that says so.
pub(super) fn is_plain(style: ScalarStyle, tag: Option<&Tag>) -> bool {
    style == ScalarStyle::Plain && !tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"))
}

/// What the word means; `None` for a number that JSON has no form for.
pub(super) fn resolve(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => number(text),
    }
}

fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return None;
    }
    let radix = |prefix: &str, radix| {
        text.strip_prefix(prefix)
            .filter(|digits| !digits.starts_with(['+', '-']))
            .and_then(|digits| u64::from_str_radix(digits, radix).ok())
    };
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(Value::Number(number.into()));
    }
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let padded = digits > 1 && unsigned.starts_with('0');
    if padded || !is_decimal(unsigned) {
        return Some(Value::Text(text.to_owned()));
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    whole.ok().or_else(|| Number::from_f64(text.parse().ok()?)).map(Value::Number)
}

/// `1`, `1.5`, `.5`, `1.`, `1e3`, without a sign.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (text, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && all_digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use crate::document::{Node, Value};
    use crate::source::{SourceMap, Span};

    fn json(text: &str) -> Option<String> {
        let file = SourceMap::default().add("a", "");
        let value: Value = resolve(text)?;
        Some(Node { span: Span { file, start: 0, end: 0 }, value }.to_json().to_string())
    }

    #[test]
    fn words_without_quotes_are_read_by_yaml_1_2() {
        for (text, expected) in [
            ("~", "null"),
            ("null", "null"),
            ("true", "true"),
            ("no", r#""no""#),
            ("on", r#""on""#),
            ("1", "1"),
            ("-1", "-1"),
            ("+1", "1"),
            ("0", "0"),
            ("010", r#""010""#),
            ("00.5", r#""00.5""#),
            ("0.5", "0.5"),
            ("1.10", "1.1"),
            ("1e3", "1000.0"),
            (".5", "0.5"),
            ("1_000", r#""1_000""#),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0x", r#""0x""#),
            ("0x-1", r#""0x-1""#),
            ("18446744073709551615", "18446744073709551615"),
            ("99999999999999999999", "1e+20"),
            ("1.2.3", r#""1.2.3""#),
            ("2026-11-23", r#""2026-11-23""#),
            ("e3", r#""e3""#),
            ("-", r#""-""#),
            (".", r#"".""#),
        ] {
            assert_eq!(json(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn numbers_that_json_lacks_are_refused() {
        for text in [".inf", "-.inf", ".nan", "1e999"] {
            assert_eq!(json(text), None, "{text}");
        }
    }
}
