#!/bin/sh
# run.sh GROUNDPLAN DIR [--if-possible]: boot.mjs with the Docker engine at hand. Where there is none, root on Debian gets a private
# one for as long as it runs, with stand-in images. With --if-possible a machine that can have neither is told so, and that is all.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
groundplan=$1
dir=$2
mode=${3:-}
impossible() {
  printf 'boot: not run, %s\n' "$1" >&2
  [ "$mode" = --if-possible ] || exit 1
  exit 0
}

if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then exec node "$here/boot.mjs" "$groundplan" "$dir/bundles"; fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then impossible 'there is no Docker engine, and only root on Debian can be given one'; fi
status=0
sh "$here/engine.sh" "$dir/engine" sh -c 'sh "$1/standins/build.sh" "$3/standins" && node "$1/boot.mjs" "$2" "$3/bundles" --standins' sh \
  "$here" "$groundplan" "$dir" || status=$?
[ "$status" != 3 ] || impossible 'containers cannot be started on this machine, or reach nothing'
exit "$status"
