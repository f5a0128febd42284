//! HAR files: what the network tab of a browser saves. They are read an entry at a time, since they can be large.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use codegen::learn::{Body, Exchange};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::source::{Met, Problem};

/// Bodies that unpack to more are not looked at.
const LARGEST_BODY: u64 = 64 * 1024 * 1024;

/// Reads a file, entry by entry. What came before a fault is kept. Bodies may lie in files of their own, in the same `folder`.
pub(super) fn read(reader: impl Read, folder: &Path, met: &mut dyn FnMut(Met)) -> Result<(), Problem> {
    let met = &mut |value: &Value| met(entry(value, folder));
    let mut file = serde_json::Deserializer::from_reader(std::io::BufReader::with_capacity(1 << 20, reader));
    let mut has_entries = false;
    match (Har { met, has_entries: &mut has_entries }).deserialize(&mut file) {
        Ok(()) if has_entries => Ok(()),
        Ok(()) => Err(Problem::NotThis("there is no `log.entries` in it")),
        Err(error) if error.is_eof() => Err(Problem::Cut(format!("it ends at line {}", error.line()))),
        Err(error) if error.is_data() && !has_entries => Err(Problem::NotThis("there is no `log` in it")),
        Err(error) if error.is_io() => Err(Problem::Unreadable(error.to_string())),
        Err(error) => Err(Problem::Broken(error.to_string())),
    }
}

/// What one entry shows.
fn entry(entry: &Value, folder: &Path) -> Met {
    let (request, response) = (&entry["request"], &entry["response"]);
    let (Some(method), Some(url)) = (request["method"].as_str(), request["url"].as_str()) else {
        return Met::Skipped("requests without a method or an address");
    };
    let Some(Address { host, path, query }) = Address::of(url) else {
        return Met::Skipped("what is no request of HTTP");
    };
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0);
    if method == "OPTIONS" {
        return Met::Skipped("questions of the browser itself (OPTIONS)");
    }
    if status < 100 {
        return Met::Skipped("requests that got no answer");
    }
    if (300..400).contains(&status) {
        return Met::Skipped("redirects, and what the browser had in its cache");
    }
    let headers = pairs(&response["headers"]);
    let body = body(&response["content"], &headers, folder);
    let exchange =
        Exchange { method: method.to_owned(), path: path.to_owned(), query, status, headers, body };
    Met::Exchange { host: host.to_owned(), exchange }
}

/// An address, taken apart.
struct Address<'u> {
    host: &'u str,
    path: &'u str,
    query: Vec<(String, String)>,
}

impl<'u> Address<'u> {
    fn of(url: &'u str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or(rest);
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = place.find('/').map_or((place, "/"), |at| place.split_at(at));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Some(Self { host, path, query })
    }
}

/// A list of names and values.
fn pairs(list: &Value) -> Vec<(String, String)> {
    let pairs = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|pair| Some((pair["name"].as_str()?.to_owned(), pair["value"].as_str()?.to_owned())));
    pairs.collect()
}

/// The body of an answer: browsers write it unpacked, other programs as it came, in base64.
fn body(content: &Value, headers: &[(String, String)], folder: &Path) -> Body {
    let media = content["mimeType"].as_str().unwrap_or("").split(';').next().unwrap_or("").trim().to_owned();
    let bytes = match (content["text"].as_str(), content["_file"].as_str()) {
        (Some(text), _) if content["encoding"].as_str() == Some("base64") => {
            let bytes = base64::engine::general_purpose::STANDARD.decode(text).ok();
            bytes.and_then(|bytes| unpacked(bytes, headers))
        }
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(name)) => beside(folder, name).and_then(|bytes| unpacked(bytes, headers)),
        (None, None) if content["size"].as_i64() == Some(0) => return Body::Empty,
        (None, None) => None,
    };
    let Some(bytes) = bytes else { return Body::Unknown };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Body::Empty;
    }
    let looks_like_json = media.is_empty() || media.ends_with("json");
    match serde_json::from_slice(&bytes) {
        Ok(value) => Body::Json(value),
        // A body that is called JSON and is none was cut when it was saved.
        Err(_) if looks_like_json => Body::Unknown,
        Err(_) => Body::Other(media),
    }
}

/// A body that Playwright wrote beside the file. Nothing is read from other folders.
fn beside(folder: &Path, name: &str) -> Option<Vec<u8>> {
    if Path::new(name).file_name()? != name {
        return None;
    }
    let file = File::open(folder.join(name)).ok()?;
    let mut bytes = Vec::new();
    file.take(LARGEST_BODY + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST_BODY).then_some(bytes)
}

/// The bytes, unpacked where they still are what gzip made of them.
fn unpacked(bytes: Vec<u8>, headers: &[(String, String)]) -> Option<Vec<u8>> {
    let is_packed = bytes.starts_with(&[0x1f, 0x8b])
        && headers
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case("content-encoding") && value.contains("gzip"));
    if !is_packed {
        return Some(bytes);
    }
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(LARGEST_BODY + 1);
    reader.read_to_end(&mut out).ok()?;
    (out.len() as u64 <= LARGEST_BODY).then_some(out)
}

/// Finds `log.entries` and hands its entries on, one at a time.
struct Har<'m> {
    met: &'m mut dyn FnMut(&Value),
    has_entries: &'m mut bool,
}

struct Log<'m>(Har<'m>);

struct Entries<'m>(&'m mut dyn FnMut(&Value));

impl<'de> DeserializeSeed<'de> for Har<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Har<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `log`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Har { met, has_entries } = self;
        while let Some(key) = map.next_key::<String>()? {
            if key == "log" {
                map.next_value_seed(Log(Har { met: &mut *met, has_entries: &mut *has_entries }))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Log<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Log<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `entries`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Har { met, has_entries } = self.0;
        while let Some(key) = map.next_key::<String>()? {
            if key == "entries" {
                *has_entries = true;
                map.next_value_seed(Entries(&mut *met))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            (self.0)(&value);
        }
        Ok(())
    }
}
