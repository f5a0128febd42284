//! Market profile, hook menus and scripts: the questions and features of a tenant, and what its first account has had written.

use rusqlite::params;

use super::{Seeder, TenantPlan};
use crate::store::assistant::{self, Answer};

/// A question of a market profile.
struct QuestionSeed {
    subject: &'static str,
    text: &'static str,
    help_text: Option<&'static str>,
    kind: &'static str,
    choices: &'static [&'static str],
    is_required: bool,
}

const CATEGORIES: [(&str, Option<&str>, &[QuestionSeed]); 3] = [
    ("Your market", Some("Where you work and what sells there."), &MARKET),
    ("Your clients", Some("Whom you work for, and what is on their minds."), &CLIENTS),
    ("Your voice", None, &VOICE),
];

const MARKET: [QuestionSeed; 2] = [
    QuestionSeed {
        subject: "places",
        text: "Which neighborhoods or towns do you know best?",
        help_text: Some("Two or three are enough."),
        kind: "text",
        choices: &[],
        is_required: true,
    },
    QuestionSeed {
        subject: "prices",
        text: "What do most of your homes sell for?",
        help_text: None,
        kind: "single_choice",
        choices: &["Under $400,000", "$400,000 to $800,000", "Over $800,000"],
        is_required: false,
    },
];

const CLIENTS: [QuestionSeed; 2] = [
    QuestionSeed {
        subject: "clients",
        text: "Who are most of your clients?",
        help_text: Some("Choose as many as fit."),
        kind: "multiple_choice",
        choices: &[
            "First-time buyers",
            "Families who move up",
            "Sellers who downsize",
            "People new in town",
            "Investors",
        ],
        is_required: true,
    },
    QuestionSeed {
        subject: "worries",
        text: "What do they worry about most?",
        help_text: None,
        kind: "text",
        choices: &[],
        is_required: false,
    },
];

const VOICE: [QuestionSeed; 3] = [
    QuestionSeed {
        subject: "voice",
        text: "How should your texts sound?",
        help_text: Some("Choose as many as fit."),
        kind: "multiple_choice",
        choices: &["Warm", "Plain-spoken", "Playful", "Luxurious", "Confident"],
        is_required: true,
    },
    QuestionSeed {
        subject: "thanks",
        text: "What do your clients thank you for?",
        help_text: Some("Their own words work best."),
        kind: "text",
        choices: &[],
        is_required: false,
    },
    QuestionSeed {
        subject: "avoid",
        text: "Which words do you never use?",
        help_text: None,
        kind: "text",
        choices: &[],
        is_required: false,
    },
];

/// Name for programs, name shown, what it does, whether it is on, the model behind it.
const FEATURES: [(&str, &str, &str, bool, Option<&str>); 5] = [
    (
        "reel_script",
        "Reel scripts",
        "Writes a script for a reel from a hook.",
        true,
        Some("sandbox-writer-2"),
    ),
    ("hook_menu", "Hook menu", "Suggests opening lines for reels.", true, Some("sandbox-writer-2")),
    ("market_profile", "Market profile", "Says back what you have told about your market.", true, None),
    ("ai_caption", "AI captions", "Writes a caption for a post.", true, Some("sandbox-writer-1")),
    ("market_report", "Market reports", "Sums up a month of sales in your neighborhoods.", false, None),
];

/// What the first account of the vendor's own tenant has answered, by subject: words, or choices.
const MAYA: &[(&str, Option<&str>, &[&str])] = &[
    ("places", Some("Zilker, Barton Hills and South Lamar"), &[]),
    ("prices", None, &["$400,000 to $800,000"]),
    ("clients", None, &["First-time buyers", "Families who move up"]),
    ("worries", Some("That they sell too early and buy too late."), &[]),
    ("voice", None, &["Warm", "Plain-spoken"]),
    ("thanks", Some("That I tell them early what will be hard."), &[]),
];

const LUIS: &[(&str, Option<&str>, &[&str])] = &[
    ("places", Some("Point Loma and Ocean Beach"), &[]),
    ("clients", None, &["Sellers who downsize", "People new in town"]),
    ("voice", None, &["Confident"]),
];

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    ask(seeder, plan.tenant)?;
    let mut insert = seeder.db.prepare(
        "INSERT INTO ai_feature (tenant_id, position, feature, display_name, description, is_enabled, model_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (position, (feature, name, description, is_enabled, model)) in (0_i64..).zip(&FEATURES) {
        insert.execute(params![plan.tenant, position, feature, name, description, is_enabled, model])?;
    }
    if !seeder.is_empty() {
        let answers = if plan.is_main { MAYA } else { LUIS };
        write(seeder, plan.tenant, plan.accounts[0], answers)?;
    }
    Ok(())
}

/// The questions of a tenant.
fn ask(seeder: &Seeder<'_>, tenant: i64) -> anyhow::Result<()> {
    let mut insert_category = seeder.db.prepare(
        "INSERT INTO market_category (tenant_id, position, name, description) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut insert_question = seeder.db.prepare(
        "INSERT INTO market_question (category_id, position, subject, text, help_text, kind, choices, is_required)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (position, (name, description, questions)) in (0_i64..).zip(&CATEGORIES) {
        insert_category.execute(params![tenant, position, name, description])?;
        let category = seeder.db.last_insert_rowid();
        for (position, question) in (0_i64..).zip(*questions) {
            let QuestionSeed { subject, text, help_text, kind, choices, is_required } = question;
            let choices = serde_json::to_string(choices)?;
            insert_question.execute(params![
                category,
                position,
                subject,
                text,
                help_text,
                kind,
                choices,
                is_required
            ])?;
        }
    }
    Ok(())
}

/// What an account has answered and had written, by the way that calls take, at earlier times: a profile, an expired menu, the
/// menu that is offered, two scripts, and one that failed.
fn write(
    seeder: &Seeder<'_>,
    tenant: i64,
    account: i64,
    answers: &[(&str, Option<&str>, &[&str])],
) -> anyhow::Result<()> {
    let (db, now) = (seeder.db, seeder.now.as_millisecond());
    let ago = |days: i64, minutes: i64| now - days * DAY_MS + minutes * 60_000;
    for question in assistant::questions(db, tenant, account)? {
        if let Some((_, text, choices)) = answers.iter().find(|(subject, ..)| *subject == question.subject) {
            let choices = choices.iter().map(ToString::to_string).collect();
            let answer = Answer { text: text.map(str::to_owned), choices };
            assistant::save(db, account, question.row, &answer, ago(40, 0))?;
        }
    }
    assistant::begin_profile(db, tenant, account, ago(40, 5))?;
    for days in [24, 3] {
        assistant::begin_menu(db, tenant, account, ago(days, 0))?;
        let Some(menu) = assistant::current_menu(db, account, ago(days, 1))? else { continue };
        let hooks = assistant::hooks_of(db, &menu, ago(days, 1))?;
        if let [first, .., last] = hooks.as_slice() {
            assistant::begin_script(db, account, first, ago(days, 4))?;
            if days == 24 {
                assistant::begin_script(db, account, last, ago(days, 7))?;
            }
        }
    }
    Ok(())
}
