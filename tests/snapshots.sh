#!/bin/sh
# Fails when a snapshot file is used by no test. The test runs before this one wrote down which snapshots they compared with,
# because INSTA_SNAPSHOT_REFERENCES_FILE told them to.
set -eu
cd "$(dirname "$0")/.."
used=$(mktemp)
trap 'rm -f "$used"' EXIT
[ -s "$1" ] || { echo "$1 is empty: no test compared with a snapshot"; exit 1; }
here=$(pwd -P)
while read -r path; do realpath -m --relative-to="$here" "$path"; done <"$1" | sort -u >"$used"
unused=$(git ls-files --cached --others --exclude-standard '*.snap' | sort | comm -23 - "$used")
[ -z "$unused" ] || { printf 'no test compares with these snapshots:\n%s\n' "$unused"; exit 1; }
