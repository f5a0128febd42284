//! Scripted faults: what goes wrong with the next requests that fit.
//!
//! A client is only as good as what it does when things go wrong, and a server that always works does not show that. A
//! fault says which requests it is for, how many of them, and what becomes of their answers.

mod script;
mod spoil;

pub use script::Scripted;
pub(crate) use script::{Asked, Script};
pub(crate) use spoil::{CutOff, Dropped, dropped, spoil};

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::bail;
use cc_api::catalogue;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

/// What goes wrong with the next requests that fit.
///
/// With a status, the request is turned away with that status, and changes nothing unless [`applied`](Self::applied).
/// Without one, it is handled as usual, and only its answer suffers.
///
/// ```
/// use std::time::Duration;
/// use cc_sandbox::Fault;
///
/// // The second and third listing of posts are turned away.
/// Fault::on("get_posts").skip(1).times(2).status(503).header("Retry-After", "1");
/// // The entry is added to the schedule, and nobody hears of it.
/// Fault::on("add_to_schedule").applied().drop_connection();
/// // Whatever comes next is answered late, and only the first twenty bytes of it.
/// Fault::on_any().delay(Duration::from_millis(50)).cut_after(20);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[must_use = "a fault does nothing before it is scripted"]
pub struct Fault {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(default)]
    skip: u64,
    #[serde(default = "once")]
    times: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(default)]
    delay_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut_after: Option<usize>,
    #[serde(default)]
    drop_connection: bool,
    #[serde(default)]
    applied: bool,
}

const fn once() -> u64 {
    1
}

impl Fault {
    /// For requests to one operation, by its name: `get_posts`.
    pub fn on(operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), ..Self::on_any() }
    }

    /// For requests with this method and exactly this path: `GET`, `/api/user/content/posts-v2`. The path need not exist.
    pub fn on_path(method: &str, path: &str) -> Self {
        Self { method: Some(method.to_owned()), path: Some(path.to_owned()), ..Self::on_any() }
    }

    /// For every request to the API.
    pub fn on_any() -> Self {
        Self {
            operation: None,
            method: None,
            path: None,
            skip: 0,
            times: once(),
            status: None,
            headers: BTreeMap::new(),
            body: None,
            delay_ms: 0,
            cut_after: None,
            drop_connection: false,
            applied: false,
        }
    }

    /// Lets so many fitting requests pass first.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Is there for so many requests; for one unless said otherwise.
    pub fn times(mut self, requests: u64) -> Self {
        self.times = requests;
        self
    }

    /// Answers with this status, and with a body that says that it was scripted unless there is another.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets a header of the answer, also one that the sandbox would have set otherwise.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Answers with this body. It need not be JSON.
    pub fn body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    /// Keeps the answer back, by the machine's clock. The request has been handled by then.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Sends so many bytes of the body, then cuts the connection. `Content-Length` names the whole.
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut_after = Some(bytes);
        self
    }

    /// Cuts the connection instead of an answer; on HTTP/2, the stream.
    pub fn drop_connection(mut self) -> Self {
        self.drop_connection = true;
        self
    }

    /// Handles the request all the same: what it changes is changed, and only the answer is lost or another.
    pub fn applied(mut self) -> Self {
        self.applied = true;
        self
    }

    /// Whether the request changes nothing.
    pub(crate) fn turns_away(&self) -> bool {
        !self.applied && (self.drop_connection || self.status.is_some())
    }

    /// Says what is wrong with it, if it can never do what it says.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let Some(id) = self.operation.as_deref().filter(|id| catalogue::find(id).is_none()) {
            bail!("operation: {id:?} is none");
        }
        if self.operation.is_some() && (self.method.is_some() || self.path.is_some()) {
            bail!("operation: stands alone; method and path follow from it");
        }
        if self.times == 0 {
            bail!("times: must be 1 or more");
        }
        if let Some(status) = self.status.filter(|status| !(200..=599).contains(status)) {
            bail!("status: {status} is not the status of an answer: 200 to 599");
        }
        for (name, value) in &self.headers {
            if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
                bail!("headers: {name:?} with {value:?} is no header");
            }
        }
        let answers = self.status.is_some() || self.body.is_some() || !self.headers.is_empty();
        if self.drop_connection && (answers || self.cut_after.is_some()) {
            bail!("dropConnection: leaves no answer that could have a status, headers or a body");
        }
        if !(answers || self.drop_connection || self.cut_after.is_some() || self.delay_ms > 0) {
            bail!("nothing goes wrong: status, headers, body, delayMs, cutAfter or dropConnection is wanted");
        }
        Ok(())
    }

    /// Whether the connection is cut instead of an answer.
    pub(crate) fn drops_connection(&self) -> bool {
        self.drop_connection
    }

    /// Waits as long as the answer is to be kept back.
    pub(crate) async fn wait(&self) {
        if self.delay_ms > 0 {
            tokio::time::sleep(Duration::from_millis(self.delay_ms)).await;
        }
    }

    fn status_code(&self) -> Option<StatusCode> {
        self.status.and_then(|status| StatusCode::from_u16(status).ok())
    }
}
