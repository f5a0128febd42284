//! One run of one entry: one class of operations, one of its cases, one protocol, and what came out of it.

use std::fmt;
use std::time::{Duration, Instant};

use cc_api::{Client, Error, Note};
use serde_json::Value;

use crate::list::{Fault, Op, Rig, Step};
use crate::logic::Logic;
use crate::notes::miscounted;
use crate::operations::Sample;
use crate::wire::{Line, Tally, Wire};

/// One run of one entry.
#[derive(Debug, Clone)]
pub struct Case {
    /// The entry.
    pub fault: &'static Fault,
    /// The class of operations.
    pub op: Op,
    /// What `case` stands for, if the entry has cases.
    pub case: Option<&'static Value>,
    /// The protocol; none without sockets.
    pub line: Option<Line>,
    /// The steps, with the case put in.
    pub steps: Vec<Step>,
}

/// What came out of a run.
#[derive(Debug)]
pub struct Ran {
    /// What was run.
    pub case: Case,
    /// What the caller got.
    pub result: Result<Value, Error>,
    /// What the client remarked.
    pub notes: Vec<Note>,
    /// Where its counters differ from that.
    pub miscounted: Vec<String>,
    /// What the client waited on purpose, in order.
    pub waits: Vec<Duration>,
    /// What the server saw of the call.
    pub tally: Tally,
    /// How many slots of the quota the call used.
    pub charged: u64,
    /// What is not settled although the call is over; none if everything is.
    pub unsettled: Option<String>,
    /// How long the call took, in the rig's time.
    pub elapsed: Duration,
    /// Which part of the script was not played.
    pub unfired: Option<String>,
    /// How many tasks were left when client and server were gone.
    pub tasks_left: usize,
}

/// No case takes longer, in real time: what does hangs.
const PATIENCE: Duration = Duration::from_secs(60);

impl Case {
    /// All runs of an entry.
    ///
    /// # Panics
    /// If its steps are no words of the vocabulary.
    pub fn all_of(fault: &'static Fault) -> Vec<Self> {
        let cases: Vec<_> =
            if fault.cases.is_empty() { vec![None] } else { fault.cases.iter().map(Some).collect() };
        let mut all = Vec::new();
        for case in cases {
            let steps = fault.steps(case).expect("steps of the vocabulary");
            let lines = match fault.rig {
                Rig::Wire => Line::of(&steps).into_iter().map(Some).collect(),
                _ => vec![None],
            };
            for op in &fault.op {
                let one =
                    |line: &Option<Line>| Self { fault, op: *op, case, line: *line, steps: steps.clone() };
                all.extend(lines.iter().map(one));
            }
        }
        all
    }

    /// Runs it on a runtime of its own, so that whatever is left behind can be counted.
    ///
    /// # Panics
    /// If it hangs.
    pub fn run(&self) -> Ran {
        block_on(self.line.is_none(), async {
            let mut ran = match self.line {
                Some(line) => self.over_wire(line).await,
                None => self.without_sockets().await,
            };
            ran.tasks_left = tasks_left().await;
            ran
        })
    }

    /// The words of the case, for bodies that have a variant for each.
    pub fn text(&self) -> Option<String> {
        self.case.map(|case| case.as_str().map_or_else(|| case.to_string(), str::to_owned))
    }

    async fn over_wire(&self, line: Line) -> Ran {
        let sample = Sample::of(self.fault, self.op);
        let wire = Wire::start(line, &self.steps, self.text().as_deref(), sample);
        let client = wire.client();
        warm_up(&client, wire.warm_ups()).await;
        let call = sample.call(&client);
        let (before, used, start) = (wire.tally(), used(&client).await, wire.timer().time());
        let result = call.await;
        let elapsed = wire.timer().time().saturating_sub(start);
        let charged = self::used(&client).await - used;
        let unsettled = unsettled(&client).await;
        let notes = wire.notes().notes();
        let miscounted = miscounted(&client.counts(), &notes);
        drop(client);
        wire.close();
        Ran {
            case: self.clone(),
            result,
            notes,
            miscounted,
            waits: wire.timer().waits(),
            tally: wire.tally().since(&before),
            charged,
            unsettled,
            elapsed,
            unfired: wire.unfired(),
            tasks_left: 0,
        }
    }

    async fn without_sockets(&self) -> Ran {
        let sample = Sample::of(self.fault, self.op);
        let logic = Logic::start(&self.steps, sample);
        let client = logic.client();
        warm_up(&client, logic.warm_ups()).await;
        let (before, used, start) = (logic.tally(), used(&client).await, logic.time());
        let result = sample.call(&client).await;
        Ran {
            case: self.clone(),
            result,
            notes: logic.notes(),
            miscounted: miscounted(&client.counts(), &logic.notes()),
            waits: logic.waits(),
            tally: logic.tally().since(&before),
            charged: self::used(&client).await - used,
            unsettled: unsettled(&client).await,
            elapsed: logic.time().saturating_sub(start),
            unfired: logic.unfired(),
            tasks_left: 0,
        }
    }
}

/// Runs a story on a runtime of its own; time jumps where there are no sockets.
///
/// # Panics
/// If it hangs.
pub fn block_on<F: Future>(time_jumps: bool, story: F) -> F::Output {
    crate::watch::listen();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(time_jumps)
        .build()
        .expect("a runtime");
    if time_jumps {
        // Virtual time has no end that could be waited for: what hangs here waits for nothing at all.
        return runtime.block_on(story);
    }
    let told = runtime.block_on(async { tokio::time::timeout(PATIENCE, story).await });
    told.unwrap_or_else(|_| panic!("the case hangs: it took longer than {PATIENCE:?}"))
}

/// How many tasks of this runtime do not end by themselves once client and server are gone.
pub async fn tasks_left() -> usize {
    let metrics = tokio::runtime::Handle::current().metrics();
    let start = Instant::now();
    while metrics.num_alive_tasks() > 0 && start.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    metrics.num_alive_tasks()
}

/// How many slots of the quota are used: those of the longest window, which no case outlives.
pub async fn used(client: &Client) -> u64 {
    let quota = client.quota().await;
    quota.windows.last().map_or(0, |window| u64::from(window.used))
}

/// What of the quota is not settled although no call is under way; none if everything is.
pub async fn unsettled(client: &Client) -> Option<String> {
    let quota = client.quota().await;
    let settled = quota.reserved == 0 && quota.waiting == 0;
    (!settled).then(|| format!("{} slots are reserved and {} calls wait", quota.reserved, quota.waiting))
}

/// Calls that go well, before the one that does not.
async fn warm_up(client: &Client, calls: u32) {
    for _ in 0..calls {
        Sample::usual(Op::Read).call(client).await.expect("a usual answer");
    }
}

impl fmt::Display for Case {
    /// `F023 write over HTTP/2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let op = format!("{:?}", self.op).to_lowercase();
        write!(f, "{} {op}", self.fault.id)?;
        if let Some(case) = self.case {
            write!(f, " {case}")?;
        }
        match self.line {
            Some(line) => write!(f, " over {line}"),
            None => Ok(()),
        }
    }
}
