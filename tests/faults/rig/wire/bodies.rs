//! What stands behind `ref:NAME`: files beside the list, and what is too large or too odd for a file.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::frames::{CONTINUATION, HEADERS, frame};
use crate::list::folder;

/// How bodies are made that are not files: by name, with the case that they have a variant for.
const MADE: [(&str, Make); 7] = [
    ("bad_chunks", bad_chunks),
    ("1xx_flood", informational_flood),
    ("h2_continuation_flood", continuation_flood),
    ("text_edges", text_edges),
    ("bomb", bomb),
    ("bad_gzip", bad_gzip),
    ("date", date),
];

/// Makes the body for a case.
type Make = fn(&str) -> Vec<u8>;

/// The bytes that a step means: those of the text, or what `ref:NAME` names.
///
/// # Panics
/// If nothing has that name.
pub(crate) fn written(text: &str, case: Option<&str>) -> Vec<u8> {
    let Some(name) = text.strip_prefix("ref:") else { return text.as_bytes().to_vec() };
    if let Some((_, make)) = MADE.iter().find(|(known, _)| *known == name) {
        return make(case.unwrap_or_default());
    }
    let files = std::fs::read_dir(folder().join("bodies")).expect("tests/faults/bodies");
    let file = files
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_stem().is_some_and(|stem| stem == name));
    std::fs::read(file.unwrap_or_else(|| panic!("nothing in tests/faults/bodies is called {name}")))
        .expect("a body")
}

const CHUNKED: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";

fn bad_chunks(case: &str) -> Vec<u8> {
    let chunks = match case {
        "ZZ size line" => "ZZ\r\n{}\r\n0\r\n\r\n".to_owned(),
        "no terminating chunk" => "2\r\n{}\r\n".to_owned(),
        "negative size" => "-2\r\n{}\r\n0\r\n\r\n".to_owned(),
        "chunk extension of 1 MiB" => format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(1024 * 1024)),
        "trailer flood" => format!("2\r\n{{}}\r\n0\r\n{}\r\n", "x-t: y\r\n".repeat(100_000)),
        other => panic!("no bad chunks for {other:?}"),
    };
    format!("{CHUNKED}{chunks}").into_bytes()
}

fn informational_flood(_: &str) -> Vec<u8> {
    let mut bytes = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1_000);
    bytes.push_str("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
    bytes.into_bytes()
}

/// A head that goes on and on: the first stream's headers in a megabyte of frames, none of them the last.
fn continuation_flood(_: &str) -> Vec<u8> {
    // `:status: 200` from the static table, then one long header without an end.
    let mut bytes = frame(HEADERS, 0, 1, &[0x88]);
    let mut field = vec![0x00];
    super::frames::text(&mut field, "x-flood");
    super::frames::text(&mut field, &"y".repeat(16_000));
    for _ in 0..66 {
        bytes.extend(frame(CONTINUATION, 0, 1, &field));
    }
    bytes
}

fn text_edges(case: &str) -> Vec<u8> {
    let in_slug = |slug: &[u8]| [b"{\"id\":\"post_1\",\"slug\":\"", slug, b"\"}"].concat();
    match case {
        "invalid UTF-8" => in_slug(b"\xff\xfe"),
        "overlong UTF-8" => in_slug(b"\xc0\xaf"),
        "lone surrogate escape" => in_slug(br"\ud800"),
        "NUL" => in_slug(br"\u0000"),
        "UTF-8 BOM" => [b"\xef\xbb\xbf", in_slug(b"a").as_slice()].concat(),
        "UTF-16 body" => r#"{"id":"post_1"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        other => panic!("no edge of text for {other:?}"),
    }
}

fn bomb(case: &str) -> Vec<u8> {
    const SIZE: usize = 200 * 1024 * 1024;
    match case {
        "gzip" => gzip(&mut std::iter::once(SIZE)),
        "gzip inside gzip" => packed(&gzip(&mut std::iter::once(SIZE))),
        "many gzip members" => gzip(&mut std::iter::repeat_n(SIZE / 100, 100)),
        other => panic!("no bomb for {other:?}"),
    }
}

/// Members of spaces, so many in each: after them comes no value, so that only their size can be the fault.
fn gzip(sizes: &mut dyn Iterator<Item = usize>) -> Vec<u8> {
    let piece = vec![b' '; 1024 * 1024];
    let mut bytes = Vec::new();
    for size in sizes {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        for start in (0..size).step_by(piece.len()) {
            let end = (size - start).min(piece.len());
            encoder.write_all(piece.get(..end).unwrap_or_default()).expect("memory takes it");
        }
        bytes.extend(encoder.finish().expect("memory takes it"));
    }
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn bad_gzip(case: &str) -> Vec<u8> {
    let good = packed(br#"{"id":"post_1","slug":"open-house"}"#);
    match case {
        "corrupt gzip" => good.iter().enumerate().map(|(place, byte)| byte ^ u8::from(place > 10)).collect(),
        "gzip without trailer" => good.get(..good.len() - 8).unwrap_or_default().to_vec(),
        "br though not offered" => vec![0x0b, 0x01, 0x80, 0x7b, 0x7d, 0x03],
        "gzip header on plain body" => br#"{"id":"post_1","slug":"open-house"}"#.to_vec(),
        other => panic!("no bad compression for {other:?}"),
    }
}

fn date(case: &str) -> Vec<u8> {
    serde_json::json!({"results": [{"id": "post_1", "releaseDate": case}], "count": 1})
        .to_string()
        .into_bytes()
}
