//! Asking before something is removed, overwritten or paid for.

use cc_api::catalogue::{Operation, Safety};
use serde_json::{Map, Value};

use crate::server::Server;

impl Server {
    /// Makes sure that a person said yes to exactly this call.
    pub(super) fn confirmed(
        &self,
        operation: &Operation,
        tool: &str,
        given: &Map<String, Value>,
        confirmation: Option<&str>,
    ) -> Result<(), String> {
        let now = self.started.elapsed();
        let before = match confirmation {
            Some(word) => match self.confirmations.take(word, operation.id, given, now) {
                Ok(()) => return Ok(()),
                Err(why) => format!("{}. ", why.as_str()),
            },
            None => String::new(),
        };
        let mut random = [0; 16];
        getrandom::fill(&mut random)
            .map_err(|_| "this machine has no randomness to confirm with".to_owned())?;
        let word = self.confirmations.ask(operation.id, given, now, random);
        let costs = if operation.safety == Safety::Costly { " It may cost money or credits." } else { "" };
        Err(format!(
            "{before}Nothing was done. This would {}: {} {}, with {}.{costs} Ask the user; if they say yes, call {tool} again with \
             the same arguments and \"confirmation\": \"{word}\" within five minutes.",
            lower(operation.summary),
            operation.method,
            operation.path,
            Value::Object(given.clone()),
        ))
    }
}

fn lower(summary: &str) -> String {
    let mut letters = summary.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
