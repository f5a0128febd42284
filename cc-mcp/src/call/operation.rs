//! Calling one operation: arguments read kindly and checked strictly, confirmed where it matters, answered shortly.

use std::borrow::Cow;
use std::future::IntoFuture as _;

use cc_api::JsonCall;
use cc_api::catalogue::Operation;
use cc_surface::{Fields, arguments};
use serde_json::{Map, Value, json};

use super::Called;
use super::confirm::Wanted;
use crate::answer::{self, Listed};
use crate::host::Host;
use crate::lookups;
use crate::policy::Policy;
use crate::server::Server;
use crate::tools::schema;

impl Server {
    /// Calls one operation. `around` are the arguments of the tool that are none of the operation's.
    pub(super) async fn operation(
        &self,
        operation: &'static Operation,
        tool: &str,
        mut given: Map<String, Value>,
        around: &[(&str, Value)],
        host: &Host,
    ) -> Called {
        let fields = given.remove("fields").as_ref().map(asked_for).transpose()?.flatten();
        let confirmation = given.remove("confirmation");
        let refresh = lookups::keeps(operation) && asks_anew(&mut given);
        if let Some(limit) =
            operation.paging.and_then(|paging| operation.params.get(usize::from(paging.limit)))
        {
            let word = schema::word(operation, limit);
            check_limit(operation, word, given.entry(word).or_insert(schema::LIMIT.into()))?;
        }
        let named = |param| Cow::Borrowed(schema::word(operation, param));
        let checked =
            arguments::read(operation, given.clone(), &named).map_err(|refused| refused.to_string())?;
        if Policy::wants_confirmation(operation) {
            let word = confirmation.as_ref().and_then(Value::as_str);
            self.confirmed(&Wanted { operation, tool, given: &given, word }, host).await?;
        }
        if operation.paging.is_none() {
            let call = self.client.call(operation).args(&checked);
            let answer = self.sent(operation, call, JsonCall::into_future).await?;
            let answer = self.done(operation, answer).await?;
            return Ok(answer::one(&answer, &chosen(fields.as_deref())));
        }
        let (page, age) = self.page(operation, &checked, refresh).await?;
        let offset = operation.paging.and_then(|paging| {
            let param = operation.params.get(usize::from(paging.offset))?;
            checked.get(param.name)?.as_u64()
        });
        let listed = Listed {
            entries: page.entries,
            offset: offset.unwrap_or(0),
            count: page.count,
            goes_on: page.goes_on,
            age,
        };
        let call = |inner: Map<String, Value>| {
            let mut arguments: Map<String, Value> =
                around.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            if around.is_empty() {
                arguments = inner;
            } else {
                arguments.insert("arguments".to_owned(), Value::Object(inner));
            }
            if let Some(fields) = &fields {
                arguments.insert("fields".to_owned(), fields.as_str().into());
            }
            json!({ "tool": tool, "arguments": arguments })
        };
        Ok(listed.shown(fields.as_deref(), &given, &call))
    }
}

/// The most entries of one call: more than fit into an answer.
const MOST: f64 = 100.0;

/// A number of entries that no answer holds is refused, not sent. What is no number is found out later.
fn check_limit(operation: &Operation, word: &str, limit: &Value) -> Result<(), String> {
    let number = limit.as_f64().or_else(|| limit.as_str()?.trim().parse().ok());
    if number.is_some_and(|number| number > MOST) {
        return Err(format!(
            "{}: nothing was sent: `{word}` is too large; it was `{}`; it takes an integer from 1 to {MOST}, for example `10`",
            operation.id,
            arguments::short(limit)
        ));
    }
    Ok(())
}

/// The properties that are asked for, as a text with commas or as a list; none if nothing is.
fn asked_for(fields: &Value) -> Result<Option<String>, String> {
    let list = match fields {
        Value::Null => return Ok(None),
        Value::Array(names) => Some(names.clone()),
        Value::String(text) => text.trim().parse().ok().and_then(|list: Value| list.as_array().cloned()),
        _ => Some(vec![fields.clone()]),
    };
    let Some(list) = list else { return Ok(fields.as_str().map(str::to_owned)) };
    let names: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
    let wrong = || {
        let was = arguments::short(fields);
        format!("`fields` is a list of names; it was `{was}`; for example `id,title,pillar.name`")
    };
    Ok(Some(names.ok_or_else(wrong)?.join(",")))
}

fn chosen(fields: Option<&str>) -> Fields {
    fields.filter(|fields| *fields != "*").map(Fields::parse).unwrap_or_default()
}

/// Whether the caller wants no answer that was kept.
fn asks_anew(given: &mut Map<String, Value>) -> bool {
    let refresh = given.remove("refresh");
    refresh.is_some_and(|refresh| refresh == true || refresh == "true")
}
