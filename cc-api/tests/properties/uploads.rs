//! Addresses that files are sent to: what is taken means the same to the parser that the request will go through, and leads
//! to a host that was allowed.

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::{Client, ErrorKind, Outcome};
use proptest::prelude::*;
use reqwest::Url;

use crate::{any_text, api, config, outcome};

/// Where files may be sent.
const HOSTS: [&str; 2] = ["files.example", "s3.*.amazonaws.com"];

/// Tries to send a file there: whether it was sent, and what came of it.
fn upload(address: &str) -> (bool, Result<(), cc_api::Error>) {
    let storage = FakeTransport::new();
    storage.respond(|_| FakeAnswer::new(200, ""));
    let builder = Client::builder_for(&api::API).transport(FakeTransport::new()).upload_hosts(&HOSTS);
    let client = builder.upload_transport(storage.clone()).build().unwrap();
    let sent = outcome(client.upload_to(address, "image/png", "content"));
    (!storage.requests().is_empty(), sent.map(drop))
}

/// Whether a host is one of those above or lies below it.
fn is_allowed(host: &str) -> bool {
    let below = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    let parts: Vec<_> = host.rsplit('.').collect();
    below("files.example") || (parts.len() >= 4 && parts[..2] == ["com", "amazonaws"] && parts[3] == "s3")
}

/// Addresses that are almost right.
fn address() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https", "https", "HTTPS", "http", "ftp", "https:", ""]);
    let user = prop_oneof![4 => Just(String::new()), 1 => "[a-z:%@\\\\]{0,6}@".prop_map(String::from)];
    let hosts = vec![
        "files.example",
        "a.files.example",
        "FILES.example",
        "b.s3.eu.amazonaws.com",
        "s3.amazonaws.com",
        "files.example.",
        "xfiles.example",
        "files.example.evil.test",
        "evil.test",
        "127.0.0.1",
        "[::1]",
        "10.0.0.5",
        "0x7f.1",
        "files.example%2eevil.test",
        "xn--a.files.example",
        "files.example\\evil.test",
        "",
    ];
    let port = prop_oneof![4 => Just(String::new()), 1 => ":[+0-9a-z]{0,6}".prop_map(String::from)];
    let path = prop_oneof!["(/[a-zA-Z0-9%.~;,@:_-]{0,6}){0,4}", r"(/(\.|%2[eE]|%2f|\\|a){0,2}){1,3}"];
    let query = prop_oneof![Just(String::new()), "[?#][a-zA-Z0-9=&%/?:@#'-]{0,12}".prop_map(String::from)];
    (scheme, user, prop::sample::select(hosts), port, path, query).prop_map(
        |(scheme, user, host, port, path, query)| format!("{scheme}://{user}{host}{port}{path}{query}"),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 768, ..config() })]

    #[test]
    fn a_file_goes_to_allowed_hosts_only_however_the_address_is_written(
        address in prop_oneof![8 => address(), 1 => any_text()],
    ) {
        let (sent, result) = upload(&address);
        if !sent {
            let error = result.unwrap_err();
            prop_assert_eq!(error.outcome(), Outcome::NotSent);
            prop_assert!(matches!(error.kind(), ErrorKind::Config | ErrorKind::InvalidInput), "{}", error);
            return Ok(());
        }
        // What the parser does not take (a port of `+443`, a name that is no Punycode) is not sent after all.
        let Ok(url) = Url::parse(&address) else { return Ok(()) };
        prop_assert_eq!((url.scheme(), url.port_or_known_default()), ("https", Some(443)));
        prop_assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
        prop_assert!(is_allowed(url.host_str().unwrap()), "{} leads to {:?}", address, url.host_str());
        // What was signed is what is sent.
        let written = address.splitn(4, '/').nth(3).unwrap();
        let read = url.as_str().splitn(4, '/').nth(3).unwrap();
        prop_assert_eq!(written, read, "{} is rewritten", address);
    }
}
