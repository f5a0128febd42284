//! Random histories of a schedule against a model of it in memory.
//!
//! After every step two weeks are read and compared: no entry is lost or doubled, places have no gaps, other days are
//! untouched. At the end, so is the schedule of everybody else.

use std::collections::{BTreeMap, BTreeSet};

use cc_api::calendar::{PostingDay, ScheduleEntry, ScheduleMove};
use cc_api::time::ToSpan as _;
use cc_api::time::civil::{Date, Weekday, date};
use cc_api::{Client, Credential, Quota, YearMonth};
use cc_e2e::{TENANT, World};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

/// Days that histories are about: two in one week, one of its weekend, the last one of the weeks that are read.
const DAYS: [Date; 4] = [date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 14), date(2026, 3, 22)];

/// What a person may do. Whom and where to is drawn from what is there at the time.
#[derive(Debug, Clone)]
enum Step {
    Add { post: Index, day: Index, place: Option<usize> },
    Swap { entry: Index, post: Option<Index> },
    Tick { entry: Index, is_completed: bool },
    Remove { entry: Index },
    Move { moves: Vec<(Index, Index, Option<usize>)>, is_bad: bool },
    Reset { day: Index },
    Generate { days: BTreeSet<usize> },
}

/// What is known of an entry: its identifier, post, and whether it is done and proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Planned {
    id: String,
    post: Option<String>,
    is_completed: bool,
    is_recommended: bool,
}

/// The entries of each day of the two weeks in their order.
type Plan = BTreeMap<Date, Vec<Planned>>;

/// One account, its schedule as it should be, and as it was at first.
struct Case<'a> {
    client: &'a Client,
    posts: &'a [String],
    default: Plan,
    plan: Plan,
    /// Days that are no longer the default's, whose identifiers are gone once the day is put back.
    own: BTreeSet<Date>,
}

#[test]
fn no_history_loses_doubles_or_misplaces_an_entry() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(World::new());
    let bystander = newcomer(&world, "bystander");
    let (posts, before) = runtime.block_on(async {
        let posts = bystander.content().get_posts().limit(12).await.unwrap().items;
        (
            posts.into_iter().map(|post| post.id.unwrap().to_string()).collect::<Vec<_>>(),
            read(&bystander).await,
        )
    });
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) });
    let cases = std::cell::Cell::new(0);
    let outcome = runner.run(&prop::collection::vec(step(), 1..20), |history| {
        cases.set(cases.get() + 1);
        let client = newcomer(&world, &format!("case-{}", cases.get()));
        runtime.block_on(async {
            let default = read(&client).await;
            let plan = default.clone();
            let mut case = Case { client: &client, posts: &posts, default, plan, own: BTreeSet::new() };
            for step in &history {
                case.take(step).await;
                prop_assert_eq!(&read(&client).await, &case.plan, "after {:?}", step);
            }
            prop_assert_eq!(&read(&bystander).await, &before);
            Ok(())
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    let place = || prop::option::of(0..5_usize);
    prop_oneof![
        4 => (index(), index(), place()).prop_map(|(post, day, place)| Step::Add { post, day, place }),
        2 => (index(), prop::option::of(index())).prop_map(|(entry, post)| Step::Swap { entry, post }),
        2 => (index(), any::<bool>()).prop_map(|(entry, is_completed)| Step::Tick { entry, is_completed }),
        2 => index().prop_map(|entry| Step::Remove { entry }),
        5 => (prop::collection::vec((index(), index(), place()), 1..4), prop::bool::weighted(0.2))
            .prop_map(|(moves, is_bad)| Step::Move { moves, is_bad }),
        2 => index().prop_map(|day| Step::Reset { day }),
        1 => prop::collection::btree_set(0..7_usize, 1..3).prop_map(|days| Step::Generate { days }),
    ]
}

impl Case<'_> {
    /// Does the step on both sides.
    async fn take(&mut self, step: &Step) {
        match step {
            Step::Add { post, day, place } => {
                self.add(post.get::<String>(self.posts), *day.get(&DAYS), *place).await;
            }
            Step::Swap { entry, post } => {
                let Some((day, id)) = self.some_entry(*entry) else { return };
                let post = post.map(|post| post.get(self.posts).clone());
                let call = self.client.calendar().update_schedule_entry(id.as_str());
                let call = match &post {
                    Some(post) => call.post_id(post.as_str()),
                    None => call.clear_post_id(),
                };
                call.await.unwrap();
                self.change(day, &id, |entry| entry.post = post);
            }
            Step::Tick { entry, is_completed } => {
                let Some((day, id)) = self.some_entry(*entry) else { return };
                let call = self.client.calendar().update_schedule_entry(id.as_str());
                call.is_completed(*is_completed).await.unwrap();
                self.change(day, &id, |entry| entry.is_completed = *is_completed);
            }
            Step::Remove { entry } => {
                let Some((day, id)) = self.some_entry(*entry) else { return };
                self.client.calendar().remove_from_schedule(id.as_str()).await.unwrap();
                self.own.insert(day);
                self.plan.entry(day).or_default().retain(|entry| entry.id != id);
            }
            Step::Move { moves, is_bad } => self.reorder(moves, *is_bad).await,
            Step::Reset { day } => self.reset(*day.get(&DAYS)).await,
            Step::Generate { days } => self.generate(days).await,
        }
    }

    async fn add(&mut self, post: &str, day: Date, place: Option<usize>) {
        let call = self.client.calendar().add_to_schedule(post, day);
        let call = match place {
            Some(place) => call.order(i64::try_from(place).unwrap()),
            None => call,
        };
        let (_, added) = planned(&call.await.unwrap());
        assert_eq!(
            (added.post.as_deref(), added.is_completed, added.is_recommended),
            (Some(post), false, false)
        );
        assert!(self.plan.values().flatten().all(|entry| entry.id != added.id), "the identifier is new");
        let entries = self.plan.entry(day).or_default();
        entries.insert(place.unwrap_or(entries.len()).min(entries.len()), added);
        self.own.insert(day);
    }

    /// Moves entries; a bad one more, and nothing must move.
    async fn reorder(&mut self, moves: &[(Index, Index, Option<usize>)], is_bad: bool) {
        let mut wanted: Vec<(String, Date, Option<usize>)> = Vec::new();
        for (entry, day, place) in moves {
            let Some((_, id)) = self.some_entry(*entry) else { return };
            let (day, place) = (*day.get(&DAYS), *place);
            let clashes =
                |other: &(String, Date, Option<usize>)| place.is_some() && (other.1, other.2) == (day, place);
            if !wanted.iter().any(|other| other.0 == id || clashes(other)) {
                wanted.push((id, day, place));
            }
        }
        let mut sent: Vec<ScheduleMove> = wanted.iter().map(sent_move).collect();
        if is_bad {
            sent.push(ScheduleMove::default().id("entry_999999").date(DAYS[0]));
            let refused = self.client.calendar().reorder_schedule(sent).await.unwrap_err();
            assert_eq!(refused.status(), Some(404));
            return;
        }
        let answered = self.client.calendar().reorder_schedule(sent).await.unwrap().entries.unwrap();
        let mut lifted = BTreeMap::new();
        for (id, day, _) in &wanted {
            for (from, entries) in &mut self.plan {
                if let Some(index) = entries.iter().position(|entry| entry.id == *id) {
                    lifted.insert(id.clone(), entries.remove(index));
                    self.own.insert(*from);
                }
            }
            self.own.insert(*day);
        }
        // The lowest places first; those that go to the end as they were named.
        let mut sorted: Vec<&(String, Date, Option<usize>)> = wanted.iter().collect();
        sorted.sort_by_key(|(_, _, place)| place.unwrap_or(usize::MAX));
        for (id, day, place) in sorted {
            let entries = self.plan.entry(*day).or_default();
            entries.insert(place.unwrap_or(entries.len()).min(entries.len()), lifted.remove(id).unwrap());
        }
        for (answer, (id, day, _)) in answered.iter().zip(&wanted) {
            let place = self.plan[day].iter().position(|entry| entry.id == *id).unwrap();
            assert_eq!((answer.date, answer.order), (Some(*day), Some(i64::try_from(place).unwrap())));
        }
    }

    /// The posts of the default plan come back; their identifiers are new ones if the day was changed.
    async fn reset(&mut self, day: Date) {
        self.client.calendar().reset_schedule_date(day).await.unwrap();
        if !self.own.remove(&day) {
            return;
        }
        let now = self.client.calendar().get_content_calendar().date(day).await.unwrap().items;
        let mut default = self.default.get(&day).cloned().unwrap_or_default();
        assert_eq!(now.len(), default.len());
        for (entry, now) in default.iter_mut().zip(&now) {
            let (_, now) = planned(now);
            let gone = self.default.values().flatten().chain(self.plan.values().flatten());
            assert!(gone.into_iter().all(|entry| entry.id != now.id), "no identifier means two entries");
            entry.id = now.id;
        }
        self.plan.insert(day, default);
    }

    async fn generate(&mut self, days: &BTreeSet<usize>) {
        let all = [
            PostingDay::Monday,
            PostingDay::Tuesday,
            PostingDay::Wednesday,
            PostingDay::Thursday,
            PostingDay::Friday,
            PostingDay::Saturday,
            PostingDay::Sunday,
        ];
        let words = days.iter().map(|day| all[*day].clone());
        let made = self.client.calendar().generate_calendar(month(), words).await.unwrap();
        let made: Vec<(Date, Planned)> = made.entries.unwrap().iter().map(planned).collect();
        let month = month();
        let chosen =
            |day: &Date| days.contains(&usize::try_from(day.weekday().since(Weekday::Monday)).unwrap());
        let expected = (1..=month.last_day().day()).map(|day| date(2026, 3, day)).filter(chosen);
        assert!(made.iter().map(|(day, _)| *day).eq(expected));
        for (day, entry) in made {
            assert!(entry.is_recommended && !entry.is_completed && entry.post.is_some());
            if let Some(entries) = self.plan.get_mut(&day) {
                *entries = vec![entry];
                self.own.insert(day);
            }
        }
    }

    /// One of the entries of the days that histories are about.
    fn some_entry(&self, index: Index) -> Option<(Date, String)> {
        let days = DAYS.iter().filter_map(|day| self.plan.get_key_value(day));
        let all: Vec<(Date, &Planned)> =
            days.flat_map(|(day, entries)| entries.iter().map(|entry| (*day, entry))).collect();
        (!all.is_empty()).then(|| index.get(&all)).map(|(day, entry)| (*day, entry.id.clone()))
    }

    fn change(&mut self, day: Date, id: &str, change: impl FnOnce(&mut Planned)) {
        self.own.insert(day);
        let entries = self.plan.entry(day).or_default();
        change(entries.iter_mut().find(|entry| entry.id == id).unwrap());
    }
}

/// The month that is generated.
fn month() -> YearMonth {
    YearMonth::new(2026, 3).unwrap()
}

/// The two weeks as they are; fails if a day's places have gaps.
async fn read(client: &Client) -> Plan {
    let (first, last) = (date(2026, 3, 9), date(2026, 3, 22));
    let mut plan: Plan =
        first.series(1.day()).take_while(|day| *day <= last).map(|day| (day, Vec::new())).collect();
    let weeks = client.calendar().get_content_calendar().start_date(first).end_date(last).limit(100);
    let weeks = weeks.await.unwrap();
    assert!(weeks.count.is_some_and(|count| usize::try_from(count) == Ok(weeks.items.len())));
    for entry in &weeks.items {
        let (day, known) = planned(entry);
        let entries = plan.get_mut(&day).unwrap();
        assert_eq!(entry.order, i64::try_from(entries.len()).ok(), "{day} has a gap");
        entries.push(known);
    }
    plan
}

fn planned(entry: &ScheduleEntry) -> (Date, Planned) {
    let known = Planned {
        id: entry.id.as_ref().unwrap().to_string(),
        post: entry.post.as_ref().map(|post| post.id.as_ref().unwrap().to_string()),
        is_completed: entry.is_completed.unwrap(),
        is_recommended: entry.is_recommended.unwrap(),
    };
    (entry.date.unwrap(), known)
}

fn sent_move((id, day, place): &(String, Date, Option<usize>)) -> ScheduleMove {
    let sent = ScheduleMove::default().id(id.as_str()).date(*day);
    match place {
        Some(place) => sent.order(i64::try_from(*place).unwrap()),
        None => sent,
    }
}

/// A new account. Its answers are not held against their schemas: other tests do that, and thousands of times take long.
fn newcomer(world: &World, name: &str) -> Client {
    let email = format!("{name}@newcomers.example");
    let control = world.sandbox.control();
    control.sign_up(TENANT, &email).unwrap();
    let token = Credential::session_token(control.log_in(TENANT, &email).unwrap()).unwrap();
    let builder = Client::builder().credential(token).tenant(TENANT).quota(Quota::unlimited());
    builder.base_url(&world.sandbox.access().base_url).build().unwrap()
}
