-- The connected Instagram account and its figures.

-- An account that was disconnected keeps its row and its figures until they are deleted.
CREATE TABLE instagram_account (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL UNIQUE REFERENCES account (id),
    username TEXT NOT NULL,
    name TEXT,
    biography TEXT,
    website TEXT,
    picture_url TEXT,
    following INTEGER NOT NULL,
    -- How many followed it before the first post that is kept.
    first_followers INTEGER NOT NULL,
    connected_at INTEGER NOT NULL,
    disconnected_at INTEGER
) STRICT;

-- The figures are those that a post comes to in the end. How much of them is there at a time follows from its age,
-- and the figures of the account follow from those of its posts: nothing can contradict anything else.
CREATE TABLE instagram_media (
    id INTEGER PRIMARY KEY,
    instagram_id INTEGER NOT NULL REFERENCES instagram_account (id),
    kind TEXT NOT NULL,
    caption TEXT,
    published_at INTEGER NOT NULL,
    reach INTEGER NOT NULL,
    views INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    shares INTEGER NOT NULL,
    saves INTEGER NOT NULL,
    profile_views INTEGER NOT NULL,
    website_clicks INTEGER NOT NULL,
    follows INTEGER NOT NULL,
    average_watch_seconds REAL
) STRICT;
CREATE INDEX instagram_media_by_account ON instagram_media (instagram_id, published_at);
