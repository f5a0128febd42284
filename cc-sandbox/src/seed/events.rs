//! Events and who has a place in them.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::store::{events, search};

/// Slug, name, what to expect.
const TYPES: &[(&str, &str, Option<&str>)] = &[
    ("workshop", "Workshop", Some("An hour of work on your own content, with questions.")),
    ("content-call", "Content call", Some("What is new in the library this month, and how others use it.")),
    ("office-hours", "Office hours", None),
    ("round-table", "Round table", Some("A few members, one subject, cameras on.")),
];

/// An event as it is made up.
struct EventSeed {
    kind: &'static str,
    slug: &'static str,
    title: &'static str,
    description: Option<&'static str>,
    category: Option<&'static str>,
    tags: &'static [&'static str],
    /// Days from the day on which the data is made.
    day: i32,
    /// How long it takes; some have no end.
    minutes: Option<i64>,
    host: Option<&'static str>,
    capacity: Option<i64>,
    guests: i64,
}

/// What most events have in common.
const PLAIN: EventSeed = EventSeed {
    kind: "workshop",
    slug: "",
    title: "",
    description: None,
    category: None,
    tags: &[],
    day: 0,
    minutes: Some(60),
    host: Some("Nora Field"),
    capacity: None,
    guests: 0,
};

const EVENTS: &[EventSeed] = &[
    EventSeed {
        slug: "a-month-in-an-hour",
        title: "Plan a month in an hour",
        description: Some("Bring your calendar. We fill four weeks together, open houses included."),
        category: Some("Content planning"),
        tags: &["calendar", "planning"],
        day: 6,
        guests: 112,
        ..PLAIN
    },
    EventSeed {
        slug: "reels-without-a-crew",
        title: "Reels without a crew",
        description: Some("One phone, one window, one take: film three reels while we watch the clock."),
        category: Some("Video"),
        tags: &["reels", "video"],
        day: 13,
        minutes: Some(90),
        capacity: Some(60),
        guests: 41,
        ..PLAIN
    },
    EventSeed {
        slug: "listing-photos-clinic",
        title: "The listing photos clinic",
        description: Some("Send your worst picture of a kitchen and learn what to change in five minutes."),
        category: Some("Photography"),
        tags: &["listings", "photos"],
        day: 9,
        host: Some("Jonas Weber"),
        capacity: Some(30),
        guests: 30,
        ..PLAIN
    },
    EventSeed {
        kind: "round-table",
        slug: "small-markets-round-table",
        title: "Round table: small markets",
        description: Some("How to stay interesting where ten homes are sold in a month."),
        category: Some("Community"),
        tags: &["local", "planning"],
        day: 20,
        minutes: None,
        host: None,
        capacity: Some(8),
        guests: 7,
    },
    EventSeed {
        kind: "office-hours",
        slug: "open-office-hours",
        title: "Open office hours",
        description: None,
        tags: &["questions"],
        day: 2,
        minutes: None,
        ..PLAIN
    },
    EventSeed {
        slug: "emails-people-answer",
        title: "E-mails that people answer",
        description: Some("We rewrite five newsletters of members, live and kindly."),
        category: Some("E-mail"),
        tags: &["email", "clients"],
        day: -24,
        capacity: Some(80),
        guests: 52,
        ..PLAIN
    },
    EventSeed {
        slug: "your-story-on-one-page",
        title: "Your story on one page",
        description: Some("Who you are, whom you help, and what to do next: a page that says it."),
        category: Some("Pages"),
        tags: &["pages", "branding"],
        day: -66,
        minutes: Some(75),
        host: Some("Jonas Weber"),
        ..PLAIN
    },
    EventSeed {
        slug: "open-house-week",
        title: "Open house week",
        description: Some("Seven posts before, during and after an open house."),
        category: Some("Content planning"),
        tags: &["open house", "planning"],
        day: -131,
        capacity: Some(100),
        guests: 100,
        ..PLAIN
    },
];

/// How many of the events the small tenant has.
const FEW: usize = 4;

/// Fills the events of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    for (slug, name, description) in TYPES {
        let sql = "INSERT INTO event_type (tenant_id, slug, name, description) VALUES (?1, ?2, ?3, ?4)";
        seeder.db.prepare_cached(sql)?.execute((plan.tenant, slug, name, description))?;
    }
    if seeder.is_empty() {
        return Ok(());
    }
    for seed in &EVENTS[..if plan.is_main { EVENTS.len() } else { FEW }] {
        event(seeder, plan, seed)?;
    }
    for month in if plan.is_main { -11..=1 } else { -1..=1 } {
        content_call(seeder, plan, month)?;
    }
    Ok(())
}

/// The content call of a month, on its second day.
fn content_call(seeder: &mut Seeder<'_>, plan: &TenantPlan, months_from_now: i32) -> anyhow::Result<()> {
    let first = seeder.today().first_of_month().saturating_add(months_from_now.months());
    let day = first.saturating_add(1.day()).duration_since(seeder.today()).as_hours() / 24;
    let slug = first.strftime("%B-%Y-content-call").to_string().to_lowercase();
    let title = first.strftime("%B content call").to_string();
    let seed = EventSeed {
        kind: "content-call",
        description: Some("What comes out this month, what worked last month, and your questions."),
        category: Some("Community"),
        tags: &["library", "questions"],
        day: i32::try_from(day)?,
        minutes: Some(45),
        ..PLAIN
    };
    insert(seeder, plan, &seed, &slug, &title)
}

fn event(seeder: &mut Seeder<'_>, plan: &TenantPlan, seed: &EventSeed) -> anyhow::Result<()> {
    insert(seeder, plan, seed, seed.slug, seed.title)
}

fn insert(
    seeder: &mut Seeder<'_>,
    plan: &TenantPlan,
    seed: &EventSeed,
    slug: &str,
    title: &str,
) -> anyhow::Result<()> {
    let starts_at = afternoon(seeder.today().saturating_add(seed.day.days()));
    let ends_at = seed.minutes.map(|minutes| starts_at + minutes * 60_000);
    let tags = serde_json::to_string(seed.tags)?;
    let picture = seed.host.map(|_| format!("https://images.example/events/{slug}.jpg"));
    let recording = seed.minutes.map(|_| format!("https://videos.example/events/{slug}.mp4"));
    seeder
        .db
        .prepare_cached(
            "INSERT INTO event (tenant_id, type_id, slug, title, description, category, tags, starts_at, ends_at,
                 host, image_url, join_url, recording_url, capacity, guests)
             VALUES (?1, (SELECT id FROM event_type WHERE tenant_id = ?1 AND slug = ?2),
                 ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(rusqlite::params![
            plan.tenant,
            seed.kind,
            slug,
            title,
            seed.description,
            seed.category,
            tags,
            starts_at,
            ends_at,
            seed.host,
            picture,
            format!("https://live.example/{slug}"),
            recording,
            seed.capacity,
            seed.guests,
        ])?;
    let row = seeder.db.last_insert_rowid();
    let body = [seed.description.unwrap_or(""), seed.category.unwrap_or(""), &seed.tags.join(" ")].join(" ");
    let found = search::FindableEvent {
        tenant: plan.tenant,
        row,
        slug,
        title,
        body: &body,
        image_url: picture.as_deref(),
        starts_at,
    };
    search::add_event(seeder.db, &found)?;
    places(seeder, plan, row, seed)
}

/// Who takes part: about half of the people in what has been, as far as there was room, and the first account in what comes
/// next.
fn places(seeder: &mut Seeder<'_>, plan: &TenantPlan, event: i64, seed: &EventSeed) -> anyhow::Result<()> {
    let is_next = seed.slug == EVENTS[0].slug;
    for (index, account) in plan.accounts.iter().enumerate() {
        let wants = (is_next && index == 0) || (seed.day < 0 && seeder.rng.bool());
        if wants && !events::is_full(seeder.db, event)? {
            let day = seeder.today().saturating_add(seed.day.min(0).days()).saturating_sub(3.days());
            events::register(seeder.db, *account, event, afternoon(day))?;
        }
    }
    Ok(())
}

/// Five in the afternoon, when all events begin.
fn afternoon(day: Date) -> i64 {
    let midnight: Timestamp = start_of(day);
    midnight.checked_add(SignedDuration::from_hours(17)).unwrap_or(midnight).as_millisecond()
}
