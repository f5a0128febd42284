//! A gateway in front of the rig's server.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::{BoxFuture, Timer, Timestamp};
use cc_faults::case::{block_on, tasks_left};
use cc_faults::list::Step;
use cc_faults::timer::FastTimer;
use cc_faults::watch;
use cc_faults::wire::{Line, Wire};
use cc_gateway::{Adjust, Gateway, Log, Settings};

use crate::caller::{Answer, exchange};
use crate::owed;
use crate::request::READ;

/// A gateway with the settings of the program, and what it has logged.
pub(crate) struct Door {
    gateway: Gateway,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Door {
    pub(crate) async fn to(wire: &Wire, set_up: impl FnOnce(&mut Settings)) -> Self {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut settings = Settings::default();
        let (kept, rig) = (Arc::clone(&lines), wire.clone());
        settings.log = Log::to(move |line| kept.lock().unwrap().push(line.to_string()));
        settings.client = Adjust::with(move |client| rig.met_by(client).timer(Today(rig.timer().clone())));
        set_up(&mut settings);
        assert_eq!(watch::canary_in(&format!("{settings:?}")), None);
        Self { gateway: Gateway::start(settings).await.unwrap(), lines }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.gateway.address()
    }

    /// Sends a request, and gives the one answer.
    pub(crate) async fn ask(&self, request: &[u8]) -> Answer {
        Answer::read(&exchange(self.address(), request).await).unwrap_or_else(|why| panic!("{why}"))
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// Stops, and looks through what was logged.
    pub(crate) async fn stop(self) {
        let lines = self.log();
        self.gateway.stop().await;
        for line in lines {
            assert_eq!(watch::canary_in(&line), None, "{line}");
        }
    }
}

/// Plays a scene on HTTP/1.1. When it is over nothing may be left running, and no canary may have been heard.
pub(crate) fn scene(
    steps: &[Step],
    case: Option<&str>,
    set_up: impl FnOnce(&mut Settings),
    play: &impl AsyncFn(&Wire, &Door),
) {
    block_on(false, async {
        let wire = Wire::start(Line::Http1, steps, case, READ.sample());
        let door = Door::to(&wire, set_up).await;
        play(&wire, &door).await;
        assert_eq!(owed::pages(&door).await, Vec::<String>::new());
        door.stop().await;
        wire.close();
        assert_eq!(wire.unfired(), None);
        assert_eq!(wire.tally().trouble, Vec::<String>::new());
        assert_eq!(tasks_left().await, 0, "tasks were left when gateway and server were gone");
        assert_eq!(watch::leaks(), Vec::<String>::new());
    });
}

/// The rig's clock on the day that it is, since the gateway counts from today when it says when to come again.
#[derive(Debug)]
struct Today(FastTimer);

impl Timer for Today {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.wait(duration)
    }
}
