//! Lists whose entries stand in an order without gaps: the places are 0, 1, 2 and so on.

use rusqlite::Connection;

use super::count;

/// A table with a `position`, and the column that names the list that a row stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    pub(crate) table: &'static str,
    pub(crate) list: &'static str,
}

impl Places {
    /// Makes room for one more row, and says at which place: the wanted one, or the end if none is wanted or it lies
    /// beyond the end.
    pub(crate) fn make_room(self, db: &Connection, list: i64, wanted: Option<i64>) -> rusqlite::Result<i64> {
        let end = self.length(db, list)?;
        let place = wanted.unwrap_or(end).min(end);
        self.shift(db, list, place, end, 1)?;
        Ok(place)
    }

    /// Closes the gap that a row has left.
    pub(crate) fn close_gap(self, db: &Connection, list: i64, place: i64) -> rusqlite::Result<()> {
        self.shift(db, list, place + 1, i64::MAX, -1)
    }

    /// Moves a row to another place, at most to the end; the rows between give way.
    pub(crate) fn put_at(
        self,
        db: &Connection,
        list: i64,
        row: i64,
        from: i64,
        wanted: i64,
    ) -> rusqlite::Result<()> {
        let to = wanted.min(self.length(db, list)? - 1);
        if from < to {
            self.shift(db, list, from + 1, to + 1, -1)?;
        } else {
            self.shift(db, list, to, from, 1)?;
        }
        let sql = format!("UPDATE {} SET position = ?2 WHERE id = ?1", self.table);
        db.prepare_cached(&sql)?.execute((row, to))?;
        Ok(())
    }

    fn length(self, db: &Connection, list: i64) -> rusqlite::Result<i64> {
        count(db, &format!("SELECT count(*) FROM {} WHERE {} = ?1", self.table, self.list), [list])
    }

    /// Moves the rows from one place to before another by so many places.
    fn shift(self, db: &Connection, list: i64, from: i64, before: i64, by: i64) -> rusqlite::Result<()> {
        let Self { table, list: column } = self;
        let sql = format!(
            "UPDATE {table} SET position = position + ?4 WHERE {column} = ?1 AND position >= ?2 AND position < ?3"
        );
        db.prepare_cached(&sql)?.execute((list, from, before, by))?;
        Ok(())
    }
}
