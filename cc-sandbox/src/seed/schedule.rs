//! Calendar categories, daily tasks, and what everybody has done of their plan.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::store::day::days_after_monday;
use crate::store::posts::Viewer;
use crate::store::schedule;

/// Name, slug, what it holds, color.
const CATEGORIES: &[(&str, &str, &str, &str)] = &[
    ("Educate", "educate", "Posts that teach something about buying, selling or owning a home.", "#C08552"),
    ("Connect", "connect", "Posts that show the person behind the business.", "#7A8F6A"),
    ("Local", "local", "Streets, shops and people of the neighborhood.", "#3E5C76"),
    ("Proof", "proof", "Sold signs, reviews and the stories behind them.", "#8C5E58"),
    ("Invite", "invite", "Posts that ask for a call, a visit or a message.", "#D9A441"),
];

/// What to do, how, and where; the number is the day of the week, 0 is Monday.
const TASKS: &[(i64, &str, Option<&str>, Option<&str>)] = &[
    (0, "Look through the week's plan", Some("Swap what does not fit your market."), Some("calendar")),
    (0, "Answer every comment of the weekend", Some("Ten minutes over coffee are enough."), None),
    (0, "Save one post of a colleague that you like", None, None),
    (1, "Film one sentence about the market", Some("Stand at a window and look into the lens."), None),
    (1, "Write to three past clients", Some("Ask how the house is, and nothing else."), None),
    (2, "Share a post to your story", Some("Add a question sticker."), Some("posts")),
    (2, "Comment on five local businesses", Some("Say something that only a neighbor would."), None),
    (2, "Answer your messages", None, None),
    (3, "Take ten pictures around a listing", Some("Light switches on, lids down, car out of sight."), None),
    (3, "Thank somebody who sent you a client", None, None),
    (4, "Announce your open house", Some("Time, street, and one reason to come."), None),
    (4, "Note what worked this week", Some("Look at saves before likes."), Some("insights")),
    (4, "Answer every comment", None, None),
    (5, "Show the open house in a story", Some("Three short clips: street, kitchen, view."), None),
    (6, "Choose next week's posts", Some("Half an hour now saves five on Monday."), Some("calendar")),
];

/// For how many days people have been ticking off what they did.
const DAYS_DONE: i32 = 14;

/// Fills the calendar of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    lists(seeder, plan.tenant)?;
    if seeder.is_empty() || seeder.posts == 0 {
        return Ok(());
    }
    for account in &plan.accounts {
        let viewer = Viewer { tenant: plan.tenant, account: *account, today: seeder.today() };
        for ago in 1..=DAYS_DONE {
            done(seeder, viewer, seeder.today().saturating_sub(ago.days()))?;
        }
        planned(seeder, viewer)?;
    }
    Ok(())
}

/// What there is to choose from, and what the platform asks for on each day.
fn lists(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<()> {
    let mut insert = seeder.db.prepare_cached(
        "INSERT INTO calendar_category (tenant_id, name, slug, description, color, position)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, (name, slug, description, color)) in (0_i64..).zip(CATEGORIES) {
        insert.execute((tenant, name, slug, description, color, position))?;
    }
    let mut insert = seeder.db.prepare_cached(
        "INSERT INTO daily_task (tenant_id, weekday, position, title, description, link_url)
         SELECT ?1, ?2, count(*), ?3, ?4, ?5 FROM daily_task WHERE tenant_id = ?1 AND weekday = ?2",
    )?;
    for (weekday, title, description, part) in TASKS {
        let link = part.map(|part| format!("https://app.coffeecontracts.example/{part}"));
        insert.execute((tenant, weekday, title, description, link))?;
    }
    Ok(())
}

/// A day that has passed: most of its tasks are done, and on some days what was planned is ticked off.
fn done(seeder: &mut Seeder<'_>, viewer: Viewer, day: Date) -> anyhow::Result<()> {
    let Viewer { tenant, account, .. } = viewer;
    let (text, left_open) = (day.to_string(), seeder.rng.i64(0..4));
    let at = noon(day).as_millisecond() + seeder.rng.i64(0..300) * 60_000;
    let sql = "INSERT INTO daily_task_done (account_id, day, task_id, completed_at)
               SELECT ?1, ?2, id, ?3 + position * 540000 FROM daily_task
               WHERE tenant_id = ?4 AND weekday = ?5 AND position <> ?6";
    let values = (account, &text, at, tenant, days_after_monday(day), left_open);
    seeder.db.prepare_cached(sql)?.execute(values)?;
    if seeder.rng.bool() {
        schedule::copy_plan(seeder.db, viewer, day)?;
        let sql = "UPDATE schedule_entry SET is_completed = 1 WHERE account_id = ?1 AND day = ?2";
        seeder.db.prepare_cached(sql)?.execute((account, &text))?;
    }
    Ok(())
}

/// Two posts that the account chose itself, one for this week and one for the next.
fn planned(seeder: &mut Seeder<'_>, viewer: Viewer) -> anyhow::Result<()> {
    for ahead in [2, 9] {
        let turn = seeder.rng.i64(1..20);
        let sql = "SELECT id FROM post WHERE tenant_id = ?1 AND publish_date <= ?2
                   ORDER BY publish_date DESC, position DESC LIMIT 1 OFFSET ?3";
        let found =
            crate::store::row(seeder.db, sql, (viewer.tenant, viewer.today.to_string(), turn), |row| {
                row.get(0)
            })?;
        if let Some(post) = found {
            let day = viewer.today.saturating_add(ahead.days());
            schedule::add(seeder.db, viewer, post, day, Some(0))?;
        }
    }
    Ok(())
}

fn noon(day: Date) -> Timestamp {
    start_of(day).checked_add(12.hours()).unwrap_or_else(|_| start_of(day))
}
