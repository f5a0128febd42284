//! The address that a file is sent to. It comes in an answer of the server, so it is not to be trusted: whoever can
//! write it could have the file, or a request from inside a network, sent anywhere.

use super::super::base_url::{host_and_port, is_loopback};
use super::super::error::{Error, cleaned};
use super::super::words::{all_bytes, split_at_word};
use super::hosts::HostPattern;

/// An address that a file may be sent to.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// All of it, with the signature.
    pub(super) url: String,
    /// Its path, which may be shown.
    pub(super) path: String,
}

/// Takes an address: `https` at the usual port of an allowed host. Where the API itself is on this machine, the storage
/// may be, too.
pub(super) fn address(text: &str, hosts: &[HostPattern], on_this_machine: bool) -> Result<Address, Error> {
    let refuse = |why: &str| Err(Error::input(format!("the address to upload to {why}")));
    // What a parser would rewrite is not what was signed.
    if !all_bytes(text, |b| b.is_ascii_graphic() && !b"\"#'<>\\^`{|}".contains(&b)) {
        return refuse("has characters in it that no address has");
    }
    let Some((scheme, rest)) = split_at_word(text, "://") else { return refuse("has no scheme") };
    let end = rest.bytes().position(|b| b == b'/' || b == b'?').unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    if authority.contains('@') {
        return refuse("has a user name in it");
    }
    let Some((host, port)) = host_and_port(authority) else { return refuse("has no valid host") };
    let path = target.split('?').next().unwrap_or_default();
    if !path.starts_with('/') || path.split('/').any(is_dots) {
        return refuse("has no plain path");
    }
    let address = || Address { url: text.to_owned(), path: path.to_owned() };
    let https = scheme.eq_ignore_ascii_case("https");
    if is_loopback(host) && on_this_machine && (https || scheme.eq_ignore_ascii_case("http")) {
        return Ok(address());
    }
    let host = cleaned(host);
    if !https || port.is_some_and(|port| port != 443) {
        return Err(Error::config(format!(
            "files are sent by https only, at port 443, and not to {host} by other ways"
        )));
    }
    if !hosts.iter().any(|pattern| pattern.takes(&host)) {
        return Err(Error::config(format!("the server wants the file sent to {host}, which is not allowed"))
            .with_advice(
                "if it is the service's storage, add it to the `upload_hosts` of the client's builder",
            ));
    }
    Ok(address())
}

/// Whether a part of a path is one that parsers fold away, encoded or not.
fn is_dots(part: &str) -> bool {
    let dots = part.replace("%2e", ".").replace("%2E", ".");
    dots == "." || dots == ".."
}

#[cfg(test)]
mod tests {
    use super::{HostPattern, address};
    use crate::runtime::error::{ErrorKind, Outcome};

    #[test]
    fn a_file_goes_to_allowed_hosts_by_https() {
        let hosts = ["s3.*.amazonaws.com", "files.example"].map(|text| HostPattern::new(text).unwrap());
        for (text, kind) in [
            ("https://b.s3.us-east-1.amazonaws.com/u/a.jpg?X-Amz-Signature=SIGCANARY51", None),
            ("HTTPS://files.example:443/a%20b?s=SIGCANARY51", None),
            ("https://files.example/", None),
            ("http://files.example/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://files.example:8443/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("ftp://files.example/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://evil.example/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://files.example.evil.example/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://10.0.0.5/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://169.254.169.254/latest?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://[::1]/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("http://127.0.0.1/a?s=SIGCANARY51", Some(ErrorKind::Config)),
            ("https://files.example@evil.example/a", Some(ErrorKind::InvalidInput)),
            ("https://SIGCANARY51@files.example/a", Some(ErrorKind::InvalidInput)),
            ("https://files.example\\@evil.example/a", Some(ErrorKind::InvalidInput)),
            ("https://files.example#.evil/a?SIGCANARY51", Some(ErrorKind::InvalidInput)),
            ("https://files.example/../a?SIGCANARY51", Some(ErrorKind::InvalidInput)),
            ("https://files.example/a/%2E%2e/b?SIGCANARY51", Some(ErrorKind::InvalidInput)),
            ("https://files.example/.%2e?SIGCANARY51", Some(ErrorKind::InvalidInput)),
            ("https://files.example?SIGCANARY51", Some(ErrorKind::InvalidInput)),
            ("https://files.example/a b", Some(ErrorKind::InvalidInput)),
            ("https://files.example/ä", Some(ErrorKind::InvalidInput)),
            ("https:///a", Some(ErrorKind::InvalidInput)),
            ("//files.example/a", Some(ErrorKind::InvalidInput)),
            ("", Some(ErrorKind::InvalidInput)),
        ] {
            let refused = address(text, &hosts, false).err();
            assert_eq!(refused.as_ref().map(crate::Error::kind), kind, "{text}");
            if let Some(error) = refused {
                assert_eq!(error.outcome(), Outcome::NotSent);
                assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
            }
        }
    }

    #[test]
    fn the_storage_is_on_this_machine_only_if_the_service_is() {
        for text in ["http://127.0.0.1:4010/_bucket/a?s=1", "https://[::1]:4010/a", "http://127.8.9.1/a"] {
            assert!(address(text, &[], false).is_err(), "{text}");
            assert_eq!(address(text, &[], true).unwrap().url, text);
        }
        for text in ["http://10.0.0.5/a", "http://localhost/a", "http://127.0.0.1.evil.example/a"] {
            assert!(address(text, &[], true).is_err(), "{text}");
        }
    }

    #[test]
    fn a_refused_host_is_named_with_the_setting() {
        let error = address("https://cdn.example/a?s=1", &[], false).err().unwrap();
        assert!(error.message().contains("cdn.example"), "{error}");
        assert!(error.to_string().contains("`upload_hosts`"), "{error}");
    }
}
