//! Who calls: what the host of one call can do, whatever the transport and the era.

use rmcp::RoleServer;
use rmcp::model::{CallToolRequestParams, ElicitResult, ProgressToken, ProtocolVersion};
use rmcp::service::{Peer, RequestContext};

/// The host of one call.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) peer: Peer<RoleServer>,
    /// By which name it wants to hear how far the call is, if it does.
    pub(crate) progress: Option<ProgressToken>,
    pub(crate) asking: Asking,
    /// What it brings back from an earlier round of the same call.
    pub(crate) answer: Option<Answer>,
}

/// How a person can be asked for a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// The host can't: the model asks, and calls again with a word.
    InText,
    /// The host shows a question while the call is under way, as hosts do that greet first.
    DuringCall,
    /// The call ends with a question, and the host calls again with the answer, as hosts do since 2026-07-28.
    ByCallingAgain,
}

/// The answer to a question, as the host brings it.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The word that was given to the host with the question.
    pub(crate) word: String,
    /// What the person said; none if the host brings nothing that can be read.
    pub(crate) said: Option<ElicitResult>,
}

/// The name of the one question that we ask.
pub(crate) const QUESTION: &str = "confirm";

impl Host {
    pub(crate) fn of(request: &CallToolRequestParams, context: &RequestContext<RoleServer>) -> Self {
        let answer = request.request_state.clone().map(|word| {
            let said = request.input_responses.as_ref().and_then(|said| said.get(QUESTION)).cloned();
            Answer { word, said: said.and_then(|said| serde_json::from_value(said).ok()) }
        });
        Self {
            peer: context.peer.clone(),
            progress: context.meta.get_progress_token(),
            asking: asking(context),
            answer,
        }
    }
}

fn asking(context: &RequestContext<RoleServer>) -> Asking {
    let asks = context.client_capabilities().and_then(|can| can.elicitation);
    // Who names no kind of question means forms: there was no other at first.
    if !asks.is_some_and(|asks| asks.form.is_some() || asks.url.is_none()) {
        return Asking::InText;
    }
    let modern = context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28);
    if modern { Asking::ByCallingAgain } else { Asking::DuringCall }
}
