use serde_json::value::RawValue;

use super::{Applied, Coupon, Duration, Interval, Plan, Status, Subscription};

fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn plan(row: i64, amount_cents: i64, interval: Interval, trial_days: Option<i64>) -> Plan {
    let features = RawValue::from_string("[]".into()).unwrap();
    let (name, currency) = ("Growth".into(), "usd".into());
    Plan { row, name, description: None, amount_cents, currency, interval, trial_days, features }
}

fn coupon(percent_off: Option<f64>, amount_off_cents: Option<i64>, duration: Duration) -> Coupon {
    let (code, currency) = ("C".into(), "usd".into());
    Coupon { row: 1, code, name: None, percent_off, amount_off_cents, currency, duration, redeem_by: None }
}

fn monthly(coupon: Option<Coupon>, since: &str) -> Subscription {
    let coupon = coupon.map(|coupon| Applied::new(coupon, at(since)));
    Subscription::start(1, plan(1, 1_000, Interval::Month, None), coupon, true, at(since)).0
}

fn starts(charges: &[super::Charge]) -> Vec<String> {
    charges.iter().map(|charge| crate::clock::instant(charge.period_start)).collect()
}

#[test]
fn the_thirty_first_stays_the_thirty_first_after_a_shorter_month() {
    let mut membership = monthly(None, "2026-01-31T08:00:00Z");
    let charges = membership.settle(at("2026-05-01T00:00:00Z"));
    let wanted = ["2026-02-28T08:00:00Z", "2026-03-31T08:00:00Z", "2026-04-30T08:00:00Z"];
    assert_eq!(starts(&charges), wanted);
    assert_eq!(membership.period_end, at("2026-05-31T08:00:00Z"));
    assert!(membership.settle(at("2026-05-31T07:59:59Z")).is_empty(), "nothing is charged twice");
    assert_eq!(membership.settle(at("2026-05-31T08:00:00Z")).len(), 1);
}

#[test]
fn periods_follow_each_other_without_gaps_for_decades() {
    for (interval, months) in [(Interval::Month, 1), (Interval::Year, 12)] {
        let since = at("2024-02-29T12:00:00Z");
        let plan = plan(1, 1_000, interval, None);
        let (mut membership, first) = Subscription::start(1, plan, None, true, since);
        let mut end = first[0].period_end;
        let charges = membership.settle(at("2064-02-29T12:00:00Z"));
        assert_eq!(charges.len(), 40 * 12 / months);
        for charge in charges {
            assert_eq!(charge.period_start, end);
            assert!(charge.period_end > charge.period_start);
            end = charge.period_end;
        }
    }
}

#[test]
fn a_coupon_lowers_as_many_charges_as_it_lasts_for() {
    let cases = [
        (coupon(Some(20.0), None, Duration::Months(3)), [800, 800, 800, 1_000, 1_000]),
        (coupon(None, Some(300), Duration::Once), [700, 1_000, 1_000, 1_000, 1_000]),
        (coupon(Some(12.5), None, Duration::Forever), [875, 875, 875, 875, 875]),
        (coupon(None, Some(5_000), Duration::Months(1)), [0, 1_000, 1_000, 1_000, 1_000]),
    ];
    for (coupon, wanted) in cases {
        let since = at("2026-01-10T00:00:00Z");
        let applied = Some(Applied::new(coupon.clone(), since));
        let plan = plan(1, 1_000, Interval::Month, None);
        let (mut membership, mut charges) = Subscription::start(1, plan, applied, true, since);
        charges.extend(membership.settle(at("2026-05-20T00:00:00Z")));
        let amounts: Vec<i64> = charges.iter().map(|charge| charge.amount_cents).collect();
        assert_eq!(amounts, wanted, "{coupon:?}");
    }
}

#[test]
fn free_days_come_first_and_only_once() {
    let offer = plan(1, 1_000, Interval::Month, Some(7));
    let (mut membership, charges) =
        Subscription::start(1, offer.clone(), None, true, at("2026-01-10T00:00:00Z"));
    assert!(charges.is_empty());
    assert_eq!(membership.status(at("2026-01-12T00:00:00Z")), Status::Trialing);
    assert_eq!(starts(&membership.settle(at("2026-01-17T00:00:00Z"))), ["2026-01-17T00:00:00Z"]);
    assert_eq!(membership.status(at("2026-01-17T00:00:00Z")), Status::Active);
    assert_eq!(membership.period_end, at("2026-02-17T00:00:00Z"));
    let (_, charges) = Subscription::start(1, offer, None, false, at("2026-01-10T00:00:00Z"));
    assert_eq!(charges.len(), 1);
}

#[test]
fn a_pause_within_the_paid_time_costs_nothing_and_a_longer_one_begins_anew() {
    let mut short = monthly(None, "2026-01-10T00:00:00Z");
    short.pause(Some(at("2026-01-20T00:00:00Z")), at("2026-01-12T00:00:00Z")).unwrap();
    assert_eq!(starts(&short.settle(at("2026-02-11T00:00:00Z"))), ["2026-02-10T00:00:00Z"]);

    let mut long = monthly(None, "2026-01-10T00:00:00Z");
    long.pause(Some(at("2026-03-05T00:00:00Z")), at("2026-01-12T00:00:00Z")).unwrap();
    assert_eq!(long.lapses_at(), Some(at("2026-02-10T00:00:00Z")));
    assert_eq!(
        starts(&long.settle(at("2026-04-10T00:00:00Z"))),
        ["2026-03-05T00:00:00Z", "2026-04-05T00:00:00Z"]
    );
    assert_eq!(long.lapses_at(), None);
}

#[test]
fn what_is_cancelled_is_not_charged_again_until_it_is_taken_back() {
    let mut membership = monthly(None, "2026-01-10T00:00:00Z");
    membership.cancel(at("2026-01-12T00:00:00Z")).unwrap();
    assert!(membership.settle(at("2027-01-01T00:00:00Z")).is_empty());
    assert_eq!(membership.status(at("2026-01-31T00:00:00Z")), Status::Active, "the paid time goes on");
    assert_eq!(membership.status(at("2026-02-10T00:00:00Z")), Status::Cancelled);
    assert_eq!(starts(&membership.reactivate(at("2026-06-30T00:00:00Z")).unwrap()), ["2026-06-30T00:00:00Z"]);
    assert_eq!(membership.period_end, at("2026-07-30T00:00:00Z"));
}

#[test]
fn another_plan_costs_from_the_next_charge_on() {
    let mut membership = monthly(None, "2026-01-10T00:00:00Z");
    membership.change_plan(plan(2, 9_000, Interval::Year, None), at("2026-01-15T00:00:00Z")).unwrap();
    let charges = membership.settle(at("2026-03-01T00:00:00Z"));
    assert_eq!((charges.len(), charges[0].amount_cents), (1, 9_000));
    assert_eq!(membership.period_end, at("2027-02-10T00:00:00Z"));
}
