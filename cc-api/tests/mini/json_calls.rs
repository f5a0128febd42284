//! Listings by the catalogue: whatever a typed listing can do, with JSON in and out.

use cc_api::fake::FakeTransport;
use cc_api::internal::DeserializeOwned;
use cc_api::{Client, ErrorKind, Lane, ListingCaps, PagedCall, ResumeToken};
use serde_json::{Value, json};

use crate::api::Api as _;
use crate::api::catalogue::{GET_POSTS, SEARCH};
use crate::api::library::Post;
use crate::moving_list::MovingList;
use crate::support::client;

/// A list of so many rows, and its client.
fn serving(rows: u64) -> (FakeTransport, Client) {
    let fake = FakeTransport::new();
    MovingList::of(rows).serve(&fake, 25, |_, _| ());
    let client = client(&fake);
    (fake, client)
}

/// Reads all pages: how many rows each has, how it ends, and what was planned first.
async fn read<T: DeserializeOwned>(call: PagedCall<T>) -> String {
    let mut pages = call.pages();
    let plan = pages.plan().await.map(|plan| (plan.rows, plan.calls));
    let mut sizes = Vec::new();
    let end = loop {
        match pages.try_next().await {
            Ok(Some(page)) => sizes.push((page.items.len(), page.count, page.next)),
            Ok(None) => break None,
            Err(error) => break Some((error.kind(), error.resume_token().cloned())),
        }
    };
    format!("{plan:?} {sizes:?} {end:?} {:?} {:?}", pages.drift(), pages.resume_token())
}

/// A token for what follows the first ten of 60 posts.
async fn after_ten() -> ResumeToken {
    let (_, client) = serving(60);
    let call = client.call(&GET_POSTS).arg("content_type", "Reel").arg("limit", 10);
    call.paged().await.unwrap().next.unwrap()
}

#[tokio::test]
async fn a_json_listing_asks_for_and_gives_what_a_typed_one_does() {
    fn set<T>(call: PagedCall<T>, how: &str, token: &ResumeToken) -> PagedCall<T> {
        match how {
            "strict" => call.strict(),
            "prefetch" => call.prefetch(),
            "both" => call.strict().prefetch(),
            "capped" => call.with_caps(ListingCaps::default().pages(2)),
            "resumed" => call.resume_from(token.clone()),
            _ => call.with_lane(Lane::Background).with_query("x", "1"),
        }
    }
    let token = after_ten().await;
    for how in ["plain", "strict", "prefetch", "both", "capped", "resumed"] {
        let (fake, client) = serving(60);
        let typed: PagedCall<Post> = client.library().get_posts().content_type("Reel").into();
        let typed = read(set(typed, how, &token)).await;
        let requests = |fake: &FakeTransport| {
            fake.requests().iter().map(|request| request.target.clone()).collect::<Vec<_>>()
        };
        let asked = requests(&fake);
        assert!(asked.len() > 1, "{how}");
        let (fake, client) = serving(60);
        let json = client.call(&GET_POSTS).arg("content_type", "Reel").paged();
        assert_eq!(read(set(json, how, &token)).await, typed, "{how}");
        assert_eq!(requests(&fake), asked, "{how}");
    }
}

#[tokio::test]
async fn what_was_set_before_stays_and_rows_come_as_they_are() {
    let (fake, client) = serving(3);
    let call = client.call(&GET_POSTS).with_query("x", "1").with_header("X-Trace", "7");
    let page = call.clone().paged().await.unwrap();
    assert_eq!((page.items.len(), page.count), (3, Some(3)));
    let rows: Vec<Value> = call.items().try_collect().await.unwrap();
    assert_eq!(rows, page.items);
    assert_eq!(rows[0]["id"], json!(0));
    for request in fake.requests() {
        assert_eq!((request.query("x"), request.header("x-trace")), (Some("1"), Some("7")));
    }
}

#[tokio::test]
async fn what_is_no_listing_or_has_a_wrong_argument_or_token_sends_nothing() {
    let (fake, client) = serving(60);
    let listing = || client.call(&GET_POSTS);
    for (call, part) in [
        (client.call(&SEARCH).arg("q", "a").paged(), "this operation is no listing"),
        (listing().arg("lmit", 5).paged(), "there is no argument `lmit`"),
        (listing().arg("content_type", "Story").paged().resume_from(after_ten().await), "of another listing"),
    ] {
        let ends = [
            call.preview().map(drop).unwrap_err(),
            call.clone().await.unwrap_err(),
            call.clone().pages().plan().await.unwrap_err(),
            call.items().try_next().await.unwrap_err(),
        ];
        for error in ends {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidInput, 0));
            assert!(error.operation().is_some() && error.to_string().contains(part), "{error}");
        }
    }
    assert_eq!(fake.requests().len(), 0);
}
