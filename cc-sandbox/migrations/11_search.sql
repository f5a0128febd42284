-- One full-text index over posts and events.

-- Events, as a search shows them. Their numbers are those of the events with a minus, so that no post has the same.
CREATE TABLE findable_event (
    id INTEGER PRIMARY KEY CHECK (id < 0),
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    image_url TEXT,
    starts_at INTEGER NOT NULL
) STRICT;
CREATE INDEX findable_event_by_tenant ON findable_event (tenant_id);

CREATE VIEW search_text (id, title, body) AS
SELECT id, title, concat_ws(' ', document ->> '$.caption', document ->> '$.instructions') FROM post
UNION ALL
SELECT id, title, body FROM findable_event;

-- It keeps no texts of its own: it reads them where they stand.
CREATE VIRTUAL TABLE search_index USING fts5 (
    title,
    body,
    content = 'search_text',
    content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
