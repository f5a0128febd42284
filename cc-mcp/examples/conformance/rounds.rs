//! Tools and prompts that want to know something first, as since 2026-07-28: the answer is a question, and the host calls
//! again with what was asked for. Some give a word along with the question, and take the next step only for that word.

use std::sync::PoisonError;

use rmcp::RoleServer;
use rmcp::model::{ErrorData, InputRequiredResult};
use rmcp::service::RequestContext;
use serde_json::{Map, Value, json};

use crate::{Fixtures, made};

impl Fixtures {
    /// The next question to a host that gave these answers and brought back this word; nothing if all is known.
    pub(crate) fn next_round(
        &self,
        entry: &Value,
        given: &Value,
        word: Option<&str>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Option<InputRequiredResult>, ErrorData> {
        let rounds: Vec<Map<String, Value>> = entry["rounds"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|round| answerable(round, context))
            .collect();
        let remembers = entry["remembers"] == true;
        let round = match word.filter(|_| remembers) {
            Some(word) => self.round_of(word)?,
            None => 0,
        };
        let is_answered = |round: &Map<String, Value>| round.keys().all(|key| given[key].is_object());
        let next = match rounds.get(round) {
            Some(asked) if is_answered(asked) && (word.is_some() || !remembers) => round + 1,
            _ => round,
        };
        let Some(question) = rounds.get(next) else { return Ok(None) };
        let mut result = json!({ "resultType": "input_required", "inputRequests": question });
        if remembers {
            result["requestState"] = self.word_for(next)?.into();
        }
        made(result).map(Some)
    }

    /// A word that nobody can guess.
    fn word_for(&self, round: usize) -> Result<String, ErrorData> {
        let random = getrandom::u64().map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        let word = format!("round-{round}-{random:016x}");
        self.words.lock().unwrap_or_else(PoisonError::into_inner).insert(word.clone(), round);
        Ok(word)
    }

    fn round_of(&self, word: &str) -> Result<usize, ErrorData> {
        let round = self.words.lock().unwrap_or_else(PoisonError::into_inner).remove(word);
        round.ok_or_else(|| ErrorData::invalid_params("the request's state is not what was given out", None))
    }
}

/// The questions of a round that the host says it can answer.
fn answerable(round: &Value, context: &RequestContext<RoleServer>) -> Map<String, Value> {
    let able = json!(context.client_capabilities());
    let can = |question: &Value| {
        let area = question["method"].as_str().and_then(|method| method.split('/').next());
        area.is_some_and(|area| able.get(area).is_some_and(|capability| !capability.is_null()))
    };
    let questions = round.as_object().into_iter().flatten().filter(|(_, question)| can(question));
    questions.map(|(key, question)| (key.clone(), question.clone())).collect()
}
