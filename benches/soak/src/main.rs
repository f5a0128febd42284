//! The client under load: `soak BASE_URL TENANT KEYS_FILE WORKERS SEED`.
//!
//! It is told what to do by lines on its standard input, and answers each with a line of counts once no call is under way
//! any more: `touch` makes a call with each key, `run 10` makes calls for ten seconds. Whoever started it looks at its
//! memory and sockets in between, and at what the server has counted.

mod load;
mod tally;

use std::io::BufRead as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, io};

use anyhow::{Context, Result, bail};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use load::Load;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [base_url, tenant, keys, workers, seed] = &arguments[..] else {
        bail!("five arguments are wanted: BASE_URL TENANT KEYS_FILE WORKERS SEED");
    };
    let keys = fs::read_to_string(keys).with_context(|| format!("could not read {keys}"))?;
    let mut keys: Vec<&str> = keys.lines().collect();
    let mut rng = fastrand::Rng::with_seed(seed.parse()?);
    rng.shuffle(&mut keys);
    let workers: usize = workers.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let load = Arc::new(runtime.block_on(Load::new(base_url, tenant, &keys))?);
    println!("{}", load.hello());
    for line in io::stdin().lock().lines() {
        match line?.split_once(' ') {
            None => runtime.block_on(touch(&load, workers)),
            Some((_, seconds)) => {
                let until = Instant::now() + Duration::from_secs(seconds.parse()?);
                runtime.block_on(run(&load, workers, until, &mut rng));
            }
        }
        println!("{}", load.tally.line(tasks_left(&runtime)));
    }
    Ok(())
}

/// A call with each key, so that the client knows all of them.
async fn touch(load: &Arc<Load>, workers: usize) {
    let mut tasks = JoinSet::new();
    for first in 0..workers {
        let load = Arc::clone(load);
        tasks.spawn(async move {
            for place in (first..load.keys()).step_by(workers) {
                load.touch(place).await;
            }
        });
    }
    tasks.join_all().await;
}

/// Calls of all kinds until a time; those that have begun by then are waited for.
async fn run(load: &Arc<Load>, workers: usize, until: Instant, rng: &mut fastrand::Rng) {
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        let (load, mut rng) = (Arc::clone(load), rng.fork());
        tasks.spawn(async move {
            while Instant::now() < until {
                load.call(&mut rng).await;
            }
        });
    }
    tasks.join_all().await;
}

/// The tasks that are alive although all calls are over: one a connection that is kept.
fn tasks_left(runtime: &Runtime) -> usize {
    runtime.metrics().num_alive_tasks()
}
