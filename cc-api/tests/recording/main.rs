//! What a recording holds, and what it never does: the canaries of the tests that read it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod canaries;
mod passing;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use cc_api::record::Recorder;
use cc_api::transport::Transport;
use cc_api::{Builder, Client, Quota, Retry};
use serde_json::Value;

/// A sink to look into. Clones are the same.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn recorder(&self) -> Recorder {
        Recorder::new(self.clone())
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines as JSON, without the first.
    fn exchanges(&self) -> Vec<Value> {
        self.text().lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A client that sends each request once, without a quota, and is recorded.
fn recorded(transport: impl Transport + 'static, recorder: Recorder) -> Builder {
    let builder = Client::builder().transport(transport).retry(Retry::never()).quota(Quota::unlimited());
    builder.product("tests/1.0").record(recorder)
}
