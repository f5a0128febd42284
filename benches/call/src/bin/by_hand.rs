//! The listing call by hand, so often.

fn main() -> anyhow::Result<()> {
    bench_call::repeat(bench_call::by_hand::start, bench_call::by_hand::call)
}
