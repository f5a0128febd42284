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
        self.only_known(kind, tool, &arguments)?;
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

    /// Refuses arguments that a tool of ours does not take; those of an operation are checked with their values.
    fn only_known(&self, kind: Kind, tool: &str, arguments: &Map<String, Value>) -> Result<(), String> {
        let offer = self.offers.iter().find(|offer| offer.tool.name == tool);
        let Some(offer) = offer.filter(|_| !matches!(kind, Kind::Operation(_))) else { return Ok(()) };
        let known = offer.tool.input_schema.get("properties").and_then(Value::as_object);
        let known: Vec<&str> = known.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let Some(unknown) = arguments.keys().find(|name| !known.contains(&name.as_str())) else {
            return Ok(());
        };
        let unknown = short(&Value::from(unknown.as_str()));
        let there_are = match (known.as_slice(), kind) {
            ([], _) => "it takes none".to_owned(),
            (known, Kind::Call(_)) => {
                format!("there are: {}; those of the operation go into `arguments`", known.join(", "))
            }
            (known, _) => format!("there are: {}", known.join(", ")),
        };
        Err(format!("`{unknown}` is no argument of {tool}; {there_are}"))
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
        Some(other) => Err(format!("`{name}` is a text; it was `{}`", short(other))),
        None => Err(format!("`{name}` is missing; it is a text")),
    }
}

/// A value as a message repeats it: on one line, and cut where it gets long.
pub(super) fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
