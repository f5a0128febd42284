//! What counts against the rate limit, kept where the database outlives the process.

use rusqlite::Connection;

use super::rows;

/// A request that was counted: for which credential, and when.
pub(crate) type Hit = (i64, i64);

/// Keeps a request that was counted for a credential.
pub(crate) fn keep(db: &Connection, (credential, at): Hit) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO usage_hit (credential, at) VALUES (?1, ?2)")?.execute((credential, at))?;
    Ok(())
}

/// The requests that were counted after this time, in order. The older ones are forgotten; when a key was last used is
/// not, and is written down first.
pub(crate) fn take_over(db: &Connection, oldest: i64) -> rusqlite::Result<Vec<Hit>> {
    // Keys have the even numbers: see `Identity::usage`.
    db.execute(
        "UPDATE api_key SET last_used_at = latest.at
         FROM (SELECT credential, max(at) AS at FROM usage_hit GROUP BY credential) AS latest
         WHERE latest.credential = api_key.id * 2",
        [],
    )?;
    db.execute("DELETE FROM usage_hit WHERE at <= ?1", [oldest])?;
    let sql = "SELECT credential, at FROM usage_hit ORDER BY at, rowid";
    rows(db, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

#[cfg(test)]
mod tests {
    use crate::db::Database;
    use crate::gate::usage_of_key;
    use crate::store::count;

    use super::{keep, take_over};

    #[test]
    fn a_key_remembers_its_last_use_when_no_window_counts_it_any_more() {
        let database = Database::open(None).unwrap();
        let (hits, last_used) = database
            .write_here(|db| {
                db.execute_batch(
                    "INSERT INTO tenant (id, slug, name) VALUES (1, 'a', 'A');
                     INSERT INTO account (id, tenant_id, email, first_name, last_name, password_hash, created_at)
                     VALUES (1, 1, 'a@a.example', 'A', 'A', '', 0);
                     INSERT INTO api_key (id, public_id, account_id, name, prefix, digest, scopes, created_at)
                     VALUES (7, 'k', 1, 'K', 'cc_', x'00', '', 0);",
                )?;
                for at in [100, 300, 200] {
                    keep(db, (usage_of_key(7), at))?;
                }
                keep(db, (usage_of_key(7) + 1, 900))?;
                let hits = take_over(db, 500)?;
                Ok::<_, rusqlite::Error>((hits, count(db, "SELECT last_used_at FROM api_key WHERE id = 7", [])?))
            })
            .unwrap();
        assert_eq!((hits, last_used), (vec![(usage_of_key(7) + 1, 900)], 300));
    }
}
