-- Each revision carries a hash of everything that led to it, so that two revisions of the same number can be told apart after a failover
-- or a restored backup. Saves of earlier versions have none: the chain of such a project begins with its next save.
ALTER TABLE revisions ADD COLUMN chain BLOB;
-- The chain of the head, so that telling where a project stands reads one row.
ALTER TABLE projects ADD COLUMN chain BLOB;

-- Saves that could not be read when somebody saved after them, or when they were repaired: kept as they were found, with the reason.
CREATE TABLE set_aside (
    project     TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    saved_ms    INTEGER NOT NULL,
    label       TEXT    NOT NULL,
    edit_count  INTEGER NOT NULL,
    edits       TEXT    NOT NULL,
    client_save TEXT    NOT NULL,
    chain       BLOB,
    aside_ms    INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;

-- One row that is written now and then, to know whether the database takes changes.
CREATE TABLE pulse (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    beat_ms INTEGER NOT NULL
) STRICT;
INSERT INTO pulse VALUES (1, 0);
