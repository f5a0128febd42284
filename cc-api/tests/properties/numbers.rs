//! Fractions in answers: what comes out is the number that was sent, to the last digit, with types and without.

use cc_api::Call;
use cc_api::fake::FakeAnswer;
use proptest::prelude::*;
use serde_json::Value;

use crate::api::catalogue::GET_POST;
use crate::api::library::Everything;
use crate::{answering, config, outcome};

/// What an answer with this number in it says, by a type and by the catalogue.
fn read(number: &str) -> [f64; 2] {
    let (_, client) = answering(FakeAnswer::new(200, format!(r#"{{"share":{number}}}"#)));
    let typed = Call::<Everything>::new(client.start(&GET_POST).with(0, "a"));
    let json: Value = outcome(client.call(&GET_POST).arg("id_or_slug", "a")).unwrap();
    [outcome(typed).unwrap().share.unwrap(), json["share"].as_f64().unwrap()]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_number_that_was_printed_is_read_as_the_same(number in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL) {
        let printed = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(read(&printed).map(f64::to_bits), [number.to_bits(); 2], "{}", printed);
    }

    /// Shares and prices, as people write them.
    #[test]
    fn a_number_of_few_digits_is_read_as_the_nearest(text in r"-?(0|[1-9][0-9]{0,6})\.[0-9]{1,18}") {
        let nearest: f64 = text.parse().unwrap();
        prop_assert_eq!(read(&text).map(f64::to_bits), [nearest.to_bits(); 2], "{}", text);
    }
}
