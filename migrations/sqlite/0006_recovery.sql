-- Browsers that share one owner, and the links by which they come together.

-- A browser that acts for another owner than its own cookie stands for. Whoever is not here acts for itself.
CREATE TABLE browsers (
    hash      BLOB    NOT NULL PRIMARY KEY,
    owner     BLOB    NOT NULL REFERENCES owners (hash),
    joined_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX browsers_by_owner ON browsers (owner);

-- Recovery links: only the hash of the token is known.
CREATE TABLE recoveries (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    owner      BLOB    NOT NULL REFERENCES owners (hash),
    made_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recoveries_by_owner ON recoveries (owner);
