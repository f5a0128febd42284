//! The market questions, what accounts answered, and the profiles made of it.

use rusqlite::Connection;

use crate::ident::Kind;
use crate::store::{count, packed, row, rows, unpacked};
use crate::writing::Said;

/// Groups of questions: `category_1`.
pub(crate) const CATEGORY: Kind = Kind("category");
/// Questions: `question_3`.
pub(crate) const QUESTION: Kind = Kind("question");
/// Market profiles, one an account: `market_2`.
pub(crate) const PROFILE: Kind = Kind("market");

/// A group of questions.
#[derive(Debug)]
pub(crate) struct Category {
    pub(crate) row: i64,
    pub(crate) position: i64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
}

/// A question, with the answer of the account that looks at it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) row: i64,
    pub(crate) category: i64,
    pub(crate) position: i64,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) help_text: Option<String>,
    pub(crate) kind: String,
    pub(crate) choices: Vec<String>,
    pub(crate) is_required: bool,
    pub(crate) answer: Option<Answer>,
}

/// What was answered: words, or choices.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) text: Option<String>,
    pub(crate) choices: Vec<String>,
}

/// The groups of questions of a tenant, in their order.
pub(crate) fn categories(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Category>> {
    let sql = "SELECT id, position, name, description FROM market_category WHERE tenant_id = ?1 ORDER BY position, id";
    rows(db, sql, [tenant], |row| {
        Ok(Category { row: row.get(0)?, position: row.get(1)?, name: row.get(2)?, description: row.get(3)? })
    })
}

/// Every question of a tenant, in its order, with the answers of an account.
pub(crate) fn questions(db: &Connection, tenant: i64, account: i64) -> rusqlite::Result<Vec<Question>> {
    let sql = "SELECT question.id, category_id, question.position, subject, question.text, help_text, kind,
            question.choices, is_required, answer.text, answer.choices
        FROM market_question AS question
        JOIN market_category AS category ON category.id = question.category_id
        LEFT JOIN market_answer AS answer ON answer.account_id = ?2 AND answer.question_id = question.id
        WHERE category.tenant_id = ?1 ORDER BY category.position, category.id, question.position, question.id";
    rows(db, sql, (tenant, account), |row| {
        let choices: Option<String> = row.get(10)?;
        let text = row.get(9)?;
        let answer = choices.map(|choices| Answer { text, choices: unpacked(&choices) });
        Ok(Question {
            row: row.get(0)?,
            category: row.get(1)?,
            position: row.get(2)?,
            subject: row.get(3)?,
            text: row.get(4)?,
            help_text: row.get(5)?,
            kind: row.get(6)?,
            choices: unpacked(&row.get::<_, String>(7)?),
            is_required: row.get(8)?,
            answer,
        })
    })
}

/// Keeps an answer in place of an earlier one.
pub(crate) fn save(
    db: &Connection,
    account: i64,
    question: i64,
    answer: &Answer,
    now: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO market_answer (account_id, question_id, text, choices, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET text = ?3, choices = ?4, saved_at = ?5",
    )?
    .execute((account, question, &answer.text, packed(&answer.choices), now))?;
    Ok(())
}

/// Forgets an answer.
pub(crate) fn take_back(db: &Connection, account: i64, question: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM market_answer WHERE account_id = ?1 AND question_id = ?2";
    db.prepare_cached(sql)?.execute((account, question))?;
    Ok(())
}

/// When an account last answered something that it still stands by.
pub(crate) fn last_saved_at(db: &Connection, account: i64) -> rusqlite::Result<i64> {
    count(db, "SELECT coalesce(max(saved_at), 0) FROM market_answer WHERE account_id = ?1", [account])
}

/// The answers by what they are about.
pub(crate) fn said(questions: &[Question]) -> Vec<Said> {
    let said = questions.iter().filter_map(|question| {
        let Answer { text, choices } = question.answer.clone()?;
        Some(Said { subject: question.subject.clone(), text, choices })
    });
    said.collect()
}

/// Keeps what a generation wrote.
pub(super) fn keep_profile(
    db: &Connection,
    generation: i64,
    summary: &str,
    voice_tags: &[String],
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO market_profile (generation_id, summary, voice_tags) VALUES (?1, ?2, ?3)")?
        .execute((generation, summary, packed(voice_tags)))?;
    Ok(())
}

/// The summary and the words for the voice that a generation wrote.
pub(crate) fn profile_text(
    db: &Connection,
    generation: i64,
) -> rusqlite::Result<Option<(String, Vec<String>)>> {
    let sql = "SELECT summary, voice_tags FROM market_profile WHERE generation_id = ?1";
    row(db, sql, [generation], |row| Ok((row.get(0)?, unpacked(&row.get::<_, String>(1)?))))
}
