//! The market profile, and the questions that it rests on.

use serde::{Deserialize, Serialize};

use crate::clock::instant;
use crate::handler::Call;
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::assistant::{
    self as store, Answer, CATEGORY, Generation, PROFILE, QUESTION, Question, Work,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MarketProfile {
    id: String,
    status: String,
    summary: Option<String>,
    voice_tags: Vec<String>,
    answered_count: usize,
    question_count: usize,
    failure_reason: Option<String>,
    generated_at: Option<String>,
    updated_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MarketProfileCategory<'a> {
    id: String,
    name: &'a str,
    description: Option<&'a str>,
    order: i64,
    answered_count: usize,
    questions: Vec<MarketProfileQuestion<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MarketProfileQuestion<'a> {
    id: String,
    text: &'a str,
    help_text: Option<&'a str>,
    kind: &'a str,
    choices: &'a [String],
    is_required: bool,
    order: i64,
    answer: Option<MarketProfileAnswer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MarketProfileAnswer<'a> {
    question_id: String,
    text: Option<&'a str>,
    choices: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MarketProfileAnswersSaved<'a> {
    answers: Vec<MarketProfileAnswer<'a>>,
    answered_count: usize,
    question_count: usize,
}

/// An answer as it is sent.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    question_id: String,
    text: Option<String>,
    choices: Option<Vec<String>>,
}

/// Before the first generation there is no profile: 404. While a new one is written, the earlier one can still be read.
pub(super) fn get_market_profile(call: &Call<'_>) -> Result<Reply, Refused> {
    let latest = store::latest(call.db, call.account(), call.now_ms(), Work::MarketProfile)?;
    let latest = latest.ok_or_else(|| Refused::not_found("market profile"))?;
    Reply::ok(&profile(call, &latest)?)
}

/// Fails, once its time is over, if a required question is unanswered at the start; that way a caller can see a failure.
pub(super) fn generate_market_profile(call: &Call<'_>) -> Result<Reply, Refused> {
    let (db, account, now) = (call.db, call.account(), call.now_ms());
    let running =
        store::latest(db, account, now, Work::MarketProfile)?.is_some_and(|latest| !latest.is_final());
    if running {
        let message = "A market profile is being written already. Get it until its status is final.";
        return Err(Refused::conflict("already_running", message));
    }
    store::begin_profile(db, call.tenant(), account, now)?;
    get_market_profile(call)
}

pub(super) fn list_market_profile_categories(call: &Call<'_>) -> Result<Reply, Refused> {
    let questions = store::questions(call.db, call.tenant(), call.account())?;
    let categories = store::categories(call.db, call.tenant())?;
    let shown = categories.iter().map(|category| {
        let own = || questions.iter().filter(|question| question.category == category.row);
        MarketProfileCategory {
            id: CATEGORY.id(category.row),
            name: &category.name,
            description: category.description.as_deref(),
            order: category.position,
            answered_count: own().filter(|question| question.answer.is_some()).count(),
            questions: own().map(shown_question).collect(),
        }
    });
    let shown: Vec<MarketProfileCategory<'_>> = shown.collect();
    Reply::page_of(&shown, call.page()?)
}

/// An empty text and an empty list of choices take an answer back. The profile stays as it is until it is generated again.
pub(super) fn save_market_profile_answers(call: &Call<'_>) -> Result<Reply, Refused> {
    let sent: Vec<Sent> = call.input.need("answers")?;
    let questions = store::questions(call.db, call.tenant(), call.account())?;
    let mut wrong = Vec::new();
    let mut changes: Vec<(i64, Option<Answer>)> = Vec::new();
    for (index, sent) in sent.into_iter().enumerate() {
        let mut complain = |field: &str, message: &str| {
            wrong.push((format!("answers.{index}.{field}"), message.to_owned()));
        };
        let row = QUESTION.row(&sent.question_id);
        let Some(question) = questions.iter().find(|question| Some(question.row) == row) else {
            complain("questionId", "is not one of the questions");
            continue;
        };
        if changes.iter().any(|(row, _)| *row == question.row) {
            complain("questionId", "is answered twice");
            continue;
        }
        match answer(question, sent) {
            Ok(answer) => changes.push((question.row, answer)),
            Err((field, message)) => complain(field, message),
        }
    }
    if !wrong.is_empty() {
        return Err(Refused::invalid_fields(wrong));
    }
    for (question, answer) in &changes {
        match answer {
            Some(answer) => store::save(call.db, call.account(), *question, answer, call.now_ms())?,
            None => store::take_back(call.db, call.account(), *question)?,
        }
    }
    let questions = store::questions(call.db, call.tenant(), call.account())?;
    let touched = questions.iter().filter(|question| changes.iter().any(|(row, _)| *row == question.row));
    Reply::ok(&MarketProfileAnswersSaved {
        answers: touched.filter_map(shown_answer).collect(),
        answered_count: answered(&questions),
        question_count: questions.len(),
    })
}

/// The answer that is sent, if it fits the question; none if it takes one back.
fn answer(question: &Question, sent: Sent) -> Result<Option<Answer>, (&'static str, &'static str)> {
    let Sent { text, choices, .. } = sent;
    if text.is_none() && choices.is_none() {
        return Err(("text", "is missing, and so are choices"));
    }
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let choices = choices.unwrap_or_default();
    if text.is_none() && choices.is_empty() {
        return Ok(None);
    }
    if question.kind == "text" {
        return if choices.is_empty() {
            Ok(Some(Answer { text, choices }))
        } else {
            Err(("choices", "must be empty: the question is answered in words"))
        };
    }
    if text.is_some() {
        return Err(("text", "must be left out: the question is answered by a choice"));
    }
    if choices.iter().any(|choice| !question.choices.contains(choice)) {
        return Err(("choices", "must be among those of the question"));
    }
    if question.kind == "single_choice" && choices.len() > 1 {
        return Err(("choices", "must be one only"));
    }
    // In the order of the question, each once.
    let chosen = question.choices.iter().filter(|choice| choices.contains(choice));
    Ok(Some(Answer { text: None, choices: chosen.cloned().collect() }))
}

fn profile(call: &Call<'_>, latest: &Generation) -> Result<MarketProfile, Refused> {
    let (db, account, now) = (call.db, call.account(), call.now_ms());
    let questions = store::questions(db, call.tenant(), account)?;
    let written = store::latest_completed(db, account, now, Work::MarketProfile)?;
    let text = match &written {
        Some(written) => store::profile_text(db, written.row)?,
        None => None,
    };
    let (summary, voice_tags) =
        text.map_or_else(|| (None, Vec::new()), |(summary, tags)| (Some(summary), tags));
    Ok(MarketProfile {
        id: PROFILE.id(account),
        status: latest.status.clone(),
        summary,
        voice_tags,
        answered_count: answered(&questions),
        question_count: questions.len(),
        failure_reason: latest.failure().map(str::to_owned),
        generated_at: written.and_then(|written| written.finished_at()).map(instant),
        updated_at: instant(latest.changed_at().max(store::last_saved_at(db, account)?)),
    })
}

fn answered(questions: &[Question]) -> usize {
    questions.iter().filter(|question| question.answer.is_some()).count()
}

fn shown_question(question: &Question) -> MarketProfileQuestion<'_> {
    MarketProfileQuestion {
        id: QUESTION.id(question.row),
        text: &question.text,
        help_text: question.help_text.as_deref(),
        kind: &question.kind,
        choices: &question.choices,
        is_required: question.is_required,
        order: question.position,
        answer: shown_answer(question),
    }
}

fn shown_answer(question: &Question) -> Option<MarketProfileAnswer<'_>> {
    let Answer { text, choices } = question.answer.as_ref()?;
    Some(MarketProfileAnswer { question_id: QUESTION.id(question.row), text: text.as_deref(), choices })
}
