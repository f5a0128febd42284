//! What stands behind `ref:NAME`: files beside the list, and what is too large or too odd for a file.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};

use super::frames::{CONTINUATION, HEADERS, frame};
use crate::list::{Step, folder};

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

/// What the steps of a script refer to, made before it is played: some of it takes longer than an answer may.
#[derive(Debug, Default)]
pub(crate) struct Bodies(BTreeMap<String, Vec<u8>>);

impl Bodies {
    /// What these steps refer to, in the variant for a case.
    ///
    /// # Panics
    /// If nothing has a name that they use.
    pub(crate) fn of(steps: &[Step], case: Option<&str>) -> Self {
        let mut bodies = BTreeMap::new();
        for step in steps {
            let Step::Send(send) = step else { continue };
            for text in [&send.body, &send.raw].into_iter().flatten() {
                if let Some(name) = text.strip_prefix("ref:") {
                    bodies.insert(text.clone(), named(name, case.unwrap_or_default()));
                }
            }
        }
        Self(bodies)
    }

    /// The bytes that a step means: those of the text, or what it refers to.
    pub(crate) fn bytes(&self, text: &str) -> Vec<u8> {
        self.0.get(text).cloned().unwrap_or_else(|| text.as_bytes().to_vec())
    }
}

fn named(name: &str, case: &str) -> Vec<u8> {
    if let Some((_, make)) = MADE.iter().find(|(known, _)| *known == name) {
        return make(case);
    }
    let files = std::fs::read_dir(folder().join("bodies")).expect("tests/faults/bodies");
    let mut paths = files.flatten().map(|entry| entry.path());
    let file = paths.find(|path| path.file_stem().is_some_and(|stem| stem == name));
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

/// 200 MiB of spaces: after them comes no value, so that only their size can be the fault.
fn bomb(case: &str) -> Vec<u8> {
    match case {
        "gzip" => one_member(&[], &spaces(), 200),
        // What is inside is gzip as well, of the kind that does not compress: so much comes out of the layer that is
        // declared, whether or not somebody looks for another one in it.
        "gzip inside gzip" => one_member(&GZIP_HEAD, &stored(&spaces()[..65_535]).repeat(16), 200),
        "gzip inside gzip, both declared" | "gzip inside gzip, one declared" => {
            packed(&one_member(&[], &spaces(), 200))
        }
        // Out of the layer within comes nothing at all, however long it is.
        "nothing inside gzip, both declared" => {
            one_member(&GZIP_HEAD, &stored(&[]).repeat(MEBIBYTE / 5), 200)
        }
        "many gzip members" => packed(&spaces()).repeat(200),
        other => panic!("no bomb for {other:?}"),
    }
}

const MEBIBYTE: usize = 1024 * 1024;

/// The head of a gzip member without a name.
const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

fn spaces() -> Vec<u8> {
    vec![b' '; MEBIBYTE]
}

/// A block of bytes as they are, as gzip holds what it can't make smaller; not the last one.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a block is shorter than 64 KiB");
    [[0].as_slice(), &length.to_le_bytes(), &(!length).to_le_bytes(), bytes].concat()
}

/// One member: these bytes, then others so many times. Only the first of them are compressed: after a full flush the others
/// look alike. The checksum at the end is wrong, but nobody may come so far.
fn one_member(first: &[u8], then: &[u8], times: usize) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    let mut block = |bytes: &[u8]| {
        let mut block = Vec::with_capacity(64 * 1024);
        compress.compress_vec(bytes, &mut block, FlushCompress::Full).expect("memory takes it");
        block
    };
    let mut bytes = GZIP_HEAD.to_vec();
    bytes.extend(block(first));
    bytes.extend(block(then).repeat(times));
    bytes.extend([0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]);
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
    serde_json::json!({"results": [{"slug": "a"}, {"slug": "b", "publishDate": case}], "count": 2})
        .to_string()
        .into_bytes()
}
