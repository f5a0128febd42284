-- Events, places in them, notifications, flags.

CREATE TABLE event_type (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    UNIQUE (tenant_id, slug)
) STRICT;

-- `tags` is a JSON array of texts. `guests` are places held by people without an account here; without a capacity there
-- is room for everybody.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    type_id INTEGER REFERENCES event_type (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    category TEXT,
    tags TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,
    host TEXT,
    image_url TEXT,
    join_url TEXT NOT NULL,
    recording_url TEXT,
    capacity INTEGER,
    guests INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, slug)
) STRICT;
CREATE INDEX event_by_start ON event (tenant_id, starts_at);
CREATE INDEX event_by_type ON event (type_id);

CREATE TABLE event_place (
    event_id INTEGER NOT NULL REFERENCES event (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (event_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_place_by_account ON event_place (account_id);

-- What the platform tells an account. It shows from `created_at` on, which may lie ahead.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT,
    link_url TEXT,
    created_at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
CREATE INDEX notice_by_account ON notice (account_id, created_at);

CREATE TABLE feature_flag (
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    description TEXT,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;
