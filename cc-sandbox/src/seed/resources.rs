//! Stock images from a year of photo shoots, and the videos of the knowledge hub.

mod lessons;
mod shoots;

use jiff::ToSpan as _;
use rusqlite::params;

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use lessons::{CATEGORIES, LESSONS};
use shoots::{LOOSE, SHOOTS, Subject, TAGS};

/// The forms in which each subject is taken: orientation, width, height.
const FORMS: [(&str, i64, i64); 3] =
    [("portrait", 3648, 5472), ("landscape", 5472, 3648), ("square", 4000, 4000)];

/// How many shoots the small tenant has bought.
const SMALL: usize = 2;

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let tags = fill_tags(seeder, plan.tenant)?;
    fill_hub(seeder, plan)?;
    if seeder.is_empty() {
        return Ok(());
    }
    let mut images = Vec::new();
    let shoots = if plan.is_main { SHOOTS } else { &SHOOTS[..SMALL] };
    for (index, (name, subjects)) in shoots.iter().enumerate() {
        seeder
            .db
            .prepare_cached("INSERT INTO photo_shoot (tenant_id, name) VALUES (?1, ?2)")?
            .execute((plan.tenant, name))?;
        let shoot = seeder.db.last_insert_rowid();
        // The last of them came in two weeks ago, the others one every five weeks before that.
        let weeks = i64::try_from(shoots.len() - index)? * 5 - 3;
        for subject in *subjects {
            for form in FORMS {
                images.push(image(seeder, plan.tenant, Some(shoot), weeks, subject, form, &tags)?);
            }
        }
    }
    for (subject, form) in LOOSE.iter().zip(FORMS.into_iter().cycle()) {
        images.push(image(seeder, plan.tenant, None, 1, subject, form, &tags)?);
    }
    fill_marks(seeder, plan, &images)
}

/// The rows of `TAGS`, in their order.
fn fill_tags(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<Vec<i64>> {
    let mut insert = seeder.db.prepare_cached("INSERT INTO stock_tag (tenant_id, name) VALUES (?1, ?2)")?;
    TAGS.iter().map(|name| Ok(insert.insert((tenant, name))?)).collect()
}

fn image(
    seeder: &mut Seeder<'_>,
    tenant: i64,
    shoot: Option<i64>,
    weeks_ago: i64,
    (title, words): &Subject,
    (orientation, width, height): (&str, i64, i64),
    tags: &[i64],
) -> anyhow::Result<i64> {
    let is_video = seeder.rng.u8(..7) == 0;
    let day = seeder.today().saturating_sub(weeks_ago.weeks());
    let created_at = start_of(day).as_millisecond() + seeder.rng.i64(9..17) * 3_600_000;
    let slug = title.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let file = format!("https://images.example/stock/{slug}-{orientation}");
    let (kind, ending, scale) = if is_video { ("video", "mp4", 2) } else { ("image", "jpg", 1) };
    let duration = is_video.then(|| seeder.rng.i64(6..24));
    let row = seeder
        .db
        .prepare_cached(
            "INSERT INTO stock_image (tenant_id, shoot_id, title, kind, orientation, url, thumbnail_url, width, height,
                                      duration_seconds, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .insert(params![
            tenant,
            shoot,
            title,
            kind,
            orientation,
            format!("{file}.{ending}"),
            format!("{file}-small.jpg"),
            width / scale,
            height / scale,
            duration,
            created_at,
        ])?;
    let mut tie =
        seeder.db.prepare_cached("INSERT INTO stock_image_tag (image_id, tag_id) VALUES (?1, ?2)")?;
    for word in *words {
        if let Some(index) = TAGS.iter().position(|tag| tag == word) {
            tie.execute((row, tags[index]))?;
        }
    }
    Ok(row)
}

/// Everybody has favorites, and has used some of what there is.
fn fill_marks(seeder: &mut Seeder<'_>, plan: &TenantPlan, images: &[i64]) -> anyhow::Result<()> {
    for account in &plan.accounts {
        for _ in 0..12 {
            let image = *seeder.pick(images);
            let (is_favorite, is_used) = (seeder.rng.bool(), seeder.rng.bool());
            seeder
                .db
                .prepare_cached(
                    "INSERT INTO image_mark (account_id, image_id, is_favorite, is_used) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO NOTHING",
                )?
                .execute((account, image, is_favorite, is_used))?;
        }
    }
    Ok(())
}

/// The categories are a list to choose from; the videos are what somebody made.
fn fill_hub(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let mut insert = seeder
        .db
        .prepare_cached("INSERT INTO hub_category (tenant_id, name, position) VALUES (?1, ?2, ?3)")?;
    let mut categories = Vec::new();
    for (position, name) in CATEGORIES.iter().enumerate() {
        categories.push(insert.insert((plan.tenant, name, i64::try_from(position)?))?);
    }
    if seeder.is_empty() {
        return Ok(());
    }
    let lessons = if plan.is_main { LESSONS } else { &LESSONS[..6] };
    let mut insert = seeder.db.prepare_cached(
        "INSERT INTO hub_video (tenant_id, category_id, slug, title, description, video_url, thumbnail_url,
                                duration_seconds, published_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (index, (category, slug, title, description)) in lessons.iter().enumerate() {
        // One every twelve days; the last two are still to come.
        let days = (i64::try_from(lessons.len() - index)? - 2) * 12 - 5;
        let day = seeder.today().saturating_sub(days.days());
        insert.execute(params![
            plan.tenant,
            category.map(|category| categories[category]),
            slug,
            title,
            description,
            format!("https://videos.example/hub/{slug}.mp4"),
            format!("https://images.example/hub/{slug}.jpg"),
            seeder.rng.i64(180..1500),
            start_of(day).as_millisecond() + 15 * 3_600_000,
        ])?;
    }
    Ok(())
}
