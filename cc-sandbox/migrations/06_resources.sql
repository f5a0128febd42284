-- Stock images and videos, the knowledge hub, uploads.

-- Stock images that were taken together.
CREATE TABLE photo_shoot (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL
) STRICT;
CREATE INDEX photo_shoot_by_tenant ON photo_shoot (tenant_id);

-- Kinds: image, video. Orientations: portrait, landscape, square.
CREATE TABLE stock_image (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    shoot_id INTEGER REFERENCES photo_shoot (id),
    title TEXT,
    kind TEXT NOT NULL,
    orientation TEXT NOT NULL,
    url TEXT NOT NULL,
    thumbnail_url TEXT,
    width INTEGER,
    height INTEGER,
    duration_seconds INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_image_by_tenant ON stock_image (tenant_id, created_at);
CREATE INDEX stock_image_by_shoot ON stock_image (shoot_id);

CREATE TABLE stock_tag (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    UNIQUE (tenant_id, name)
) STRICT;
CREATE TABLE stock_image_tag (
    image_id INTEGER NOT NULL REFERENCES stock_image (id),
    tag_id INTEGER NOT NULL REFERENCES stock_tag (id),
    PRIMARY KEY (image_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_image_tag_by_tag ON stock_image_tag (tag_id, image_id);

-- What an account has marked. A mark that was taken off again keeps its row.
CREATE TABLE image_mark (
    account_id INTEGER NOT NULL REFERENCES account (id),
    image_id INTEGER NOT NULL REFERENCES stock_image (id),
    is_favorite INTEGER NOT NULL DEFAULT 0,
    is_used INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, image_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_category (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX hub_category_by_tenant ON hub_category (tenant_id, position);

-- Videos of the knowledge hub. One is there from the instant on at which it is published.
CREATE TABLE hub_video (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    category_id INTEGER REFERENCES hub_category (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    video_url TEXT,
    thumbnail_url TEXT,
    duration_seconds INTEGER,
    published_at INTEGER NOT NULL,
    UNIQUE (tenant_id, slug)
) STRICT;
CREATE INDEX hub_video_by_tenant ON hub_video (tenant_id, published_at);

-- Files that were announced, and those that came. What is announced and never comes stays without content.
CREATE TABLE upload (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    file_key TEXT NOT NULL UNIQUE,
    content_type TEXT NOT NULL,
    size_bytes INTEGER,
    created_at INTEGER NOT NULL,
    etag TEXT,
    content BLOB
) STRICT;
