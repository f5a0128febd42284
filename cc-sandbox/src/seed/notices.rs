//! What the platform has told everybody in the past year and is going to tell, and its feature flags.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::store::day::monday;
use crate::store::notices::{self, NewNotice};

/// Name, what it is, and whether it is on in the vendor's own tenant and in the others.
const FLAGS: &[(&str, Option<&str>, bool, bool)] = &[
    ("ai_captions", Some("Captions in your own voice."), true, true),
    ("client_newsletters", None, false, false),
    ("hook_menu", Some("Opening lines for reels."), true, false),
    ("instagram_insights", Some("Figures of your Instagram account."), true, true),
    ("market_report", Some("A monthly report of your market, ready to send."), false, true),
    ("page_builder", Some("Your own web pages."), true, true),
    ("video_library", Some("Clips of homes and streets."), true, false),
];

/// Weeks before the present one, what is new, and how to use it.
const FEATURES: &[(i64, &str, Option<&str>)] = &[
    (47, "Pages can be copied", Some("Copy a page with all that stands on it, and change the copy.")),
    (
        38,
        "Captions sound like you now",
        Some("Answer five questions in your profile; new captions follow them."),
    ),
    (26, "The hook menu is open to everybody", None),
    (14, "See which posts were saved most", Some("The insights can be sorted by saves.")),
    (5, "Plan a whole month at once", Some("Choose the days of the week; the calendar does the rest.")),
];

/// The weeks that the weekly news is there for: half a year back, a month ahead.
const WEEKS: std::ops::RangeInclusive<i64> = -4..=25;

/// Fills the notifications and the flags of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    flags(seeder, plan)?;
    if seeder.is_empty() {
        return Ok(());
    }
    let today = seeder.today();
    let monday = monday(today);
    for account in &plan.accounts {
        for weeks_ago in WEEKS.rev() {
            weekly(seeder, *account, monday.saturating_sub((7 * weeks_ago).days()))?;
        }
        for (weeks_ago, title, message) in FEATURES {
            let day = monday.saturating_sub((7 * weeks_ago - 2).days());
            tell(seeder, *account, day, "feature", title, *message, None)?;
        }
        for month in 1..=11 {
            let day = today.saturating_sub(month.months());
            let message = Some("Your membership was renewed for a month. The invoice is ready.");
            tell(seeder, *account, day, "billing", "Thank you for your payment", message, None)?;
        }
    }
    Ok(())
}

/// The news of a week's drop.
fn weekly(seeder: &mut Seeder<'_>, account: i64, monday: Date) -> anyhow::Result<()> {
    let message = format!("New posts for the week of {}.", monday.strftime("%B %-d"));
    let link = Some("https://app.coffeecontracts.example/drops");
    tell(seeder, account, monday, "content", "This week's drop is here", Some(&message), link)
}

/// Sends it at nine in the morning. What is two weeks old has mostly been read.
fn tell(
    seeder: &mut Seeder<'_>,
    account: i64,
    day: Date,
    kind: &'static str,
    title: &str,
    message: Option<&str>,
    link_url: Option<&str>,
) -> anyhow::Result<()> {
    let created_at = later(start_of(day), SignedDuration::from_hours(9));
    let age = seeder.now.duration_since(created_at);
    let is_read = age > SignedDuration::from_hours(14 * 24) && seeder.rng.u8(..8) > 0;
    let read_at = later(created_at, SignedDuration::from_mins(seeder.rng.i64(5..2000)));
    let notice = NewNotice {
        kind,
        title,
        message,
        link_url,
        created_at: created_at.as_millisecond(),
        read_at: is_read.then_some(read_at.as_millisecond()),
    };
    notices::add(seeder.db, account, &notice)?;
    Ok(())
}

fn flags(seeder: &Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let sql = "INSERT INTO feature_flag (tenant_id, name, is_enabled, description) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = seeder.db.prepare_cached(sql)?;
    for (name, description, in_main, elsewhere) in FLAGS {
        let is_enabled = if plan.is_main { in_main } else { elsewhere };
        insert.execute((plan.tenant, name, is_enabled, description))?;
    }
    Ok(())
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}
