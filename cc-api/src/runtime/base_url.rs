//! The address that paths are appended to.

use super::error::Error;
use super::words::{all_bytes, split_at_word};

/// Takes an address: `https`, or `http` to a literal loopback address; no user, query or fragment.
pub(crate) fn base_url(text: &str) -> Result<String, Error> {
    let refuse = |why: &str| Err(Error::config(format!("the base URL {why}")));
    let Some((scheme, rest)) = split_at_word(text.trim(), "://") else {
        return refuse("has no scheme; write https://host/path");
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if authority.contains('@') {
        return refuse("has a user name in it; credentials go in by themselves");
    }
    let Some((host, _)) = host_and_port(authority) else { return refuse("has no valid host and port") };
    match scheme.to_ascii_lowercase().as_str() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => return refuse("has to begin with https; plain http is for 127.0.0.1 and [::1] only"),
        _ => return refuse("has to begin with https"),
    }
    if !all_bytes(path, |b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~'))
        || split_at_word(path, "//").is_some()
        || path.split('/').any(|part| part == "." || part == "..")
    {
        return refuse("has a path that is not plain segments, or a query or fragment");
    }
    Ok(format!("{}://{authority}{}", scheme.to_ascii_lowercase(), path.trim_end_matches('/')))
}

/// Whether an address that [`base_url`] took is on this machine, by its number.
pub(crate) fn is_on_this_machine(base_url: &str) -> bool {
    let authority = split_at_word(base_url, "://").map_or("", |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default();
    host_and_port(authority).is_some_and(|(host, _)| is_loopback(host))
}

/// Whether an address that [`base_url`] took is plain http, and so on this machine.
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
pub(crate) fn is_plain(base_url: &str) -> bool {
    base_url.starts_with("http://")
}

/// The host of `host:port`, and the port if it is written; nothing if one of them can't be one.
pub(crate) fn host_and_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
        _ => (authority, None),
    };
    let name = !host.is_empty() && all_bytes(host, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    let v6 = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let valid = name || v6.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    valid.then_some((host, port))
}

/// Whether a host is the machine itself by its number: names can be made to lead anywhere.
pub(crate) fn is_loopback(host: &str) -> bool {
    let v4 = host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    v4 || host == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::{base_url, host_and_port};

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        for (text, taken) in [
            ("https://api.example.com/api/", "https://api.example.com/api"),
            ("HTTPS://api.example.com", "https://api.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080/api", "http://[::1]:8080/api"),
        ] {
            assert_eq!(base_url(text).unwrap(), taken);
        }
        for text in [
            "api.example.com",
            "http://api.example.com",
            "http://localhost:8080",
            "http://127.0.0.1.evil.example",
            "ftp://127.0.0.1",
            "https://user:pw@host/",
            "https://host/?a=b",
            "https://host/#a",
            "https://host/a/../b",
            "https://host/a//b",
            "https://host/%2e%2e",
            "https://",
            "https://host:port",
            "https://host:99999",
            "https://ho st",
            "https://[::1",
        ] {
            let error = base_url(text).unwrap_err().to_string();
            assert!(error.starts_with("the base URL has") && !error.contains("pw"), "{text}: {error}");
        }
    }

    #[test]
    fn a_host_is_told_from_its_port() {
        for (text, found) in [
            ("a.example", Some(("a.example", None))),
            ("a.example:8443", Some(("a.example", Some(8443)))),
            ("[::1]:80", Some(("[::1]", Some(80)))),
            ("[::1]", Some(("[::1]", None))),
            ("a.example:", None),
            ("a.example:99999", None),
            ("", None),
            ("a b", None),
            ("a\\b", None),
            ("[::g]", None),
        ] {
            assert_eq!(host_and_port(text), found, "{text}");
        }
    }
}
