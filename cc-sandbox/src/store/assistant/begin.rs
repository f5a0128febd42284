//! Starts to write something: what will come of it is worked out at once and shown when the time is over.
//!
//! Whether it fails is up to the caller, and always the same: profiles and menus fail as long as a required market question is
//! unanswered, scripts fail for the last line of a menu, which says so.

use rusqlite::Connection;

use super::generations::{Work, start};
use super::hooks::{self, Hook};
use super::market::{self, Question};
use super::scripts;
use crate::store::count;
use crate::writing;

/// Starts to write the market profile of an account, out of its answers as they are now.
pub(crate) fn begin_profile(db: &Connection, tenant: i64, account: i64, now: i64) -> rusqlite::Result<i64> {
    let questions = market::questions(db, tenant, account)?;
    let failure = unanswered(&questions);
    let generation = start(db, account, Work::MarketProfile, None, failure.as_deref(), now)?;
    if failure.is_none() {
        let sql = "SELECT first_name FROM account WHERE id = ?1";
        let first_name: String = db.prepare_cached(sql)?.query_row([account], |row| row.get(0))?;
        let said = market::said(&questions);
        let summary = writing::profile_summary(&first_name, &said);
        market::keep_profile(db, generation, &summary, &writing::voice_tags(&said))?;
    }
    Ok(generation)
}

/// Starts to write a hook menu for an account, out of its answers as they are now.
pub(crate) fn begin_menu(db: &Connection, tenant: i64, account: i64, now: i64) -> rusqlite::Result<i64> {
    let questions = market::questions(db, tenant, account)?;
    let failure = unanswered(&questions);
    let sql =
        "SELECT count(*) FROM ai_generation WHERE account_id = ?1 AND kind = 'hook_menu' AND failure IS NULL";
    let turn = usize::try_from(count(db, sql, [account])?).unwrap_or(0);
    let generation = start(db, account, Work::HookMenu, None, failure.as_deref(), now)?;
    if failure.is_none() {
        hooks::keep(db, generation, &writing::hooks(&market::said(&questions), turn))?;
    }
    Ok(generation)
}

/// Starts to write the script for a line of a menu.
pub(crate) fn begin_script(db: &Connection, account: i64, hook: &Hook, now: i64) -> rusqlite::Result<i64> {
    let draft = writing::script(hook.idea.as_deref(), &hook.text, &hook.place);
    let failure = draft.is_none().then_some("This line is for trying out: a script from it always fails.");
    let generation = start(db, account, Work::ReelScript, Some(hook.row), failure, now)?;
    if let Some(draft) = draft {
        scripts::keep(db, account, generation, &hook.text, &draft)?;
    }
    Ok(generation)
}

/// Why nothing can be written, if required questions are unanswered.
fn unanswered(questions: &[Question]) -> Option<String> {
    let open = questions.iter().filter(|question| question.is_required && question.answer.is_none());
    let open: Vec<&str> = open.map(|question| question.text.as_str()).collect();
    (!open.is_empty()).then(|| format!("Required market questions are unanswered: {}", open.join(" ")))
}
