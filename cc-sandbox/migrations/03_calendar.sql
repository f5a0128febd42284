-- The schedule and the daily tasks.

CREATE TABLE calendar_category (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    color TEXT,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX calendar_category_by_tenant ON calendar_category (tenant_id, position);

-- A day that an account has changed at some time. While it is the account's own, its entries are rows; otherwise
-- they follow from the default plan. `edition` counts how often the day was put back.
CREATE TABLE schedule_day (
    account_id INTEGER NOT NULL REFERENCES account (id),
    day TEXT NOT NULL,
    edition INTEGER NOT NULL DEFAULT 0,
    is_own INTEGER NOT NULL,
    PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;

-- `position` numbers the entries of a day from 0, without gaps. `proposal` is the identifier that the entry had while
-- it was still an entry of the default plan, and keeps.
CREATE TABLE schedule_entry (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    day TEXT NOT NULL,
    position INTEGER NOT NULL,
    post_id INTEGER REFERENCES post (id),
    category_id INTEGER REFERENCES calendar_category (id),
    is_completed INTEGER NOT NULL DEFAULT 0,
    is_recommended INTEGER NOT NULL DEFAULT 0,
    proposal TEXT,
    UNIQUE (account_id, proposal)
) STRICT;
CREATE INDEX schedule_entry_by_day ON schedule_entry (account_id, day, position);

-- What there is to do on each day of the week (0 is Monday), the same for every account of a tenant.
CREATE TABLE daily_task (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    weekday INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    link_url TEXT,
    UNIQUE (tenant_id, weekday, position)
) STRICT;

-- A task that an account has done on a day. Opening it again deletes the row.
CREATE TABLE daily_task_done (
    account_id INTEGER NOT NULL REFERENCES account (id),
    day TEXT NOT NULL,
    task_id INTEGER NOT NULL REFERENCES daily_task (id),
    completed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, day, task_id)
) STRICT, WITHOUT ROWID;
