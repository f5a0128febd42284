//! Brings the tables of a database up to date: numbered SQL files, each applied once.

use anyhow::{Context as _, bail};
use rusqlite::Connection;

/// The steps, in order. A step that has been released is never changed: a later one changes what it did.
const STEPS: &[(&str, &str)] = &[
    ("01_platform", include_str!("../../migrations/01_platform.sql")),
    ("02_content", include_str!("../../migrations/02_content.sql")),
    ("03_calendar", include_str!("../../migrations/03_calendar.sql")),
    ("04_events", include_str!("../../migrations/04_events.sql")),
    ("05_pages", include_str!("../../migrations/05_pages.sql")),
    ("06_resources", include_str!("../../migrations/06_resources.sql")),
    ("07_profile", include_str!("../../migrations/07_profile.sql")),
    ("08_billing", include_str!("../../migrations/08_billing.sql")),
    ("09_assistant", include_str!("../../migrations/09_assistant.sql")),
    ("10_instagram", include_str!("../../migrations/10_instagram.sql")),
    ("11_search", include_str!("../../migrations/11_search.sql")),
];

/// Applies the steps that are missing, all or none.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> anyhow::Result<()> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let applied = usize::try_from(version)?;
    if applied > STEPS.len() {
        bail!("the database was written by a newer sandbox (step {applied}; this one knows {})", STEPS.len());
    }
    let transaction = connection.transaction()?;
    for (name, sql) in &STEPS[applied..] {
        transaction.execute_batch(sql).with_context(|| format!("migration {name} failed"))?;
    }
    transaction.pragma_update(None, "user_version", u32::try_from(STEPS.len())?)?;
    transaction.commit()?;
    Ok(())
}
