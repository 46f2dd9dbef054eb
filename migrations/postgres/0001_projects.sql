-- Projects, their append-only history, and who may see them. The same tables as migrations/sqlite/0001_projects.sql.

-- A browser that owns or was given something; only the hash of its cookie is known.
CREATE TABLE owners (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    created_ms BIGINT NOT NULL
);

CREATE TABLE projects (
    id               TEXT   NOT NULL PRIMARY KEY,
    owner            BYTEA  NOT NULL REFERENCES owners (hash),
    name             TEXT   NOT NULL,
    revision         BIGINT NOT NULL,
    created_ms       BIGINT NOT NULL,
    changed_ms       BIGINT NOT NULL,
    -- What lists show, as JSON, and the revision it was computed from.
    summary          TEXT   NOT NULL,
    summary_revision BIGINT NOT NULL
);
CREATE INDEX projects_by_owner ON projects (owner, changed_ms DESC);

-- One row a save, never changed. The edits of revision n lead from the design at n-1 to the design at n.
CREATE TABLE revisions (
    project     TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n           BIGINT NOT NULL,
    saved_ms    BIGINT NOT NULL,
    label       TEXT   NOT NULL,
    edit_count  BIGINT NOT NULL,
    edits       TEXT   NOT NULL,
    client_save TEXT   NOT NULL,
    PRIMARY KEY (project, n),
    UNIQUE (project, client_save)
);

-- Whole designs now and then, so that reading one replays few edits.
CREATE TABLE snapshots (
    project TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n       BIGINT NOT NULL,
    design  TEXT   NOT NULL,
    PRIMARY KEY (project, n)
);

-- Share links; role 1 views, 2 edits.
CREATE TABLE shares (
    id         TEXT     NOT NULL PRIMARY KEY,
    project    TEXT     NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    token_hash BYTEA    NOT NULL UNIQUE,
    role       BIGINT   NOT NULL CHECK (role IN (1, 2)),
    created_ms BIGINT   NOT NULL
);
CREATE INDEX shares_by_project ON shares (project, created_ms);

-- Which browser opened which share link. Taking the link back takes these back.
CREATE TABLE grants (
    owner BYTEA NOT NULL REFERENCES owners (hash),
    share TEXT  NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    PRIMARY KEY (owner, share)
);
CREATE INDEX grants_by_share ON grants (share);
