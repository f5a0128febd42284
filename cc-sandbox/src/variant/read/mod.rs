//! Reads a variant, and says all that is wrong with it at once.

mod clash;
mod fits;
mod given;
mod kinds;
mod near;

use anyhow::{anyhow, bail};
use serde::Deserialize;
use serde_json::Value;
use serde_yaml::{Spanned, UserMessageFormatter};

use super::Variant;
use super::change::Change;

/// The file: a list of changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<T> {
    changes: Vec<T>,
}

/// Reads YAML.
pub(super) fn yaml(text: &str) -> anyhow::Result<Variant> {
    let File { changes } = serde_yaml::from_str::<File<Spanned<Value>>>(text).map_err(|error| {
        anyhow!("not YAML with a list `changes`: {}", error.render_with_formatter(&UserMessageFormatter))
    })?;
    let placed = changes.into_iter().enumerate().map(|(index, change)| {
        let place = format!("change {}, line {}", index + 1, change.referenced.line());
        (place, change.value)
    });
    variant(placed.collect())
}

/// Reads a tree: `{"changes": […]}`.
pub(super) fn json(tree: &Value) -> anyhow::Result<Variant> {
    let File { changes } = File::<Value>::deserialize(tree)?;
    let placed = changes.into_iter().enumerate();
    variant(placed.map(|(index, change)| (format!("change {}", index + 1), change)).collect())
}

fn variant(placed: Vec<(String, Value)>) -> anyhow::Result<Variant> {
    if placed.is_empty() {
        bail!("`changes` is empty: there is nothing to play");
    }
    let mut changes: Vec<(String, Change)> = Vec::new();
    let mut mistakes = Vec::new();
    for (place, given) in placed {
        match kinds::read(&given) {
            Ok(change) => changes.push((place, change)),
            Err(wrong) => mistakes.extend(wrong.into_iter().map(|wrong| format!("{place}: {wrong}"))),
        }
    }
    mistakes.extend(clash::find(&changes));
    match mistakes.as_slice() {
        [] => Ok(Variant { changes: changes.into_iter().map(|(_, change)| change).collect() }),
        [mistake] => bail!("{mistake}"),
        _ => bail!("{} mistakes:\n  {}", mistakes.len(), mistakes.join("\n  ")),
    }
}

#[cfg(test)]
mod tests;
