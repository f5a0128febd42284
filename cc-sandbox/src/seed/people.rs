//! Tenants, accounts, organizations and memberships.
//!
//! Two tenants, so that one can be kept out of the other. In the vendor's own: Maya Torres, who leads a group and whom
//! the ready keys belong to; Ben, who belongs to her group; Priya, who belongs to none. In the other: Luis.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::Connection;

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::secret;
use crate::store::membership;

/// A tenant as it is made up.
struct TenantSeed {
    slug: &'static str,
    name: &'static str,
    organization: &'static str,
    people: &'static [(&'static str, &'static str, &'static str)],
    /// How many of the people, from the first, belong to the organization.
    members: usize,
}

const TENANTS: &[TenantSeed] = &[
    TenantSeed {
        slug: "coffee-contracts",
        name: "Coffee & Contracts",
        organization: "Torres Home Group",
        people: &[
            ("Maya", "Torres", "maya@torreshome.example"),
            ("Ben", "Carter", "ben@torreshome.example"),
            ("Priya", "Shah", "priya@shahrealty.example"),
        ],
        members: 2,
    },
    TenantSeed {
        slug: "harbor-realty",
        name: "Harbor Realty",
        organization: "Harbor Team",
        people: &[("Luis", "Romero", "luis@harbor.example")],
        members: 1,
    },
];

/// The password of every account that is made up.
pub(crate) const PASSWORD: &str = "coffee-and-contracts";

/// Whom the ready keys belong to.
#[derive(Debug)]
pub(crate) struct Lead {
    pub(crate) id: i64,
    pub(crate) organization: Option<i64>,
}

/// The first account of a tenant.
pub(crate) fn lead(db: &Connection, tenant: &str) -> rusqlite::Result<Lead> {
    db.query_row(
        "SELECT account.id, organization.id FROM account
         JOIN tenant ON tenant.id = account.tenant_id
         LEFT JOIN organization ON organization.admin_id = account.id
         WHERE tenant.slug = ?1 ORDER BY account.id LIMIT 1",
        [tenant],
        |row| Ok(Lead { id: row.get(0)?, organization: row.get(1)? }),
    )
}

/// Makes everybody; says whom the rest is to be filled in for.
pub(super) fn fill(seeder: &mut Seeder<'_>) -> anyhow::Result<Vec<TenantPlan>> {
    let mut plans = Vec::new();
    for (index, seed) in TENANTS.iter().enumerate() {
        seeder.db.execute("INSERT INTO tenant (slug, name) VALUES (?1, ?2)", (seed.slug, seed.name))?;
        let tenant = seeder.db.last_insert_rowid();
        let joined = seeder.today().saturating_sub(1.year());
        let mut accounts = Vec::new();
        for (first, last, email) in seed.people {
            accounts.push(account(seeder, tenant, first, last, email, joined)?);
        }
        organization(seeder, tenant, seed.organization, &accounts[..seed.members], joined)?;
        plans.push(TenantPlan { tenant, is_main: index == 0, accounts });
    }
    Ok(plans)
}

fn account(
    seeder: &mut Seeder<'_>,
    tenant: i64,
    first: &str,
    last: &str,
    email: &str,
    joined: Date,
) -> anyhow::Result<i64> {
    let created_at = start_of(joined).as_millisecond();
    seeder.db.execute(
        "INSERT INTO account (tenant_id, email, first_name, last_name, password_hash, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (tenant, email, first, last, &secret::digest(PASSWORD)[..], created_at),
    )?;
    let account = seeder.db.last_insert_rowid();
    let paid = start_of(seeder.today().saturating_sub(10.days()));
    membership::create(seeder.db, account, start_of(joined), paid)?;
    Ok(account)
}

fn organization(
    seeder: &Seeder<'_>,
    tenant: i64,
    name: &str,
    members: &[i64],
    founded: Date,
) -> anyhow::Result<()> {
    let created_at = start_of(founded).as_millisecond();
    seeder.db.execute(
        "INSERT INTO organization (tenant_id, admin_id, name, created_at) VALUES (?1, ?2, ?3, ?4)",
        (tenant, members[0], name, created_at),
    )?;
    let organization = seeder.db.last_insert_rowid();
    for member in members {
        seeder.db.execute(
            "INSERT INTO organization_member (account_id, organization_id, joined_at) VALUES (?1, ?2, ?3)",
            (member, organization, created_at),
        )?;
    }
    Ok(())
}
