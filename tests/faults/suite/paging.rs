//! Listings that change while they are read, and servers that cut them oddly.

use std::sync::{Arc, Mutex, MutexGuard};

use cc_api::catalogue::GET_POSTS;
use cc_api::content::{GetPosts, Post};
use cc_api::{Client, Error, ErrorKind, Items, Note, Quota};
use cc_faults::case::unsettled;
use cc_faults::list::List;
use cc_faults::logic::{Arrival, Desk, Served, answered};
use cc_faults::{scene, verdict};
use serde_json::json;

use self::moving_rows::{Chance, Change, Rows};

/// The tests of the runtime have the same lists.
#[path = "../../../cc-api/tests/mini/moving_rows.rs"]
mod moving_rows;

crate::bound::faults! {
    F150 => Story(a_row_that_comes_in_repeats_none),
    F151 => Story(a_row_that_goes_hides_none_from_a_strict_listing),
    F152 => Story(lasting_rows_come_once_in_any_history),
    F154 => Story(a_count_that_the_rows_disprove_is_ignored),
    F158 => Story(a_server_without_offsets_is_stuck_unless_it_sends_all_at_once),
    F161 => Story(a_page_larger_than_asked_for_is_gone_on_from_by_its_rows),
    F163 => Story(what_broke_off_is_gone_on_with_by_exactly_the_missing_rows),
    F167 => Story(nothing_is_asked_for_ahead_of_the_reserve),
}

/// The ways to list: strict or not, with a page asked for ahead or not.
const WAYS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

fn call(client: &Client, (strict, ahead): (bool, bool)) -> GetPosts {
    let call = client.content().get_posts();
    let call = if strict { call.strict() } else { call };
    if ahead { call.prefetch() } else { call }
}

fn asked(arrival: &Arrival) -> (u64, u64) {
    let number = |name: &str| {
        let (_, query) = arrival.request.target.split_once('?')?;
        let pair = query.split('&').find(|pair| pair.starts_with(name))?;
        pair.split_once('=')?.1.parse().ok()
    };
    let limit = List::get().profile.page["limit"].as_u64().unwrap();
    (number("offset=").unwrap_or(0), number("limit=").unwrap_or(limit))
}

/// A list and its server, which changes it after each request.
fn serving(rows: u64, mut change: impl FnMut(&mut Rows) + Send + 'static) -> (Arc<Mutex<Rows>>, Served) {
    let list = Arc::new(Mutex::new(Rows::of(rows)));
    let behind = Arc::clone(&list);
    let server = Served::new(move |arrival| {
        let mut rows = lock(&behind);
        let (offset, limit) = asked(arrival);
        let page = rows.page(offset, limit).to_string();
        rows.requests += 1;
        change(&mut rows);
        answered(200, &[], &page)
    });
    (list, server)
}

fn lock(list: &Mutex<Rows>) -> MutexGuard<'_, Rows> {
    list.lock().unwrap()
}

/// A server that pages in its own way: the first row, how many, and the count, for an offset and a limit.
fn odd(answer: fn(u64, u64) -> (u64, u64, u64)) -> Served {
    Served::new(move |arrival| {
        let (offset, limit) = asked(arrival);
        let (first, rows, count) = answer(offset, limit);
        let rows: Vec<_> =
            (first..first + rows).map(|id| json!({"id": id, "slug": format!("s{id}")})).collect();
        answered(200, &[], &json!({"results": rows, "count": count}).to_string())
    })
}

/// All rows that a listing gives, each once, and how it ends.
async fn drain(items: &mut Items<Post>) -> (Vec<u64>, Option<Error>) {
    let mut ids: Vec<u64> = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(post)) => ids.push(post.id.unwrap().as_str().parse().unwrap()),
            Some(Err(error)) => {
                assert_eq!(verdict::error_breaches(&error, GET_POSTS.id), Vec::<String>::new());
                assert!(error.resume_token().is_some() && items.next().await.is_none());
                return (once(ids), Some(error));
            }
            None => return (once(ids), None),
        }
    }
}

fn once(ids: Vec<u64>) -> Vec<u64> {
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len(), "a row came twice: {ids:?}");
    ids
}

/// The list after one change, and what a listing makes of it: its rows and whether it was told that the list moved.
fn listed(way: (bool, bool), change: fn(&mut Rows)) -> (Vec<u64>, Vec<u64>) {
    let mut told = None;
    scene::without_sockets(async |desk: &Desk| {
        let (list, server) = serving(75, move |rows| {
            if rows.requests == 1 {
                change(rows);
            }
        });
        let client = desk.client(server);
        let mut items = call(&client, way).items();
        let (ids, error) = drain(&mut items).await;
        assert!(
            error.is_none() && items.drift().moved() && items.drift().count_changed,
            "{way:?}: {error:?}"
        );
        let moved = |note: &&Note| matches!(note, Note::ListingMoved { operation: "get_posts", .. });
        assert_eq!(desk.notes().iter().filter(moved).count(), 1, "{way:?}: {:?}", desk.notes());
        assert_eq!(unsettled(&client).await, None);
        told = Some((ids, lock(&list).lasting.clone()));
    });
    told.unwrap()
}

fn a_row_that_comes_in_repeats_none() {
    for way in WAYS {
        let (ids, lasting) = listed(way, |rows| rows.insert(0));
        assert_eq!(ids[..75], lasting, "{way:?}");
    }
}

fn a_row_that_goes_hides_none_from_a_strict_listing() {
    for way in WAYS {
        let (ids, lasting) = listed(way, |rows| rows.delete(3));
        let missed: Vec<_> = lasting.into_iter().filter(|id| !ids.contains(id)).collect();
        assert_eq!(missed, if way.0 { vec![] } else { vec![25] }, "{way:?}");
    }
}

fn lasting_rows_come_once_in_any_history() {
    scene::without_sockets(async |desk: &Desk| {
        for seed in 0..1_000 {
            let change = if seed % 2 == 0 { Change::ComeAndGo } else { Change::Anything };
            let mut luck = Chance::new(seed);
            let way = (luck.below(4) > 0, luck.below(2) == 1);
            let limit = 3 + i64::try_from(luck.below(30)).unwrap();
            let (list, server) = serving(luck.below(80) as u64, move |rows| {
                // A history comes to rest: what grows for ever may be read for ever.
                if rows.requests < 15 {
                    change.happen(rows, &mut luck);
                }
            });
            let client = desk.builder(server.clone()).quota(Quota::unlimited()).build().unwrap();
            let (ids, error) = drain(&mut call(&client, way).limit(limit).items()).await;
            let missed = lock(&list).lasting.iter().any(|id| !ids.contains(id));
            match error {
                None => assert!(!missed || !way.0, "history {seed}"),
                Some(error) if way.0 => assert_eq!(error.kind(), ErrorKind::ListChanged, "history {seed}"),
                Some(error) => assert_eq!(error.kind(), ErrorKind::Incomplete, "history {seed}: {error}"),
            }
            assert!(server.sends() < 200, "history {seed} took {} requests", server.sends());
        }
    });
}

/// Lists from a server that pages in its own way: the rows, how it ends, and how many requests it took.
fn listed_oddly(server: fn(u64, u64) -> (u64, u64, u64)) -> (Vec<u64>, Option<ErrorKind>, usize) {
    let mut told = None;
    scene::without_sockets(async |desk: &Desk| {
        let server = odd(server);
        let client = desk.client(server.clone());
        let (ids, error) = drain(&mut call(&client, WAYS[0]).items()).await;
        assert_eq!(unsettled(&client).await, None);
        told = Some((ids, error.map(|error| error.kind()), server.sends()));
    });
    told.unwrap()
}

fn a_count_that_the_rows_disprove_is_ignored() {
    let told = listed_oddly(|offset, limit| (offset, limit.min(60_u64.saturating_sub(offset)), 10));
    assert_eq!(told, ((0..60).collect(), None, 3));
}

fn a_server_without_offsets_is_stuck_unless_it_sends_all_at_once() {
    let told = listed_oddly(|_, limit| (0, limit, 60));
    assert_eq!(told, ((0..25).collect(), Some(ErrorKind::PaginationStuck), 2));
    let told = listed_oddly(|_, _| (0, 7, 60));
    assert_eq!(told, ((0..7).collect(), None, 2));
}

fn a_page_larger_than_asked_for_is_gone_on_from_by_its_rows() {
    let told = listed_oddly(|offset, _| (offset, 40.min(100_u64.saturating_sub(offset)), 100));
    assert_eq!(told, ((0..100).collect(), None, 3));
}

fn what_broke_off_is_gone_on_with_by_exactly_the_missing_rows() {
    type Headers = &'static [(&'static str, &'static str)];
    let refusals: [(&str, ErrorKind, u16, Headers, &str); 3] = [
        ("503 for ever", ErrorKind::Server, 503, &[], ""),
        ("429 longer than max_wait", ErrorKind::RateLimited, 429, &[("retry-after", "9999")], ""),
        ("Decode", ErrorKind::Decode, 200, &[], r#"{"results": 7}"#),
    ];
    let cases: Vec<_> = List::get().fault("F163").cases.iter().filter_map(|case| case.as_str()).collect();
    assert_eq!(cases, refusals.map(|(case, ..)| case));
    for (case, kind, status, headers, body) in refusals {
        for way in WAYS {
            scene::without_sockets(async |desk: &Desk| {
                let rows = Rows::of(240);
                let server = Served::new(move |arrival| {
                    let (offset, limit) = asked(arrival);
                    if arrival.number < 6 {
                        answered(200, &[], &rows.page(offset, limit).to_string())
                    } else {
                        answered(status, headers, body)
                    }
                });
                let client = desk.client(server.clone());
                let (mut ids, error) = drain(&mut call(&client, way).items()).await;
                let error = error.unwrap();
                assert_eq!((error.kind(), unsettled(&client).await), (kind, None), "{case} {way:?}");
                assert_eq!(server.sends(), if kind == ErrorKind::Server { 9 } else { 7 }, "{case} {way:?}");
                let healed = desk.client(serving(240, |_| ()).1);
                let token = error.resume_token().unwrap().as_str();
                let (rest, error) = drain(&mut call(&healed, way).resume_from(token).items()).await;
                assert!(error.is_none(), "{case} {way:?}: {error:?}");
                ids.extend(rest);
                assert_eq!(ids, (0..240).collect::<Vec<_>>(), "{case} {way:?}");
            });
        }
    }
}

fn nothing_is_asked_for_ahead_of_the_reserve() {
    for (remaining, ahead) in [("2", 0), ("20", 1)] {
        scene::without_sockets(async |desk: &Desk| {
            let rows = Rows::of(240);
            let server = Served::new(move |arrival| {
                let (offset, limit) = asked(arrival);
                let headers = [
                    ("x-ratelimit-limit", "30"),
                    ("x-ratelimit-remaining", remaining),
                    ("x-ratelimit-reset", "40"),
                ];
                answered(200, &headers, &rows.page(offset, limit).to_string())
            });
            let client = desk.client(server.clone());
            let mut pages = call(&client, (false, true)).pages();
            pages.try_next().await.unwrap().unwrap();
            assert_eq!(server.sends(), 1 + ahead, "{remaining} left");
            drop(pages);
            assert_eq!(unsettled(&client).await, None, "what was asked for ahead is given back or charged");
        });
    }
}
