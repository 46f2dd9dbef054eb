#!/bin/sh
# Makes the secrets that compose.yaml reads, as far as they are missing. What is there is kept: PostgreSQL knows the passwords of its
# first start only.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
# Nobody else may enter. Inside of containers the files belong to you too, so their own users need to read them.
chmod 700 secrets
random() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
for name in postgres-password groundplan-password grafana-password; do
  [ -s "secrets/$name" ] || random >"secrets/$name"
done
printf 'postgres://groundplan:%s@db/groundplan\n' "$(cat secrets/groundplan-password)" >secrets/database-url
chmod 644 secrets/*
