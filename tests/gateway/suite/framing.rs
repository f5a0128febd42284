//! Answers of the API that are not cut as HTTP cuts them.

use crate::runner::Ran;

crate::bound::faults! {
    F056 => Listed,
    // What the next caller gets is held against the usual answer after every fault.
    F057 => Answers(&[200]),
    F060 => Answers(&[200, 502]),
    F062 => Answers(&[200, 502]),
    F063 => Check(a_status_is_taken_by_its_hundred),
    F064 => Check(|ran| assert!(ran.tally.sends <= 2, "{} sends", ran.tally.sends)),
}

fn a_status_is_taken_by_its_hundred(ran: &Ran) {
    let came = ran.case.case.and_then(serde_json::Value::as_u64).unwrap();
    let (wanted, sends) = match came {
        299 => (299, 1),
        418 | 499 => (came, 1),
        _ => (502, 1),
    };
    assert_eq!((u64::from(ran.answer.status), ran.tally.sends), (wanted, sends), "{came}: {:?}", ran.answer);
}
