//! The client's own count of its quota, against servers that are strict.

mod headers;
mod lanes;
mod storm;
mod strict;

use std::future::IntoFuture as _;
use std::time::Duration;

use cc_api::transport::{Answer, TransportError};
use cc_api::{Client, Error, JsonCall};
use cc_faults::case::unsettled;
use cc_faults::list::Op;
use cc_faults::logic::{Arrival, Limiter, Served, answered};
use cc_faults::operations::Sample;
use serde_json::Value;
use tokio::task::JoinHandle;

crate::bound::faults! {
    F111 => Story(headers::nonsense_is_ignored_field_by_field),
    F112 => Story(headers::a_reset_is_counted_by_the_servers_clock),
    F114 => Story(strict::without_headers_the_own_count_is_enough),
    F115 => Story(strict::forty_at_once_that_do_not_wait),
    F117 => Story(strict::latency_squeezes_nothing_together),
    F118 => Story(strict::all_three_windows_bind),
    F121 => Story(headers::the_limit_says_which_window_is_meant),
    F122 => Story(headers::a_limit_that_changes),
    F124 => Story(storm::who_gives_up_takes_no_slot_along),
    F125 => Story(lanes::somebody_waiting_goes_before_a_thousand_in_the_background),
}

/// Longer than any story.
const FOR_EVER: Duration = Duration::from_secs(30 * 86_400);

/// A usual read.
fn read(client: &Client) -> JsonCall {
    Sample::usual(Op::Read).call(client)
}

/// A read that waits as long as it takes.
fn patient(client: &Client) -> JsonCall {
    read(client).with_max_wait(FOR_EVER).with_deadline(FOR_EVER)
}

/// A call that runs beside the others.
type Running = JoinHandle<Result<Value, Error>>;

/// Sends a call beside the others.
fn spawn(call: JsonCall) -> Running {
    tokio::spawn(call.into_future())
}

/// Waits until all of them are over, and all have gone well.
async fn all_well(calls: Vec<Running>) {
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

/// The usual answer, with these headers.
fn usual(headers: &[(&str, &str)]) -> Result<Answer, TransportError> {
    let sample = Sample::usual(Op::Read);
    answered(sample.status, headers, sample.body)
}

/// How a server with limits answers.
fn limited(limiter: &mut dyn Limiter, arrival: &Arrival) -> Result<Answer, TransportError> {
    match limiter.admit(arrival.at) {
        Ok(()) => usual(&[]),
        Err(later) => {
            let seconds = later.as_secs() + 1;
            answered(429, &[("retry-after", &seconds.to_string())], r#"{"detail":"too many requests"}"#)
        }
    }
}

/// That no stretch of so many seconds held more arrivals than that.
fn at_most(server: &Served, limit: usize, seconds: u64) {
    let arrivals = server.arrivals();
    for pair in arrivals.windows(limit + 1) {
        let stretch = pair[limit].at.abs_diff(pair[0].at);
        let number = pair[0].number;
        assert!(
            stretch >= Duration::from_secs(seconds),
            "{} requests within {stretch:?}, from number {number} on",
            limit + 1
        );
    }
}

/// That nobody waits or holds a slot when a story is over.
async fn settled(client: &Client) {
    assert_eq!(unsettled(client).await, None);
}
