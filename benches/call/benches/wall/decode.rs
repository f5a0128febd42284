//! A page of 25 records, from its JSON to values, both sides.

use bench_call::by_hand;
use cc_api::content::Post;
use criterion::Criterion;

pub(crate) fn bench(criterion: &mut Criterion) {
    let listing = String::from_utf8(super::listing()).expect("the listing is text");
    let begin = listing.find('[').expect("the listing has a list");
    let end = listing.rfind(']').expect("the list has an end");
    let records = &listing[begin..=end];
    let mut group = criterion.benchmark_group("decode");
    group.bench_function("by_hand", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<by_hand::Post>>(records).expect("the records fit").len());
    });
    group.bench_function("ours", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<Post>>(records).expect("the records fit").len());
    });
    group.finish();
}
