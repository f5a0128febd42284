//! What a new database is filled with. One file a subject; the same `--rng` and day give the same data.

mod assistant;
mod billing;
mod crowd;
mod events;
mod instagram;
mod library;
mod notices;
mod pages;
pub(crate) mod people;
mod profile;
mod resources;
mod schedule;

use cc_api::Date;
use fastrand::Rng;
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::clock::day_of;
use crate::options::Seed;

/// What the subjects are filled from.
pub(crate) struct Seeder<'a> {
    pub(crate) db: &'a Transaction<'a>,
    pub(crate) rng: Rng,
    pub(crate) now: Timestamp,
    pub(crate) seed: Seed,
    /// How many posts the library of the vendor's own tenant gets.
    pub(crate) posts: u32,
}

/// A tenant and its accounts: what belongs to somebody is filled in for each of them.
#[derive(Debug)]
pub(crate) struct TenantPlan {
    pub(crate) tenant: i64,
    /// Whether it is the vendor's own; the other one is small.
    pub(crate) is_main: bool,
    pub(crate) accounts: Vec<i64>,
}

/// Fills a database that nobody has filled before.
pub(crate) fn fill_if_new(app: &App) -> anyhow::Result<()> {
    let options = &app.options;
    app.db.write_here(|db| {
        if db.query_row("SELECT count(*) FROM tenant", [], |row| row.get::<_, i64>(0))? > 0 {
            return Ok(());
        }
        let posts = options.posts.unwrap_or(if options.seed == Seed::Empty { 0 } else { 420 });
        let rng = Rng::with_seed(options.rng);
        let mut seeder = Seeder { db, rng, now: app.clock.now(), seed: options.seed, posts };
        for plan in people::fill(&mut seeder)? {
            library::fill(&mut seeder, &plan)?;
            profile::fill(&mut seeder, &plan)?;
            billing::fill(&mut seeder, &plan)?;
            resources::fill(&mut seeder, &plan)?;
            events::fill(&mut seeder, &plan)?;
            notices::fill(&mut seeder, &plan)?;
            schedule::fill(&mut seeder, &plan)?;
            pages::fill(&mut seeder, &plan)?;
            assistant::fill(&mut seeder, &plan)?;
            instagram::fill(&mut seeder, &plan)?;
            crowd::fill(&mut seeder, &plan)?;
        }
        Ok(())
    })
}

impl Seeder<'_> {
    /// The day on which the data is made: it leads up to it, and a little beyond.
    pub(crate) fn today(&self) -> Date {
        day_of(self.now)
    }

    /// One of the choices.
    pub(crate) fn pick<'b, T>(&mut self, choices: &'b [T]) -> &'b T {
        &choices[self.rng.usize(..choices.len())]
    }

    /// Whether there is anything beyond accounts and lists to choose from.
    pub(crate) fn is_empty(&self) -> bool {
        self.seed == Seed::Empty
    }
}
