//! Fills the empty days of a week with trending posts that are not planned yet.
//!
//! It changes the calendar, so it only says what it would do unless told otherwise:
//!
//! ```sh
//! cargo run -p cc-api --example plan_week 2026-11-23 [--do-it]
//! ```

mod support;

use cc_api::Client;
use cc_api::calendar::ScheduleEntry;
use cc_api::content::Post;
use cc_api::time::ToSpan;
use cc_api::time::civil::Date;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = support::client()?;
    let first = first_day()?;
    let do_it = std::env::args().any(|argument| argument == "--do-it");
    let days: Vec<Date> = (0..7).map(|day| first.checked_add(day.days())).collect::<Result<_, _>>()?;
    let planned = planned(&client, days[0], days[6]).await?;
    let mut ideas = ideas(&client, &planned).await?.into_iter();
    for day in days {
        if planned.iter().any(|entry| entry.date == Some(day) && entry.post.is_some()) {
            println!("{day}  planned already");
            continue;
        }
        let Some(post) = ideas.next() else {
            println!("{day}  no idea left");
            continue;
        };
        println!("{day}  {}", post.title.as_deref().unwrap_or(&post.slug));
        if let (true, Some(id)) = (do_it, post.id) {
            client.calendar().add_to_schedule(id, day).await?;
        }
    }
    Ok(())
}

/// The first argument; without one, the day on which the made-up account lives.
fn first_day() -> Result<Date, cc_api::time::Error> {
    std::env::args().nth(1).as_deref().unwrap_or("2026-11-23").parse()
}

async fn planned(client: &Client, first: Date, last: Date) -> Result<Vec<ScheduleEntry>, cc_api::Error> {
    client.calendar().get_content_calendar().start_date(first).end_date(last).items().try_collect().await
}

/// Trending posts that stand nowhere in the week and that you have not used.
async fn ideas(client: &Client, planned: &[ScheduleEntry]) -> Result<Vec<Post>, cc_api::Error> {
    let mut trending = client.content().get_posts().trending(true).items().try_collect().await?;
    let is_planned = |post: &Post| {
        planned.iter().filter_map(|entry| entry.post.as_ref()).any(|other| other.slug == post.slug)
    };
    trending.retain(|post| post.is_used != Some(true) && !is_planned(post));
    Ok(trending)
}
