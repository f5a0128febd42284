//! What a function of the suite plays by itself: several calls, typed calls, calls that are dropped.
//!
//! What has to hold after every case holds here as well: the script was played, the quota is settled, the counters say what the
//! notes say, nothing is left running, and no canary was heard.

use cc_api::{Client, Note};

use crate::case::{block_on, tasks_left, unsettled};
use crate::list::{List, Op, Step};
use crate::logic::Desk;
use crate::notes::miscounted;
use crate::operations::Sample;
use crate::watch;
use crate::wire::{Line, Wire};

/// The steps of an entry, with a case put in.
///
/// # Panics
/// If they are no words of the vocabulary.
pub fn steps(id: &str, case: Option<&str>) -> Vec<Step> {
    let fault = List::get().fault(id);
    let case = case.map(|case| serde_json::Value::String(case.to_owned()));
    fault.steps(case.as_ref()).expect("steps of the vocabulary")
}

/// Steps that are written down in a function.
///
/// # Panics
/// If they are no words of the vocabulary.
pub fn written(steps: serde_json::Value) -> Vec<Step> {
    serde_json::from_value(steps).expect("steps of the vocabulary")
}

/// Plays a scene on each protocol that the steps can be played on.
///
/// # Panics
/// If something does not hold that has to hold after every case, with the name of the protocol.
pub fn on_wire(steps: &[Step], case: Option<&str>, play: &impl AsyncFn(&Wire, &Client)) {
    for line in Line::of(steps) {
        on_line(line, steps, case, play);
    }
}

/// Plays a scene on one protocol.
///
/// # Panics
/// If something does not hold that has to hold after every case.
pub fn on_line(line: Line, steps: &[Step], case: Option<&str>, play: &impl AsyncFn(&Wire, &Client)) {
    block_on(false, async {
        let wire = Wire::start(line, steps, case, Sample::usual(Op::Read));
        let client = wire.client();
        play(&wire, &client).await;
        let place = format!("{line} {}", case.unwrap_or_default());
        assert_eq!(unsettled(&client).await, None, "{place}");
        let notes = wire.notes().notes_of(0);
        assert_eq!(miscounted(&client.counts(), &notes), Vec::<String>::new(), "{place}: {notes:?}");
        drop(client);
        wire.close();
        assert_eq!(wire.unfired(), None, "{place}");
        assert_eq!(wire.tally().trouble, Vec::<String>::new(), "{place}");
        assert_eq!(tasks_left().await, 0, "tasks were left when client and server were gone: {place}");
        silent(&wire.notes().notes());
    });
}

/// Plays a scene without sockets: time jumps to whoever wakes next.
///
/// # Panics
/// If a canary was heard.
pub fn without_sockets(play: impl AsyncFnOnce(&Desk)) {
    block_on(true, async {
        let desk = Desk::default();
        play(&desk).await;
        assert_eq!(desk.miscounted(), Vec::<String>::new(), "{:?}", desk.notes());
        silent(&desk.notes());
    });
}

/// That no canary was heard.
fn silent(notes: &[Note]) {
    for note in notes {
        assert_eq!(watch::canary_in(&format!("{note} {note:?}")), None, "{note:?}");
    }
    assert_eq!(watch::leaks(), Vec::<String>::new());
}
