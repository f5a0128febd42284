//! The network between gateway and API: names, connections that do not come about, and those that break; and a caller who
//! does not wait.

use cc_faults::list::{List, Step};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::door;
use crate::request::{WRITE, key};

crate::bound::faults! {
    F001 => Listed,
    F002 => Listed,
    F004 => Listed,
    F022 => Listed,
    F023 => Listed,
    F024 => Listed,
    F025 => Listed,
    F027 => Listed,
    F028 => Check(|ran| assert!(ran.tally.sends <= 3, "{} sends", ran.tally.sends)),
    F029 => Listed,
    F030 => Listed,
    F031 => Listed,
    F033 => Listed,
    F034 => Listed,
    F035 => Story(a_caller_who_hangs_up_leaves_nothing_behind),
}

fn a_caller_who_hangs_up_leaves_nothing_behind() {
    let steps = List::get().fault("F035").steps(None).unwrap();
    let steps: Vec<_> = steps.into_iter().filter(|step| !matches!(step, Step::Local(_))).collect();
    let one = |settings: &mut cc_gateway::Settings| settings.max_calls = 1;
    door::scene(&steps, None, one, &async |wire, door| {
        let mut caller = TcpStream::connect(door.address()).await.unwrap();
        caller.write_all(&WRITE.bytes(key())).await.unwrap();
        while wire.tally().effects == 0 {
            tokio::task::yield_now().await;
        }
        drop(caller);
        // The place among the calls is free once the call is dropped.
        let next = loop {
            let next = door.ask(&WRITE.bytes(key())).await;
            if next.status != 503 {
                break next;
            }
        };
        assert!(next.is_success(), "{next:?}");
        assert_eq!(
            (wire.tally().sends, wire.tally().effects),
            (2, 2),
            "nothing is sent again behind the back"
        );
    });
}
