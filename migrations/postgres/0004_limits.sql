-- Counters of what addresses and browsers asked for lately, which replicas add to about once a second. A key is a hash, so
-- that no address stands here. Nothing is lost with them but the memory of a minute, so they need no log. The rows of replicas have no capacity.
CREATE UNLOGGED TABLE limits (
    key        BYTEA            NOT NULL PRIMARY KEY,
    held       DOUBLE PRECISION NOT NULL,
    capacity   DOUBLE PRECISION NOT NULL,
    per_ms     DOUBLE PRECISION NOT NULL,
    changed_ms BIGINT           NOT NULL
) WITH (fillfactor = 50);
