//! The crowd of `--seed large`: accounts with a membership each, and nothing else yet.

use super::{Seeder, TenantPlan};
use crate::options::Seed;
use crate::store::people;

/// How many accounts a platform may look after, each with a key of its own.
const ACCOUNTS: u32 = 25_000;

/// Signs the crowd up in the vendor's own tenant: `agent1@crowd.example` and so on.
pub(super) fn fill(seeder: &mut Seeder<'_>, plan: &TenantPlan) -> anyhow::Result<()> {
    if seeder.seed != Seed::Large || !plan.is_main {
        return Ok(());
    }
    for number in 1..=ACCOUNTS {
        people::create(seeder.db, plan.tenant, &format!("agent{number}@crowd.example"), seeder.now)?;
    }
    Ok(())
}
