//! What posts are sorted by: types, pillars, tags, audiences; and the looks of each month.

use std::collections::BTreeMap;

use cc_api::YearMonth;
use jiff::ToSpan as _;
use rusqlite::params;

use super::kinds::KINDS;
use crate::seed::Seeder;

/// Rows by slug.
pub(super) type BySlug = BTreeMap<&'static str, i64>;

/// The rows of everything that a post points to.
#[derive(Debug)]
pub(super) struct Lists {
    /// In the order of `KINDS`.
    pub(super) types: Vec<i64>,
    pub(super) pillars: BySlug,
    pub(super) tags: BySlug,
    pub(super) audiences: BySlug,
}

/// Slug, name, description.
type Named = (&'static str, &'static str, &'static str);

const TYPE_CATEGORIES: &[Named] = &[
    ("social-media", "Social media", "What goes on Instagram."),
    ("email", "Email", "What goes to your mailing list."),
    ("lead-generation", "Lead generation", "What brings you names and addresses."),
    ("client-resources", "Client resources", "What you hand to the people you work for."),
];

const PILLAR_CATEGORIES: &[Named] = &[
    ("grow-your-authority", "Grow your authority", "Show what you know about homes and the market."),
    ("show-who-you-are", "Show who you are", "People hire a person."),
    ("love-where-you-live", "Love where you live", "The town, the street, the house."),
    ("build-the-relationship", "Build the relationship", "Stay in mind with those who know you."),
];

/// A pillar with its color and its group. One has no group.
const PILLARS: &[(Named, &str, Option<&str>)] = &[
    (
        ("market-updates", "Market updates", "What prices, rates and supply are doing."),
        "#3E5C76",
        Some("grow-your-authority"),
    ),
    (
        ("seller-education", "Seller education", "What owners should know before they sell."),
        "#7A8F6A",
        Some("grow-your-authority"),
    ),
    (
        ("buyer-education", "Buyer education", "The way to a first or a next home, step by step."),
        "#C08552",
        Some("grow-your-authority"),
    ),
    (
        ("behind-the-scenes", "Behind the scenes", "What the work looks like."),
        "#8E7DBE",
        Some("show-who-you-are"),
    ),
    (
        ("personal-story", "Personal story", "Where you come from, and what you learned."),
        "#B56576",
        Some("show-who-you-are"),
    ),
    (
        ("local-life", "Local life", "Places, people and weekends in town."),
        "#588157",
        Some("love-where-you-live"),
    ),
    (
        ("home-and-design", "Home and design", "Rooms, doors, paint and small repairs."),
        "#BC8A5F",
        Some("love-where-you-live"),
    ),
    (
        ("client-stories", "Client stories", "How it went for others."),
        "#6D6875",
        Some("build-the-relationship"),
    ),
    (
        ("staying-in-touch", "Staying in touch", "Anniversaries, thanks and referrals."),
        "#5E8C9A",
        Some("build-the-relationship"),
    ),
    (("seasonal", "Seasonal", "Holidays and the turn of the year."), "#A44A3F", None),
];

const TAGS: &[(&str, &str)] = &[
    ("listing-tips", "Listing tips"),
    ("local-market", "Local market"),
    ("first-home", "First home"),
    ("open-house", "Open house"),
    ("staging", "Staging"),
    ("pricing", "Pricing"),
    ("mortgage", "Mortgage"),
    ("moving", "Moving"),
    ("renovation", "Renovation"),
    ("curb-appeal", "Curb appeal"),
    ("neighborhood", "Neighborhood"),
    ("small-business", "Small business"),
    ("testimonial", "Testimonial"),
    ("referrals", "Referrals"),
    ("holiday", "Holiday"),
    ("investing", "Investing"),
    ("negotiation", "Negotiation"),
    ("inspection", "Inspection"),
    ("downsizing", "Downsizing"),
    ("day-in-the-life", "A day in the life"),
];

const AUDIENCES: &[Named] = &[
    ("first-time-buyers", "First-time buyers", "People who look for their first home."),
    ("move-up-buyers", "Move-up buyers", "Owners who need more room."),
    ("sellers", "Sellers", "Owners who think of selling."),
    ("downsizers", "Downsizers", "Owners who need less room."),
    ("investors", "Investors", "People who buy to let."),
    ("relocators", "Relocators", "People who come from another city."),
    ("past-clients", "Past clients", "People whom you have helped before."),
];

/// A look: name, description, colors.
const STYLES: &[(&str, &str, &str)] = &[
    ("Warm linen", "Soft neutrals with a serif headline.", r##"["#EFE6DA","#B08968","#7F5539"]"##),
    ("Evergreen", "Deep greens with plenty of white.", r##"["#2F3E34","#7A8F6A","#FFFFFF"]"##),
    ("Blueprint", "Fine white lines on blue, for numbers.", r##"["#1D3557","#A8DADC"]"##),
    ("Terracotta", "Sun-baked reds and a round letter.", r##"["#A44A3F","#E9C46A","#F4F1DE"]"##),
    ("Newsprint", "Black on cream, in columns.", r##"["#22223B","#F2E9E4"]"##),
    ("First light", "Pale pinks, for mornings and coffee.", r##"["#FFE5D9","#D8E2DC","#9D8189"]"##),
    ("Harbor", "Grey blues and a straight horizon.", r##"["#3E5C76","#748CAB","#F0EBD8"]"##),
];

/// Fills all of them.
pub(super) fn fill(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<Lists> {
    let groups = categories(seeder, tenant, "content_type_category", TYPE_CATEGORIES)?;
    let mut types = Vec::new();
    let mut insert = seeder.db.prepare(
        "INSERT INTO content_type (tenant_id, category_id, name, slug, description) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for kind in KINDS {
        types.push(insert.insert((
            tenant,
            groups.get(kind.category),
            kind.name,
            kind.slug,
            kind.description,
        ))?);
    }
    let groups = categories(seeder, tenant, "pillar_category", PILLAR_CATEGORIES)?;
    let mut pillars = BySlug::new();
    let mut insert = seeder.db.prepare(
        "INSERT INTO pillar (tenant_id, category_id, name, slug, description, color) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for ((slug, name, description), color, group) in PILLARS {
        let group = group.and_then(|group| groups.get(group));
        pillars.insert(slug, insert.insert((tenant, group, name, slug, description, color))?);
    }
    let mut tags = BySlug::new();
    let mut insert = seeder.db.prepare("INSERT INTO tag (tenant_id, name, slug) VALUES (?1, ?2, ?3)")?;
    for (slug, name) in TAGS {
        tags.insert(slug, insert.insert((tenant, name, slug))?);
    }
    let mut audiences = BySlug::new();
    let mut insert = seeder
        .db
        .prepare("INSERT INTO audience (tenant_id, name, slug, description) VALUES (?1, ?2, ?3, ?4)")?;
    for (slug, name, description) in AUDIENCES {
        audiences.insert(slug, insert.insert((tenant, name, slug, description))?);
    }
    styles(seeder, tenant)?;
    Ok(Lists { types, pillars, tags, audiences })
}

fn categories(seeder: &Seeder<'_>, tenant: i64, table: &str, names: &[Named]) -> anyhow::Result<BySlug> {
    let mut rows = BySlug::new();
    let mut insert = seeder.db.prepare(&format!(
        "INSERT INTO {table} (tenant_id, name, slug, description, position) VALUES (?1, ?2, ?3, ?4, ?5)"
    ))?;
    for (position, (slug, name, description)) in (0_i64..).zip(names) {
        rows.insert(slug, insert.insert((tenant, name, slug, description, position))?);
    }
    Ok(rows)
}

/// Three looks a month, for a year and the month to come; and one that is always there.
fn styles(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<()> {
    let mut insert = seeder.db.prepare(
        "INSERT INTO content_style (tenant_id, name, description, month, preview_url, canva_url, colors)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut add = |(name, description, colors): (&str, &str, &str), month: Option<YearMonth>| {
        let slug = name.to_lowercase().replace(' ', "-");
        let month = month.map(|month| month.to_string());
        let place = month.as_ref().map_or_else(|| slug.clone(), |month| format!("{slug}-{month}"));
        let preview = format!("https://images.example/styles/{place}.jpg");
        let canva = month.as_ref().map(|_| format!("https://canva.example/design/{place}"));
        insert.execute(params![tenant, name, description, month, preview, canva, colors])
    };
    add(("Plain", "Your own colors on white.", "[]"), None)?;
    let first = seeder.today().first_of_month().saturating_sub(11.months());
    let mut looks = STYLES.iter().cycle();
    for month in 0..13_i64 {
        let day = first.saturating_add(month.months());
        for look in looks.by_ref().take(3) {
            add(*look, Some(day.into()))?;
        }
    }
    Ok(())
}
