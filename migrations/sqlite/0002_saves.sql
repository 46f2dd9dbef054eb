-- A save that comes twice is found among the revisions since its base. The index of all of them, which this takes away, made every
-- save write a page more.
CREATE TABLE saves (
    project     TEXT    NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    saved_ms    INTEGER NOT NULL,
    label       TEXT    NOT NULL,
    edit_count  INTEGER NOT NULL,
    edits       TEXT    NOT NULL,
    client_save TEXT    NOT NULL,
    PRIMARY KEY (project, n)
) STRICT, WITHOUT ROWID;
INSERT INTO saves SELECT * FROM revisions;
DROP TABLE revisions;
ALTER TABLE saves RENAME TO revisions;
