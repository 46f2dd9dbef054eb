-- Projects, their append-only history, and who may see them. The same tables as migrations/postgres/0001_projects.sql.

-- A browser that owns or was given something; only the hash of its cookie is known.
CREATE TABLE owners (
    hash       BLOB    NOT NULL PRIMARY KEY,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
    id               TEXT    NOT NULL PRIMARY KEY,
    owner            BLOB    NOT NULL REFERENCES owners (hash),
    name             TEXT    NOT NULL,
    revision         INTEGER NOT NULL,
    created_ms       INTEGER NOT NULL,
    changed_ms       INTEGER NOT NULL,
    -- What lists show, as JSON, and the revision it was computed from.
    summary          TEXT    NOT NULL,
    summary_revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX projects_by_owner ON projects (owner, changed_ms DESC);

-- One row a save, never changed. The edits of revision n lead from the design at n-1 to the design at n.
CREATE TABLE revisions (
    project     TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    saved_ms    INTEGER NOT NULL,
    label       TEXT    NOT NULL,
    edit_count  INTEGER NOT NULL,
    edits       TEXT    NOT NULL,
    client_save TEXT    NOT NULL,
    PRIMARY KEY (project, n),
    UNIQUE (project, client_save)
) STRICT, WITHOUT ROWID;

-- Whole designs now and then, so that reading one replays few edits.
CREATE TABLE snapshots (
    project TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    design  TEXT    NOT NULL,
    PRIMARY KEY (project, n)
) STRICT;

-- Share links; role 1 views, 2 edits.
CREATE TABLE shares (
    id         TEXT    NOT NULL PRIMARY KEY,
    project    TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    token_hash BLOB    NOT NULL UNIQUE,
    role       INTEGER NOT NULL CHECK (role IN (1, 2)),
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shares_by_project ON shares (project, created_ms);

-- Which browser opened which share link. Taking the link back takes these back.
CREATE TABLE grants (
    owner BLOB NOT NULL REFERENCES owners (hash),
    share TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, share)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_share ON grants (share);
