//! What calling a tool does.

mod catalogue;
mod chatgpt;
mod confirm;
mod dashboard;
mod listing;
mod operation;
mod send;
mod work;

use rmcp::model::InputRequiredResult;
use serde_json::{Map, Value, json};

use crate::host::Host;
use crate::server::Server;
use crate::tools::Kind;

/// What a tool gives: data, or why there is none.
type Called = Result<Value, Stop>;

/// Why a call ends without data.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Words for the model and its user.
    Said(String),
    /// A question that the host shows to a person, before it calls again.
    Ask(Box<InputRequiredResult>),
}

impl From<String> for Stop {
    fn from(words: String) -> Self {
        Self::Said(words)
    }
}

impl From<&str> for Stop {
    fn from(words: &str) -> Self {
        Self::Said(words.to_owned())
    }
}

impl Server {
    /// Carries out a tool.
    pub(crate) async fn run(
        &self,
        kind: Kind,
        tool: &str,
        arguments: Map<String, Value>,
        host: &Host,
    ) -> Called {
        match kind {
            Kind::Operation(operation) => self.operation(operation, tool, arguments, &[], host).await,
            Kind::Dashboard => self.dashboard(&arguments).await,
            Kind::Quota => Ok(self.quota().await),
            Kind::FindOperation => self.find(&text(&arguments, "words")?),
            Kind::DescribeOperation => Ok(self.describe(catalogue::named(&arguments)?)),
            Kind::Call(effect) => self.by_name(effect, tool, arguments, host).await,
            Kind::Search => self.search(&text(&arguments, "query")?).await,
            Kind::Fetch => self.fetch(&text(&arguments, "id")?).await,
        }
    }

    async fn quota(&self) -> Value {
        let report = self.client.quota().await;
        let windows: Vec<Value> = report
            .windows
            .iter()
            .map(|window| json!({ "seconds": window.length.as_secs(), "limit": window.limit, "left": window.left }))
            .collect();
        json!({ "left": report.left(), "next_at": report.next.to_string(), "windows": windows })
    }
}

pub(super) fn text(arguments: &Map<String, Value>, name: &str) -> Result<String, String> {
    match arguments.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(format!("`{name}` is a text; it was `{other}`")),
        None => Err(format!("`{name}` is missing; it is a text")),
    }
}
