//! Where a key must not go, and what a path must not become.

use cc_api::{Client, Credential};
use cc_faults::client::builder;
use cc_faults::list::{List, Op};
use cc_faults::logic::{Served, answered};
use cc_faults::operations::Sample;
use cc_faults::{scene, watch};

crate::bound::faults! {
    F200 => Story(crate::redirects::nobody_follows),
    F201 => NotYet,
    F204 => Story(a_key_is_printed_nowhere),
    F206 => NotYet,
}

fn a_key_is_printed_nowhere() {
    let key = &List::get().profile.canary_key;
    scene::without_sockets(async |desk| {
        // A server that says the key back is no friend, either.
        let body = format!(r#"{{"detail":"bad key {key}"}}"#);
        let server = Served::new(move |_| answered(401, &[], &body));
        let client: Client = desk.client(server.clone());
        let call = Sample::usual(Op::Read).call(&client);
        let call_printed = format!("{call:?} {call:#?}");
        let error = call.await.unwrap_err();
        let credential = Credential::api_key(key).unwrap();
        let token = Credential::session_token(key.trim_start_matches("cc_")).unwrap();
        let request = &server.arrivals()[0].request;
        for printed in [
            call_printed,
            format!("{client:?} {client:#?} {:?}", builder()),
            format!("{credential:?} {credential:#?} {token:?} {:?}", credential.clone()),
            format!("{request:?} {:?}", request.headers),
            format!("{error} {error:?} {error:#?} {}", error.message()),
            format!("{:?}", client.quota().await),
            format!("{:?}", desk.notes()),
        ] {
            assert_eq!(watch::canary_in(&printed), None, "{printed}");
            assert!(!printed.contains(key.trim_start_matches("cc_")), "{printed}");
        }
    });
}
