//! The weeks: 52 that are out, the last of them this week's, and a few to come. They start on Mondays, as in the spec's examples.

use cc_api::Date;
use jiff::ToSpan as _;

use crate::seed::Seeder;
use crate::store::day::monday;

/// Headlines of weeks, with what the week is about.
const THEMES: &[(&str, &str)] = &[
    ("Open doors", "Buyers, open houses, and a newsletter that takes ten minutes."),
    ("Numbers, plainly", "The market in three figures, and what to say when somebody asks."),
    ("Meet the neighbors", "Streets, shops and people: a week about the town."),
    ("Ready to list", "What owners should do before the sign goes up."),
    ("The first key", "For everybody who is looking for a first home."),
    ("Behind the curtain", "Shoots, showings and the hours that nobody sees."),
    ("A house in order", "Small repairs, paint, and one weekend of work."),
    ("Thank you notes", "Past clients, anniversaries and kind words."),
    ("On the move", "Boxes, dates, and how to sell and buy at once."),
    ("Make room", "More space, less space: two sides of one conversation."),
    ("At the table", "Offers, terms, and what matters besides the price."),
    ("Seen from the street", "Front doors, gardens and first impressions."),
    ("Your story", "Why you do this, told in a way that is easy to film."),
];

/// Makes the drops of a library of so many posts, and says on which days they come out. A small library has fewer weeks.
pub(super) fn fill(seeder: &Seeder<'_>, tenant: i64, posts: u32) -> anyhow::Result<Vec<Date>> {
    let weeks = i64::from(posts.min(55));
    let to_come = weeks.min(30) / 10;
    let this_week = monday(seeder.today());
    let first = this_week.saturating_sub((weeks - 1 - to_come).weeks());
    let mut insert = seeder.db.prepare(
        "INSERT INTO content_drop (tenant_id, week_of, title, description) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut days = Vec::new();
    for week in 0..weeks {
        let day = first.saturating_add(week.weeks());
        let (title, description) = THEMES[usize::try_from(week)? % THEMES.len()];
        insert.execute((tenant, day.to_string(), title, description))?;
        days.push(day);
    }
    Ok(days)
}
