#!/bin/sh
# The studio's account and its database, made at the first start of PostgreSQL. It owns its tables and may do nothing else.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set password `cat /run/secrets/groundplan-password`
CREATE ROLE groundplan LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE groundplan OWNER groundplan;
REVOKE ALL ON DATABASE groundplan FROM PUBLIC;
SQL
