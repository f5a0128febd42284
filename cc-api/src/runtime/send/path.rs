//! Paths: the one place where a value becomes part of one.
//!
//! Addresses are normalized on their way: `..` and `%2e%2e` climb, an empty segment shifts the rest. No encoding
//! prevents that, so such values are refused, and everything but letters, digits and `-._~` is encoded: what the
//! server gets has the segments of the template, and each decodes to the value.

use super::super::catalogue::{Operation, Place};
use super::super::error::Error;
use super::query::{encode, plain_texts};

/// The path of an operation, with its values in place. `arg` gives the JSON of an argument by its place.
pub(crate) fn path<'a>(
    operation: &'static Operation,
    arg: &dyn Fn(usize) -> Option<&'a [u8]>,
) -> Result<String, Error> {
    let mut out = String::with_capacity(operation.path.len() + 40);
    let mut rest = operation.path;
    while let Some((constant, from_name)) = rest.split_once('{') {
        let (name, tail) = from_name.split_once('}').unwrap_or((from_name, ""));
        out.push_str(constant);
        push_value(&mut out, operation, name, arg)?;
        rest = tail;
    }
    out.push_str(rest);
    let segments = |path: &str| path.split('/').count();
    if segments(&out) != segments(operation.path) {
        return Err(Error::input("a value would change the path; nothing was sent"));
    }
    Ok(out)
}

fn push_value<'a>(
    out: &mut String,
    operation: &'static Operation,
    name: &str,
    arg: &dyn Fn(usize) -> Option<&'a [u8]>,
) -> Result<(), Error> {
    let index = operation.param_where(&|param| param.place == Place::Path && param.wire == name);
    let missing = || Error::input(format!("the argument `{name}` is missing, and the path needs it"));
    let json = index.and_then(arg).ok_or_else(missing)?;
    let texts =
        plain_texts(json).ok_or_else(|| Error::input(format!("the argument `{name}` is no plain value")))?;
    if texts.is_empty() {
        return Err(missing());
    }
    for (place, text) in texts.iter().enumerate() {
        if let Some(fault) = fault(text) {
            return Err(Error::input(format!("the argument `{name}` {fault}, which can't stand in a path")));
        }
        if place > 0 {
            out.push(',');
        }
        encode(out, text);
    }
    Ok(())
}

/// What is wrong with a value, if something is.
fn fault(text: &str) -> Option<&'static str> {
    let dots = text.replace("%2e", ".").replace("%2E", ".");
    if text.is_empty() {
        Some("is empty")
    } else if dots == "." || dots == ".." {
        Some("is made of dots")
    } else if text.chars().any(char::is_control) || has_encoded_control(text) {
        Some("holds control characters")
    } else {
        None
    }
}

/// `%00` and its like: a server that decodes twice would take them for control characters.
fn has_encoded_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(3)
        .any(|window| window[0] == b'%' && matches!(window[1], b'0' | b'1') && window[2].is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::runtime::catalogue::{Operation, Param, Place};

    const PARAMS: &[Param] =
        &[Param { name: "id", wire: "id", place: Place::Path, required: true, ..Param::BLANK }];
    static OPERATION: Operation = Operation { path: "/a/{id}/b", params: PARAMS, ..Operation::BLANK };

    fn render(value: &str) -> Result<String, String> {
        let json = serde_json::to_vec(value).unwrap();
        path(&OPERATION, &|_| Some(&json)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_value_stays_one_segment_that_decodes_to_it() {
        for (value, segment) in [
            (" ", "%20"),
            ("a/b", "a%2Fb"),
            ("..%2f..", "..%252f.."),
            ("a?b=1", "a%3Fb%3D1"),
            ("a#b", "a%23b"),
            ("\\..\\x", "%5C..%5Cx"),
            ("..;", "..%3B"),
            ("ü", "%C3%BC"),
            ("...", "..."),
            ("a.b-c_d~e", "a.b-c_d~e"),
        ] {
            assert_eq!(render(value), Ok(format!("/a/{segment}/b")), "{value}");
        }
    }

    #[test]
    fn values_that_would_lead_elsewhere_are_refused_by_name() {
        for value in [
            "", ".", "..", "%2e", "%2e%2e", "%2E.", ".%2e", "%00", "a\0", "a\r\nb", "\u{85}", "x%0ay",
            "x%1Fy",
        ] {
            let refused = render(value).unwrap_err();
            assert!(refused.starts_with("the argument `id` "), "{refused}");
        }
    }

    #[test]
    fn numbers_and_lists_are_written_as_text() {
        let render = |json: &'static str| path(&OPERATION, &|_| Some(json.as_bytes()));
        assert_eq!(render("7").unwrap(), "/a/7/b");
        assert_eq!(render("[1,\"b,c\"]").unwrap(), "/a/1,b%2Cc/b");
        for json in ["null", "{\"a\":1}", "[]", "[[1]]"] {
            assert!(render(json).is_err(), "{json}");
        }
        assert!(path(&OPERATION, &|_| None).is_err());
    }
}
