//! The week at a glance: Instagram, the calendar, this week's drop, trending reels, ideas from the library.
//!
//! ```sh
//! cargo run -p cc-api --example weekly_dashboard [FIRST-DAY]
//! ```

mod support;

use cc_api::Client;
use cc_api::content::Post;
use cc_api::time::ToSpan;
use cc_api::time::civil::Date;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = support::client()?;
    let first = first_day()?;
    let last = first.checked_add(6.days())?;
    println!("The week of {first}\n");
    instagram(&client).await?;
    calendar(&client, first, last).await?;
    library(&client, first).await?;
    Ok(())
}

/// The first argument; without one, the day on which the made-up account lives.
fn first_day() -> Result<Date, cc_api::time::Error> {
    std::env::args().nth(1).as_deref().unwrap_or("2026-11-23").parse()
}

async fn instagram(client: &Client) -> Result<(), cc_api::Error> {
    let summary = client.instagram().get_instagram_summary().await?;
    println!("Instagram");
    print_figure("followers", summary.followers, summary.followers_change_percent);
    print_figure("reach", summary.reach, summary.reach_change_percent);
    print_figure("interactions", summary.interactions, summary.interactions_change_percent);
    let top = client.instagram().get_instagram_posts().sort_by("reach").limit(3).await?;
    for media in top.items {
        let caption = media.caption.unwrap_or_default();
        println!("  {:>8}  {}", media.reach.unwrap_or_default(), caption.lines().next().unwrap_or_default());
    }
    Ok(())
}

fn print_figure(name: &str, value: Option<i64>, change: Option<f64>) {
    let change = change.map(|percent| format!("  ({percent:+.1} %)")).unwrap_or_default();
    let value = value.map_or_else(|| "unknown".to_owned(), |number| number.to_string());
    println!("  {name:<13}{value:>8}{change}");
}

async fn calendar(client: &Client, first: Date, last: Date) -> Result<(), cc_api::Error> {
    println!("\nCalendar, {first} to {last}");
    let mut entries = client.calendar().get_content_calendar().start_date(first).end_date(last).items();
    while let Some(entry) = entries.try_next().await? {
        let day = entry.date.map(|date| date.to_string()).unwrap_or_default();
        let done = if entry.is_completed == Some(true) { "done" } else { "" };
        println!("  {day}  {:<4}  {}", done, entry.post.as_ref().map_or_else(|| "(open)".to_owned(), line));
    }
    Ok(())
}

async fn library(client: &Client, first: Date) -> Result<(), cc_api::Error> {
    let drops = client.content().get_content_drops().include_posts(true).await?;
    let this_week =
        drops.items.into_iter().filter(|drop| drop.week_of.is_some_and(|week| week.start() <= first));
    if let Some(drop) = this_week.max_by_key(|drop| drop.week_of) {
        println!("\nThis week's drop: {}", drop.title.unwrap_or_default());
        drop.posts.iter().flatten().for_each(|post| println!("  {}", line(post)));
    }
    println!("\nTrending reels");
    let reels = client.content().get_trending_reels().limit(5).await?;
    reels.items.iter().for_each(|post| println!("  {}", line(post)));
    println!("\nMore from the library");
    let extras = client.content().get_posts().content_type("Email Template").limit(5).await?;
    extras.items.iter().for_each(|post| println!("  {}", line(post)));
    Ok(())
}

fn line(post: &Post) -> String {
    format!("{}  {}", post.title.as_deref().unwrap_or("untitled"), post.web_url())
}
