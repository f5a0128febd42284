-- What can be subscribed to, and what was charged.

-- `features` is a JSON list of texts.
CREATE TABLE membership_plan (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL,
    description TEXT,
    amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    billing_interval TEXT NOT NULL,
    trial_days INTEGER,
    features TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX membership_plan_by_tenant ON membership_plan (tenant_id, position);

-- Either a share or an amount. It can be applied until `redeem_by`.
CREATE TABLE coupon (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    code TEXT NOT NULL COLLATE NOCASE,
    name TEXT,
    percent_off REAL,
    amount_off_cents INTEGER,
    currency TEXT NOT NULL,
    duration TEXT NOT NULL,
    duration_months INTEGER,
    redeem_by INTEGER,
    UNIQUE (tenant_id, code)
) STRICT;

-- Numbered by account, in the order of the charges. A charge whose time has come is written down by the next write;
-- until then, reads work it out, and find the same number.
CREATE TABLE invoice (
    account_id INTEGER NOT NULL REFERENCES account (id),
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    description TEXT NOT NULL,
    amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;

-- What would have been sent by e-mail: nothing leaves the sandbox.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    attachment TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_by_account ON outbox (account_id, id);
