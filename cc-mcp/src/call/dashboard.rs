//! The weekly dashboard in one call.

use cc_surface::Fields;
use cc_workflows::Runner;
use cc_workflows::dashboard::{WORKFLOW, inputs};
use serde_json::{Map, Value};

use super::Called;
use crate::answer;
use crate::server::Server;

impl Server {
    pub(super) async fn dashboard(&self, arguments: &Map<String, Value>) -> Called {
        let start = match arguments.get("start_date").and_then(Value::as_str) {
            Some(text) => text
                .parse()
                .map_err(|_| format!("`start_date` is a date such as 2026-03-02; it was `{text}`"))?,
            None => jiff::Zoned::now().date(),
        };
        let workflow = cc_workflows::find(WORKFLOW).ok_or("this build has no weekly dashboard")?;
        let run = Runner::new(&self.client).keep_going().run(workflow, inputs(start)).await;
        let run = run.map_err(|error| error.to_string())?;
        let mut answer = answer::one(&Value::Object(run.outputs), &Fields::default());
        let missing: Vec<String> = run.failures.iter().map(ToString::to_string).collect();
        if !missing.is_empty() {
            answer["missing"] = missing.into();
        }
        Ok(answer)
    }
}
