//! Who goes first, and what is kept from work that has time.

use std::time::Duration;

use cc_api::Lane;
use cc_faults::logic::{Desk, Served};
use cc_faults::scene;

use super::{FOR_EVER, all_well, at_most, patient, read, settled, spawn, usual};

/// The header by which these stories know a call again.
const LANE: &str = "x-lane";

/// A server that all calls of a story go to.
fn server() -> Served {
    Served::new(|_| usual(&[]))
}

/// When the calls of a lane arrived, in order.
fn arrivals(server: &Served, lane: Lane) -> Vec<Duration> {
    let of_lane = |arrival: &cc_faults::logic::Arrival| {
        arrival.request.headers.get(LANE).is_some_and(|value| value == lane.as_str())
    };
    server.arrivals().into_iter().filter(of_lane).map(|arrival| arrival.at).collect()
}

/// So many calls of a lane at once, that wait as long as it takes.
fn queue(client: &cc_api::Client, lane: Lane, count: u32) -> Vec<super::Running> {
    let call = || spawn(patient(client).with_lane(lane).with_header(LANE, lane.as_str()));
    (0..count).map(|_| call()).collect()
}

pub(super) fn somebody_waiting_goes_before_a_thousand_in_the_background() {
    scene::without_sockets(who_cannot_wait_need_not);
    scene::without_sockets(the_next_slot_is_for_who_waits);
    scene::without_sockets(the_background_goes_on);
    scene::without_sockets(a_part_of_hour_and_day_is_kept_from_the_background);
}

/// As long as there are slots, a thousand calls with time delay nobody: not even one that would not wait at all.
async fn who_cannot_wait_need_not(desk: &Desk) {
    let server = server();
    let client = desk.client(server.clone());
    let background = queue(&client, Lane::Background, 1000);
    for number in 0..25 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let call = read(&client).with_lane(Lane::Interactive).with_max_wait(Duration::ZERO);
        let result = call.await;
        assert!(result.is_ok(), "call {number}: {}", result.unwrap_err());
    }
    all_well(background).await;
    settled(&client).await;
}

/// When there is none, the next is theirs.
async fn the_next_slot_is_for_who_waits(desk: &Desk) {
    let server = server();
    let client = desk.client(server.clone());
    all_well(queue(&client, Lane::Normal, 30)).await;
    let background = queue(&client, Lane::Background, 1000);
    tokio::time::sleep(Duration::from_secs(5)).await;
    all_well(queue(&client, Lane::Interactive, 1)).await;
    let next = server.arrivals()[30].request.headers[LANE].clone();
    assert_eq!(next, Lane::Interactive.as_str());
    all_well(background).await;
}

/// While others take every slot that they can get, one call in nine is from the background, as far as its pace allows.
async fn the_background_goes_on(desk: &Desk) {
    let server = server();
    let client = desk.client(server.clone());
    let background = queue(&client, Lane::Background, 1000);
    let busy = queue(&client, Lane::Interactive, 290);
    tokio::time::sleep(Duration::from_secs(595)).await;
    let (hurried, calm) = (arrivals(&server, Lane::Interactive), arrivals(&server, Lane::Background));
    assert!(hurried.len() >= 280, "{} calls of the others", hurried.len());
    assert!((5..=24).contains(&calm.len()), "{} calls from the background: {calm:?}", calm.len());
    at_most(&server, 30, 60);
    all_well(busy).await;
    all_well(background).await;
    settled(&client).await;
}

async fn a_part_of_hour_and_day_is_kept_from_the_background(desk: &Desk) {
    for (used, rest, window) in [(375, 61, 3600), (1500, 3700, 86_400)] {
        let server = server();
        let client = desk.client(server.clone());
        all_well(queue(&client, Lane::Normal, used)).await;
        let last = server.arrivals().last().unwrap().at;
        // The shorter windows are free again by then.
        tokio::time::sleep(Duration::from_secs(rest)).await;
        let background = queue(&client, Lane::Background, 1);
        // The others take the reserve at once, while the background waits for what was used first to leave.
        all_well((0..20).map(|_| spawn(read(&client).with_max_wait(Duration::ZERO))).collect()).await;
        all_well(background).await;
        let waited = arrivals(&server, Lane::Background)[0];
        assert!(waited >= Duration::from_secs(window), "it took the reserve at {waited:?}");
        assert!(waited < last + FOR_EVER, "{last:?}");
        settled(&client).await;
    }
}
