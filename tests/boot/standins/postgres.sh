#!/bin/sh
# What the official image does at its first start, as far as it is asked for here: a user with a password, a database, and scripts.
set -eu
# shellcheck disable=SC2086 # the arguments of initdb are words
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-} >&2
  printf "listen_addresses = '*'\n" >> "$PGDATA/postgresql.conf"
  printf 'host all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl --wait --options="-c listen_addresses=" start >&2
  [ -z "${POSTGRES_DB:-}" ] || createdb --username="$POSTGRES_USER" "$POSTGRES_DB"
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [ ! -e "$script" ] || sh "$script" >&2
  done
  pg_ctl --wait stop >&2
fi
exec "$@"
