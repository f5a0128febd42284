//! A handler that panics is a bug, and costs its own request only.

use std::sync::Arc;

use super::Database;
use crate::refused::Refused;

const COUNT: &str = "SELECT count(*) FROM tenant";

async fn tenants(database: &Arc<Database>) -> i64 {
    database.read(|db| Ok(db.query_row(COUNT, [], |row| row.get(0))?)).await.unwrap()
}

#[tokio::test]
async fn a_panic_is_answered_by_500_and_rolls_its_transaction_back() {
    let database = Arc::new(Database::open(None).unwrap());
    // More often than there are lanes: none of them may be lost.
    for _ in 0..20 {
        let written: Result<(), Refused> = database
            .write(|db| {
                db.execute("INSERT INTO tenant (slug, name) VALUES ('a', 'A')", [])?;
                panic!("a bug in a handler that writes")
            })
            .await;
        assert_eq!(written.unwrap_err().status, 500);
        let read: Result<(), Refused> = database.read(|_| panic!("a bug in a handler that reads")).await;
        let refused = read.unwrap_err();
        assert_eq!((refused.status.as_u16(), refused.code), (500, "internal"));
        assert!(!refused.message.contains("bug"), "what happened is the log's");
    }
    assert_eq!(tenants(&database).await, 0);
    let added: Result<_, Refused> =
        database.write(|db| Ok(db.execute("INSERT INTO tenant (slug, name) VALUES ('a', 'A')", [])?)).await;
    assert_eq!((added.unwrap(), tenants(&database).await), (1, 1));
}
