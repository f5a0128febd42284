//! The network below HTTP: names, connections that do not come about, and those that break.

use std::net::TcpListener;
use std::time::Duration;

use cc_api::journal::{FileJournal, State};
use cc_faults::case::{Case, Ran, unsettled, used};
use cc_faults::list::{List, Op, Step};
use cc_faults::operations::Sample;
use cc_faults::scene;
use cc_faults::wire::Line;

use crate::child;
use crate::folder::Folder;

crate::bound::faults! {
    F001 => Alone,
    F002 => Implied("every other fault that is run with a costly call expects one send of it"),
    F004 => Alone,
    F006 => Story(no_proxy_sees_what_goes_to_this_machine),
    F022 => Alone,
    F023 => Check(the_error_is_that_of_the_twin_that_was_not_applied),
    F024 => Alone,
    F025 => Implied("a costly call that were taken for unsent would be sent twice"),
    F027 => Check(a_connection_that_timed_out_is_left),
    F028 => Check(|ran| assert!(ran.tally.sends <= 3, "{} sends", ran.tally.sends)),
    F029 => Alone,
    F030 => Story(a_body_that_drips_for_ever_is_ended_by_the_deadline),
    F031 => Alone,
    F033 => Implied("the list expects the stricter of the two: 413, and one send"),
    F034 => Alone,
    F035 => Story(a_call_that_is_dropped_in_flight_stays_charged),
}

/// The environment cannot be changed in a process with threads, so a child has it.
fn no_proxy_sees_what_goes_to_this_machine() {
    if child::part().is_some() {
        return scene::on_line(Line::Http1, &[], None, &async |wire, client| {
            Sample::usual(Op::Read).call(client).await.unwrap();
            assert_eq!(wire.tally().sends, 1);
        });
    }
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let mut child = child::command("transport::runs::F006", "F006");
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, &address);
    }
    child::run(&mut child);
    let met = proxy.accept().unwrap_err();
    assert_eq!(met.kind(), std::io::ErrorKind::WouldBlock, "the proxy was asked");
}

fn the_error_is_that_of_the_twin_that_was_not_applied(ran: &Ran) {
    let twins = Case::all_of(List::get().fault("F022"));
    let twin =
        twins.into_iter().find(|twin| (twin.op, twin.line) == (ran.case.op, ran.case.line)).unwrap().run();
    let told = |ran: &Ran| ran.result.as_ref().err().map(|error| format!("{error}\n{error:?}"));
    assert_eq!(told(ran), told(&twin));
}

fn a_connection_that_timed_out_is_left(ran: &Ran) {
    if ran.case.op == Op::Read {
        assert_eq!(ran.tally.connections, 1, "the repeat takes a connection of its own");
    }
}

fn a_body_that_drips_for_ever_is_ended_by_the_deadline() {
    // The list lets the drops come just before the pause is over, which a busy machine cannot keep to.
    let often = |steps: &mut Vec<Step>| {
        for step in steps {
            if let Step::Drip(drip) = step {
                drip.every_ms = 500;
            }
        }
    };
    let deadline = List::get().profile.deadline();
    crate::runner::run_cases("F030", often, |ran| {
        let error = ran.result.as_ref().unwrap_err();
        assert_eq!((error.attempts(), ran.tally.sends), (1, 1), "{error}");
        assert!(ran.elapsed >= deadline, "it took {:?}: {error}", ran.elapsed);
    });
}

fn a_call_that_is_dropped_in_flight_stays_charged() {
    for op in [Op::Read, Op::Write, Op::Costly] {
        let steps: Vec<_> =
            scene::steps("F035", None).into_iter().filter(|step| !matches!(step, Step::Local(_))).collect();
        let folder = Folder::new(&format!("F035-{op:?}"));
        let journal = FileJournal::open(folder.path()).unwrap();
        scene::on_wire(&steps, None, &async |wire, _| {
            let client = &wire.builder().journal(journal.clone()).build().unwrap();
            let call = tokio::spawn(Sample::usual(op).call(client).into_future());
            while wire.tally().effects == 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
            // A resend in the background would come within these moments.
            tokio::time::sleep(Duration::from_millis(50)).await;
            assert_eq!((wire.tally().sends, wire.tally().effects), (1, 1), "{op:?}");
            assert_eq!((used(client).await, unsettled(client).await), (1, None), "{op:?}");
            let records = journal.entries().unwrap();
            let unknown = records.iter().filter(|record| record.state == State::Unknown).count();
            assert_eq!((records.len(), unknown), [(0, 0), (1, 1)][usize::from(op == Op::Costly)], "{op:?}");
            for record in records {
                journal.resolve(&record.id).unwrap();
            }
        });
    }
}
