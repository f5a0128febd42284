//! What a server for people elsewhere promises: connecting, staying apart, and refusing. A browser and hosts of the test's own,
//! the sandbox as the API, and a clock that the test sets.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod clients;
mod codes;
mod commands;
mod consent;
mod doors;
mod flow;
mod people;
mod refresh;
mod slow;
mod stage;
