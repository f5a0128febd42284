//! The connected Instagram accounts: 90 days of posts, and three weeks more that come out as the clock moves on.

use jiff::ToSpan as _;
use rusqlite::params;

use super::{Seeder, TenantPlan};
use crate::clock::start_of;

/// An Instagram account as it is made up.
struct AccountSeed {
    username: &'static str,
    name: &'static str,
    biography: &'static str,
    website: &'static str,
    first_followers: i64,
    following: i64,
    /// How many of a hundred days have a post.
    pace: u32,
}

/// Of the vendor's own tenant, and of the other one.
const ACCOUNTS: [AccountSeed; 2] = [
    AccountSeed {
        username: "mayatorreshomes",
        name: "Maya Torres | Austin Realtor",
        biography: "Helping Austin families buy and sell with less stress. Torres Home Group.",
        website: "https://torreshome.example",
        first_followers: 3_214,
        following: 611,
        pace: 67,
    },
    AccountSeed {
        username: "luisatharbor",
        name: "Luis Romero | Harbor Realty",
        biography: "Homes by the water, explained without the small print. Harbor Team.",
        website: "https://harbor.example",
        first_followers: 1_187,
        following: 402,
        pace: 30,
    },
];

/// How far back the posts go, and how far ahead.
const DAYS_BACK: i32 = 90;
const DAYS_AHEAD: i32 = 21;

/// What is published: the kind and the text.
const POSTS: &[(&str, &str)] = &[
    ("VIDEO", "Ninety seconds on the market: more homes, calmer buyers, and one number that matters to you."),
    ("CAROUSEL_ALBUM", "Five things I wish every first-time buyer knew before the first showing."),
    ("IMAGE", "Keys in hand, dog already asleep on the porch. Congratulations to the Hendersons!"),
    ("VIDEO", "Come with me to a final walk-through. Yes, I flush every toilet."),
    ("CAROUSEL_ALBUM", "What 600,000 buys in three neighborhoods, side by side. Which one would you choose?"),
    ("IMAGE", "Saturday farmers market, then two showings. There are worse office days."),
    ("VIDEO", "The crack that made us walk away from a house that everybody loved."),
    (
        "IMAGE",
        "Just listed: three bedrooms, one enormous pecan tree, and a kitchen that gets the morning sun.",
    ),
    ("CAROUSEL_ALBUM", "Save this: the checklist that I hand to every seller, four weeks before the photos."),
    ("VIDEO", "Is it a bad time to sell? Here is what last winter looked like on real streets."),
    ("IMAGE", "My coffee order says more about my week than my calendar does."),
    ("VIDEO", "Three questions to ask before you fall for a house. Number two saves marriages."),
    (
        "CAROUSEL_ALBUM",
        "Closing costs, line by line, in plain words. Send this to whoever is buying this year.",
    ),
    ("IMAGE", "Two years ago they rented around the corner. Today they bought the corner."),
    ("VIDEO", "How I price a home, with nothing left out."),
    ("IMAGE", "Under contract in six days, and nobody had to bake cookies for it."),
    ("CAROUSEL_ALBUM", "Before and after: the weekend and 900 dollars that changed how a house sold."),
    ("VIDEO", "A day of mine in thirty seconds. The inspection was the calm part."),
    ("IMAGE", "A note from a client that I will keep on the fridge for a while."),
    ("VIDEO", "Rates moved again. What that does to a monthly payment, drawn on a napkin."),
    ("CAROUSEL_ALBUM", "Moving with children: six things that made it easier for the families I work with."),
    ("IMAGE", "The porch light is on, the sign is up. Open house on Sunday from one to four."),
];

/// What a post of a kind comes to.
struct Range {
    /// The least and the most accounts that see it.
    reach: (i64, i64),
    /// How often it is seen, in percent of that.
    views: (i64, i64),
    /// Saves and shares of a thousand that see it.
    saves: (i64, i64),
    shares: (i64, i64),
}

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    if seeder.is_empty() {
        return Ok(());
    }
    let [main, other] = &ACCOUNTS;
    let seed = if plan.is_main { main } else { other };
    let first_day = seeder.today().saturating_sub(DAYS_BACK.days());
    seeder.db.execute(
        "INSERT INTO instagram_account
            (account_id, username, name, biography, website, picture_url, following, first_followers, connected_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            plan.accounts[0],
            seed.username,
            seed.name,
            seed.biography,
            seed.website,
            format!("https://images.example/avatars/{}.jpg", seed.username),
            seed.following,
            seed.first_followers,
            start_of(first_day).as_millisecond(),
        ],
    )?;
    publish(seeder, seed)
}

/// Fills in the posts of the account that was added last.
fn publish(seeder: &mut Seeder<'_>, seed: &AccountSeed) -> anyhow::Result<()> {
    let instagram = seeder.db.last_insert_rowid();
    let mut insert = seeder.db.prepare(
        "INSERT INTO instagram_media
            (instagram_id, kind, caption, published_at, reach, views, likes, comments, shares, saves,
             profile_views, website_clicks, follows, average_watch_seconds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    let mut next = seeder.rng.usize(..POSTS.len());
    for day in -DAYS_BACK..DAYS_AHEAD {
        if seeder.rng.u32(..100) >= seed.pace {
            continue;
        }
        let (kind, text) = POSTS[next % POSTS.len()];
        next += 1;
        let range = Range::of(kind);
        // The account does better as the weeks go by, so that the summary has something to show.
        let trend = 100 + i64::from(day + DAYS_BACK) / 3;
        let size = seed.first_followers * trend / 100;
        let reach = seeder.between(range.reach) * size / 1_000;
        let likes = reach * seeder.between((28, 62)) / 1_000;
        let minute = 12 * 60 + seeder.rng.i32(0..11 * 60);
        let published = start_of(seeder.today().saturating_add(day.days())) + minute.minutes();
        let profile_views = reach * seeder.between((16, 34)) / 1_000;
        insert.execute(params![
            instagram,
            kind,
            text,
            published.as_millisecond(),
            reach,
            reach * seeder.between(range.views) / 100,
            likes,
            likes * seeder.between((4, 13)) / 100,
            reach * seeder.between(range.shares) / 1_000,
            reach * seeder.between(range.saves) / 1_000,
            profile_views,
            profile_views * seeder.between((50, 110)) / 1_000,
            profile_views * seeder.between((40, 90)) / 1_000,
            (kind == "VIDEO").then(|| f64::from(seeder.rng.u32(60..280)) / 10.0),
        ])?;
    }
    Ok(())
}

impl Range {
    fn of(kind: &str) -> Self {
        match kind {
            "VIDEO" => Self { reach: (520, 2_600), views: (128, 190), saves: (6, 16), shares: (5, 14) },
            "CAROUSEL_ALBUM" => {
                Self { reach: (420, 1_300), views: (112, 145), saves: (11, 27), shares: (4, 10) }
            }
            _ => Self { reach: (240, 720), views: (104, 124), saves: (2, 7), shares: (1, 4) },
        }
    }
}

impl Seeder<'_> {
    /// A number from the first to the second, both among them.
    fn between(&mut self, (least, most): (i64, i64)) -> i64 {
        self.rng.i64(least..=most)
    }
}
