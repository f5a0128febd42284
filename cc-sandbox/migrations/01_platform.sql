-- Who there is: tenants, accounts, organizations, memberships, credentials; and what was applied.
-- Instants are milliseconds since 1970, days are texts such as '2026-03-04'.

CREATE TABLE tenant (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    phone TEXT,
    location TEXT,
    timezone TEXT,
    brokerage_name TEXT,
    avatar_url TEXT,
    wants_emails INTEGER NOT NULL DEFAULT 1,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_active_at INTEGER,
    UNIQUE (tenant_id, email)
) STRICT;

-- How a membership was left by whoever last changed it; how it stands now follows from that and the time.
-- Periods are counted from `anchor`. `lapses_at` is when keys stop, unless a pause has ended before; null is never.
CREATE TABLE membership (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL UNIQUE REFERENCES account (id),
    plan_id INTEGER NOT NULL REFERENCES membership_plan (id),
    started_at INTEGER NOT NULL,
    anchor INTEGER NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    is_trial INTEGER NOT NULL DEFAULT 0,
    is_past_due INTEGER NOT NULL DEFAULT 0,
    cancelled_at INTEGER,
    paused_at INTEGER,
    resumes_at INTEGER,
    lapses_at INTEGER,
    coupon_id INTEGER REFERENCES coupon (id),
    coupon_ends_at INTEGER,
    card TEXT,
    next_card TEXT
) STRICT;

CREATE TABLE organization (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    admin_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    logo_url TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE organization_member (
    account_id INTEGER PRIMARY KEY REFERENCES account (id),
    organization_id INTEGER NOT NULL REFERENCES organization (id),
    joined_at INTEGER NOT NULL
) STRICT;
CREATE INDEX organization_member_by_organization ON organization_member (organization_id);

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    digest BLOB NOT NULL UNIQUE,
    is_ready INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- A key of an organization acts as the organization's admin; `account_id` made it.
CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    organization_id INTEGER REFERENCES organization (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    is_ready INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_key_by_account ON api_key (account_id);

-- What counts against the rate limit, kept only where the database outlives the process.
CREATE TABLE usage_hit (
    credential INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX usage_hit_by_credential ON usage_hit (credential, at);

-- The ledger: every call that changed something, once for each time that it did.
CREATE TABLE effect (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    operation TEXT NOT NULL,
    account_id INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    request_digest TEXT NOT NULL
) STRICT;
