-- What it takes to read a project, which of its versions people named, and where its old saves were merged.

-- The format of the newest edits in it. A server that knows only older formats leaves the project alone.
ALTER TABLE projects ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
-- Saves before this moment are merged to one a day already.
ALTER TABLE projects ADD COLUMN merged_ms INTEGER NOT NULL DEFAULT 0;

-- A name keeps a revision for good.
CREATE TABLE names (
    project  TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n        INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    named_ms INTEGER NOT NULL,
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;

-- Revision n stands for this many saves, the first of which had this number. Its chain is still the one that those saves led to; the
-- seal is what its present edits make of the chain before it, so that they can be told from others.
CREATE TABLE merges (
    project   TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    first     INTEGER NOT NULL,
    saves     INTEGER NOT NULL,
    merged_ms INTEGER NOT NULL,
    seal      BLOB,
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;
