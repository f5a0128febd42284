//! What a server for people elsewhere promises: connecting, staying apart, and refusing. A browser and hosts of the test's own,
//! the sandbox as the API, and a clock that the test sets.

#![expect(clippy::unwrap_used, reason = "all of it is test code, also what stands beside the test functions")]

mod clients;
mod codes;
mod commands;
mod consent;
mod documents;
mod doors;
mod elsewhere;
mod faults;
mod floods;
mod flow;
mod keys;
mod malformed;
mod people;
mod refresh;
mod slow;
mod stage;
