//! Listings against servers that page in their own ways.

use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeRequest, FakeTransport};
use cc_api::{Client, ErrorKind, ListingCaps, ResumeToken};
use serde_json::{Value, json};

use crate::api::Api as _;
use crate::moving_list::drain;
use crate::support::{ManualTimer, builder, client};

/// The first row, how many, and the count, for an offset and a limit.
type Server = fn(u64, u64) -> (u64, u64, Value);

pub(crate) fn number(request: &FakeRequest, name: &str, default: u64) -> u64 {
    request.query(name).map_or(default, |text| text.parse().unwrap())
}

fn page(first: u64, rows: u64, count: &Value) -> FakeAnswer {
    let rows: Vec<_> = (first..first + rows).map(|id| json!({"id": id, "slug": format!("s{id}")})).collect();
    FakeAnswer::json(&json!({"results": rows, "count": count}))
}

fn serving(server: Server) -> (FakeTransport, Client) {
    let fake = FakeTransport::new();
    fake.respond(move |request| {
        let (first, rows, count) = server(number(request, "offset", 0), number(request, "limit", 25));
        page(first, rows, &count)
    });
    let client = client(&fake);
    (fake, client)
}

/// So many rows from an offset on, of 60.
fn part(offset: u64, limit: u64) -> (u64, u64) {
    (offset, limit.min(60_u64.saturating_sub(offset)))
}

#[tokio::test]
async fn every_row_comes_once_from_every_kind_of_server() {
    let servers: [(&str, Server, u64, usize, Option<ErrorKind>); 9] = [
        ("honest", |o, l| (part(o, l).0, part(o, l).1, json!(60)), 60, 3, None),
        ("count is text", |o, l| (part(o, l).0, part(o, l).1, json!("60")), 60, 3, None),
        (
            "count is absurd",
            |o, l| (part(o, l).0, part(o, l).1, json!(1_000_000_000_000_000_000_u64)),
            60,
            3,
            None,
        ),
        ("count too low", |o, l| (part(o, l).0, part(o, l).1, json!(10)), 60, 3, None),
        ("silent cap", |o, l| (part(o, l.min(10)).0, part(o, l.min(10)).1, json!(60)), 60, 6, None),
        ("larger than asked", |o, _| (part(o, 40).0, part(o, 40).1, json!(60)), 60, 2, None),
        ("ignores the offset", |_, l| (0, l, json!(60)), 25, 2, Some(ErrorKind::PaginationStuck)),
        ("no paging", |_, _| (0, 7, json!(null)), 7, 2, None),
        (
            "count too high",
            |o, l| (part(o, l).0, part(o, l).1, json!(90)),
            60,
            4,
            Some(ErrorKind::Incomplete),
        ),
    ];
    for (name, server, rows, requests, end) in servers {
        let (fake, client) = serving(server);
        let (ids, error) = drain(&mut client.library().get_posts().items()).await;
        assert_eq!(ids, (0..rows).collect::<Vec<_>>(), "{name}");
        assert_eq!((fake.requests().len(), error.map(|error| error.kind())), (requests, end), "{name}");
        let (ids, error) = drain(&mut client.library().get_posts().strict().items()).await;
        assert_eq!(ids, (0..rows).collect::<Vec<_>>(), "{name}, strict");
        assert_eq!(error.map(|error| error.kind()), end, "{name}, strict");
    }
}

#[tokio::test]
async fn rows_that_moved_onto_the_next_page_come_once() {
    let fake = FakeTransport::new();
    let mut inserted = 0;
    fake.respond(move |request| {
        let offset = number(request, "offset", 0);
        let first = offset - inserted.min(offset);
        inserted = 1;
        page(first, 25.min(61 - first.min(61)), &json!(60))
    });
    let (ids, _) = drain(&mut client(&fake).library().get_posts().items()).await;
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((ids.len(), once.len()), (ids.len(), ids.len()));
}

#[tokio::test]
async fn a_listing_that_broke_off_is_resumed_where_it_stopped() {
    for refusal in [
        FakeAnswer::new(503, ""),
        FakeAnswer::new(429, "").header("retry-after", "9999"),
        FakeAnswer::new(200, "{\"results\":7}"),
    ] {
        let fake = FakeTransport::new();
        fake.respond(move |request| match number(request, "offset", 0) {
            50 => refusal.clone(),
            offset => page(offset, part(offset, 25).1, &json!(60)),
        });
        let (before, error) = drain(&mut client(&fake).library().get_posts().trending(true).items()).await;
        let token: ResumeToken = error.unwrap().resume_token().unwrap().to_string().parse().unwrap();
        let (_, healed) = serving(|o, l| (part(o, l).0, part(o, l).1, json!(60)));
        let call = healed.library().get_posts().trending(true).resume_from(&token);
        let (after, error) = drain(&mut call.items()).await;
        assert!(error.is_none());
        assert_eq!([before, after].concat(), (0..60).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_listing_can_be_left_in_the_middle_of_a_page() {
    let (fake, client) = serving(|o, l| (part(o, l).0, part(o, l).1, json!(60)));
    let mut items = client.library().get_posts().limit(20).items();
    for _ in 0..27 {
        items.try_next().await.unwrap().unwrap();
    }
    let token = items.resume_token().unwrap();
    fake.forget_requests();
    let (rest, _) = drain(&mut client.library().get_posts().limit(20).resume_from(token).items()).await;
    assert_eq!(rest, (27..60).collect::<Vec<_>>());
    assert_eq!(fake.requests()[0].target, "/user/content/posts-v2?limit=20&offset=27");
}

#[tokio::test]
async fn a_token_of_another_listing_is_refused_unsent() {
    let (fake, client) = serving(|o, l| (part(o, l).0, part(o, l).1, json!(60)));
    let page = client.library().get_posts().trending(true).await.unwrap();
    let token = page.next.unwrap();
    fake.forget_requests();
    let other = client.tenant("acme").unwrap();
    for call in [
        client.library().get_posts().resume_from(&token),
        client.library().get_posts().trending(false).resume_from(&token),
        other.library().get_posts().trending(true).resume_from(&token),
        client.library().get_posts().trending(true).resume_from("p1~nonsense"),
    ] {
        let (_, error) = drain(&mut call.clone().items()).await;
        assert_eq!(error.unwrap().kind(), ErrorKind::InvalidInput);
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(fake.requests().len(), 0);
    let second = client.library().get_posts().trending(true).resume_from(&token).await.unwrap();
    assert_eq!(second.items[0].slug, "s25");
}

#[tokio::test]
async fn a_page_says_whether_there_is_another() {
    let (_, client) = serving(|o, l| (part(o, l).0, part(o, l).1, json!(60)));
    assert!(client.library().get_posts().limit(60).await.unwrap().next.is_none());
    let mut pages = client.library().get_posts().limit(30).pages();
    assert!(pages.try_next().await.unwrap().unwrap().next.is_some());
    assert!(pages.try_next().await.unwrap().unwrap().next.is_none());
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_endless_listing_ends_at_its_caps_and_says_where_to_go_on() {
    let endless: Server = |o, l| (o, l, json!(null));
    for (caps, rows) in [(ListingCaps::default().pages(3), 75), (ListingCaps::default().rows(50), 50)] {
        let (_, client) = serving(endless);
        let (ids, error) = drain(&mut client.library().get_posts().with_caps(caps).items()).await;
        let error = error.unwrap();
        assert_eq!((ids.len(), error.kind()), (rows, ErrorKind::Incomplete));
        assert!(error.resume_token().is_some());
    }
    let fake = FakeTransport::new();
    let timer = ManualTimer::default();
    let clock = timer.clone();
    fake.respond(move |request| {
        clock.advance(Duration::from_secs(10));
        page(number(request, "offset", 0), 25, &json!(null))
    });
    let client = builder(&fake).timer(timer).build().unwrap();
    let caps = ListingCaps::default().time(Duration::from_secs(25));
    let (ids, error) = drain(&mut client.library().get_posts().with_caps(caps).items()).await;
    assert_eq!((ids.len(), error.unwrap().kind()), (75, ErrorKind::Incomplete));
}

#[tokio::test]
async fn an_empty_listing_is_one_empty_page() {
    let (fake, client) = serving(|_, _| (0, 0, json!(0)));
    let mut pages = client.library().get_posts().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.items.len(), first.count), (0, Some(0)));
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(client.library().get_posts().items().try_next().await.unwrap().is_none());
    assert_eq!(fake.requests()[0].target, "/user/content/posts-v2", "nothing is sent that was not asked for");
}

#[tokio::test]
async fn what_is_no_listing_says_so() {
    let (fake, client) = serving(|_, _| (0, 0, json!(0)));
    let error =
        client.call(&crate::api::catalogue::SEARCH).arg("q", "a").items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(fake.requests().len(), 0);
    let rows = client.call(&crate::api::catalogue::GET_POSTS).items().try_collect().await.unwrap();
    assert_eq!(rows.len(), 0);
}
