//! Work that a call has started and the server does in its own time: waited for, as long as a host waits.

use std::time::Duration;

use cc_api::catalogue::{self, Operation};
use cc_api::{ErrorKind, WaitFor};
use serde_json::{Map, Value, json};

use super::Called;
use crate::progress;
use crate::server::Server;

impl Server {
    /// The end of what a call began: its answer, or that of the work which it started. Work that is not done in time goes
    /// on, and the answer says by which call it is looked at.
    pub(super) async fn done(&self, operation: &'static Operation, answer: Value) -> Called {
        let Some(waiter) = operation.waiter else { return Ok(answer) };
        let Some(poll) = catalogue::find(waiter.poll) else { return Ok(answer) };
        let mut task = Map::new();
        for (argument, pointer) in waiter.pass {
            task.insert((*argument).to_owned(), answer.pointer(pointer).cloned().unwrap_or_default());
        }
        progress::waits(self.max_wait, &format!("{} has begun, and is waited for", operation.id));
        let look = self.client.call(poll).args(&task).with_max_wait(self.max_wait);
        match WaitFor::new(operation, look).with_deadline(self.max_wait).await {
            Ok(done) => Ok(done),
            Err(error) if error.kind() == ErrorKind::Wait => Ok(json!({
                "status": error.task().and_then(|task| task.state.clone()).unwrap_or_else(|| "begun".to_owned()),
                "begun": answer,
                "note": "It was begun and goes on; don't begin it again. The next call says how far it is.",
                "next": { "tool": "read_operation", "arguments": { "operation": poll.id, "arguments": task } },
                "next_in_seconds": LATER.as_secs(),
            })),
            Err(error) => Err(self.said(poll, &error).into()),
        }
    }
}

/// When it is worth looking again.
const LATER: Duration = Duration::from_secs(30);
