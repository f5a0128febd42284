-- The library. It is filled once and not changed by the API; what an account marks stands beside it.

CREATE TABLE pillar_category (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE pillar (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    category_id INTEGER REFERENCES pillar_category (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    color TEXT
) STRICT;

CREATE TABLE content_type_category (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE content_type (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    category_id INTEGER REFERENCES content_type_category (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT
) STRICT;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL
) STRICT;

CREATE TABLE audience (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT
) STRICT;

-- What posts with the same kind, pillar, tags and audiences have in common: that part of their answer, written once.
CREATE TABLE post_labels (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    document TEXT NOT NULL
) STRICT;

-- `position` numbers the posts of a tenant by their day, without gaps, and their rows ascend with it: a page anywhere
-- in the list is found by it. `document` is the part of the answer that is the same for everybody; the pictures stand
-- in it, and `photos_before` says how many stand in the posts before this one.
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    position INTEGER NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    publish_date TEXT NOT NULL,
    trends_until TEXT,
    content_type_id INTEGER NOT NULL REFERENCES content_type (id),
    pillar_id INTEGER REFERENCES pillar (id),
    labels_id INTEGER NOT NULL REFERENCES post_labels (id),
    photos_before INTEGER NOT NULL,
    photo_count INTEGER NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (tenant_id, position),
    UNIQUE (tenant_id, slug)
) STRICT;
CREATE INDEX post_by_day ON post (tenant_id, publish_date, position);
CREATE INDEX post_by_type ON post (tenant_id, content_type_id, position);
CREATE INDEX post_by_pillar ON post (tenant_id, pillar_id, position);
CREATE INDEX post_by_trend ON post (tenant_id, trends_until) WHERE trends_until IS NOT NULL;
CREATE INDEX post_by_photo ON post (tenant_id, photos_before) WHERE photo_count > 0;

CREATE TABLE post_tag (
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    post_id INTEGER NOT NULL REFERENCES post (id),
    PRIMARY KEY (tag_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE post_audience (
    audience_id INTEGER NOT NULL REFERENCES audience (id),
    post_id INTEGER NOT NULL REFERENCES post (id),
    PRIMARY KEY (audience_id, post_id)
) STRICT, WITHOUT ROWID;

-- The weeks in which something came out, or will. The posts of a week are those whose day lies in it.
CREATE TABLE content_drop (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    week_of TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (tenant_id, week_of)
) STRICT;

-- Looks for posts, of a month or of none. `colors` is a JSON array.
CREATE TABLE content_style (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    month TEXT,
    preview_url TEXT NOT NULL,
    canva_url TEXT,
    colors TEXT NOT NULL
) STRICT;
CREATE INDEX content_style_by_month ON content_style (tenant_id, month);

-- What an account has marked. A mark that was taken off again keeps its row.
CREATE TABLE post_mark (
    account_id INTEGER NOT NULL REFERENCES account (id),
    post_id INTEGER NOT NULL REFERENCES post (id),
    is_favorite INTEGER NOT NULL DEFAULT 0,
    is_used INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, post_id)
) STRICT, WITHOUT ROWID;

-- The caption that was last written for an account and a post.
CREATE TABLE ai_caption (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    post_id INTEGER NOT NULL REFERENCES post (id),
    text TEXT NOT NULL,
    reaction TEXT,
    generation_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (account_id, post_id)
) STRICT;
