//! No sockets: time jumps to whoever wakes next, so that whole days pass in milliseconds.

mod clock;
mod models;
mod scripted;
mod served;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cc_api::transport::Transport;
use cc_api::{Builder, Client, Note};

pub use clock::{BEGIN, JumpingTimer};
pub use models::{Fixed, Limiter, Sliding};
pub use scripted::Scripted;
pub use served::{Arrival, Served, answered};

use crate::client::builder;
use crate::list::{Clock, Step};
use crate::notes::{Notepad, miscounted};
use crate::operations::Sample;
use crate::script::Script;
use crate::wire::Tally;

/// The rig: a server without sockets, and the clock and the notes of its client. Run it in `case::block_on(true, …)`.
#[derive(Debug)]
pub struct Logic {
    server: Arc<Scripted>,
    desk: Desk,
}

/// The clock and the notes of clients without sockets. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    timer: JumpingTimer,
    notes: Notepad,
    clients: Arc<Mutex<Vec<(usize, Client)>>>,
}

impl Logic {
    /// A server that plays these steps.
    ///
    /// # Panics
    /// If the steps make no script.
    pub fn start(steps: &[Step], sample: Sample) -> Self {
        let script = Script::new(steps);
        let desk = Desk::default();
        if let Some(Clock::ClientSkewS(seconds)) = script.clock() {
            desk.timer.skew(seconds.as_i64().expect("so many seconds"));
        }
        Self { server: Arc::new(Scripted::new(script, sample)), desk }
    }

    /// A builder for a client of this server, with the settings of the profile.
    pub fn builder(&self) -> Builder {
        self.desk.builder(Shared(Arc::clone(&self.server)))
    }

    /// A client of this server, with the settings of the profile.
    ///
    /// # Panics
    /// If the client refuses its settings.
    pub fn client(&self) -> Client {
        self.builder().build().expect("a client with the settings of the profile")
    }

    /// What the server saw and did.
    pub fn tally(&self) -> Tally {
        self.server.tally()
    }

    /// Which rules were not played as often as they should; none if all were.
    pub fn unfired(&self) -> Option<String> {
        self.server.script().unfired()
    }

    /// How many usual requests come before the first that something is done on.
    pub fn warm_ups(&self) -> u32 {
        self.server.script().warm_ups()
    }

    /// Time since the start.
    pub fn time(&self) -> Duration {
        self.desk.timer.time()
    }

    /// What its clients were asked to wait, in order.
    pub fn waits(&self) -> Vec<Duration> {
        self.desk.timer.waits()
    }

    /// What its clients remarked.
    pub fn notes(&self) -> Vec<Note> {
        self.desk.notes()
    }
}

impl Desk {
    /// A builder for a client of any server without sockets, with the settings of the profile.
    pub fn builder(&self, transport: impl Transport + 'static) -> Builder {
        self.numbered(transport).1
    }

    fn numbered(&self, transport: impl Transport + 'static) -> (usize, Builder) {
        let (number, hook) = self.notes.listen();
        (number, builder().timer(self.timer.clone()).transport(transport).on_note(hook))
    }

    /// A client of any server without sockets, with the settings of the profile.
    ///
    /// # Panics
    /// If the client refuses its settings.
    pub fn client(&self, transport: impl Transport + 'static) -> Client {
        let (number, builder) = self.numbered(transport);
        let client = builder.build().expect("a client with the settings of the profile");
        self.clients().push((number, client.clone()));
        client
    }

    /// The clock.
    pub fn timer(&self) -> &JumpingTimer {
        &self.timer
    }

    /// What clients remarked.
    pub fn notes(&self) -> Vec<Note> {
        self.notes.notes()
    }

    /// Where the counters of [its clients](Self::client) differ from what they remarked.
    pub fn miscounted(&self) -> Vec<String> {
        let mut differs = Vec::new();
        for (number, client) in self.clients().iter() {
            differs.extend(miscounted(&client.counts(), &self.notes.notes_of(*number)));
        }
        differs
    }

    fn clients(&self) -> MutexGuard<'_, Vec<(usize, Client)>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The server as a client takes it.
struct Shared(Arc<Scripted>);

impl Transport for Shared {
    fn send(
        &self,
        request: cc_api::transport::Request,
    ) -> cc_api::BoxFuture<'_, Result<cc_api::transport::Answer, cc_api::transport::TransportError>> {
        self.0.send(request)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
