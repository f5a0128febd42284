//! Web pages of accounts: what visitors find, and what is still being written.

use jiff::ToSpan as _;

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::store::components::{self, NewComponent};
use crate::store::pages::{self, Owner, PUBLISHED, PageChange};
use crate::store::{pictures, social_links};

/// A page as it is made up. Days are counted back from today.
struct PageSeed {
    /// Which of the tenant's accounts it belongs to, the first being 0.
    account: usize,
    title: &'static str,
    style: Option<&'static str>,
    made: i64,
    /// When it was published; never, if it is a draft.
    published: Option<i64>,
    components: &'static [NewComponent<'static>],
    /// Where the pictures are, by the place of their component, and what they show.
    pictures: &'static [(usize, &'static str, &'static str)],
    links: &'static [&'static str],
}

const fn header(heading: &'static str, body: &'static str) -> NewComponent<'static> {
    component("header", Some(heading), Some(body), None)
}

const fn text(heading: &'static str, body: &'static str) -> NewComponent<'static> {
    component("text", Some(heading), Some(body), None)
}

const fn gallery(heading: &'static str) -> NewComponent<'static> {
    component("gallery", Some(heading), None, None)
}

const fn button(label: &'static str, url: &'static str) -> NewComponent<'static> {
    component("button", None, None, Some((label, url)))
}

const fn component(
    kind: &'static str,
    heading: Option<&'static str>,
    body: Option<&'static str>,
    button: Option<(&'static str, &'static str)>,
) -> NewComponent<'static> {
    let (button_label, button_url) = match button {
        Some((label, url)) => (Some(label), Some(url)),
        None => (None, None),
    };
    NewComponent { kind, heading, body, button_label, button_url, order: None }
}

const MAIN: &[PageSeed] = &[
    PageSeed {
        account: 0,
        title: "Maya Torres, homes in Austin",
        style: Some("linen"),
        made: 340,
        published: Some(332),
        components: &[
            header("Maya Torres", "I help families find a house they still like in ten years."),
            text(
                "How I work",
                "One call, one walk through your street, one plan. You hear from me every Friday, also when nothing happened.",
            ),
            gallery("Sold this year"),
            button("Book a call", "https://torreshome.example/call"),
        ],
        pictures: &[
            (0, "https://images.example/pages/maya-portrait.jpg", "Maya on the steps of a brick house"),
            (2, "https://images.example/pages/bouldin-kitchen.jpg", "A bright kitchen with an oak table"),
            (2, "https://images.example/pages/hyde-park-porch.jpg", "A porch with a swing"),
        ],
        links: &["https://www.instagram.com/mayatorreshomes", "https://www.youtube.com/@mayatorreshomes"],
    },
    PageSeed {
        account: 0,
        title: "First-time buyer guide",
        style: Some("sage"),
        made: 120,
        published: Some(118),
        components: &[
            header("Your first house, step by step", "Twelve pages, no jargon, free."),
            text(
                "What is inside",
                "What to ask the bank, what to look for in a roof, and when to walk away.",
            ),
            button("Send me the guide", "https://torreshome.example/guide"),
        ],
        pictures: &[(
            0,
            "https://images.example/pages/guide-cover.jpg",
            "The cover of the guide next to a coffee",
        )],
        links: &["https://www.instagram.com/mayatorreshomes"],
    },
    PageSeed {
        account: 0,
        title: "Holiday market tour",
        style: None,
        made: 9,
        published: None,
        components: &[
            header("Holiday market tour", "Four markets, one evening, hot chocolate on me."),
            text("Where we meet", "At the fountain, at five. Bring a scarf."),
        ],
        pictures: &[],
        links: &[],
    },
    PageSeed {
        account: 1,
        title: "Ben Carter",
        style: Some("linen"),
        made: 200,
        published: Some(199),
        components: &[
            header("Ben Carter", "Lofts and small houses east of the river."),
            button("Write to me", "https://torreshome.example/ben"),
        ],
        pictures: &[(0, "https://images.example/pages/ben-portrait.jpg", "Ben in front of a loft")],
        links: &["https://www.linkedin.com/in/bencarterhomes"],
    },
    PageSeed {
        account: 2,
        title: "Shah Realty",
        style: Some("midnight"),
        made: 260,
        published: Some(250),
        components: &[
            header("Shah Realty", "Sell well, sleep well."),
            text("What sellers say", "\"Priya told us to wait three weeks. She was right.\""),
            gallery("On the market"),
        ],
        pictures: &[(2, "https://images.example/pages/lake-house.jpg", "A house by the lake at dusk")],
        links: &["https://www.facebook.com/shahrealty", "https://www.instagram.com/shahrealty"],
    },
];

const SMALL: &[PageSeed] = &[PageSeed {
    account: 0,
    title: "Harbor Realty",
    style: Some("harbor"),
    made: 90,
    published: Some(80),
    components: &[
        header("Harbor Realty", "Houses with a view of the boats."),
        button("See what is for sale", "https://harbor.example/listings"),
    ],
    pictures: &[(0, "https://images.example/pages/harbor.jpg", "The harbor in the morning")],
    links: &["https://www.instagram.com/harborrealty"],
}];

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    if seeder.is_empty() {
        return Ok(());
    }
    for seed in if plan.is_main { MAIN } else { SMALL } {
        page(seeder, plan, seed)?;
    }
    Ok(())
}

fn page(seeder: &Seeder<'_>, plan: &TenantPlan, seed: &PageSeed) -> anyhow::Result<()> {
    let db = seeder.db;
    let at =
        |days: i64| start_of(seeder.today().saturating_sub(days.days())).as_millisecond() + 9 * 3_600_000;
    let owner = Owner { tenant: plan.tenant, account: plan.accounts[seed.account], now: at(seed.made) };
    let slug = pages::free_slug(db, owner, seed.title)?;
    let page = pages::create(db, owner, seed.title, &slug, seed.style)?;
    let rows = seed.components.iter().map(|new| components::add(db, page, new));
    let rows = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
    for (place, url, alt_text) in seed.pictures {
        pictures::add(db, rows[*place], url, Some(alt_text), None)?;
    }
    for url in seed.links {
        social_links::add(db, page, social_links::platform_of(url), url, None)?;
    }
    if let (Some(days), Some(page)) = (seed.published, pages::find(db, owner, &slug)?) {
        let publication = PageChange { status: Some(PUBLISHED), ..PageChange::default() };
        pages::change(db, Owner { now: at(days), ..owner }, &page, &publication)?;
    }
    Ok(())
}
