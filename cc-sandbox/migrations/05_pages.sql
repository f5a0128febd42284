-- Web pages and what stands on them. Rows are numbered for good: the identifier of what is gone never comes back.
-- Positions begin at 0 and have no gaps.

CREATE TABLE page (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    style TEXT,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    published_at INTEGER,
    UNIQUE (account_id, slug)
) STRICT;

CREATE TABLE page_component (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    page_id INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT,
    body TEXT,
    button_label TEXT,
    button_url TEXT,
    is_visible INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX page_component_by_page ON page_component (page_id, position);

CREATE TABLE component_image (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    component_id INTEGER NOT NULL REFERENCES page_component (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt_text TEXT
) STRICT;
CREATE INDEX component_image_by_component ON component_image (component_id, position);

CREATE TABLE social_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    page_id INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    platform TEXT,
    url TEXT NOT NULL
) STRICT;
CREATE INDEX social_link_by_page ON social_link (page_id, position);
