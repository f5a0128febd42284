//! A second look at JSON text: where an offset is, and what the rows of a page are.
//!
//! Works on text that `serde_json` has read (at least up to the place asked for), so it needs no errors of its
//! own: whatever it doesn't understand ends the look.

use std::fmt::Write as _;

use super::error::cleaned;
use super::words::all_bytes;

/// A place in a JSON text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// `$.results[3].date`.
    pub(crate) path: String,
    /// The keys on the way, cleaned; places in lists are none.
    pub(crate) keys: Vec<String>,
    /// What is there: `text`, `a number`, `null` …
    pub(crate) found: &'static str,
    /// Whether it is the whole text.
    pub(crate) at_top: bool,
}

/// Finds the value that begins or ends at an offset; otherwise the innermost one around it.
pub(crate) fn locate(json: &[u8], offset: usize) -> Place {
    let mut scan = Scan { json, at: 0 };
    let mut place = Place { path: "$".to_owned(), keys: Vec::new(), found: "something else", at_top: true };
    scan.space();
    scan.descend(offset, &mut place);
    place
}

/// One entry of a listing, as its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// A hash of its `id`, if it has one.
    pub(crate) id: Option<u64>,
    /// A hash of all of it.
    pub(crate) whole: u64,
}

/// The rows in the list under `items`.
pub(crate) fn rows(json: &[u8], items: &str) -> Vec<Row> {
    let mut scan = Scan { json: json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json), at: 0 };
    let mut rows = Vec::new();
    scan.space();
    scan.members(&mut |scan, key, _| {
        if key == items.as_bytes() {
            rows.clear();
            scan.members(&mut |scan, _, _| rows.push(scan.row()));
        } else {
            scan.value();
        }
    });
    rows
}

/// Where the first integer stands that no integer type of 64 bits can hold: read as JSON of any shape it would be rounded.
pub(crate) fn rounded_integer(json: &[u8]) -> Option<usize> {
    let mut scan = Scan { json, at: 0 };
    while scan.at < json.len() {
        let start = scan.at;
        match scan.peek() {
            b'"' => scan.text(),
            b'-' | b'0'..=b'9' => {
                scan.scalar();
                let number = std::str::from_utf8(json.get(start..scan.at)?).ok()?;
                let is_integer = all_bytes(number, |b| b == b'-' || b.is_ascii_digit());
                if is_integer && number.parse::<u64>().is_err() && number.parse::<i64>().is_err() {
                    return Some(start);
                }
            }
            _ => scan.at += 1,
        }
    }
    None
}

/// A hash that is the same on every machine and in every version (FNV-1a).
pub(crate) fn stable_hash(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

struct Scan<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> u8 {
        self.json.get(self.at).copied().unwrap_or(0)
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
    }

    /// What kind of value begins here.
    fn kind(&self) -> &'static str {
        match self.peek() {
            b'"' => "text",
            b'{' => "an object",
            b'[' => "a list",
            b't' | b'f' => "true or false",
            b'n' => "null",
            b'-' | b'0'..=b'9' => "a number",
            _ => "something else",
        }
    }

    fn text(&mut self) {
        self.at += 1;
        while self.at < self.json.len() {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Steps over a value, however deep.
    fn value(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                b'"' => self.text(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth > 0 => self.at += 1,
                0 | b'}' | b']' | b',' | b':' => return,
                _ => self.scalar(),
            }
            if depth == 0 || self.at >= self.json.len() {
                return;
            }
        }
    }

    fn scalar(&mut self) {
        let ends =
            |byte: &u8| matches!(byte, b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' | b'"');
        let rest = self.json.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
    }

    /// Calls back at each value of the list or object that begins here, with its key (as written) and index. The
    /// callback has to step over the value.
    fn members(&mut self, each: &mut dyn FnMut(&mut Self, &'a [u8], usize)) {
        let open = self.peek();
        if open != b'{' && open != b'[' {
            return self.value();
        }
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            if self.peek() == b',' {
                self.at += 1;
                self.space();
            }
            if matches!(self.peek(), b'}' | b']' | 0) {
                self.at += 1;
                return;
            }
            let mut key: &[u8] = &[];
            if open == b'{' {
                let start = self.at + 1;
                self.value();
                key = self.json.get(start..self.at.saturating_sub(1)).unwrap_or_default();
                self.space();
                self.at += usize::from(self.peek() == b':');
                self.space();
            }
            let before = self.at;
            each(self, key, index);
            if self.at == before {
                self.at += 1;
            }
            index += 1;
        }
    }

    fn row(&mut self) -> Row {
        let start = self.at;
        let mut id = None;
        self.members(&mut |scan, key, _| {
            let start = scan.at;
            scan.value();
            if key == b"id" {
                let text = scan.json.get(start..scan.at).unwrap_or_default();
                id = Some(text).filter(|text| *text != b"null" && *text != b"\"\"").map(stable_hash);
            }
        });
        let text = self.json.get(start..self.at).unwrap_or_default();
        Row { id, whole: stable_hash(text) }
    }

    /// Goes down to the value at an offset and writes down the way.
    fn descend(&mut self, offset: usize, place: &mut Place) {
        loop {
            place.found = self.kind();
            let start = self.at;
            if start == offset || !matches!(self.peek(), b'{' | b'[') {
                return;
            }
            let is_object = self.peek() == b'{';
            let mut next = None;
            self.members(&mut |scan, key, index| {
                let start = scan.at;
                scan.value();
                if next.is_none() && start <= offset && offset <= scan.at {
                    next = Some((start, key, index));
                }
            });
            let Some((child, key, index)) = next else { return };
            place.at_top = false;
            if is_object {
                let key = cleaned(&String::from_utf8_lossy(key));
                push_key(&mut place.path, &key);
                place.keys.push(key);
            } else {
                let _ = write!(place.path, "[{index}]");
            }
            self.at = child;
        }
    }
}

/// Adds a key to a path; keys of the server's making are cut, and were cleaned, as a credential can be one.
fn push_key(path: &mut String, text: &str) {
    let plain = all_bytes(text, |b| b.is_ascii_alphanumeric() || b == b'_');
    if plain && !text.is_empty() && text.len() <= 64 {
        path.push('.');
        path.push_str(text);
        return;
    }
    path.push_str("[\"");
    for c in text.chars().take(40) {
        path.push(c);
    }
    path.push_str("\"]");
}

#[cfg(test)]
mod tests {
    use super::{locate, rounded_integer, rows};

    #[test]
    fn the_first_integer_that_would_be_rounded_is_found() {
        for (json, found) in [
            (&br#"{"a": 18446744073709551615, "b": -9223372036854775808}"#[..], None),
            (br#"{"a": 18446744073709551616}"#, Some(6)),
            (br"[1, -9223372036854775809]", Some(4)),
            (br#"["18446744073709551616", "\"18446744073709551616"]"#, None),
            (br"[1e99, 1.5, 0.00000000000000000000001]", None),
            (b"18446744073709551616", Some(0)),
            (b"[1", None),
            (b"[\"", None),
            (b"", None),
        ] {
            assert_eq!(rounded_integer(json), found, "{}", String::from_utf8_lossy(json));
        }
    }

    #[test]
    fn an_offset_is_found_from_either_end_of_its_value() {
        let json = br#" {"a": [1, {"b c": "x\"}"}, true], "d": {"e": null}} "#;
        for (part, end, path, found) in [
            ("1,", 1, "$.a[0]", "a number"),
            ("\"x", 0, "$.a[1][\"b c\"]", "text"),
            ("true", 4, "$.a[2]", "true or false"),
            ("{\"e", 0, "$.d", "an object"),
            ("null", 4, "$.d.e", "null"),
            ("[1", 0, "$.a", "a list"),
        ] {
            let start = json.windows(part.len()).position(|window| window == part.as_bytes()).unwrap();
            let place = locate(json, start + end);
            assert_eq!((place.path.as_str(), place.found), (path, found), "{part}");
        }
        assert_eq!(locate(b"[]", 0).path, "$");
        assert!(locate(b"{\"a\":1}", 7).at_top);
    }

    #[test]
    fn a_key_that_should_not_be_shown_is_not_in_the_path() {
        for (json, path) in [
            (r#"{"cc_CANARY_7f3a9d":1}"#, "$[\"cc_****\"]"),
            ("{\"a\u{202e}b\":1}", "$.ab"),
            ("{\"cc_CAN\u{200b}ARY_7f3a9d\":1}", "$[\"cc_****\"]"),
        ] {
            assert_eq!(locate(json.as_bytes(), json.len() - 2).path, path);
        }
    }

    #[test]
    fn broken_text_ends_the_look() {
        for json in ["", "{", "[[[", "{\"a", "{\"a\":", "{]", "[1,,2", "\"\\", "{\"a\":}", "nul", "[\u{1}]"] {
            for offset in 0..=json.len() + 1 {
                let _ = locate(json.as_bytes(), offset);
            }
            let _ = rows(json.as_bytes(), "a");
        }
    }

    #[test]
    fn rows_are_told_apart_by_their_ids() {
        let json =
            br#"{"count": 3, "results": [{"id": 1, "n": [{"id": 9}]}, {"n": 2, "id": 1}, {"id": null}, 5]}"#;
        let rows = rows(json, "results");
        assert_eq!(rows.len(), 4);
        assert!(rows[0].id.is_some() && rows[0].id == rows[1].id && rows[0].whole != rows[1].whole);
        assert!(rows[2].id.is_none() && rows[3].id.is_none());
    }
}
