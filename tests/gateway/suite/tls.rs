//! An API whose TLS is not acceptable: nothing of a request may reach it.

use cc_faults::watch;

use crate::runner::Ran;

crate::bound::faults! {
    F007 => Check(the_key_stayed_here),
    F008 => Check(the_key_stayed_here),
    F009 => Check(the_key_stayed_here),
    F010 => Check(the_key_stayed_here),
}

fn the_key_stayed_here(ran: &Ran) {
    let text = String::from_utf8_lossy(&ran.tally.bytes).into_owned();
    assert_eq!(watch::canary_in(&text), None, "the API got the key: {text}");
}
