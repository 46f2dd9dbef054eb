-- Browsers that share one owner, and the links by which they come together.

-- A browser that acts for another owner than its own cookie stands for. Whoever is not here acts for itself.
CREATE TABLE browsers (
    hash      BYTEA  NOT NULL PRIMARY KEY,
    owner     BYTEA  NOT NULL REFERENCES owners (hash),
    joined_ms BIGINT NOT NULL
);
CREATE INDEX browsers_by_owner ON browsers (owner);

-- Recovery links: only the hash of the token is known.
CREATE TABLE recoveries (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    owner      BYTEA  NOT NULL REFERENCES owners (hash),
    made_ms    BIGINT NOT NULL
);
CREATE INDEX recoveries_by_owner ON recoveries (owner);
