//! Hook menus: the lines of each, and which menu is offered.

use rusqlite::{Connection, Row};

use super::generations::{Generation, Work, latest_completed};
use crate::ident::Kind;
use crate::store::{row, rows};
use crate::writing::HookDraft;

/// Hook menus: `menu_3`.
pub(crate) const MENU: Kind = Kind("menu");
/// Hooks: `hook_18`.
pub(crate) const HOOK: Kind = Kind("hook");

/// For how long a menu is offered: a week.
const OFFERED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// A line that a script can be written from.
#[derive(Debug)]
pub(crate) struct Hook {
    pub(crate) row: i64,
    pub(crate) position: i64,
    pub(crate) text: String,
    pub(crate) topic: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) idea: Option<String>,
    pub(crate) place: String,
    /// The last script that was finished for it.
    pub(crate) script: Option<String>,
}

/// The menu that is offered at the time: the last one that was finished, if it has not expired.
pub(crate) fn current_menu(db: &Connection, account: i64, now: i64) -> rusqlite::Result<Option<Generation>> {
    let menu = latest_completed(db, account, now, Work::HookMenu)?;
    Ok(menu.filter(|menu| now < expires_at(menu)))
}

/// When a finished menu stops being offered.
pub(crate) fn expires_at(menu: &Generation) -> i64 {
    menu.changed_at() + OFFERED_MS
}

/// The lines of a menu, in their order.
pub(crate) fn hooks_of(db: &Connection, menu: &Generation, now: i64) -> rusqlite::Result<Vec<Hook>> {
    rows(db, &format!("SELECT {COLUMNS} ORDER BY position"), (menu.row, now), read)
}

/// A line of a menu.
pub(crate) fn hook(db: &Connection, menu: &Generation, now: i64, id: &str) -> rusqlite::Result<Option<Hook>> {
    row(db, &format!("SELECT {COLUMNS} AND id = ?3"), (menu.row, now, HOOK.row(id).unwrap_or(0)), read)
}

/// Keeps the lines that a generation wrote.
pub(super) fn keep(db: &Connection, generation: i64, drafts: &[HookDraft]) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO reel_hook (generation_id, position, text, topic, reason, idea, place)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, draft) in (0_i64..).zip(drafts) {
        let HookDraft { text, topic, reason, idea, place } = draft;
        insert.execute((generation, position, text, topic, reason, idea, place))?;
    }
    Ok(())
}

/// The lines of menu ?1; the script is the last that was finished at the time ?2.
const COLUMNS: &str = "id, position, text, topic, reason, idea, place,
        (SELECT slug FROM ai_generation AS task JOIN reel_script AS script ON script.generation_id = task.id
         WHERE task.hook_id = reel_hook.id AND task.ends_at <= ?2 ORDER BY task.ends_at DESC, task.id DESC LIMIT 1)
    FROM reel_hook WHERE generation_id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Hook> {
    Ok(Hook {
        row: row.get(0)?,
        position: row.get(1)?,
        text: row.get(2)?,
        topic: row.get(3)?,
        reason: row.get(4)?,
        idea: row.get(5)?,
        place: row.get(6)?,
        script: row.get(7)?,
    })
}
