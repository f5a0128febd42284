-- What accounts say of themselves.

-- A choice of the onboarding: the platform's own (`account_id` is null), or one that an account added for itself.
-- Kinds: area_of_work, client_type, mindset, goal, referral_source.
CREATE TABLE trait_option (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    account_id INTEGER REFERENCES account (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX trait_option_by_kind ON trait_option (tenant_id, kind, position);

-- Which part of the library suits whoever chose the trait.
CREATE TABLE trait_pillar (
    trait_id INTEGER NOT NULL REFERENCES trait_option (id),
    pillar_id INTEGER NOT NULL REFERENCES pillar (id),
    PRIMARY KEY (trait_id, pillar_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE trait_tag (
    trait_id INTEGER NOT NULL REFERENCES trait_option (id),
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (trait_id, tag_id)
) STRICT, WITHOUT ROWID;

-- What an account has chosen.
CREATE TABLE account_trait (
    account_id INTEGER NOT NULL REFERENCES account (id),
    trait_id INTEGER NOT NULL REFERENCES trait_option (id),
    PRIMARY KEY (account_id, trait_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE account_pillar (
    account_id INTEGER NOT NULL REFERENCES account (id),
    pillar_id INTEGER NOT NULL REFERENCES pillar (id),
    PRIMARY KEY (account_id, pillar_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE account_tag (
    account_id INTEGER NOT NULL REFERENCES account (id),
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    PRIMARY KEY (account_id, tag_id)
) STRICT, WITHOUT ROWID;

-- How far an account is in the introductory tour; without a row it has not begun. `completed_steps` is a JSON list.
CREATE TABLE tour_progress (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    current_step TEXT,
    completed_steps TEXT NOT NULL,
    is_completed INTEGER NOT NULL,
    is_dismissed INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
