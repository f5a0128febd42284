//! Reel scripts.

use rusqlite::Connection;

use crate::ident::Kind;
use crate::store::{count, row, slugs};
use crate::writing::{ScriptDraft, Section};

/// Scripts: `script_4`.
pub(crate) const SCRIPT: Kind = Kind("script");

/// A finished script.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) row: i64,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) hook: String,
    pub(crate) hook_row: Option<i64>,
    pub(crate) sections: Vec<Section>,
    pub(crate) call_to_action: String,
    pub(crate) caption: String,
    pub(crate) seconds: i64,
    pub(crate) task: i64,
    pub(crate) finished_at: i64,
}

/// The script with this identifier or slug, if it is finished at the time.
pub(crate) fn script(
    db: &Connection,
    account: i64,
    now: i64,
    id_or_slug: &str,
) -> rusqlite::Result<Option<Script>> {
    let sql = "SELECT script.id, slug, title, hook, hook_id, sections, call_to_action, caption, seconds, task.id, ends_at
        FROM reel_script AS script JOIN ai_generation AS task ON task.id = script.generation_id
        WHERE script.account_id = ?1 AND ends_at <= ?2 AND (script.id = ?3 OR slug = ?4)";
    let number = SCRIPT.row(id_or_slug).unwrap_or(0);
    row(db, sql, (account, now, number, id_or_slug), |row| {
        Ok(Script {
            row: row.get(0)?,
            slug: row.get(1)?,
            title: row.get(2)?,
            hook: row.get(3)?,
            hook_row: row.get(4)?,
            sections: serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default(),
            call_to_action: row.get(6)?,
            caption: row.get(7)?,
            seconds: row.get(8)?,
            task: row.get(9)?,
            finished_at: row.get(10)?,
        })
    })
}

/// Keeps what a generation wrote, under a slug that no other script of the account has.
pub(super) fn keep(
    db: &Connection,
    account: i64,
    generation: i64,
    hook: &str,
    draft: &ScriptDraft,
) -> rusqlite::Result<()> {
    let slug = slugs::free(&slugs::slug_of(draft.title, "script"), |slug| {
        let sql = "SELECT count(*) FROM reel_script WHERE account_id = ?1 AND slug = ?2";
        Ok(count(db, sql, (account, slug))? > 0)
    })?;
    let sections = serde_json::to_string(&draft.sections)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    db.prepare_cached(
        "INSERT INTO reel_script
            (account_id, generation_id, slug, title, hook, sections, call_to_action, caption, seconds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((
        account,
        generation,
        slug,
        draft.title,
        hook,
        sections,
        draft.call_to_action,
        &draft.caption,
        draft.seconds,
    ))?;
    Ok(())
}
