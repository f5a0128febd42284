//! Headers that say when to come again: every form of them means the same moment, whatever our own clock says.

use cc_api::fake::{FakeAnswer, FakeTimer, FakeTransport};
use cc_api::time::Timestamp;
use cc_api::time::tz::Offset;
use cc_api::{Client, ErrorKind, Quota, Retry};
use proptest::prelude::*;

use crate::api::catalogue::UPDATE_POST;
use crate::{any_text, api, config, outcome};

/// No server is left alone for longer.
const LONGEST: i64 = 25 * 3600;

/// How many seconds from now to come again, after a 429 with these headers.
fn told(headers: &[(&str, &str)], now: Timestamp) -> Option<i64> {
    let answer =
        headers.iter().fold(FakeAnswer::new(429, ""), |answer, (name, value)| answer.header(name, value));
    let fake = FakeTransport::new();
    fake.respond(move |_| answer.clone());
    let builder = Client::builder_for(&api::API).transport(fake).timer(FakeTimer::beginning_at(now));
    let client = builder.retry(Retry::never()).quota(Quota::unlimited()).build().unwrap();
    let error = outcome(client.call(&UPDATE_POST).arg("id_or_slug", "a")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    error.retry_at().map(|at| at.as_second() - now.as_second())
}

/// The three forms of a date in HTTP.
fn http_dates(second: i64) -> [String; 3] {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = Offset::UTC.to_datetime(Timestamp::from_second(second).unwrap());
    let weekday = DAYS[usize::try_from(at.weekday().to_monday_zero_offset()).unwrap()];
    let month = MONTHS[usize::try_from(at.month() - 1).unwrap()];
    let (short, day, year) = (&weekday[..3], at.day(), at.year());
    let time = format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    [
        format!("{short}, {day:02} {month} {year} {time} GMT"),
        format!("{weekday}, {day:02}-{month}-{:02} {time} GMT", year % 100),
        format!("{short} {month} {day:2} {time} {year}"),
    ]
}

/// Times of day between 2000 and 2068, the last year that two digits can mean.
fn second() -> impl Strategy<Value = i64> {
    946_684_800..3_124_000_000_i64
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn seconds_are_taken_as_they_are_up_to_a_day_and_an_hour(seconds: u32, more in 0..3600_u32, now in second()) {
        let now = Timestamp::from_second(now).unwrap();
        for seconds in [seconds, more] {
            let expected = i64::from(seconds).min(LONGEST);
            prop_assert_eq!(told(&[("retry-after", &seconds.to_string())], now), Some(expected));
        }
        let both = [("retry-after", &*seconds.to_string()), ("retry-after", &*more.to_string())];
        prop_assert_eq!(told(&both, now), Some(i64::from(seconds.max(more)).min(LONGEST)), "the longest counts");
    }

    #[test]
    fn a_date_is_counted_from_the_servers_own(served in second(), later in -90_000..100_000_i64, now in second()) {
        let now = Timestamp::from_second(now).unwrap();
        let expected = Some(later.clamp(0, LONGEST));
        for (date, after) in http_dates(served).iter().zip(http_dates(served + later)) {
            prop_assert_eq!(told(&[("date", date), ("retry-after", &after)], now), expected, "{} {}", date, after);
        }
    }

    #[test]
    fn a_reset_means_the_same_in_every_form(served in second(), later in 0..LONGEST, now in second()) {
        let now = Timestamp::from_second(now).unwrap();
        let at = Timestamp::from_second(served + later).unwrap();
        let [date, ..] = http_dates(served);
        let [http, rfc850, asctime] = http_dates(served + later);
        let (epoch, milliseconds) = ((served + later).to_string(), ((served + later) * 1000 + 7).to_string());
        for reset in [later.to_string(), epoch, milliseconds, at.to_string(), http, rfc850, asctime] {
            let headers = [("x-ratelimit-reset", &*reset), ("date", &*date)];
            prop_assert_eq!(told(&headers, now), Some(later), "{}", reset);
            let with_after = [headers[0], headers[1], ("retry-after", "5")];
            prop_assert_eq!(told(&with_after, now), Some(5), "Retry-After counts more than {}", reset);
        }
    }

    #[test]
    fn what_is_no_time_is_as_if_it_were_not_there(text in any_text(), seconds in 0..1000_u32) {
        prop_assume!(!text.trim().bytes().all(|byte| byte.is_ascii_digit()) || text.trim().is_empty());
        let headers = [("retry-after", &*text), ("x-ratelimit-reset", &*seconds.to_string())];
        // A key rests for a second at least.
        prop_assert_eq!(told(&headers, Timestamp::UNIX_EPOCH), Some(i64::from(seconds.max(1))));
    }
}
