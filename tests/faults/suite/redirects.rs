//! Servers that point elsewhere: nobody goes there, whatever the status and wherever it is.
//!
//! A library that follows takes the tenant, the body and a referer with the query along to another host.

use cc_api::ErrorKind;
use cc_faults::case::block_on;
use cc_faults::list::{List, Op};
use cc_faults::operations::Sample;
use cc_faults::shapes::{POINTERS, pointing};
use cc_faults::verdict::error_breaches;
use cc_faults::wire::{Line, Wire};
use serde_json::json;

/// On each protocol, with a read and a write.
pub(crate) fn nobody_follows() {
    let names: Vec<_> = POINTERS.iter().map(|(case, ..)| json!(case)).collect();
    assert_eq!(List::get().fault("F200").cases, names);
    for (case, status, header, target) in POINTERS {
        for line in [Line::Http1, Line::Http1Tls, Line::Http2] {
            block_on(false, async {
                let evil = Wire::start(Line::Http1, &[], None, Sample::usual(Op::Read));
                let evil_host = evil.base_url().replace("http://", "");
                let target = target.replace("EVIL", &evil_host).replace("SELF", "");
                let server =
                    Wire::start(line, &pointing(status, header, &target), None, Sample::usual(Op::Read));
                let client = server.client();
                for (calls, op) in [(1, Op::Read), (2, Op::Write)] {
                    let sample = Sample::usual(op);
                    let error = sample.call(&client).await.unwrap_err();
                    let place = format!("{case} over {line}");
                    assert_eq!(
                        (error.kind(), error.status()),
                        (ErrorKind::Redirect, Some(status)),
                        "{place}: {error}"
                    );
                    assert_eq!((server.tally().sends, evil.tally().connections), (calls, 0), "{place}");
                    assert_eq!(error_breaches(&error, sample.operation.id), Vec::<String>::new(), "{place}");
                    let names_host = header == "location" && target.starts_with("http");
                    assert_eq!(error.to_string().contains(&evil_host), names_host, "{place}: {error}");
                }
                evil.close();
                server.close();
            });
        }
    }
}
