//! The library: what posts are sorted by, and posts that came out week by week.

mod drops;
mod ideas;
mod kinds;
mod lists;
mod posts;

use rusqlite::Connection;

use super::{Seeder, TenantPlan};
use crate::store::search;

/// How many posts the library of another tenant has at most.
const SMALL: u32 = 20;

/// From this many posts on, filling in takes memory to save time.
const LARGE: u32 = 10_000;

/// Fills the library of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let lists = lists::fill(seeder, plan.tenant)?;
    let count = if plan.is_main { seeder.posts } else { seeder.posts.min(SMALL) };
    if count > LARGE {
        make_room(seeder.db)?;
    }
    let days = drops::fill(seeder, plan.tenant, count)?;
    posts::fill(seeder, plan.tenant, count, &days, &lists)?;
    search::add_posts(seeder.db, plan.tenant)?;
    Ok(())
}

/// Lets the connection that fills the library keep more of it at hand: the indexes are added to all over, and the
/// full-text index is written in larger pieces.
fn make_room(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "cache_size", -256 * 1024)?;
    db.execute("INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 33554432)", [])?;
    Ok(())
}
