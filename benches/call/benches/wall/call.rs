//! One listing call, both sides, on the same loopback server.

use bench_call::{by_hand, ours, runtime, server};
use criterion::Criterion;

pub(crate) fn bench(criterion: &mut Criterion) {
    let url = server::start(server::always(&super::listing())).expect("a server can be started");
    let runtime = runtime().expect("a runtime can be made");
    let mut group = criterion.benchmark_group("call");
    let client = by_hand::start(&url).expect("reqwest has a client");
    group.bench_function("by_hand", |bencher| {
        bencher.iter(|| runtime.block_on(by_hand::call(&client)).expect("the call succeeds"));
    });
    let client = ours::start(&url).expect("the client can be built");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| runtime.block_on(ours::call(&client)).expect("the call succeeds"));
    });
    group.finish();
}
