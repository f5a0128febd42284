//! The same listing call through cc-api, so often.

fn main() -> anyhow::Result<()> {
    bench_call::repeat(bench_call::ours::start, bench_call::ours::call)
}
