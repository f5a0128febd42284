//! Answers that are not cut as HTTP cuts them.

use cc_api::{Client, Error, ErrorKind};
use cc_faults::list::{List, Op};
use cc_faults::operations::Sample;
use cc_faults::scene;
use serde_json::{Value, json};

crate::bound::faults! {
    F056 => Story(two_lengths_leave_the_next_answer_alone),
    F057 => Story(a_forged_answer_reaches_nobody),
    F060 => Story(broken_chunks_are_no_answer),
    F062 => Story(a_flood_of_informational_answers_ends),
    F063 => Story(a_status_is_taken_by_its_hundred),
    F064 => Check(|ran| assert!(ran.tally.sends <= 2, "{} sends", ran.tally.sends)),
}

async fn read(client: &Client) -> Result<Value, Error> {
    Sample::usual(Op::Read).call(client).await
}

fn two_lengths_leave_the_next_answer_alone() {
    scene::on_wire(&scene::steps("F056", None), None, &async |wire, client| {
        assert_eq!(read(client).await.unwrap(), json!({}));
        assert_eq!(read(client).await.unwrap(), json!({"id": "post_1", "slug": "open-house"}));
        assert_eq!(wire.tally().sends, 2);
    });
}

fn a_forged_answer_reaches_nobody() {
    scene::on_wire(&scene::steps("F057", None), None, &async |wire, client| {
        assert_eq!(read(client).await.unwrap(), json!({}));
        for _ in 0..3 {
            assert_eq!(read(client).await.unwrap(), json!({"id": "post_1", "slug": "open-house"}));
        }
        assert_eq!(wire.tally().sends, 4);
    });
}

fn broken_chunks_are_no_answer() {
    for case in &List::get().fault("F060").cases {
        let case = case.as_str();
        scene::on_wire(&scene::steps("F060", case), case, &async |wire, client| match read(client).await {
            Ok(value) => {
                let whole = matches!(case, Some("chunk extension of 1 MiB" | "trailer flood"));
                let repeated =
                    value == json!({"id": "post_1", "slug": "open-house"}) && wire.tally().sends == 2;
                assert!(repeated || whole && value == json!({}), "{case:?}: {value}");
            }
            Err(error) => {
                let kinds = [ErrorKind::Transport, ErrorKind::Protocol];
                assert!(kinds.contains(&error.kind()), "{case:?}: {error}");
            }
        });
    }
}

fn a_flood_of_informational_answers_ends() {
    scene::on_wire(&scene::steps("F062", None), None, &async |_, client| match read(client).await {
        Ok(value) => assert_eq!(value, json!({})),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Protocol, "{error}"),
    });
}

fn a_status_is_taken_by_its_hundred() {
    for (status, wanted, sends) in [
        (299, None, 1),
        (418, Some(ErrorKind::Refused), 1),
        (499, Some(ErrorKind::Refused), 1),
        (520, Some(ErrorKind::Server), 1),
        (599, Some(ErrorKind::Server), 1),
        (600, Some(ErrorKind::Protocol), 1),
        (999, Some(ErrorKind::Protocol), 1),
    ] {
        assert!(List::get().fault("F063").cases.contains(&json!(status)));
        let steps = scene::written(
            json!([{"always": true}, {"read": "all"}, {"send": {"status": status, "body": "{}"}}]),
        );
        scene::on_wire(&steps, None, &async |wire, client| {
            let result = read(client).await;
            assert_eq!(result.as_ref().err().map(Error::kind), wanted, "{status}: {result:?}");
            assert_eq!(result.err().and_then(|error| error.status()), wanted.map(|_| status));
            assert_eq!(wire.tally().sends, sends, "{status}");
        });
    }
}
