//! The schedule: the default plan, and what an account makes of it.

use cc_api::calendar::{ScheduleEntry, ScheduleMove};
use cc_api::time::civil::{Date, date};
use cc_api::{Client, YearMonth};
use cc_e2e::{PRIYA, World, shown};

/// A Friday that nobody has changed yet.
const FRIDAY: Date = date(2026, 3, 20);

async fn day(client: &Client, day: Date) -> Vec<ScheduleEntry> {
    client.calendar().get_content_calendar().date(day).await.unwrap().items
}

fn ids(entries: &[ScheduleEntry]) -> Vec<String> {
    entries.iter().map(|entry| entry.id.as_ref().unwrap().to_string()).collect()
}

fn post_of(entry: &ScheduleEntry) -> String {
    entry.post.as_ref().unwrap().id.as_ref().unwrap().to_string()
}

/// A post that is out.
async fn some_post(client: &Client) -> String {
    let post = client.content().get_posts().limit(1).await.unwrap().items.remove(0);
    post.id.unwrap().to_string()
}

fn to(id: &str, day: Date) -> ScheduleMove {
    ScheduleMove::default().id(id).date(day)
}

#[tokio::test]
async fn the_platform_has_a_plan_for_each_of_the_coming_days() {
    let world = World::new().await;
    let client = world.client();
    let week =
        client.calendar().get_content_calendar().start_date(date(2026, 3, 16)).end_date(date(2026, 3, 22));
    let week = week.recommended(true).limit(100).await.unwrap();
    assert_eq!(week.count, Some(12));
    let places: Vec<(Date, i64)> =
        week.items.iter().map(|entry| (entry.date.unwrap(), entry.order.unwrap())).collect();
    assert!(places.is_sorted() && places.first() == Some(&(date(2026, 3, 16), 0)), "{places:?}");
    let posts: std::collections::BTreeSet<String> = week.items.iter().map(post_of).collect();
    assert_eq!(posts.len(), 12, "no post comes twice in a week");
    assert!(week.items.iter().all(|entry| entry.category.is_some() && entry.is_completed == Some(false)));
    // Later, the same days have the same plan.
    world.at("2026-03-08T09:00:00Z");
    let later = client.calendar().get_content_calendar().date(FRIDAY).recommended(true).await.unwrap();
    let planned: Vec<&ScheduleEntry> = week.items.iter().filter(|entry| entry.date == Some(FRIDAY)).collect();
    assert_eq!(shown(&later.items), shown(&planned));
}

#[tokio::test]
async fn filters_narrow_the_schedule_and_pages_do_not_overlap() {
    let world = World::new().await;
    let client = world.client();
    let march: YearMonth = "2026-03".parse().unwrap();
    let open = client.calendar().get_content_calendar().limit(100).await.unwrap();
    let month = client.calendar().get_content_calendar().month(march).limit(100).await.unwrap();
    assert_eq!(shown(&open.items), shown(&month.items), "without a filter it is the current month");
    assert!(month.items.iter().all(|entry| YearMonth::from(entry.date.unwrap()) == march));

    let mut paged = Vec::new();
    while paged.len() < month.items.len() {
        let offset = i64::try_from(paged.len()).unwrap();
        let page =
            client.calendar().get_content_calendar().month(march).limit(7).offset(offset).await.unwrap();
        assert_eq!(page.count, month.count);
        paged.extend(page.items);
    }
    assert_eq!(ids(&paged), ids(&month.items));

    let own = client.calendar().get_content_calendar().month(march).recommended(false).await.unwrap();
    let theirs = client.calendar().get_content_calendar().month(march).recommended(true).await.unwrap();
    assert!(!own.items.is_empty() && own.items.iter().all(|entry| entry.is_recommended == Some(false)));
    assert_eq!(own.count.unwrap() + theirs.count.unwrap(), month.count.unwrap());

    let narrow = client.calendar().get_content_calendar().month(march).start_date(date(2026, 3, 30));
    let narrow = narrow.end_date(date(2026, 4, 30)).await.unwrap();
    assert!(narrow.items.iter().all(|entry| entry.date >= Some(date(2026, 3, 30))));
    assert_eq!(narrow.count, Some(4), "two days of March");
    let far = client.calendar().get_content_calendar().start_date(date(2027, 1, 1)).await.unwrap();
    assert_eq!(far.count, Some(0));
}

#[tokio::test]
async fn a_post_is_added_at_its_place_and_the_others_move_on() {
    let world = World::new().await;
    let client = world.client();
    let before = ids(&day(&client, FRIDAY).await);
    let post = some_post(&client).await;
    let added = client.calendar().add_to_schedule(post.as_str(), FRIDAY).order(1).await.unwrap();
    assert_eq!((added.order, added.is_recommended, post_of(&added)), (Some(1), Some(false), post.clone()));
    let last = client.calendar().add_to_schedule(post.as_str(), FRIDAY).order(99).await.unwrap();

    let after = day(&client, FRIDAY).await;
    let expected = [&before[..1], &ids(&[added]), &before[1..], &ids(&[last])].concat();
    assert_eq!(ids(&after), expected);
    assert!(after.iter().map(|entry| entry.order.unwrap()).eq(0..4));
}

#[tokio::test]
async fn an_entry_of_the_default_plan_is_ticked_off_and_swapped() {
    let world = World::new().await;
    let client = world.client();
    let first = day(&client, FRIDAY).await.remove(0);
    let id = first.id.clone().unwrap();
    let done = client.calendar().update_schedule_entry(&id).is_completed(true).await.unwrap();
    assert_eq!((done.is_completed, post_of(&done)), (Some(true), post_of(&first)));
    let post = some_post(&client).await;
    let swapped = client.calendar().update_schedule_entry(&id).post_id(post.as_str()).await.unwrap();
    assert_eq!((swapped.is_completed, post_of(&swapped)), (Some(true), post));
    assert_eq!(shown(&day(&client, FRIDAY).await[0]), shown(&swapped));
    let emptied = client.calendar().update_schedule_entry(&id).clear_post_id().await.unwrap();
    assert!(emptied.id == Some(id) && emptied.post.is_none());
}

#[tokio::test]
async fn a_removed_entry_is_gone_and_the_gap_closes() {
    let world = World::new().await;
    let client = world.client();
    let before = day(&client, FRIDAY).await;
    let id = before[0].id.clone().unwrap();
    client.calendar().remove_from_schedule(&id).await.unwrap();
    let after = day(&client, FRIDAY).await;
    assert_eq!(ids(&after), ids(&before)[1..]);
    assert_eq!(after[0].order, Some(0));
    assert_eq!(client.calendar().remove_from_schedule(&id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn a_day_put_back_has_its_default_plan_again() {
    let world = World::new().await;
    let client = world.client();
    let default = day(&client, FRIDAY).await;
    let moved = default[0].id.clone().unwrap();
    let saturday = date(2026, 3, 21);
    client.calendar().add_to_schedule(some_post(&client).await, FRIDAY).await.unwrap();
    client.calendar().reorder_schedule([to(moved.as_str(), saturday)]).await.unwrap();
    for _ in 0..2 {
        client.calendar().reset_schedule_date(FRIDAY).await.unwrap();
        let again = day(&client, FRIDAY).await;
        assert_eq!(
            again.iter().map(post_of).collect::<Vec<_>>(),
            default.iter().map(post_of).collect::<Vec<_>>()
        );
    }
    // What went to another day stays there under its identifier; the day's own entries are new ones.
    let elsewhere = ids(&day(&client, saturday).await);
    assert!(elsewhere.iter().any(|id| moved == *id.as_str()));
    assert!(ids(&day(&client, FRIDAY).await).iter().all(|id| moved != *id.as_str()));
    assert_eq!(
        client
            .calendar()
            .update_schedule_entry(default[1].id.clone().unwrap())
            .is_completed(true)
            .await
            .unwrap_err()
            .status(),
        Some(404)
    );
}

#[tokio::test]
async fn several_entries_move_at_once_or_none() {
    let world = World::new().await;
    let client = world.client();
    let (monday, friday) = (date(2026, 3, 16), FRIDAY);
    let (from, into) = (ids(&day(&client, monday).await), ids(&day(&client, friday).await));
    let moves = [to(&from[1], friday).order(0), to(&from[0], friday).order(2)];
    let answered = client.calendar().reorder_schedule(moves).await.unwrap().entries.unwrap();
    assert_eq!(ids(&answered), [from[1].clone(), from[0].clone()]);
    assert!(answered.iter().map(|entry| entry.order.unwrap()).eq([0, 2]));
    assert_eq!(ids(&day(&client, friday).await), [&from[1], &into[0], &from[0], &into[1]].map(Clone::clone));
    assert!(day(&client, monday).await.is_empty());

    let before = shown(&day(&client, friday).await);
    for (status, bad) in
        [(404, to("entry_999999", monday)), (422, to(&into[0], friday)), (422, to(&into[1], monday).order(0))]
    {
        let moves = [to(&into[0], monday).order(0), bad];
        let refused = client.calendar().reorder_schedule(moves).await.unwrap_err();
        assert_eq!(refused.status(), Some(status));
        assert!(refused.fields().iter().all(|field| field.field.starts_with("moves.1.")), "{refused:?}");
        assert_eq!(shown(&day(&client, friday).await), before);
    }
}

#[tokio::test]
async fn a_generated_month_has_one_post_on_each_chosen_day() {
    let world = World::new().await;
    let client = world.client();
    let month: YearMonth = "2026-03".parse().unwrap();
    let thursday = shown(&day(&client, date(2026, 3, 19)).await);
    let made = client.calendar().generate_calendar(month, ["friday", "monday"]).await.unwrap();
    let entries = made.entries.unwrap();
    let days: Vec<i8> = entries.iter().map(|entry| entry.date.unwrap().day()).collect();
    assert_eq!((made.month, days), (Some(month), vec![2, 6, 9, 13, 16, 20, 23, 27, 30]));
    let posts: std::collections::BTreeSet<String> = entries.iter().map(post_of).collect();
    assert_eq!(posts.len(), 9);
    for entry in &entries {
        assert_eq!(shown(&day(&client, entry.date.unwrap()).await), shown(&[entry]));
    }
    assert_eq!(shown(&day(&client, date(2026, 3, 19)).await), thursday, "other days stay");
    // A month that the platform does not plan yet can be filled as well.
    let far = client.calendar().generate_calendar("2026-12".parse().unwrap(), ["sunday"]).await.unwrap();
    assert_eq!(far.entries.unwrap().len(), 4);
}

#[tokio::test]
async fn categories_are_listed_in_their_order() {
    let world = World::new().await;
    let client = world.client();
    let all = client.calendar().list_calendar_categories().await.unwrap();
    assert!(all.items.iter().map(|category| category.order.unwrap()).eq((0..).take(all.items.len())));
    let second = client.calendar().list_calendar_categories().limit(1).offset(1).await.unwrap();
    assert_eq!((shown(&second.items), second.count), (shown(&all.items[1..2]), all.count));
    let planned = day(&client, FRIDAY).await.remove(0).category.unwrap();
    assert!(all.items.iter().any(|category| shown(category) == shown(&planned)));
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused_by_its_field() {
    let world = World::new().await;
    let client = world.client();
    let id = day(&client, FRIDAY).await.remove(0).id.unwrap();
    let foreign = some_post(&world.stranger()).await;
    for post in ["post_999999", "first-time-buyer-checklist", "", foreign.as_str()] {
        let add = client.calendar().add_to_schedule(post, FRIDAY).await.unwrap_err();
        let swap = client.calendar().update_schedule_entry(&id).post_id(post).await.unwrap_err();
        for refused in [add, swap] {
            assert_eq!(
                (refused.status(), refused.fields()[0].field.as_str()),
                (Some(422), "postId"),
                "{post}"
            );
        }
    }
    for id in ["entry_999999", "proposal_1_2026-03-20_2", "proposal_1_2027-03-12_0", "nothing"] {
        let update = client.calendar().update_schedule_entry(id).is_completed(true).await.unwrap_err();
        let remove = client.calendar().remove_from_schedule(id).await.unwrap_err();
        assert_eq!((update.status(), remove.status()), (Some(404), Some(404)), "{id}");
    }
    let empty = client.calendar().update_schedule_entry(&id).await.unwrap_err();
    assert_eq!(empty.status(), Some(422));
    let refused =
        client.calendar().generate_calendar("2026-03".parse().unwrap(), ["payday"]).await.unwrap_err();
    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "daysOfWeek"));
    let refused = client.calendar().generate_calendar("2026-03".parse().unwrap(), [""; 0]).await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
}

#[tokio::test]
async fn without_posts_there_is_no_plan_and_nothing_to_generate() {
    let world = World::with(|options| options.posts = Some(0)).await;
    let client = world.client();
    assert_eq!(client.calendar().get_content_calendar().await.unwrap().count, Some(0));
    client.calendar().reset_schedule_date(FRIDAY).await.unwrap();
    let refused =
        client.calendar().generate_calendar("2026-03".parse().unwrap(), ["monday"]).await.unwrap_err();
    assert_eq!(refused.status(), Some(422));
}

#[tokio::test]
async fn nobody_else_sees_or_changes_a_schedule() {
    let world = World::new().await;
    let (client, other, stranger) = (world.client(), world.session_of(PRIYA), world.stranger());
    let theirs = shown(&[day(&other, FRIDAY).await, day(&stranger, FRIDAY).await]);
    let proposal = day(&client, FRIDAY).await.remove(0).id.unwrap();
    let added =
        client.calendar().add_to_schedule(some_post(&client).await, FRIDAY).await.unwrap().id.unwrap();
    let mine = shown(&day(&client, FRIDAY).await);
    for somebody in [&other, &stranger] {
        for id in [&proposal, &added] {
            let update = somebody.calendar().update_schedule_entry(id).is_completed(true).await.unwrap_err();
            let remove = somebody.calendar().remove_from_schedule(id).await.unwrap_err();
            let reorder = somebody.calendar().reorder_schedule([to(id.as_str(), FRIDAY)]).await.unwrap_err();
            assert_eq!([update.status(), remove.status(), reorder.status()], [Some(404); 3], "{id}");
        }
        somebody.calendar().reset_schedule_date(FRIDAY).await.unwrap();
    }
    assert_eq!(shown(&day(&client, FRIDAY).await), mine);
    assert_eq!(shown(&[day(&other, FRIDAY).await, day(&stranger, FRIDAY).await]), theirs);
}
