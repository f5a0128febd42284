//! Values in paths: one segment that decodes to the value, or nothing is sent.

use cc_api::fake::FakeAnswer;
use cc_api::{ErrorKind, Outcome};
use proptest::prelude::*;

use crate::api::catalogue::{GET_POST, UPDATE_POST};
use crate::{answering, any_text, config, decoded, outcome};

/// What a path can't hold, however it is encoded: it would lead elsewhere, or mean something to a server behind.
fn is_hostile(text: &str) -> bool {
    let dots = text.to_lowercase().replace("%2e", ".");
    let encoded_control = text
        .as_bytes()
        .windows(3)
        .any(|window| window[0] == b'%' && matches!(window[1], b'0' | b'1') && window[2].is_ascii_hexdigit());
    text.is_empty() || dots == "." || dots == ".." || text.chars().any(char::is_control) || encoded_control
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_value_is_one_segment_that_decodes_to_it_or_nothing_is_sent(value in any_text(), change: bool) {
        let (fake, client) = answering(FakeAnswer::new(200, r#"{"slug":"a"}"#));
        let operation = if change { &UPDATE_POST } else { &GET_POST };
        let result = outcome(client.call(operation).arg("id_or_slug", &value));
        match fake.requests().as_slice() {
            [request] => {
                let segment = request.target.strip_prefix("/user/content/posts-v2/").unwrap();
                prop_assert_eq!(decoded(segment), value.as_str());
                prop_assert!(!is_hostile(&value));
            }
            [] => {
                let error = result.unwrap_err();
                prop_assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidInput, Outcome::NotSent));
                prop_assert!(is_hostile(&value), "{:?} is harmless: {}", value, error);
                prop_assert!(error.to_string().contains("`id_or_slug`"), "{}", error);
            }
            more => prop_assert!(false, "{} requests", more.len()),
        }
    }

    #[test]
    fn numbers_are_segments_too(number: i64) {
        let (fake, client) = answering(FakeAnswer::new(200, r#"{"slug":"a"}"#));
        outcome(client.call(&GET_POST).arg("id_or_slug", number)).unwrap();
        prop_assert_eq!(&fake.requests()[0].target, &format!("/user/content/posts-v2/{number}"));
    }
}
