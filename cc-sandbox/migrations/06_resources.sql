-- Stock images and videos, the knowledge hub, uploads.

CREATE TABLE stock_image (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    title TEXT,
    kind TEXT NOT NULL,
    url TEXT NOT NULL,
    thumbnail_url TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_image_by_tenant ON stock_image (tenant_id, created_at);

-- What an account has marked. A mark that was taken off again keeps its row.
CREATE TABLE image_mark (
    account_id INTEGER NOT NULL REFERENCES account (id),
    image_id INTEGER NOT NULL REFERENCES stock_image (id),
    is_favorite INTEGER NOT NULL DEFAULT 0,
    is_used INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, image_id)
) STRICT, WITHOUT ROWID;
