-- The market profile, hook menus, scripts, and the tasks that write them.

CREATE TABLE market_category (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT
) STRICT;
CREATE INDEX market_category_by_tenant ON market_category (tenant_id, position);

-- `subject` says what an answer is used for: places, prices, clients, worries, voice, thanks, avoid.
-- Choices are lists in JSON, here and below.
CREATE TABLE market_question (
    id INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES market_category (id),
    position INTEGER NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    help_text TEXT,
    kind TEXT NOT NULL,
    choices TEXT NOT NULL,
    is_required INTEGER NOT NULL
) STRICT;
CREATE INDEX market_question_by_category ON market_question (category_id, position);

CREATE TABLE market_answer (
    account_id INTEGER NOT NULL REFERENCES account (id),
    question_id INTEGER NOT NULL REFERENCES market_question (id),
    text TEXT,
    choices TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, question_id)
) STRICT, WITHOUT ROWID;

-- Something being written. How far it is follows from its instants and the time; nothing runs in the background.
-- What comes of it is written beside it at once, and shown from `ends_at` on.
-- Kinds: market_profile, hook_menu, reel_script.
CREATE TABLE ai_generation (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    hook_id INTEGER REFERENCES reel_hook (id),
    started_at INTEGER NOT NULL,
    running_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    -- Why it fails in the end, if it does.
    failure TEXT
) STRICT;
CREATE INDEX ai_generation_by_account ON ai_generation (account_id, kind, started_at);
CREATE INDEX ai_generation_by_hook ON ai_generation (hook_id);

CREATE TABLE market_profile (
    generation_id INTEGER PRIMARY KEY REFERENCES ai_generation (id),
    summary TEXT NOT NULL,
    voice_tags TEXT NOT NULL
) STRICT;

-- A line of the menu that a generation wrote. Without an idea behind it no script comes of it.
CREATE TABLE reel_hook (
    id INTEGER PRIMARY KEY,
    generation_id INTEGER NOT NULL REFERENCES ai_generation (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    topic TEXT,
    reason TEXT,
    idea TEXT,
    place TEXT NOT NULL,
    UNIQUE (generation_id, position)
) STRICT;

CREATE TABLE reel_script (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    generation_id INTEGER NOT NULL UNIQUE REFERENCES ai_generation (id),
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    hook TEXT NOT NULL,
    sections TEXT NOT NULL,
    call_to_action TEXT NOT NULL,
    caption TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    UNIQUE (account_id, slug)
) STRICT;

CREATE TABLE ai_feature (
    id INTEGER PRIMARY KEY,
    tenant_id INTEGER NOT NULL REFERENCES tenant (id),
    position INTEGER NOT NULL,
    feature TEXT NOT NULL,
    display_name TEXT NOT NULL,
    description TEXT,
    is_enabled INTEGER NOT NULL,
    model_name TEXT,
    UNIQUE (tenant_id, feature)
) STRICT;
