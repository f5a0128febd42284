//! The library: what posts are sorted by, and posts that came out week by week.

mod drops;
mod ideas;
mod kinds;
mod lists;
mod posts;

use super::{Seeder, TenantPlan};
use crate::store::search;

/// How many posts the library of another tenant has at most.
const SMALL: u32 = 20;

/// From this many posts on, filling in takes long enough to be announced.
const LARGE: u32 = 50_000;

/// Fills the library of a tenant.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    let lists = lists::fill(seeder, plan.tenant)?;
    let count = if plan.is_main { seeder.posts } else { seeder.posts.min(SMALL) };
    if count > LARGE {
        eprintln!(
            "cc-sandbox: making up {count} posts, some ten thousand a second; with --db only this once"
        );
    }
    let days = drops::fill(seeder, plan.tenant, count)?;
    posts::fill(seeder, plan.tenant, count, &days, &lists)?;
    search::add_posts(seeder.db, plan.tenant)?;
    Ok(())
}
