//! What calling a tool does.

mod catalogue;
mod chatgpt;
mod confirm;
mod dashboard;
mod listing;
mod operation;

use serde_json::{Map, Value, json};

use crate::server::Server;
use crate::tools::Kind;

/// What a tool gives: data, or words for the model and its user.
type Called = Result<Value, String>;

impl Server {
    /// Carries out a tool.
    pub(crate) async fn run(&self, kind: Kind, tool: &str, arguments: Map<String, Value>) -> Called {
        match kind {
            Kind::Operation(operation) => self.operation(operation, tool, arguments, &[]).await,
            Kind::Dashboard => self.dashboard(&arguments).await,
            Kind::Quota => Ok(self.quota().await),
            Kind::FindOperation => self.find(&text(&arguments, "words")?),
            Kind::DescribeOperation => Ok(self.describe(catalogue::named(&arguments)?)),
            Kind::Call(effect) => self.by_name(effect, tool, arguments).await,
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
