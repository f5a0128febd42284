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
        let fields = given.remove("fields").and_then(|fields| fields.as_str().map(str::to_owned));
        let confirmation = given.remove("confirmation");
        let refresh = lookups::keeps(operation) && asks_anew(&mut given);
        if let Some(limit) =
            operation.paging.and_then(|paging| operation.params.get(usize::from(paging.limit)))
        {
            given.entry(schema::word(operation, limit)).or_insert(schema::LIMIT.into());
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

fn chosen(fields: Option<&str>) -> Fields {
    fields.filter(|fields| *fields != "*").map(Fields::parse).unwrap_or_default()
}

/// Whether the caller wants no answer that was kept.
fn asks_anew(given: &mut Map<String, Value>) -> bool {
    let refresh = given.remove("refresh");
    refresh.is_some_and(|refresh| refresh == true || refresh == "true")
}
