//! A server for the official conformance suite: the tools, resources and prompts that its scenarios call, offered over the
//! same HTTP as the assistants' server. What they are stands in `fixtures.json`; what moves is in the other files.
//!
//! `cargo run -p cc-mcp --example conformance`, and then `conformance server --url URL` with the address that it prints.
//! `cargo xtask ci --only mcp` does both.

#![expect(deprecated, reason = "the suite asks for what ended with 2025-11-25 as well")]

mod calls;
mod rounds;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use cc_mcp::http::{Http, LOCAL_ORIGINS, serve};
use cc_serve::Bounds;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult, ErrorData,
    GetPromptRequestParams, GetPromptResponse, GetPromptResult, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult, ServerCapabilities, ServerConfig,
    SetLevelRequestParams, SubscribeRequestParams, SubscriptionFilter, Tool, UnsubscribeRequestParams,
};
use rmcp::service::{RequestContext, SubscriptionContext, SubscriptionSink};
use rmcp::{RoleServer, ServerHandler};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// What is offered.
static FIXTURES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("fixtures.json")).unwrap_or_default());

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let http = Http {
        address: ([127, 0, 0, 1], 0).into(),
        origins: LOCAL_ORIGINS.map(str::to_owned).to_vec(),
        bounds: Bounds::default(),
    };
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    serve(Fixtures::default(), &http, stop).await
}

#[derive(Default)]
struct Fixtures {
    /// The words that were given out, and the round that each leads to.
    words: std::sync::Mutex<BTreeMap<String, usize>>,
    /// Those who listen for changes.
    listeners: Mutex<BTreeMap<u64, SubscriptionSink>>,
    last_listener: AtomicU64,
}

/// The entries of a part of the fixtures.
fn entries(part: &str) -> impl Iterator<Item = &'static Value> {
    FIXTURES[part].as_array().into_iter().flatten()
}

/// The entry whose `what` has this name.
fn entry(part: &str, what: &str, key: &str, name: &str) -> Option<&'static Value> {
    entries(part).find(|entry| entry[what][key] == name)
}

/// The whole of a part, as a list that hosts may keep for a minute.
fn list<T: DeserializeOwned>(part: &str, what: &str, key: &str) -> Result<T, ErrorData> {
    let items: Value = entries(part).map(|entry| entry.get(what).unwrap_or(entry).clone()).collect();
    complete(json!({ key: items, "ttlMs": 60_000, "cacheScope": "public" }))
}

/// An answer that is final.
fn complete<T: DeserializeOwned>(mut answer: Value) -> Result<T, ErrorData> {
    answer["resultType"] = "complete".into();
    made(answer)
}

/// JSON as what the protocol's library has for it.
fn made<T: DeserializeOwned>(value: Value) -> Result<T, ErrorData> {
    serde_json::from_value(value).map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

/// The text with what the host sent in place of `{name}`.
fn filled(value: &Value, arguments: &serde_json::Map<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            let fill = |text: String, (name, value): (&String, &Value)| {
                text.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default())
            };
            arguments.iter().fold(text.clone(), fill).into()
        }
        Value::Array(items) => items.iter().map(|item| filled(item, arguments)).collect(),
        Value::Object(object) => {
            object.iter().map(|(name, value)| (name.clone(), filled(value, arguments))).collect()
        }
        other => other.clone(),
    }
}

impl ServerHandler for Fixtures {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_completions()
            .enable_logging()
            .build();
        ServerConfig::new(capabilities).with_server_info(Implementation::new("cc-mcp-conformance", "0.1.0"))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        made(entry("tools", "tool", "name", name)?["tool"].clone()).ok()
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        list("tools", "tool", "tools")
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        self.call(request, context).await
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        list("resources", "resource", "resources")
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        list("templates", "template", "resourceTemplates")
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let uri = request.uri.as_str();
        let number = uri.strip_prefix("test://template/").and_then(|rest| rest.strip_suffix("/data"));
        let mut content = match (entry("resources", "resource", "uri", uri), number) {
            (Some(entry), _) => {
                let mut content = entry["content"].clone();
                content["mimeType"] = entry["resource"]["mimeType"].clone();
                content
            }
            (None, Some(id)) => {
                let data = json!({ "id": id, "templateTest": true, "data": format!("Data for ID: {id}") });
                json!({ "mimeType": "application/json", "text": data.to_string() })
            }
            (None, None) => {
                return Err(ErrorData::resource_not_found(
                    "there is no such resource",
                    Some(json!({ "uri": uri })),
                ));
            }
        };
        content["uri"] = uri.into();
        let result = json!({ "contents": [content], "ttlMs": 60_000, "cacheScope": "public" });
        complete::<ReadResourceResult>(result).map(Into::into)
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        list("prompts", "prompt", "prompts")
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let Some(entry) = entry("prompts", "prompt", "name", &request.name) else {
            return Err(ErrorData::invalid_params(format!("there is no prompt `{}`", request.name), None));
        };
        if entry.get("rounds").is_none() {
            let messages = filled(&entry["messages"], &request.arguments.unwrap_or_default());
            return complete::<GetPromptResult>(json!({ "messages": messages })).map(Into::into);
        }
        let given = json!(request.input_responses);
        if let Some(question) = self.next_round(entry, &given, None, &context)? {
            return Ok(question.into());
        }
        let text = json!({ "type": "text", "text": format!("With this context: {given}") });
        complete::<GetPromptResult>(json!({ "messages": [{ "role": "user", "content": text }] }))
            .map(Into::into)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let words = ["paris", "park", "party"];
        let fitting: Vec<_> = words.iter().filter(|word| word.starts_with(&request.argument.value)).collect();
        complete(json!({ "completion": { "values": fitting, "total": fitting.len(), "hasMore": false } }))
    }

    async fn set_level(
        &self,
        _: SetLevelRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn subscribe(
        &self,
        _: SubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _: UnsubscribeRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(&self, wanted: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(wanted.supported_by(&self.get_info().capabilities))
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let number = self.last_listener.fetch_add(1, Ordering::Relaxed);
        self.listeners.lock().await.insert(number, context.sink().clone());
        context.cancelled().await;
        self.listeners.lock().await.remove(&number);
        Ok(())
    }
}
