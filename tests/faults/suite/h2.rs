//! What HTTP/2 adds: streams that are turned away, connections that announce their end.

use cc_faults::case::Ran;
use cc_faults::list::{Op, Step};
use cc_faults::operations::Sample;
use cc_faults::scene;
use serde_json::json;

use crate::child;
use crate::runner::run_cases;

crate::bound::faults! {
    F040 => Check(a_repeat_is_counted_and_waits),
    F042 => Story(a_connection_that_announced_its_end_is_left),
    F043 => Alone,
    F048 => Story(a_window_that_stays_shut_ends_in_a_time_out),
    F049 => Story(a_head_without_end_is_refused),
}

fn a_repeat_is_counted_and_waits(ran: &Ran) {
    let repeats = ran.tally.sends.saturating_sub(1);
    assert_eq!(ran.waits.len(), usize::try_from(repeats).unwrap(), "{:?}", ran.waits);
    assert_eq!(ran.charged, u64::from(ran.tally.sends));
    // Its twin says that it has seen the stream: then nobody knows what became of the request.
    let seen =
        json!([{"read": "all"}, {"h2": {"goaway": {"last": "all", "code": "NO_ERROR"}}}, {"end": "fin"}]);
    scene::on_wire(&scene::written(seen), None, &async |_, client| {
        let error = Sample::usual(Op::Write).call(client).await.unwrap_err();
        assert_eq!(error.outcome().as_str(), "unknown", "{error}");
    });
}

fn a_connection_that_announced_its_end_is_left() {
    run_cases("F042", |_| (), |_| ());
    scene::on_wire(&scene::steps("F042", None), None, &async |wire, client| {
        for calls in [1, 2] {
            Sample::usual(Op::Read).call(client).await.unwrap();
            assert_eq!((wire.tally().sends, wire.tally().connections), (calls, calls));
        }
    });
}

/// The list injects it once; a read would then go well with its second attempt.
fn always(steps: &mut Vec<Step>) {
    steps.insert(0, Step::Always(true));
}

fn a_window_that_stays_shut_ends_in_a_time_out() {
    run_cases("F048", always, |_| ());
}

fn a_head_without_end_is_refused() {
    // In a process of its own, so that its memory can be measured.
    child::play("h2::runs::F049", "F049", || {
        let before = child::peak_memory();
        run_cases("F049", always, |ran| assert!(ran.tally.sends <= 2, "{} sends", ran.tally.sends));
        let more = child::peak_memory() - before;
        assert!(more < 24 * 1024 * 1024, "{more} bytes more");
    });
}
