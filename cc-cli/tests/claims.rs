//! What `ccapi` promises, as a user meets it: the program itself, a sandbox, and what is printed.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod calls;
mod faults;
mod logins;
mod output;
mod recordings;
mod support;
mod tree;
