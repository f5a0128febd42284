//! Plays a fault: each of its classes of operations, cases and protocols, and holds the answer against what is owed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::Duration;

use cc_faults::case::{Case, block_on, tasks_left};
use cc_faults::list::{Count, KINDS, List, Op, Step};
use cc_faults::timer::SPEED;
use cc_faults::watch;
use cc_faults::wire::{Line, Tally, Wire};

use crate::bound::Bound;
use crate::caller::Answer;
use crate::door::Door;
use crate::owed;
use crate::request::{OTHER, READ, Request, key};

/// How many cases of one fault run at once: most of their time they wait.
const AT_ONCE: usize = 8;
/// How long an answer may take, in the rig's time.
const BUDGET: Duration = Duration::from_secs(40);
/// How long a busy machine may keep a case from going on, in real time.
const BUSY: Duration = Duration::from_millis(1_800);

/// What came out of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) case: Case,
    pub(crate) request: Request,
    pub(crate) answer: Answer,
    /// What the API saw of the call.
    pub(crate) tally: Tally,
    /// What the client waited on purpose.
    pub(crate) waits: Vec<Duration>,
    elapsed: Duration,
    /// The answer to the same request with another key, after a fault that is over.
    next: Option<Answer>,
    breaches: Vec<String>,
}

/// Runs a fault as its area's table says.
pub(crate) fn run(id: &str, table: &[(&str, Bound)]) {
    let (_, bound) = table.iter().find(|(known, _)| *known == id).unwrap();
    match bound {
        Bound::Story(story) => story(),
        Bound::Listed => all(cases(id), &differences),
        Bound::Answers(statuses) => all(cases(id), &|ran| {
            let is = statuses.contains(&ran.answer.status);
            if is { Vec::new() } else { vec![format!("one of {statuses:?} was expected: {:?}", ran.answer)] }
        }),
        Bound::Check(check) => all(cases(id), &|ran| {
            check(ran);
            differences(ran)
        }),
    }
}

/// Plays cases, some at once, and reports what is not owed, and what a judge finds.
pub(crate) fn all(cases: Vec<Case>, judge: &(impl Fn(&Ran) -> Vec<String> + Sync)) {
    assert!(!cases.is_empty(), "there is no case");
    let (cases, failures) = (Mutex::new(cases), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(case) = cases.lock().unwrap().pop() else { return };
                    let found = failures_of(&case, judge);
                    failures.lock().unwrap().extend(found.iter().map(|found| format!("{case}: {found}")));
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "\n  {}", failures.join("\n  "));
}

/// All runs of an entry. The gateway is built without HTTP/2 to the API; what has no sockets in the list has some here.
pub(crate) fn cases(id: &str) -> Vec<Case> {
    let mut cases = Case::all_of(List::get().fault(id));
    for case in &mut cases {
        case.line.get_or_insert(Line::Http1);
    }
    cases.retain(|case| case.line != Some(Line::Http2));
    cases
}

/// What is not as it should be in one case.
fn failures_of(case: &Case, judge: &impl Fn(&Ran) -> Vec<String>) -> Vec<String> {
    let mut failures = Vec::new();
    let played = catch_unwind(AssertUnwindSafe(|| {
        let ran = block_on(false, play(case));
        failures.extend(ran.breaches.clone());
        failures.extend(judge(&ran));
    }));
    if let Err(panic) = played {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        failures.push(text.unwrap_or_else(|| "it panicked".to_owned()));
    }
    failures
}

async fn play(case: &Case) -> Ran {
    let request = Request::of(case.fault, case.op);
    let wire = Wire::start(case.line.unwrap(), &case.steps, case.text().as_deref(), request.sample());
    let door = Door::to(&wire, |_| {}).await;
    for _ in 0..wire.warm_ups() {
        assert_eq!(door.ask(&READ.bytes(OTHER)).await.status, request.usual().0);
    }
    let (before, start) = (wire.tally(), wire.timer().time());
    let answer = door.ask(&request.bytes(key())).await;
    let elapsed = wire.timer().time().saturating_sub(start);
    let (tally, waits) = (wire.tally().since(&before), wire.timer().waits());
    let goes_on = case.steps.contains(&Step::Always(true));
    let next = if goes_on { None } else { Some(door.ask(&request.bytes(OTHER)).await) };
    let mut breaches = owed::pages(&door).await;
    let lines = door.log().len();
    door.stop().await;
    wire.close();
    breaches.extend(wire.unfired());
    breaches.extend(tally.trouble.iter().cloned());
    breaches.extend(watch::leaks());
    let left = tasks_left().await;
    let wanted = usize::try_from(wire.warm_ups()).unwrap() + 3 + usize::from(next.is_some());
    if left > 0 || lines != wanted {
        breaches.push(format!("{left} tasks were left, and {lines} lines logged"));
    }
    let mut ran = Ran { case: case.clone(), request, answer, tally, waits, elapsed, next, breaches };
    ran.judge();
    ran
}

impl Ran {
    /// What is owed after every fault.
    fn judge(&mut self) {
        let mut found = owed::breaches(&self.answer);
        if matches!(self.case.op, Op::Write | Op::Costly) && (self.tally.effects > 1 || self.tally.sends > 1)
        {
            found.push(format!("{} sends, {} effects", self.tally.sends, self.tally.effects));
        }
        if self.elapsed > BUDGET + BUSY * SPEED {
            found.push(format!("it took {:?}", self.elapsed));
        }
        let usual = self.request.usual();
        if let Some(next) = self.next.as_ref().filter(|next| (next.status, &*next.body) != usual) {
            found.push(format!("the next one is not served: {next:?}"));
        }
        self.breaches.extend(found);
    }
}

/// What is not as the list has it, as far as it is in words.
fn differences(ran: &Ran) -> Vec<String> {
    let expect = ran.case.fault.expect(ran.case.op).unwrap();
    let mut differs = Vec::new();
    let mut unless = |fine: bool, what: String| {
        if !fine {
            differs.push(format!("expected {what}; {:?}, {:?}", ran.answer, ran.tally));
        }
    };
    unless(expect.result.as_deref() != Some("ok") || ran.answer.is_success(), "a success".to_owned());
    if let Some(kind) = expect.kind.filter(|kind| KINDS.split(' ').any(|known| known == kind)) {
        let statuses = statuses(&kind);
        unless(statuses.contains(&ran.answer.status), format!("one of {statuses:?} for {kind}"));
    }
    for (what, wanted, came) in
        [("sends", &expect.sends, ran.tally.sends), ("effects", &expect.effects, ran.tally.effects)]
    {
        if let Some(wanted @ (Count::Exactly(_) | Count::AtMost(_))) = wanted {
            unless(wanted.fits(came.into()), format!("{what} {wanted:?}"));
        }
    }
    if let Some(outcome) = &expect.outcome {
        differs.extend(owed::outcome(&ran.answer, ran.request.operation.safety, outcome));
    }
    differs
}

/// What a caller is told for each kind of failure.
fn statuses(kind: &str) -> &'static [u16] {
    match kind {
        "Connect" | "Tls" | "Transport" | "Protocol" | "Redirect" | "Decode" => &[502],
        "Server" => &[502, 503],
        "Timeout" => &[504],
        "TooLarge" => &[413, 502],
        "Auth" => &[401],
        "PaymentRequired" => &[402],
        "Scope" => &[403],
        "NotFound" => &[404],
        "Conflict" => &[409],
        "Validation" => &[422],
        "RateLimited" | "QuotaWait" => &[429],
        other => panic!("no call of the gateway ends as {other}"),
    }
}
