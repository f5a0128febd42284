//! Redis servers for tests: started on a free port, and ended with the test.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server without a disk.
pub(crate) struct RedisServer {
    process: Child,
    pub(crate) port: u16,
}

impl RedisServer {
    pub(crate) fn start() -> Self {
        Self::start_at(free_port())
    }

    pub(crate) fn start_at(port: u16) -> Self {
        Self::start_with(port, &[])
    }

    /// A server that also speaks TLS, at a port of its own.
    #[cfg(feature = "redis-rustls")]
    pub(crate) fn start_with_tls(certificate: &str, key: &str) -> (Self, u16) {
        let port = free_port();
        let number = port.to_string();
        let more = ["--tls-port", &number, "--tls-cert-file", certificate, "--tls-key-file", key];
        let nobody_asked = ["--tls-auth-clients", "no"];
        (Self::start_with(free_port(), &[&more[..], &nobody_asked[..]].concat()), port)
    }

    fn start_with(port: u16, more: &[&str]) -> Self {
        let number = port.to_string();
        let process = Command::new("redis-server")
            .args(["--port", &number, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(more)
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("apt-get install redis-server: {error}"));
        let server = Self { process, port };
        let begun = Instant::now();
        while redis::Client::open(server.address()).unwrap().get_connection().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        server
    }

    pub(crate) fn address(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// A command, as an administrator would send it.
    pub(crate) fn command<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut connection = redis::Client::open(self.address()).unwrap().get_connection().unwrap();
        let mut command = redis::Cmd::new();
        for word in words {
            command.arg(*word);
        }
        command.query(&mut connection).unwrap()
    }

    /// Every key has an end, and there are no more than two for each key of ours that was used.
    pub(crate) fn check_keys(&self, used: usize) {
        let keys: Vec<String> = self.command(&["KEYS", "*"]);
        assert!(keys.len() <= 2 * used, "{keys:?}");
        for key in keys {
            let ends: i64 = self.command(&["PTTL", &key]);
            assert!(ends > 0, "{key} never ends");
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
