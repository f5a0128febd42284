//! A server on loopback that plays a script, and a client that is set up to meet it.

mod bodies;
mod door;
mod frames;
mod h1;
mod h2;
mod message;
mod peer;
mod server;
mod tls;

use std::fmt;

use cc_api::{Builder, Client};

use bodies::Bodies;
use server::Server;
pub use server::Tally;

use crate::client::builder;
use crate::list::{List, Step};
use crate::notes::Notepad;
use crate::operations::Sample;
use crate::script::Script;
use crate::timer::{FastTimer, SPEED};

/// What a request travels by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// HTTP/1.1 in plain text.
    Http1,
    /// HTTP/1.1 inside TLS, to a host with a name.
    Http1Tls,
    /// HTTP/2, inside TLS.
    Http2,
}

/// The rig: a server, and the clock and the notes of its client. Clones are the same rig.
#[derive(Debug, Clone)]
pub struct Wire {
    server: Server,
    timer: FastTimer,
    notes: Notepad,
}

impl Line {
    /// What a script is played on.
    ///
    /// Frames of HTTP/2 exist there only, and bytes of HTTP/1.1 mean nothing to it. Names and certificates need TLS,
    /// since plain text goes to numbers of this machine only. Everything else is played on both.
    pub fn of(steps: &[Step]) -> Vec<Self> {
        let frames = steps.iter().any(|step| match step {
            Step::H2(_) => true,
            Step::Send(send) => send.raw.as_ref().is_some_and(|raw| raw.starts_with("ref:h2_")),
            _ => false,
        });
        let bytes = steps.iter().any(|step| matches!(step, Step::Send(send) if send.raw.is_some()));
        let names = steps.iter().any(|step| matches!(step, Step::Tls(_) | Step::Dns(_)));
        match (frames, bytes, names) {
            (true, ..) => vec![Self::Http2],
            (_, true, _) => vec![Self::Http1],
            (_, _, true) => vec![Self::Http1Tls, Self::Http2],
            _ => vec![Self::Http1, Self::Http2],
        }
    }

    /// Whether it is inside TLS.
    pub fn is_tls(self) -> bool {
        self != Self::Http1
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http1Tls => "HTTP/1.1 inside TLS",
            Self::Http2 => "HTTP/2",
        })
    }
}

impl Wire {
    /// A server that plays these steps. The case is for bodies that have one variant a case.
    ///
    /// # Panics
    /// Outside a runtime, if loopback has no port left, or the steps make no script.
    pub fn start(line: Line, steps: &[Step], case: Option<&str>, sample: Sample) -> Self {
        let server = Server::start(line, Script::new(steps), Bodies::of(steps, case), sample);
        let door = server.clone();
        let timer = FastTimer::new(move || door.attempt_is_over());
        Self { server, timer, notes: Notepad::default() }
    }

    /// A builder for a client of this server, with the settings of the profile.
    pub fn builder(&self) -> Builder {
        let (_, hook) = self.notes.listen();
        self.met_by(builder()).on_note(hook)
    }

    /// A client that somebody else sets up meets this server: its clock, its address, its name, its certificate.
    pub fn met_by(&self, client: Builder) -> Builder {
        let names = self.server.clone();
        let attempt = List::get().profile.attempt() / SPEED;
        client
            .timer(self.timer.clone())
            .base_url(self.server.base_url())
            .root_certificate(tls::root().as_bytes())
            .resolver(move |_| names.look_up())
            // In real time, since the network library counts it; an attempt's own limit must not come first.
            .connect_timeout(attempt * 3 / 4)
    }

    /// A client of this server, with the settings of the profile.
    ///
    /// # Panics
    /// If the client refuses its settings.
    pub fn client(&self) -> Client {
        self.builder().build().expect("a client with the settings of the profile")
    }

    /// The server.
    pub fn tally(&self) -> Tally {
        self.server.tally()
    }

    /// Which rules were not played as often as they should; none if all were.
    pub fn unfired(&self) -> Option<String> {
        self.server.unfired()
    }

    /// How many usual requests come before the first that something is done on.
    pub fn warm_ups(&self) -> u32 {
        self.server.warm_ups()
    }

    /// The clock of its clients.
    pub fn timer(&self) -> &FastTimer {
        &self.timer
    }

    /// What its clients remarked.
    pub fn notes(&self) -> &Notepad {
        &self.notes
    }

    /// The host and port of the server.
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// Stops listening; connections that are open end once the client closes them.
    pub fn close(&self) {
        self.server.close();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Line::{self, Http1, Http1Tls, Http2};

    #[test]
    fn a_script_is_played_wherever_its_steps_make_sense() {
        let lines = |steps: Value| Line::of(&crate::scene::written(steps));
        assert_eq!(lines(json!([{"read": "all"}, {"end": "fin"}])), [Http1, Http2]);
        assert_eq!(lines(json!([{"send": {"raw": "SSH-2.0-x"}}])), [Http1]);
        assert_eq!(lines(json!([{"send": {"raw": "ref:h2_continuation_flood"}}])), [Http2]);
        assert_eq!(lines(json!([{"h2": {"rst": "CANCEL"}}])), [Http2]);
        assert_eq!(lines(json!([{"tls": {"plain": true}}])), [Http1Tls, Http2]);
        assert_eq!(lines(json!([{"dns": "nxdomain"}])), [Http1Tls, Http2]);
    }
}
