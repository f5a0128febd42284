//! What is fuzzed, as plain functions: the `run` of each module takes any bytes and panics where a promise is broken.
//!
//! libFuzzer calls them with what it finds (`cargo xtask fuzz`); the test `corpus` calls them with every file of
//! `fuzz/corpus`, so that what was found once is looked at on every change, without a fuzzer. A target is a module
//! here, a line in [`TARGETS`], a program of three lines in `fuzz/fuzz_targets`, and a folder of seeds.
//!
//! What belongs to the network is fuzzed through the client, as a server would do it. The API is the one that the
//! runtime's own tests use: it has every kind of type that there is.

#![expect(clippy::missing_panics_doc, reason = "to panic is how a target says that a promise is broken")]

#[doc(hidden)]
#[cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "it is written as generated code is"))]
#[path = "../../../cc-api/tests/mini/api/mod.rs"]
pub mod api;
mod client;
pub mod decode;
pub mod error_body;
pub mod headers;
pub mod journal;
pub mod json_scan;
pub mod quota_state;
pub mod resume_token;
pub mod spec;

/// Something that is fuzzed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of its module, its program and its folder of seeds.
    pub name: &'static str,
    /// Does its work on any bytes, and panics where a promise is broken.
    pub run: fn(&[u8]),
}

/// Everything that is fuzzed.
pub const TARGETS: &[Target] = &[
    Target { name: "decode", run: decode::run },
    Target { name: "error_body", run: error_body::run },
    Target { name: "headers", run: headers::run },
    Target { name: "journal", run: journal::run },
    Target { name: "json_scan", run: json_scan::run },
    Target { name: "quota_state", run: quota_state::run },
    Target { name: "resume_token", run: resume_token::run },
    Target { name: "spec", run: spec::run },
];
