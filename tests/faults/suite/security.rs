//! Where a key must not go, and what a path must not become.

use cc_api::{Client, Credential, Error, ErrorKind, Outcome};
use cc_faults::client::builder;
use cc_faults::list::{List, Op};
use cc_faults::logic::{Served, answered};
use cc_faults::operations::Sample;
use cc_faults::{scene, watch};

use crate::every_operation;

crate::bound::faults! {
    F200 => Story(crate::redirects::nobody_follows),
    F201 => Story(every_operation::no_value_leads_to_another_route),
    F204 => Story(a_key_is_printed_nowhere),
    F206 => Story(no_client_is_built_with_a_malformed_key),
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

/// A client with this key, of a server that must never be asked.
fn built(text: &str, server: Served) -> Result<Client, Error> {
    let key = Credential::api_key(text)?;
    Client::builder().credential(key).transport(server).build()
}

fn no_client_is_built_with_a_malformed_key() {
    for case in &List::get().fault("F206").cases {
        let text = case.as_str().unwrap();
        scene::without_sockets(async |_| {
            let server = Served::new(|_| panic!("a request was sent with a malformed key"));
            let error = built(text, server.clone()).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent), "{text:?}");
            assert_eq!(server.sends(), 0);
            says_nothing_of(&error, text);
        });
        // The same text around the canary: nothing that was nearly a key may be shown either.
        let canary = &List::get().profile.canary_key;
        let error = Credential::api_key(format!("{text} {canary}\n")).unwrap_err();
        assert!(!format!("{error} {error:?}").contains(canary.as_str()), "{error:?}");
    }
}

/// That an error does not repeat a value. What every message says anyway, such as how keys begin, is no repetition.
fn says_nothing_of(error: &Error, text: &str) {
    let (shown, usual) = (format!("{error} {error:?}"), "cc_");
    let repeats = |word: &str| word.len() > usual.len() && shown.contains(word);
    assert!(!text.split_whitespace().any(repeats), "{text:?}: {error:?}");
}
