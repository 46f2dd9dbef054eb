-- Each revision carries a hash of everything that led to it, so that two revisions of the same number can be told apart after a failover
-- or a restored backup. Saves of earlier versions have none: the chain of such a project begins with its next save.
ALTER TABLE revisions ADD COLUMN chain BYTEA;
-- The chain of the head, so that telling where a project stands reads one row.
ALTER TABLE projects ADD COLUMN chain BYTEA;

-- Saves that could not be read when somebody saved after them, or when they were repaired: kept as they were found, with the reason.
CREATE TABLE set_aside (
    project     TEXT   NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n           BIGINT NOT NULL,
    saved_ms    BIGINT NOT NULL,
    label       TEXT   NOT NULL,
    edit_count  BIGINT NOT NULL,
    edits       TEXT   NOT NULL,
    client_save TEXT   NOT NULL,
    chain       BYTEA,
    aside_ms    BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    PRIMARY KEY (project, n)
);

-- One row that is written now and then, to know whether the database takes changes.
CREATE TABLE pulse (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    beat_ms BIGINT NOT NULL
);
INSERT INTO pulse VALUES (1, 0);
