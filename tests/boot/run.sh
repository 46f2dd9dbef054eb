#!/bin/sh
# run.sh SCRIPT GROUNDPLAN DIR [--if-possible]: one of the scripts beside this one with the Docker engine at hand. Where there is none, root on Debian gets a private
# one for as long as it runs, with stand-in images. With --if-possible a machine that can have neither is told so, and that is all.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
script=$1
groundplan=$2
dir=$3
mode=${4:-}
impossible() {
  printf 'boot: not run, %s\n' "$1" >&2
  [ "$mode" = --if-possible ] || exit 1
  exit 0
}

if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then exec node "$here/$script" "$groundplan" "$dir/bundles"; fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then impossible 'there is no Docker engine, and only root on Debian can be given one'; fi
status=0
sh "$here/engine.sh" "$dir/engine" sh -c 'sh "$1/standins/build.sh" "$3/standins" && node "$1/$4" "$2" "$3/bundles" --standins' sh \
  "$here" "$groundplan" "$dir" "$script" || status=$?
[ "$status" != 3 ] || impossible 'containers cannot be started on this machine, or reach nothing'
exit "$status"
