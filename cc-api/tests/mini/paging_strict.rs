//! Strict listings, one change at a time.

use std::sync::{Arc, Mutex};

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::{Drift, Error, ErrorKind, Note};
use serde_json::json;

use crate::api::Api as _;
use crate::moving_list::{MovingList, drain};
use crate::moving_rows::Rows;
use crate::paging::number;
use crate::support::{builder, client};

/// What a listing gave, how it ended, how the list moved, and the offsets that were asked for.
struct Told {
    given: Vec<u64>,
    error: Option<Error>,
    drift: Drift,
    offsets: Vec<u64>,
}

/// Lists so many rows with pages of 25, while the list changes once, after so many requests.
async fn listing(rows: u64, strict: bool, after: u64, change: fn(&mut Rows)) -> Told {
    let (fake, list) = (FakeTransport::new(), MovingList::of(rows));
    list.serve(&fake, u64::MAX, move |rows, turn| {
        if turn == after {
            change(rows);
        }
    });
    let call = client(&fake).library().get_posts();
    let mut items = if strict { call.strict().items() } else { call.items() };
    let (given, error) = drain(&mut items).await;
    let offsets = fake.requests().iter().map(|request| number(request, "offset", 0)).collect();
    Told { given, error, drift: items.drift(), offsets }
}

fn kind(told: &Told) -> Option<ErrorKind> {
    told.error.as_ref().map(Error::kind)
}

#[tokio::test]
async fn a_list_that_stands_still_is_asked_for_with_two_rows_of_overlap() {
    let told = listing(60, true, 0, |_| ()).await;
    assert_eq!((told.given, told.offsets), ((0..60).collect(), vec![0, 23, 46]));
    assert!(told.error.is_none() && !told.drift.moved());
}

#[tokio::test]
async fn a_row_that_comes_in_before_the_place_that_was_read_repeats_none() {
    for (strict, rows) in [(false, 75), (true, 76)] {
        let told = listing(75, strict, 1, |rows| rows.insert(0)).await;
        assert_eq!(
            told.given,
            (0..rows).collect::<Vec<_>>(),
            "the new row, 75, comes if the list is read again"
        );
        assert_eq!((told.drift.repeats, told.drift.count_changed), (1, true));
        assert!(told.error.is_none() && !told.drift.reordered);
    }
}

#[tokio::test]
async fn a_row_that_goes_before_the_place_that_was_read_hides_another_unless_the_listing_is_strict() {
    let told = listing(75, false, 1, |rows| rows.delete(3)).await;
    assert!(!told.given.contains(&25), "the list moved up by one");
    assert_eq!((told.drift.first_count, told.drift.last_count), (Some(75), Some(74)));
    let told = listing(75, true, 1, |rows| rows.delete(3)).await;
    assert_eq!(told.given, (0..75).collect::<Vec<_>>());
    assert!(told.drift.count_changed && told.error.is_none());
}

#[tokio::test]
async fn a_strict_listing_steps_back_to_where_rows_went_to() {
    let told = listing(75, true, 2, |rows| (0..10).for_each(|_| rows.delete(0))).await;
    assert_eq!(told.given, (0..75).collect::<Vec<_>>());
    assert_eq!((told.drift.steps_back, told.error.is_none()), (1, true));
    assert_eq!(told.offsets, [0, 23, 46, 21, 44, 0, 23], "and reads again up to where rows went");
    let told = listing(75, true, 2, |rows| rows.ids.truncate(5)).await;
    assert_eq!(told.given, (0..48).collect::<Vec<_>>());
    assert!(told.error.is_none(), "nothing is left behind what was read");
}

#[tokio::test]
async fn a_strict_listing_gives_up_after_three_steps_back_and_can_be_gone_on_with() {
    let told = listing(500, true, 10, |rows| (0..200).for_each(|_| rows.delete(0))).await;
    assert_eq!(kind(&told), Some(ErrorKind::ListChanged));
    assert_eq!((told.given.len(), &told.offsets[10..]), (232, &[230, 205, 180, 155][..]));
    assert_eq!(told.drift.steps_back, 4);
    let (fake, list) = (FakeTransport::new(), MovingList::of(500));
    list.serve(&fake, 25, |_, _| ());
    let token = told.error.unwrap().resume_token().unwrap().clone();
    let mut rest = client(&fake).library().get_posts().strict().resume_from(token).items();
    assert_eq!(drain(&mut rest).await.0, (232..500).collect::<Vec<_>>());
    assert_eq!(number(&fake.requests()[0], "offset", 0), 230);
}

#[tokio::test]
async fn a_row_that_moves_into_the_part_that_was_read_is_found_by_reading_it_again() {
    let told = listing(250, true, 3, |rows| rows.carry(160, 0)).await;
    let mut rows: Vec<_> = (0..250).filter(|id| *id != 160).collect();
    rows.push(160);
    assert_eq!((told.given, told.error.is_none()), (rows, true));
    assert_eq!((told.drift.repeats, told.drift.reordered), (1, true));
    assert_eq!(told.offsets[11..], [0, 23, 46, 69], "no more is read again than was read by then");
}

#[tokio::test]
async fn a_list_that_moves_all_the_time_is_given_up_after_three_readings() {
    let (fake, list) = (FakeTransport::new(), MovingList::of(60));
    list.serve(&fake, 25, |rows, turn| rows.carry(usize::try_from(turn % 5).unwrap(), 59));
    let mut items = client(&fake).library().get_posts().strict().items();
    let (given, error) = drain(&mut items).await;
    let error = error.unwrap();
    assert_eq!((given.len(), error.kind()), (60, ErrorKind::ListChanged));
    assert!(error.to_string().contains("the list changed while it was read"), "{error}");
    let requests = fake.requests();
    let readings = requests.iter().filter(|request| number(request, "offset", 0) == 0).count();
    assert_eq!(readings, 3);
}

#[tokio::test]
async fn a_listing_that_breaks_off_while_it_reads_again_goes_on_at_the_end_and_says_what_it_can_not_vouch_for()
 {
    let (fake, list) = (FakeTransport::new(), MovingList::of(75));
    let (broken, mut turn) = (list.clone(), 0);
    fake.respond(move |request| {
        turn += 1;
        if turn == 6 {
            return FakeAnswer::new(503, "");
        }
        let answer = broken.answer(request, 25);
        if turn == 1 {
            broken.rows().carry(60, 0);
        }
        answer
    });
    let (before, error) = drain(&mut client(&fake).library().get_posts().strict().items()).await;
    let error = error.unwrap();
    assert_eq!((before.len(), error.kind()), (75, ErrorKind::Server));
    let token = error.resume_token().unwrap();
    for (strict, end) in [(false, ErrorKind::Incomplete), (true, ErrorKind::ListChanged)] {
        let call = client(&fake).library().get_posts().resume_from(token);
        let mut rest = if strict { call.strict().items() } else { call.items() };
        let (rest, error) = drain(&mut rest).await;
        assert_eq!((rest.len(), error.unwrap().kind()), (0, end), "a row was passed over by then");
    }
}

#[tokio::test]
async fn a_listing_that_begins_or_goes_on_inside_a_list_gives_nothing_of_before() {
    let (fake, list) = (FakeTransport::new(), MovingList::of(100));
    list.serve(&fake, 25, |rows, turn| {
        if turn == 1 {
            (0..30).for_each(|_| rows.delete(0));
        }
    });
    let mut items = client(&fake).library().get_posts().offset(40).strict().items();
    let (given, error) = drain(&mut items).await;
    assert_eq!((given, error.is_none()), ((40..100).collect::<Vec<_>>(), true));
    assert_eq!(items.drift().steps_back, 2);
}

#[tokio::test]
async fn what_can_not_be_strict_is_told_and_listed_as_usual() {
    for (limit, with_ids) in [(25, false), (1, true)] {
        let fake = FakeTransport::new();
        fake.respond(move |request| {
            let offset = number(request, "offset", 0);
            let rows = (offset..60.min(offset + number(request, "limit", 25)))
                .map(|id| {
                    if with_ids { json!({"id": id, "slug": "s"}) } else { json!({"slug": format!("s{id}")}) }
                })
                .collect::<Vec<_>>();
            FakeAnswer::json(&json!({"results": rows, "count": 60}))
        });
        let notes = Arc::new(Mutex::new(Vec::new()));
        let client = builder(&fake).on_note(keep_changes(&notes)).build().unwrap();
        let rows = client.library().get_posts().limit(limit).strict().items().try_collect().await.unwrap();
        assert_eq!(rows.len(), 60);
        assert_eq!(*notes.lock().unwrap(), [Note::NotStrict { operation: "get_posts" }]);
    }
}

#[tokio::test]
async fn a_list_that_moves_is_told_once() {
    let (fake, list) = (FakeTransport::new(), MovingList::of(100));
    list.serve(&fake, 25, |rows, _| rows.insert(0));
    let notes = Arc::new(Mutex::new(Vec::new()));
    let client = builder(&fake).on_note(keep_changes(&notes)).build().unwrap();
    client.library().get_posts().items().try_collect().await.unwrap();
    let told =
        "get_posts: the list moved while it was read: 1 rows came again, the count went from 100 to 101";
    assert_eq!(notes.lock().unwrap().iter().map(Note::to_string).collect::<Vec<_>>(), [told]);
}

/// A hook that keeps what it is told, but for what every sending tells.
fn keep_changes(notes: &Arc<Mutex<Vec<Note>>>) -> impl Fn(&Note) + Send + Sync + 'static {
    let notes = Arc::clone(notes);
    move |note| {
        if !matches!(note, Note::Attempt { .. }) {
            notes.lock().unwrap().push(note.clone());
        }
    }
}
