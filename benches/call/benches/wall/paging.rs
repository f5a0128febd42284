//! 2,500 rows in 25 pages, one page after the other and with the next page asked for ahead.
//!
//! The server takes two milliseconds for a page, and so does the reader: the second way does both at a time, as far as
//! the quota allows it.

use bench_call::server::{ROWS, ROWS_A_PAGE, WORK, long_listing, start};
use bench_call::{ours, runtime};
use cc_api::Items;
use cc_api::content::Post;
use criterion::Criterion;

/// After so many seconds the quota of an hour has room for another listing, and that of a day for one more of 48.
const STEP: u64 = 1800;

pub(crate) fn bench(criterion: &mut Criterion) {
    let answers = long_listing(&super::listing()).expect("the listing has records");
    let ours =
        ours::start(&start(answers).expect("a server can be started")).expect("the client can be built");
    let runtime = runtime().expect("a runtime can be made");
    let mut group = criterion.benchmark_group("paging");
    group.sample_size(20);
    for (name, ahead) in [("sequential", false), ("prefetched", true)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                ours.clock.advance(STEP);
                let call = ours.client.content().get_posts().limit(ROWS_A_PAGE as i64);
                let items = if ahead { call.prefetch().items() } else { call.items() };
                assert_eq!(runtime.block_on(read(items)), ROWS);
            });
        });
    }
    group.finish();
}

/// Reads all rows, and works a while on each page.
async fn read(mut rows: Items<Post>) -> usize {
    let mut count = 0;
    while rows.try_next().await.expect("the listing can be read").is_some() {
        count += 1;
        if count % ROWS_A_PAGE == 0 {
            tokio::time::sleep(WORK).await;
        }
    }
    count
}
