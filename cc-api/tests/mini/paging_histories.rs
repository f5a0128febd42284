//! Listings of lists with random histories: what is promised holds in each.

use cc_api::fake::FakeTransport;
use cc_api::{Error, ErrorKind, ListingCaps};

use crate::api::Api as _;
use crate::moving_list::{MovingList, drain};
use crate::moving_rows::{Chance, Change};
use crate::support::client;

/// How many histories of each kind are tried; a thousand are in the tests of the faults.
const HISTORIES: u64 = 200;

/// One listing of a list with a history: what it gave, how it ended, and what it should have given.
struct Told {
    given: Vec<u64>,
    error: Option<Error>,
    lasting: Vec<u64>,
    drift: bool,
}

impl Told {
    fn kind(&self) -> Option<ErrorKind> {
        self.error.as_ref().map(Error::kind)
    }

    fn missed(&self) -> bool {
        self.lasting.iter().any(|id| !self.given.contains(id))
    }

    fn repeated(&self) -> bool {
        let mut once = self.given.clone();
        once.sort_unstable();
        once.dedup();
        once.len() != self.given.len()
    }
}

async fn listing(seed: u64, change: Change, strict: bool) -> Told {
    let mut luck = Chance::new(seed);
    let list = MovingList::of(luck.below(50) as u64);
    // Without a count it takes only two changes to make up for each other, if rows change places.
    list.rows().counted = matches!(change, Change::Anything) || luck.below(3) > 0;
    let limit = 3 + i64::try_from(luck.below(30)).unwrap();
    let (prefetch, cap) = (luck.below(2) == 1, 3 + luck.below(60) as u64);
    let fake = FakeTransport::new();
    let mut rests = 0;
    list.serve(&fake, cap, move |rows, turn| {
        // A history comes to rest: what grows for ever may be read for ever.
        if turn < 20 && rests < 3 {
            rests += u64::from(luck.below(12) == 0);
            change.happen(rows, &mut luck);
        }
    });
    let call = client(&fake).library().get_posts().limit(limit).with_caps(ListingCaps::default().pages(500));
    let call = if strict { call.strict() } else { call };
    let call = if prefetch { call.prefetch() } else { call };
    let mut items = call.items();
    let (given, error) = drain(&mut items).await;
    let lasting = list.rows().lasting.clone();
    Told { given, error, lasting, drift: items.drift().moved() }
}

#[tokio::test]
async fn a_listing_ends_and_repeats_no_row_whatever_the_list_does() {
    let mut moved = 0;
    for seed in 0..HISTORIES {
        let told = listing(seed, Change::Anything, false).await;
        assert!(!told.repeated(), "history {seed}");
        assert_ne!(told.kind(), Some(ErrorKind::PaginationStuck), "history {seed}");
        moved += u64::from(told.drift);
    }
    assert!(moved > HISTORIES / 3, "the histories move: {moved}");
}

#[tokio::test]
async fn a_strict_listing_gives_each_lasting_row_once_or_says_that_the_list_changed() {
    // Three changes at a time could make up for each other without a trace: a row goes from the part that was read,
    // another one moves into it, and a third one comes in behind.
    for change in [Change::ComeAndGo, Change::Anything] {
        let mut given_up = 0;
        for seed in 0..HISTORIES {
            let told = listing(seed, change, true).await;
            assert!(!told.repeated(), "history {seed}");
            match told.kind() {
                None => assert!(!told.missed(), "history {seed}"),
                Some(kind) => assert_eq!(kind, ErrorKind::ListChanged, "history {seed}: {:?}", told.error),
            }
            given_up += u64::from(told.error.is_some());
        }
        assert!(given_up < HISTORIES * 2 / 5, "of lists that come to rest most are told in full: {given_up}");
    }
}
