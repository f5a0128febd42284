//! What `cc-mcp` promises, as a host meets it: lines of JSON-RPC on stdin and stdout, and a sandbox behind it.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]
#![expect(clippy::needless_pass_by_value, reason = "arguments are written as `json!` where they are used")]

mod answers;
mod conversation;
mod elicits;
mod ends;
mod fails;
mod http;
mod inside;
mod installs;
mod learns;
mod offers;
mod reading;
mod safety;
mod support;
mod talks;
mod waits;
