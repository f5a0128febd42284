//! Times, by criterion: `cargo xtask bench` runs it and reads what it measured.
//!
//! `LISTING` is the file with the answer of the call that is measured.

mod call;
mod decode;
mod paging;
mod quota;

use criterion::{criterion_group, criterion_main};

criterion_group!(wall, call::bench, decode::bench, paging::bench, quota::bench);
criterion_main!(wall);

/// The answer of the call.
fn listing() -> Vec<u8> {
    let path = std::env::var("LISTING").expect("LISTING names a file; `cargo xtask bench` makes one");
    std::fs::read(path).expect("the file LISTING can be read")
}
