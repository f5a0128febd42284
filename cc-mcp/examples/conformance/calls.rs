//! Calls of tools: most answer what the fixtures say; some log, tell how far they are, or ask the host first.

use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, LoggingLevel,
};
use rmcp::service::RequestContext;
use serde_json::{Value, json};

use crate::{Fixtures, complete, entry, made};

/// Between two words of a tool that logs or tells how far it is, so that a host can see that they come one by one.
const PACE: Duration = Duration::from_millis(50);

impl Fixtures {
    pub(crate) async fn call(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let name = request.name.as_ref();
        let Some(entry) = entry("tools", "tool", "name", name) else {
            return Err(ErrorData::invalid_params(format!("there is no tool `{name}`"), None));
        };
        if entry.get("rounds").is_some() {
            let given = json!(request.input_responses);
            let question = self.next_round(entry, &given, request.request_state.as_deref(), &context)?;
            return Ok(match question {
                Some(question) => question.into(),
                None => said(format!("All is known, state-ok: {given}")).into(),
            });
        }
        if let Some(capability) = entry["needs"].as_str()
            && json!(context.client_capabilities()).get(capability).is_none_or(Value::is_null)
        {
            return Err(ErrorData::missing_required_client_capability(made(json!({ capability: {} }))?));
        }
        let arguments = json!(request.arguments);
        if let Some(properties) = entry.get("elicits") {
            return Ok(elicited(properties, &arguments, &context).await?.into());
        }
        match name {
            "test_sampling" => return Ok(sampled(&arguments, &context).await?.into()),
            "test_trigger_tool_change" | "test_trigger_prompt_change" => self.tell_listeners(name).await,
            "test_logging_tool" => {
                if let Some(level) = context.meta.log_level() {
                    log(&context, level, "Logged, as the request wants it").await?;
                }
            }
            _ => moves(entry, &context).await?,
        }
        complete::<CallToolResult>(entry["answer"].clone()).map(Into::into)
    }

    async fn tell_listeners(&self, name: &str) {
        let listeners: Vec<_> = self.listeners.lock().await.values().cloned().collect();
        for listener in listeners {
            // Who did not ask for this, or has gone, is told nothing.
            let _ = match name {
                "test_trigger_tool_change" => listener.notify_tool_list_changed().await,
                _ => listener.notify_prompt_list_changed().await,
            };
        }
    }
}

/// What happens before a tool answers, as the fixtures have it.
async fn moves(entry: &Value, context: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    if let Some(milliseconds) = entry["after"].as_u64() {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    for text in entry["logs"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        log(context, LoggingLevel::Info, text).await?;
        tokio::time::sleep(PACE).await;
    }
    for progress in entry["progress"].as_array().into_iter().flatten() {
        if let Some(token) = context.meta.get_progress_token() {
            let note = json!({ "progressToken": token, "progress": progress, "total": 100 });
            context.peer.notify_progress(made(note)?).await.map_err(lost)?;
        }
        tokio::time::sleep(PACE).await;
    }
    Ok(())
}

async fn log(context: &RequestContext<RoleServer>, level: LoggingLevel, text: &str) -> Result<(), ErrorData> {
    let note = made(json!({ "level": level, "logger": "conformance", "data": text }))?;
    context.peer.notify_logging_message(note).await.map_err(lost)
}

/// Asks the user while the call is under way, as until 2025-11-25.
async fn elicited(
    properties: &Value,
    arguments: &Value,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResult, ErrorData> {
    let required: Vec<_> = properties.as_object().into_iter().flatten().map(|(name, _)| name).collect();
    let question = json!({
        "mode": "form",
        "message": arguments["message"].as_str().unwrap_or("Please say:"),
        "requestedSchema": { "type": "object", "properties": properties, "required": required },
    });
    let answer = context.peer.create_elicitation(made(question)?).await.map_err(lost)?;
    Ok(said(format!("Elicitation completed: {}", json!(answer))))
}

/// Asks the host's model while the call is under way, as until 2025-11-25.
async fn sampled(
    arguments: &Value,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResult, ErrorData> {
    let text = json!({ "type": "text", "text": arguments["prompt"] });
    let question = json!({ "messages": [{ "role": "user", "content": text }], "maxTokens": 100 });
    let answer = context.peer.create_message(made(question)?).await.map_err(lost)?;
    Ok(said(format!("LLM response: {}", json!(answer))))
}

fn said(text: String) -> CallToolResult {
    CallToolResult::success(vec![ContentBlock::text(text)])
}

fn lost(error: impl std::fmt::Display) -> ErrorData {
    ErrorData::internal_error(error.to_string(), None)
}
