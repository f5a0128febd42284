//! Traits to choose from, and what accounts say of themselves.

use rusqlite::params;

use super::{Seeder, TenantPlan};
use crate::store::profiles::{self, Preference, Tour};
use crate::store::traits::{self, AREA_OF_WORK, CLIENT_TYPE, GOAL, MINDSET, REFERRAL_SOURCE, Trait};

/// A list of the onboarding: the names, and what is meant by them.
type Choices = &'static [(&'static str, Option<&'static str>)];

const LISTS: &[(Trait, Choices)] = &[
    (
        AREA_OF_WORK,
        &[
            ("Residential sales", Some("Houses and apartments to live in.")),
            ("Luxury homes", Some("The upper end of the market.")),
            ("New construction", Some("Homes that are not built yet.")),
            ("Rentals and leasing", None),
            ("Investment property", Some("Homes that are bought to be let or sold on.")),
            ("Relocation", Some("People who move here for work.")),
            ("Land and ranch", None),
        ],
    ),
    (
        CLIENT_TYPE,
        &[
            ("First-time buyers", Some("They need the steps explained, one at a time.")),
            ("Growing families", Some("They outgrow one home and look for the next.")),
            ("Sellers", None),
            ("Downsizers", Some("They leave a large home for a smaller one.")),
            ("Investors", Some("They ask for numbers first.")),
            ("Military families", None),
        ],
    ),
    (
        MINDSET,
        &[
            ("I like to plan ahead", Some("A month at a time, and then it is done.")),
            ("I post when I feel like it", None),
            ("I would rather not be on camera", Some("Carousels and stills before reels.")),
            ("I enjoy being on camera", Some("Reels first.")),
            ("I never know what to say", Some("Captions that only need a personal line.")),
        ],
    ),
    (
        GOAL,
        &[
            ("Be seen in my area", Some("Neighbors should know my face.")),
            ("Get more listings", None),
            ("Meet buyers", None),
            ("Stay in touch with past clients", Some("They send the next ones.")),
            ("Post three times a week", Some("A rhythm that can be kept.")),
            ("Grow my team", None),
        ],
    ),
    (
        REFERRAL_SOURCE,
        &[
            ("A friend or colleague", None),
            ("My brokerage", None),
            ("Instagram", None),
            ("A podcast", None),
            ("A search engine", None),
            ("An event", None),
        ],
    ),
];

/// What an account says of itself: phone, location, time zone, brokerage.
type About = (&'static str, &'static str, &'static str, &'static str);

const PROFILES: &[About] = &[
    ("+1 512 555 0141", "Austin, Texas", "America/Chicago", "Torres Home Group"),
    ("+1 512 555 0178", "Round Rock, Texas", "America/Chicago", "Torres Home Group"),
    ("+1 480 555 0102", "Scottsdale, Arizona", "America/Phoenix", "Shah Realty"),
    ("+1 619 555 0125", "San Diego, California", "America/Los_Angeles", "Harbor Realty"),
];

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let lists = fill_lists(seeder, plan.tenant)?;
    if seeder.is_empty() {
        return Ok(());
    }
    suit_lists_to_the_library(seeder, plan.tenant, &lists)?;
    // The second tenant's people follow those of the first.
    let first = if plan.is_main { 0 } else { PROFILES.len() - 1 };
    for (index, account) in plan.accounts.iter().enumerate() {
        fill_account(seeder, plan.tenant, *account, PROFILES[(first + index) % PROFILES.len()], &lists)?;
    }
    Ok(())
}

/// Makes the lists; gives their rows.
fn fill_lists(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<Vec<(Trait, Vec<i64>)>> {
    let mut insert = seeder.db.prepare(
        "INSERT INTO trait_option (tenant_id, kind, name, description, position) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut lists = Vec::new();
    for (of, choices) in LISTS {
        let mut made = Vec::new();
        for (position, (name, description)) in choices.iter().enumerate() {
            let row =
                insert.insert(params![tenant, of.kind.0, name, description, i64::try_from(position)?])?;
            made.push(row);
        }
        lists.push((*of, made));
    }
    Ok(lists)
}

/// Says of each choice, but of how people heard of the platform, which pillars and tags go with it.
fn suit_lists_to_the_library(
    seeder: &mut Seeder<'_>,
    tenant: i64,
    lists: &[(Trait, Vec<i64>)],
) -> anyhow::Result<()> {
    let pillars = library_rows(seeder, "SELECT id FROM pillar WHERE tenant_id = ?1 ORDER BY id", tenant)?;
    let tags = library_rows(seeder, "SELECT id FROM tag WHERE tenant_id = ?1 ORDER BY id", tenant)?;
    let db = seeder.db;
    let mut pillar =
        db.prepare("INSERT OR IGNORE INTO trait_pillar (trait_id, pillar_id) VALUES (?1, ?2)")?;
    let mut tag = db.prepare("INSERT OR IGNORE INTO trait_tag (trait_id, tag_id) VALUES (?1, ?2)")?;
    for choice in lists.iter().filter(|(of, _)| *of != REFERRAL_SOURCE).flat_map(|(_, rows)| rows) {
        for _ in 0..2 {
            if !pillars.is_empty() {
                pillar.execute((choice, seeder.pick(&pillars)))?;
            }
            if !tags.is_empty() {
                tag.execute((choice, seeder.pick(&tags)))?;
            }
        }
    }
    Ok(())
}

fn library_rows(seeder: &Seeder<'_>, sql: &str, tenant: i64) -> anyhow::Result<Vec<i64>> {
    let mut query = seeder.db.prepare(sql)?;
    let rows = query.query_map([tenant], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn fill_account(
    seeder: &mut Seeder<'_>,
    tenant: i64,
    account: i64,
    (phone, location, timezone, brokerage): About,
    lists: &[(Trait, Vec<i64>)],
) -> anyhow::Result<()> {
    let hours = seeder.rng.i64(1..30);
    seeder.db.execute(
        "UPDATE account SET phone = ?2, location = ?3, timezone = ?4, brokerage_name = ?5,
            avatar_url = ?6, last_active_at = ?7 WHERE id = ?1",
        params![
            account,
            phone,
            location,
            timezone,
            brokerage,
            format!("https://images.example/people/{account}.jpg"),
            seeder.now.as_millisecond() - hours * 3_600_000,
        ],
    )?;
    for (of, choices) in lists {
        let count = if *of == REFERRAL_SOURCE { 1 } else { 2 };
        let chosen: Vec<i64> = (0..count).map(|_| *seeder.pick(choices)).collect();
        traits::choose(seeder.db, account, *of, &chosen)?;
    }
    for (of, sql) in [
        (Preference::Pillars, "SELECT id FROM pillar WHERE tenant_id = ?1 ORDER BY id LIMIT 3"),
        (Preference::Tags, "SELECT id FROM tag WHERE tenant_id = ?1 ORDER BY id LIMIT 4"),
    ] {
        let rows = library_rows(seeder, sql, tenant)?;
        profiles::prefer(seeder.db, account, of, &rows)?;
    }
    let steps = ["welcome", "pick-pillars", "first-schedule"].map(str::to_owned);
    let tour = Tour {
        current_step: Some("first-caption".to_owned()),
        completed_steps: steps.to_vec(),
        is_completed: false,
        is_dismissed: false,
        updated_at: seeder.now.as_millisecond() - (hours + 48) * 3_600_000,
    };
    Ok(profiles::keep_tour(seeder.db, account, &tour)?)
}
