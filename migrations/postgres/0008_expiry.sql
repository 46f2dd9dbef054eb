-- When a share link ends by itself; never where there is nothing. What browsers got by opening it ends with it.
ALTER TABLE shares ADD COLUMN expires_ms BIGINT;
