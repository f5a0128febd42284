//! 429, and everything that `Retry-After` may say.

use std::future::IntoFuture as _;
use std::time::Duration;

use cc_api::{Credential, ErrorKind};
use cc_faults::case::{Ran, unsettled};
use cc_faults::list::{List, Op};
use cc_faults::logic::{BEGIN, Desk, Served, answered};
use cc_faults::operations::Sample;
use cc_faults::{scene, verdict};

crate::bound::faults! {
    F091 => Implied("only the difference of the two dates lies between 3 and 4 seconds"),
    F093 => Story(what_is_malformed_is_as_if_it_were_not_there),
    F094 => Check(a_time_beyond_all_limits_is_cut),
    F095 => Story(a_longer_wait_than_allowed_is_told_at_once),
    F096 => Check(no_wait_is_shorter_than_a_second),
    F097 => Alone,
    F098 => Alone,
    F101 => Story(one_goes_first_when_a_key_thaws),
}

/// A server that refuses the first request with these headers, and is fine from then on.
fn refusing_once(headers: Vec<(&'static str, String)>) -> Served {
    Served::new(move |arrival| {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sample = Sample::usual(Op::Read);
        if arrival.number == 0 {
            answered(429, &headers, "")
        } else {
            answered(sample.status, &[], sample.body)
        }
    })
}

fn what_is_malformed_is_as_if_it_were_not_there() {
    for case in &List::get().fault("F093").cases {
        let text = case.as_str().unwrap();
        let malformed = ("retry-after", text.to_owned());
        // It falls back to the reset of the window, and without one to the back-off, which here is a second.
        let reset = ("x-ratelimit-reset", "4".to_owned());
        for (headers, seconds) in [(vec![malformed.clone(), reset], 4..=5), (vec![malformed], 1..=1)] {
            scene::without_sockets(async |desk| {
                let server = refusing_once(headers.clone());
                let client = desk.client(server.clone());
                let result = Sample::usual(Op::Read).call(&client).await;
                assert!(result.is_ok(), "{text:?}: {result:?}");
                let arrivals = server.arrivals();
                assert_eq!(arrivals.len(), 2, "{text:?}");
                let wait = arrivals[1].at.abs_diff(arrivals[0].at).as_secs();
                assert!(seconds.contains(&wait), "{headers:?}: {wait} s");
                assert_eq!(unsettled(&client).await, None);
            });
        }
    }
}

fn a_time_beyond_all_limits_is_cut(ran: &Ran) {
    let error = ran.result.as_ref().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("cut to 25 hours"), "{text}");
    let at = error.retry_at().unwrap();
    let longest = BEGIN + jiff::SignedDuration::from_hours(25) + jiff::SignedDuration::from_secs(2);
    let shortest = BEGIN + jiff::SignedDuration::from_hours(24);
    assert!((shortest..=longest).contains(&at), "{at}");
}

fn a_longer_wait_than_allowed_is_told_at_once() {
    scene::without_sockets(async |desk| {
        let server = refusing_once(vec![("retry-after", "3600".to_owned())]);
        let client = desk.client(server.clone());
        let start = desk.timer().true_time();
        let call = || Sample::usual(Op::Read).call(&client);
        let first = call().await.unwrap_err();
        let second = call().await.unwrap_err();
        assert_eq!((first.kind(), first.attempts()), (ErrorKind::RateLimited, 1), "{first}");
        assert_eq!((second.kind(), second.attempts()), (ErrorKind::QuotaWait, 0), "{second}");
        for error in [&first, &second] {
            assert_eq!(verdict::error_breaches(error, "get_post"), Vec::<String>::new());
            let seconds = error.retry_at().unwrap().duration_since(start).as_secs();
            assert!((3600..=3601).contains(&seconds), "{seconds} s: {error}");
        }
        assert_eq!((server.sends(), desk.timer().time(), desk.timer().waits().len()), (1, Duration::ZERO, 0));
        // When the time has come, the key is free.
        tokio::time::sleep(Duration::from_secs(3601)).await;
        call().await.unwrap();
        assert_eq!(unsettled(&client).await, None);
    });
}

fn no_wait_is_shorter_than_a_second(ran: &Ran) {
    assert!(ran.tally.sends >= 2, "{} sends", ran.tally.sends);
    for wait in &ran.waits {
        assert!(*wait >= Duration::from_secs(1), "{wait:?}");
    }
    let least = Duration::from_secs(1) * (ran.tally.sends - 1);
    assert!(ran.elapsed >= least, "{} sends within {:?}", ran.tally.sends, ran.elapsed);
}

fn one_goes_first_when_a_key_thaws() {
    scene::without_sockets(thaw);
}

/// The header by which the two keys are told apart.
const WHO: &str = "x-who";

async fn thaw(desk: &Desk) {
    let way = Duration::from_millis(300);
    let server = Served::far(
        |arrival| {
            let sample = Sample::usual(Op::Read);
            if arrival.number == 0 {
                return answered(429, &[("retry-after", "5")], "");
            }
            answered(sample.status, &[], sample.body)
        },
        move || (way / 2, way / 2),
    );
    let client = desk.client(server.clone());
    let other = client.with_key(Credential::api_key("cc_other").unwrap()).unwrap();
    let call = |client: &cc_api::Client, who| {
        tokio::spawn(Sample::usual(Op::Read).call(client).with_header(WHO, who).into_future())
    };
    let mut calls = vec![call(&client, "frozen")];
    tokio::time::sleep(2 * way).await;
    calls.extend((0..20).map(|_| call(&client, "frozen")));
    for _ in 0..5 {
        calls.push(call(&other, "other"));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(unsettled(&client).await, None);
    judge_thaw(&server, way);
}

fn judge_thaw(server: &Served, way: Duration) {
    let at = |who: &str| -> Vec<Duration> {
        let arrivals = server.arrivals().into_iter();
        arrivals.filter(|arrival| arrival.request.headers[WHO] == who).map(|arrival| arrival.at).collect()
    };
    let frozen = at("frozen");
    assert_eq!(frozen.len(), 22, "the first is sent once more, the others once");
    let (refused, probe, rest) = (frozen[0], frozen[1], &frozen[2..]);
    let freeze = probe.abs_diff(refused);
    assert!(freeze >= Duration::from_secs(5), "the next request comes {freeze:?} after the refusal");
    let behind = rest[0].abs_diff(probe);
    assert!(behind >= way, "the second comes {behind:?} after the first");
    for pair in rest.windows(2) {
        assert!(pair[1].abs_diff(pair[0]) >= Duration::from_millis(100), "they come at once: {rest:?}");
    }
    let last = rest[rest.len() - 1];
    assert!(last < Duration::from_secs(9), "they dawdle until {last:?}");
    let other = at("other");
    let on_time = |(number, at): (u64, &Duration)| *at < Duration::from_secs(number) + 3 * way;
    assert!((0..).zip(&other).all(on_time), "the other key waits: {other:?}");
}
