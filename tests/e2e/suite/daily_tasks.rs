//! Daily tasks.

use cc_api::time::civil::{Date, date};
use cc_e2e::{NOW, PRIYA, World, shown};

/// The day on which the clock stands.
const TODAY: Date = date(2026, 3, 4);

#[tokio::test]
async fn tasks_are_those_of_the_day_or_of_the_week() {
    let world = World::new().await;
    let client = world.client();
    let today = client.calendar().list_daily_tasks().date(TODAY).await.unwrap();
    assert!(today.items.iter().all(|task| task.date == Some(TODAY)));
    assert!(today.items.iter().map(|task| task.order.unwrap()).eq((0..).take(today.items.len())));
    let week = client.calendar().list_daily_tasks().limit(100).await.unwrap();
    let days: Vec<Date> = week.items.iter().map(|task| task.date.unwrap()).collect();
    assert_eq!((days.first(), days.last()), (Some(&date(2026, 3, 2)), Some(&date(2026, 3, 8))));
    assert!(days.is_sorted() && week.count > today.count);
}

#[tokio::test]
async fn a_task_is_done_and_opened_again() {
    let world = World::new().await;
    let client = world.client();
    let open = client.calendar().list_daily_tasks().date(TODAY).is_completed(false).await.unwrap();
    let id = open.items[0].id.clone().unwrap();
    let done = client.calendar().update_daily_task(&id).is_completed(true).await.unwrap();
    assert_eq!((done.is_completed, done.completed_at), (Some(true), Some(NOW.parse().unwrap())));

    // Done once more an hour later, it still shows when it was done.
    world.at("2026-03-04T10:00:00Z");
    let again = client.calendar().update_daily_task(&id).is_completed(true).await.unwrap();
    assert_eq!(shown(&again), shown(&done));
    let finished = client.calendar().list_daily_tasks().date(TODAY).is_completed(true).await.unwrap();
    assert_eq!((shown(&finished.items), finished.count), (shown(&[done]), Some(1)));
    let left = client.calendar().list_daily_tasks().date(TODAY).is_completed(false).await.unwrap();
    assert_eq!(left.count.unwrap(), open.count.unwrap() - 1);

    let opened = client.calendar().update_daily_task(&id).is_completed(false).await.unwrap();
    assert_eq!((opened.is_completed, opened.completed_at), (Some(false), None));
    let left = client.calendar().list_daily_tasks().date(TODAY).is_completed(false).await.unwrap();
    assert_eq!(shown(&left.items), shown(&open.items));
}

#[tokio::test]
async fn a_task_is_done_on_one_day_and_by_one_account() {
    let world = World::new().await;
    let (client, other) = (world.client(), world.session_of(PRIYA));
    let id = client.calendar().list_daily_tasks().date(TODAY).await.unwrap().items.remove(0).id.unwrap();
    client.calendar().update_daily_task(&id).is_completed(true).await.unwrap();
    let next_week = client.calendar().list_daily_tasks().date(date(2026, 3, 11)).await.unwrap().items;
    assert_eq!(next_week[0].is_completed, Some(false));
    for somebody in [&other, &world.stranger()] {
        let theirs = somebody.calendar().list_daily_tasks().date(TODAY).await.unwrap().items;
        assert!(theirs.iter().all(|task| task.is_completed == Some(false)));
        let refused = somebody.calendar().update_daily_task(&id).is_completed(false).await.unwrap_err();
        assert_eq!(refused.status(), Some(404));
    }
    let mine = client.calendar().list_daily_tasks().date(TODAY).is_completed(true).await.unwrap();
    assert_eq!(mine.count, Some(1));
}

#[tokio::test]
async fn an_unknown_task_and_an_empty_change_are_refused() {
    let world = World::new().await;
    let client = world.client();
    for id in
        ["daily_task_1_2026-03-04_99", "daily_task_1_2026-02-30_0", "daily_task_0_2026-03-04_0", "nothing"]
    {
        let refused = client.calendar().update_daily_task(id).is_completed(true).await.unwrap_err();
        assert_eq!(refused.status(), Some(404), "{id}");
    }
    let id = client.calendar().list_daily_tasks().await.unwrap().items.remove(0).id.unwrap();
    assert_eq!(client.calendar().update_daily_task(&id).await.unwrap_err().status(), Some(422));
}
