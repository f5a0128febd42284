//! The weekly dashboard in one call.

use cc_surface::Fields;

use cc_workflows::dashboard::{WORKFLOW, inputs};
use cc_workflows::{Cause, Progress, Runner};
use serde_json::{Map, Value};

use super::{Called, short};
use crate::answer;
use crate::progress;
use crate::server::Server;

impl Server {
    pub(super) async fn dashboard(&self, arguments: &Map<String, Value>) -> Called {
        let start = match arguments.get("start_date") {
            None | Some(Value::Null) => jiff::Zoned::now().date(),
            Some(given) => given.as_str().and_then(|text| text.trim().parse().ok()).ok_or_else(|| {
                format!("`start_date` is a date such as 2026-03-02; it was `{}`", short(given))
            })?,
        };
        let workflow = cc_workflows::find(WORKFLOW).ok_or("this build has no weekly dashboard")?;
        self.room().await?;
        let tell = |told: &Progress<'_>| {
            if let Progress::Started { number, total, purpose, .. } = *told {
                progress::step(number - 1, total, purpose);
            }
        };
        let runner = Runner::new(&self.client).keep_going().on_progress(tell);
        let run = runner.run(workflow, inputs(start)).await;
        let run = run.map_err(|error| self.why(error.cause(), &error.to_string()))?;
        let mut answer = answer::one(&Value::Object(run.outputs), &Fields::default());
        let missing: Vec<String> = run.failures.iter().map(ToString::to_string).collect();
        if !missing.is_empty() {
            answer["missing"] = missing.into();
        }
        Ok(answer)
    }

    /// Why there is no dashboard: as the one call says it that nothing went on after.
    fn why(&self, cause: &Cause, otherwise: &str) -> String {
        match cause {
            Cause::Call { error, .. } => match error.operation().and_then(cc_api::catalogue::find) {
                Some(operation) => self.said(operation, error),
                None => otherwise.to_owned(),
            },
            _ => otherwise.to_owned(),
        }
    }
}
