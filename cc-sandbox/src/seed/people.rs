//! Tenants, accounts and organizations.
//!
//! Two tenants, so that one can be kept out of the other. In the vendor's own: Maya Torres, who leads a group and whom
//! the ready keys belong to; Ben, who belongs to her group; Priya, who belongs to none; and Nora, who signed up today and
//! has nothing yet, not even a membership. In the other: Luis.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::Connection;

use super::{Seeder, TenantPlan};
use crate::clock::start_of;
use crate::password;
use crate::store::organizations;

/// A tenant as it is made up.
struct TenantSeed {
    slug: &'static str,
    name: &'static str,
    organization: &'static str,
    people: &'static [(&'static str, &'static str, &'static str)],
    /// How many of the people, from the first, belong to the organization.
    members: usize,
    /// Who has an account, and nothing else.
    newcomer: Option<(&'static str, &'static str, &'static str)>,
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
        newcomer: Some(("Nora", "Lindqvist", "nora@lindqvist.example")),
    },
    TenantSeed {
        slug: "harbor-realty",
        name: "Harbor Realty",
        organization: "Harbor Team",
        people: &[("Luis", "Romero", "luis@harbor.example")],
        members: 1,
        newcomer: None,
    },
];

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
        if let Some((first, last, email)) = seed.newcomer {
            let today = seeder.today();
            account(seeder, tenant, first, last, email, today)?;
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
        (tenant, email, first, last, password::made_up_hash()?, created_at),
    )?;
    Ok(seeder.db.last_insert_rowid())
}

fn organization(
    seeder: &Seeder<'_>,
    tenant: i64,
    name: &str,
    members: &[i64],
    founded: Date,
) -> anyhow::Result<()> {
    let founded = start_of(founded).as_millisecond();
    let organization = organizations::found(seeder.db, tenant, members[0], name, founded)?;
    let logo = format!("https://images.example/organizations/{organization}.png");
    seeder.db.execute("UPDATE organization SET logo_url = ?2 WHERE id = ?1", (organization, logo))?;
    for member in &members[1..] {
        organizations::join(seeder.db, organization, *member, founded)?;
    }
    Ok(())
}
