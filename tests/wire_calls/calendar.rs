//! The calls of the tag `calendar`, with everything that a caller can pass.

use cc_api::calendar::ScheduleMove;
use jiff::civil::date;

use super::{DAY, Entry, month, page, reply};

pub(super) const CALLS: [Entry; 10] = [
    ("get_content_calendar", |client| {
        page(
            client
                .calendar()
                .get_content_calendar()
                .limit(50)
                .offset(100)
                .date(DAY)
                .start_date(DAY)
                .end_date(DAY)
                .month(month("2026-11"))
                .recommended(true),
        )
    }),
    ("add_to_schedule", |client| {
        reply(client.calendar().add_to_schedule("p_3101", date(2026, 12, 2)).order(1))
    }),
    ("reset_schedule_date", |client| reply(client.calendar().reset_schedule_date(DAY))),
    ("update_schedule_entry", |client| {
        reply(
            client
                .calendar()
                .update_schedule_entry("schedule_entry_3101")
                .is_completed(true)
                .post_id("p_3104"),
        )
    }),
    ("remove_from_schedule", |client| reply(client.calendar().remove_from_schedule("schedule_entry_3101"))),
    ("reorder_schedule", |client| {
        reply(client.calendar().reorder_schedule(vec![
            ScheduleMove::default().id("s_5104").date(date(2026, 11, 28)).order(0),
            ScheduleMove::default().id("s_5105").date(date(2026, 11, 28)).order(1),
        ]))
    }),
    ("generate_calendar", |client| reply(client.calendar().generate_calendar(month("2026-12"), ["monday"]))),
    ("list_calendar_categories", |client| {
        page(client.calendar().list_calendar_categories().limit(50).offset(100))
    }),
    ("list_daily_tasks", |client| {
        page(client.calendar().list_daily_tasks().limit(50).offset(100).is_completed(true).date(DAY))
    }),
    ("update_daily_task", |client| {
        reply(client.calendar().update_daily_task("daily_task_3101").is_completed(true))
    }),
];
