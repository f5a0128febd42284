//! The quota over TLS, on Debian's Redis, with certificates that `openssl` makes for each test.

use std::io::Write as _;
use std::time::{Duration, Instant};

use cc_api::Lane;
use cc_api::quota::{Ask, Decision, KeyId, QuotaStore as _, RedisQuota, Report, StoreError, Window};

use crate::faults::silent;
use crate::servers::RedisServer;
use crate::support::Folder;

const KEY: KeyId = KeyId([6; 16]);

/// An authority, and a certificate of its making for 127.0.0.1.
struct Certificates(Folder);

impl Certificates {
    fn new(name: &str) -> Self {
        let certificates = Self(Folder::new(name));
        let new =
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
        let authority = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority"];
        certificates.openssl(&[&new[..], &authority[..]].concat());
        let server = ["-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=server"];
        let signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE"];
        let named = ["-addext", "subjectAltName=IP:127.0.0.1"];
        certificates.openssl(&[&new[..], &server[..], &signed[..], &named[..]].concat());
        certificates
    }

    fn openssl(&self, arguments: &[&str]) {
        let output =
            std::process::Command::new("openssl").args(arguments).current_dir(self.0.path()).output();
        let output = output.unwrap_or_else(|error| panic!("apt-get install openssl: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn authority(&self) -> Vec<u8> {
        std::fs::read(self.0.path().join("ca.pem")).unwrap()
    }

    /// A server with this certificate, and its address.
    fn start(&self) -> (RedisServer, String) {
        let file = |name: &str| self.0.path().join(name).to_str().unwrap().to_owned();
        let (server, port) = RedisServer::start_with_tls(&file("server.pem"), &file("server.key"));
        (server, format!("rediss://127.0.0.1:{port}/0"))
    }
}

fn ready(store: Result<RedisQuota, StoreError>) -> RedisQuota {
    let store = store.unwrap();
    store.set_up(&[Window::new(2, Duration::from_secs(3600))]).unwrap();
    store
}

fn ask(store: &RedisQuota) -> Result<Decision, StoreError> {
    let (now, lease) = (Duration::ZERO, Duration::from_secs(60));
    let asked = Instant::now();
    loop {
        match store.reserve(&Ask { key: KEY, lane: Lane::Normal, ahead: 0, now, lease }) {
            // On a busy machine the handshake may take longer than the patience of a call.
            Err(error) if error.to_string().contains("in time") && asked.elapsed().as_secs() < 20 => {}
            answer => return answer,
        }
    }
}

#[test]
fn a_quota_is_shared_over_tls_with_an_authority_of_ones_own() {
    let certificates = Certificates::new("tls-own");
    let (server, address) = certificates.start();
    for wanted in [true, true, false] {
        let store = ready(RedisQuota::open_with_root_certificate(&address, &certificates.authority()));
        let decision = ask(&store).unwrap();
        if let Decision::Granted(slot) = decision {
            store.settle(KEY, slot, &Report { answered: true, ..Report::default() }).unwrap();
        }
        assert_eq!(matches!(decision, Decision::Granted(_)), wanted, "{decision:?}");
    }
    server.check_keys(1);
}

#[test]
fn a_server_whose_certificate_is_not_trusted_is_asked_nothing() {
    let (certificates, others) = (Certificates::new("tls-right"), Certificates::new("tls-other"));
    let (server, address) = certificates.start();
    let by_name = address.replace("127.0.0.1", "localhost");
    for (case, store) in [
        ("another authority", RedisQuota::open_with_root_certificate(&address, &others.authority())),
        ("the machine's authorities", RedisQuota::open(&address)),
        ("another name", RedisQuota::open_with_root_certificate(&by_name, &certificates.authority())),
    ] {
        let error = ask(&ready(store)).unwrap_err().to_string();
        assert!(error.contains("certificate is not one that is trusted"), "{case}: {error}");
    }
    server.check_keys(0);
}

#[test]
fn a_server_without_tls_is_told_apart_from_one_that_is_gone() {
    let (port, listener) = silent();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            connection.unwrap().write_all(b"-ERR unknown command\r\n").unwrap();
        }
    });
    let address = format!("rediss://127.0.0.1:{port}/0");
    let error = ask(&ready(RedisQuota::open(&address))).unwrap_err().to_string();
    assert!(error.contains("does not speak TLS at this port"), "{error}");
}

#[test]
fn a_server_that_hangs_in_the_handshake_is_given_up() {
    let (port, listener) = silent();
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let authority = Certificates::new("tls-silent").authority();
    let address = format!("rediss://127.0.0.1:{port}/0");
    let store = ready(RedisQuota::open_with_root_certificate(&address, &authority));
    let begun = Instant::now();
    let error = store.snapshot(KEY, Duration::ZERO).unwrap_err();
    assert!(error.to_string().contains("did not answer in time"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn what_cannot_work_with_tls_is_an_error_at_once() {
    let authority = Certificates::new("tls-wrong").authority();
    let without = RedisQuota::open_with_root_certificate("redis://:secret-word@localhost", &authority);
    let empty = RedisQuota::open_with_root_certificate("rediss://:secret-word@localhost", b"secret-word");
    for (store, advice) in [
        (without, "let the address begin with rediss://"),
        (empty, "not in PEM form"),
        (RedisQuota::open("rediss://:secret-word@localhost#insecure"), "leave it out"),
        (RedisQuota::open("rediss://:secret-word@a..b"), "no certificate can name the host"),
        (RedisQuota::open("rediss://"), "it looks like redis://host:6379/0"),
    ] {
        let error = store.unwrap_err().to_string();
        assert!(error.contains(advice) && !error.contains("secret-word"), "{error}");
    }
}
