//! The posts themselves: an idea, a kind, and the words and pictures that follow from them.

use std::collections::BTreeMap;

use cc_api::Date;
use fastrand::Rng;
use jiff::ToSpan as _;
use rusqlite::{Statement, params};
use serde::Serialize;

use super::ideas::{self, Idea};
use super::kinds::{KINDS, PostKind};
use super::lists::Lists;
use crate::seed::Seeder;
use crate::store::labels::{self, Labels};
use crate::store::photos;
use crate::store::posts::POST;

/// The part of a post that is the same for everybody and that no other post has.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    id: &'a str,
    slug: &'a str,
    title: &'a str,
    caption: Option<String>,
    canva_url: Option<String>,
    instructions: &'a str,
    photos: &'a [Photo<'a>],
    publish_date: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Photo<'a> {
    id: String,
    post_id: &'a str,
    url: String,
    thumbnail_url: String,
    alt_text: &'a str,
    width: u16,
    height: u16,
    order: u8,
}

/// What a picture shows.
const SCENES: &[&str] = &[
    "A couple at a kitchen table with an agent.",
    "A checklist beside a set of keys.",
    "A front door with a wreath.",
    "A bright living room with a grey sofa.",
    "A street with old trees in the morning.",
    "A desk with a laptop, a notebook and a cup of coffee.",
    "Moving boxes in an empty room.",
    "A family on the steps of a brick house.",
    "A white kitchen with a bowl of lemons.",
    "A sign in a front garden.",
    "An agent with a folder, laughing.",
    "A chart with a line that rises slowly.",
];

/// What a caption ends with.
const CLOSINGS: &[&str] = &[
    "Save this for the day you need it.",
    "Send it to somebody who is thinking about it.",
    "Questions? My messages are open.",
    "Tell me in the comments what you would do.",
    "Follow along for one of these every week.",
    "Call me before you decide anything.",
];

/// The statements, each prepared once.
struct Statements<'db> {
    post: Statement<'db>,
    tag: Statement<'db>,
    audience: Statement<'db>,
}

/// Where a library stands while it is filled.
struct Shelf<'db, 'a> {
    lists: &'a Lists,
    statements: Statements<'db>,
    /// Rows of `post_labels` by kind and idea.
    labels: BTreeMap<(usize, usize), i64>,
    /// How often a slug has been given.
    slugs: BTreeMap<String, u32>,
    photos: i64,
}

/// Fills in so many posts, spread over the days on which drops come out.
pub(super) fn fill(
    seeder: &mut Seeder<'_>,
    tenant: i64,
    count: u32,
    days: &[Date],
    lists: &Lists,
) -> anyhow::Result<()> {
    let before: i64 = seeder.db.query_row("SELECT coalesce(max(id), 0) FROM post", [], |row| row.get(0))?;
    let mut shelf = Shelf::new(seeder, lists)?;
    for index in 0..i64::from(count) {
        let week = usize::try_from(index * i64::try_from(days.len())? / i64::from(count))?;
        let place = Place { tenant, row: before + index + 1, position: index + 1, day: days[week] };
        shelf.add(seeder, &place)?;
    }
    Ok(())
}

/// Where a post stands.
struct Place {
    tenant: i64,
    row: i64,
    position: i64,
    day: Date,
}

impl<'db, 'a> Shelf<'db, 'a> {
    fn new(seeder: &Seeder<'db>, lists: &'a Lists) -> anyhow::Result<Self> {
        let statements = Statements {
            post: seeder.db.prepare(
                "INSERT INTO post (id, tenant_id, position, slug, title, publish_date, trends_until, content_type_id,
                     pillar_id, labels_id, photos_before, photo_count, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?,
            tag: seeder.db.prepare("INSERT INTO post_tag (tag_id, post_id) VALUES (?1, ?2)")?,
            audience: seeder.db.prepare("INSERT INTO post_audience (audience_id, post_id) VALUES (?1, ?2)")?,
        };
        Ok(Self { lists, statements, labels: BTreeMap::new(), slugs: BTreeMap::new(), photos: 0 })
    }

    fn add(&mut self, seeder: &mut Seeder<'_>, place: &Place) -> anyhow::Result<()> {
        let (kind_index, idea_index) = (pick_kind(&mut seeder.rng), seeder.rng.usize(..ideas::COUNT));
        let (kind, idea) = (&KINDS[kind_index], ideas::nth(idea_index));
        let title = title(seeder.pick::<&str>(kind.titles), idea);
        let slug = self.slug(&title);
        let (id, day) = (POST.id(place.row), place.day.to_string());
        let photos = photos_of(&mut seeder.rng, kind, place.row, &id, &slug);
        let document = Document {
            id: &id,
            slug: &slug,
            title: &title,
            caption: kind
                .has_caption
                .then(|| format!("{} {} {}", idea.hook, idea.tip, seeder.pick(CLOSINGS))),
            // Some reels are filmed, not designed.
            canva_url: (kind.name != "Reel" || place.row % 3 != 0)
                .then(|| format!("https://canva.example/design/{slug}")),
            instructions: seeder.pick::<&str>(kind.instructions),
            photos: &photos,
            publish_date: &day,
        };
        let document = serde_json::to_string(&document)?;
        let photo_count = i64::try_from(photos.len())?;
        let labels = self.labels(seeder, place.tenant, kind_index, idea_index)?;
        self.statements.post.execute(params![
            place.row,
            place.tenant,
            place.position,
            slug,
            title,
            day,
            trends_until(&mut seeder.rng, kind, place.day),
            self.lists.types[kind_index],
            self.lists.pillars[idea.pillar],
            labels,
            self.photos,
            photo_count,
            document,
        ])?;
        self.photos += photo_count;
        for tag in idea.tags {
            self.statements.tag.execute((self.lists.tags[tag], place.row))?;
        }
        for audience in idea.audiences {
            self.statements.audience.execute((self.lists.audiences[audience], place.row))?;
        }
        Ok(())
    }

    fn labels(&mut self, seeder: &Seeder<'_>, tenant: i64, kind: usize, idea: usize) -> anyhow::Result<i64> {
        if let Some(row) = self.labels.get(&(kind, idea)) {
            return Ok(*row);
        }
        let Idea { pillar, tags, audiences, .. } = ideas::nth(idea);
        let tags: Vec<i64> = tags.iter().map(|tag| self.lists.tags[tag]).collect();
        let audiences: Vec<i64> = audiences.iter().map(|audience| self.lists.audiences[audience]).collect();
        let labels = Labels {
            content_type: KINDS[kind].name,
            pillar: self.lists.pillars[pillar],
            tags: &tags,
            audiences: &audiences,
        };
        let row = labels::add(seeder.db, tenant, &labels)?;
        self.labels.insert((kind, idea), row);
        Ok(row)
    }

    /// The title as an address, with a number if another post has the same.
    fn slug(&mut self, title: &str) -> String {
        let mut slug = String::with_capacity(title.len());
        for word in title.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '\'') {
            if !word.is_empty() {
                if !slug.is_empty() {
                    slug.push('-');
                }
                slug.extend(
                    word.chars().filter(|letter| *letter != '\'').map(|letter| letter.to_ascii_lowercase()),
                );
            }
        }
        let given = self.slugs.entry(slug.clone()).or_default();
        *given += 1;
        if *given == 1 { slug } else { format!("{slug}-{given}") }
    }
}

/// The index of a kind, each as often as it says.
fn pick_kind(rng: &mut Rng) -> usize {
    let total: u8 = KINDS.iter().map(|kind| kind.share).sum();
    let mut ticket = rng.u8(..total);
    for (index, kind) in KINDS.iter().enumerate() {
        if ticket < kind.share {
            return index;
        }
        ticket -= kind.share;
    }
    0
}

fn title(pattern: &str, idea: &Idea) -> String {
    let (first, rest) = idea.subject.split_at(1);
    let capital = format!("{}{rest}", first.to_ascii_uppercase());
    pattern
        .replace("{hook}", idea.hook.trim_end_matches('.'))
        .replace("{Subject}", &capital)
        .replace("{subject}", idea.subject)
}

fn photos_of<'a>(rng: &mut Rng, kind: &PostKind, row: i64, id: &'a str, slug: &str) -> Vec<Photo<'a>> {
    let count = rng.u8(kind.photos.0..=kind.photos.1);
    (0..count)
        .map(|order| {
            let url = format!("https://images.example/posts/{slug}-{}", order + 1);
            Photo {
                id: photos::id(row, order),
                post_id: id,
                thumbnail_url: format!("{url}-small.jpg"),
                url: format!("{url}.jpg"),
                alt_text: SCENES[rng.usize(..SCENES.len())],
                width: kind.width,
                height: kind.height,
                order,
            }
        })
        .collect()
}

/// Two reels in three trend for some weeks, and one in ten of the rest of what goes on Instagram.
fn trends_until(rng: &mut Rng, kind: &PostKind, day: Date) -> Option<String> {
    let trends = if kind.name == "Reel" { rng.u8(..3) > 0 } else { kind.has_caption && rng.u8(..10) == 0 };
    trends.then(|| day.saturating_add(rng.i64(20..42).days()).to_string())
}
