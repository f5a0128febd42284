//! The default plan: what the platform proposes for a day.
//!
//! Two posts from Monday to Friday, one on Saturday and on Sunday, each in a calendar category. They are taken from the
//! posts that had been out for six weeks when the week began: these are known six weeks ahead, and don't change.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::Connection;

use crate::store::day::{days_after_monday, monday};
use crate::store::posts::{self, Viewer};
use crate::store::{row, rows};

/// How far ahead the platform plans, and how long a post has been out before it is proposed.
const WEEKS: i64 = 6;

/// Among how many posts the proposals of a week are chosen, the newest that are old enough.
const POOL: i64 = 180;

/// A step from week to week that neither divides the pool nor lets a post come back in the week after.
const STEP: i64 = 37;

/// The most that is proposed for one day.
pub(super) const MOST_A_DAY: i64 = 2;

/// An entry of the default plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proposal {
    /// Its place on the day, from 0.
    pub(super) slot: i64,
    pub(super) post: i64,
    pub(super) category: Option<i64>,
}

/// The default plan of a tenant.
pub(super) struct Plan<'a> {
    db: &'a Connection,
    viewer: Viewer,
    categories: Vec<i64>,
    /// The Monday of the week that was asked for last, and how many posts were old enough then.
    last: Option<(Date, i64)>,
}

impl<'a> Plan<'a> {
    pub(super) fn of_tenant(db: &'a Connection, viewer: Viewer) -> rusqlite::Result<Self> {
        let sql = "SELECT id FROM calendar_category WHERE tenant_id = ?1 ORDER BY position, id";
        let categories = rows(db, sql, [viewer.tenant], |row| row.get(0))?;
        Ok(Self { db, viewer, categories, last: None })
    }

    /// The days of a span that may have a plan. It is short, however long the span is.
    pub(super) fn days(&self, from: Date, to: Date) -> rusqlite::Result<impl Iterator<Item = Date> + use<>> {
        let first =
            "SELECT min(publish_date) FROM post WHERE tenant_id = ?1 HAVING min(publish_date) IS NOT NULL";
        let first = row(self.db, first, [self.viewer.tenant], |row| crate::store::day::read(row, 0))?;
        let horizon = monday(self.viewer.today).saturating_add((7 * WEEKS + 6).days());
        let to = to.min(horizon);
        let from = first.map_or(Date::MAX, |first| from.max(first.saturating_add((7 * WEEKS).days())));
        let next = move |day: &Date| day.tomorrow().ok();
        Ok(std::iter::successors(Some(from), next).take_while(move |day| *day <= to))
    }

    /// How many entries the plan of a day has.
    pub(super) fn size(&mut self, day: Date) -> rusqlite::Result<i64> {
        let wanted = if days_after_monday(day) < 5 { MOST_A_DAY } else { 1 };
        Ok(wanted.min(self.old_enough(day)?))
    }

    /// The plan of a day.
    pub(super) fn of(&mut self, day: Date) -> rusqlite::Result<Vec<Proposal>> {
        let newest = self.old_enough(day)?;
        (0..self.size(day)?).map(|slot| self.proposal(day, slot, newest)).collect()
    }

    fn proposal(&self, day: Date, slot: i64, newest: i64) -> rusqlite::Result<Proposal> {
        let place_in_week = MOST_A_DAY * days_after_monday(day) + slot;
        let position = newest - (STEP * week_number(day) + place_in_week).rem_euclid(newest.min(POOL));
        let sql = "SELECT id FROM post WHERE tenant_id = ?1 AND position = ?2";
        let mut query = self.db.prepare_cached(sql)?;
        let post = query.query_row((self.viewer.tenant, position), |row| row.get(0))?;
        let turn = usize::try_from(place_in_week).unwrap_or(0).checked_rem(self.categories.len());
        Ok(Proposal { slot, post, category: turn.map(|turn| self.categories[turn]) })
    }

    /// How many posts a week may choose from; none if it is not planned yet.
    fn old_enough(&mut self, day: Date) -> rusqlite::Result<i64> {
        let monday = monday(day);
        if let Some((last, number)) = self.last
            && last == monday
        {
            return Ok(number);
        }
        let lead = (7 * WEEKS).days();
        let until = monday.saturating_sub(lead);
        let number = if until > self.viewer.today {
            0
        } else {
            posts::live(self.db, self.viewer.tenant, until)?.count
        };
        self.last = Some((monday, number));
        Ok(number)
    }
}

/// How many weeks have begun since a Monday long ago.
fn week_number(day: Date) -> i64 {
    let start = Date::constant(1970, 1, 5);
    monday(day).duration_since(start).as_hours() / (7 * 24)
}
