//! Servers whose TLS is not acceptable: nothing of a request may reach them.

use cc_faults::case::Ran;
use cc_faults::list::{List, folder};

crate::bound::faults! {
    F007 => Check(nothing_switches_the_check_off),
    F008 => Alone,
    F009 => Alone,
    F010 => Check(the_key_stayed_here),
}

fn nothing_switches_the_check_off(ran: &Ran) {
    let runtime = folder().join("../../cc-api/src/runtime");
    for file in ["transport_reqwest.rs", "builder.rs", "network.rs"] {
        let text = std::fs::read_to_string(runtime.join(file)).unwrap_or_default();
        assert!(!text.contains("danger_") && !text.contains("tls_certs_only"), "{file} may switch it off");
    }
    the_key_stayed_here(ran);
}

fn the_key_stayed_here(ran: &Ran) {
    let text = String::from_utf8_lossy(&ran.tally.bytes);
    assert!(!text.contains(&List::get().profile.canary_key), "the server got the key: {text}");
}
