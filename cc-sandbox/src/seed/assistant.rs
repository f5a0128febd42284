//! Market profile, hook menus and scripts.

use super::{Seeder, TenantPlan};

pub(super) fn fill(_seeder: &mut Seeder<'_>, _plan: &TenantPlan) -> anyhow::Result<()> {
    Ok(())
}
