-- One full-text index over posts and events.

CREATE VIRTUAL TABLE search_index USING fts5 (
    title,
    body,
    kind UNINDEXED,
    tenant_id UNINDEXED,
    row UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
