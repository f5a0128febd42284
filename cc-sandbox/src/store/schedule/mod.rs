//! The schedule: what is planned for which day.
//!
//! The platform has a default plan for every day from six weeks after its first post to six weeks ahead. Nothing of it
//! is stored: `plan` derives it from the library whenever somebody looks. It depends on nothing but the tenant's library
//! and the day, so it does not change while time goes on.
//!
//! The first change of a day copies its default plan into rows; from then on the day is the account's *own*, and rows are
//! all there is on it, even if none is left. Putting the day back deletes them, and the default plan shows again.
//!
//! An entry of the default plan has an identifier of its own, `proposal_3_2026-03-04_1`: the account, the day, a number.
//! Its row keeps it when the day is copied, and when the entry moves to another day. After a day was put back, its
//! proposals are new ones with higher numbers, so that no identifier ever means two entries.

mod changes;
mod days;
mod entry;
mod generate;
mod listing;
mod plan;

use rusqlite::Connection;
use serde::Serialize;

use super::rows;
use crate::ident::Kind;

pub(crate) use changes::{Move, add, locate, move_all, remove, update};
pub(crate) use days::{copy_plan, reset};
pub(crate) use entry::{Entry, get};
pub(crate) use generate::generate;
pub(crate) use listing::{Filter, list};

/// Entries that an account made: `entry_42`.
const ENTRY: Kind = Kind("entry");
/// Entries of the default plan: `proposal_3_2026-03-04_1`.
const PROPOSAL: Kind = Kind("proposal");
/// Calendar categories: `calendar_category_2`.
const CATEGORY: Kind = Kind("calendar_category");

/// A calendar category, as the API answers it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Category {
    #[serde(skip)]
    pub(crate) row: i64,
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    color: Option<String>,
    order: i64,
}

/// The categories of a tenant, in their order. There are few.
pub(crate) fn categories(db: &Connection, tenant: i64) -> rusqlite::Result<Vec<Category>> {
    rows(
        db,
        "SELECT id, name, slug, description, color, position FROM calendar_category
         WHERE tenant_id = ?1 ORDER BY position, id",
        [tenant],
        |row| {
            Ok(Category {
                row: row.get(0)?,
                id: CATEGORY.id(row.get(0)?),
                name: row.get(1)?,
                slug: row.get(2)?,
                description: row.get(3)?,
                color: row.get(4)?,
                order: row.get(5)?,
            })
        },
    )
}
