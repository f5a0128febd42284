//! Asking before something is removed, overwritten or paid for.
//!
//! A person is asked by the host, where the host can do that; elsewhere by the model, which gets a word for the next call.
//! Either way the yes is for exactly these arguments, and works once.

use cc_api::catalogue::{Operation, Safety};
use cc_surface::printable;
use rmcp::model::{
    ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema, InputRequest,
    InputRequests, InputRequiredResult,
};
use serde_json::{Map, Value};

use super::Stop;
use crate::confirmation::{LIFE, To};
use crate::host::{Answer, Asking, Host, QUESTION};
use crate::progress;
use crate::server::Server;

/// A call that wants a yes.
pub(super) struct Wanted<'a> {
    pub(super) operation: &'static Operation,
    /// The tool by which it was called.
    pub(super) tool: &'a str,
    pub(super) given: &'a Map<String, Value>,
    /// The word that came with the arguments.
    pub(super) word: Option<&'a str>,
}

/// The most of the arguments that a question shows, in characters.
const SHOWN: usize = 1_500;

impl Server {
    /// Makes sure that a person said yes to exactly this call.
    pub(super) async fn confirmed(&self, wanted: &Wanted<'_>, host: &Host) -> Result<(), Stop> {
        match (host.asking, &host.answer) {
            (Asking::InText, _) => self.confirmed_by_word(wanted),
            (Asking::DuringCall, _) => confirmed_now(wanted, host).await,
            (Asking::ByCallingAgain, Some(answer)) => self.confirmed_by_answer(wanted, answer),
            (Asking::ByCallingAgain, None) => Err(self.question(wanted)?),
        }
    }

    /// The model asks: without a word it is given one, and with the right one the call is carried out.
    fn confirmed_by_word(&self, wanted: &Wanted<'_>) -> Result<(), Stop> {
        let before = match wanted.word {
            Some(word) => match self.take(wanted, To::Model, word) {
                Ok(()) => return Ok(()),
                Err(why) => format!("{why}. "),
            },
            None => String::new(),
        };
        let word = self.give(wanted, To::Model)?;
        Err(Stop::Said(format!(
            "{before}Nothing was done. {} Ask the user; if they say yes, call {} again with the same arguments and \
             \"confirmation\": \"{word}\" within five minutes.",
            would(wanted),
            wanted.tool,
        )))
    }

    /// The host calls again with what a person said.
    fn confirmed_by_answer(&self, wanted: &Wanted<'_>, answer: &Answer) -> Result<(), Stop> {
        // The word is spent whatever was said: one question, one answer.
        self.take(wanted, To::Host, &answer.word).map_err(|why| {
            format!("Nothing was done: {why}. Call it again without it to have the user asked.")
        })?;
        said_yes(wanted.operation, answer.said.as_ref())
    }

    /// The question that a host shows before it calls again. The state that it carries is a word and nothing else.
    fn question(&self, wanted: &Wanted<'_>) -> Result<Stop, String> {
        let request = InputRequest::Elicitation(ElicitRequest::new(form(wanted)));
        let requests = InputRequests::from([(QUESTION.to_owned(), request)]);
        let word = self.give(wanted, To::Host)?;
        Ok(Stop::Ask(Box::new(InputRequiredResult::new(Some(requests), Some(word)))))
    }

    fn take(&self, wanted: &Wanted<'_>, to: To, word: &str) -> Result<(), &'static str> {
        let taken =
            self.confirmations.take(word, to, wanted.operation.id, wanted.given, self.started.elapsed());
        taken.map_err(crate::confirmation::Unconfirmed::as_str)
    }

    fn give(&self, wanted: &Wanted<'_>, to: To) -> Result<String, String> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)
            .map_err(|_| "this machine has no randomness to confirm with".to_owned())?;
        let now = self.started.elapsed();
        Ok(self.confirmations.ask(to, wanted.operation.id, wanted.given, now, random))
    }
}

/// The host shows a question while the call waits. Nothing else can answer it, so there is no word to lose.
async fn confirmed_now(wanted: &Wanted<'_>, host: &Host) -> Result<(), Stop> {
    progress::waits(LIFE, "a person is asked whether it shall be done");
    match host.peer.create_elicitation_with_timeout(form(wanted), Some(LIFE)).await {
        Ok(answer) => said_yes(wanted.operation, Some(&answer)),
        Err(rmcp::ServiceError::Timeout { .. }) => {
            Err("Nothing was done: nobody answered within five minutes.".into())
        }
        Err(_) => Err("Nothing was done: the host was asked to have a person confirm it, and could not. \
                       The user can do it with `ccapi` or in the web app."
            .into()),
    }
}

fn said_yes(operation: &Operation, said: Option<&ElicitResult>) -> Result<(), Stop> {
    let answer = match said.map(|said| &said.action) {
        Some(ElicitationAction::Accept) => return Ok(()),
        Some(ElicitationAction::Decline) => "the user said no",
        Some(ElicitationAction::Cancel) => "the user closed the question without an answer",
        _ => "there was no answer",
    };
    Err(format!(
        "Nothing was done: {} was not confirmed, {answer}. Don't call it again unless the user asks for it.",
        operation.id
    )
    .into())
}

/// A question without fields: to accept it is the yes.
fn form(wanted: &Wanted<'_>) -> ElicitRequestParams {
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: format!("{} Shall it be done?", would(wanted)),
        requested_schema: ElicitationSchema::builder().build_unchecked(),
    }
}

/// What carrying it out would do. The arguments come from a model, so they are shown as JSON, on one line, and bounded.
fn would(wanted: &Wanted<'_>) -> String {
    let Wanted { operation, given, .. } = *wanted;
    let arguments = Value::Object(given.clone()).to_string();
    let arguments = match arguments.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… (cut, {} bytes in all)", &arguments[..end], arguments.len()),
        None => arguments,
    };
    let costs = if operation.safety == Safety::Costly { " It may cost money or credits." } else { "" };
    format!(
        "This would {}: {} {}, with {}.{costs}",
        lower(operation.summary),
        operation.method,
        operation.path,
        printable(&arguments),
    )
}

fn lower(summary: &str) -> String {
    let mut letters = summary.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
