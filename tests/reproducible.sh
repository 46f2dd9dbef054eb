#!/bin/sh
# Builds the release a second time, in another folder, and compares: the same source gives the same bytes wherever it is built.
#
#   sh tests/reproducible.sh TARGET      TARGET: the target folder of a finished `make build`
#
# The second folder has the same sources at a path of another length. It begins with a copy of TARGET, from which Cargo takes the
# libraries of others, which do not know where the workspace is; every package of the workspace is compiled again, because its files
# are newer, and so are the libraries whose own build script wrote a file below TARGET. That is about half of a whole build.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
first=$(cd "$1" && pwd)
[ -x "$first/release/groundplan" ] && [ -d "$here/target/site/pkg" ] && [ -x "$first/debug/pack" ] || { echo 'run `make build` first' >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
second=$work/another/place/for/the/same/sources
mkdir -p "$second/target"
cd "$here"
# Files of now, not of then: Cargo compiles what is newer than its last build.
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --create | tar --extract --touch --directory "$second"
for part in release wasm-release wasm32-unknown-unknown/wasm-release; do
    mkdir -p "$second/target/$(dirname "$part")"
    [ ! -d "$first/$part" ] || cp -a "$first/$part" "$second/target/$part"
done
rm -f "$second/target/release/groundplan"
cp "$here/target/wasm-toolchain" "$second/target/"

differ=0
compare() {
    # Of an earlier program pack leaves an empty folder, which the server does not take in.
    find "$2" "$3" -type d -empty -delete
    if diff --recursive --brief "$2" "$3"; then
        echo "$1: the same bytes from both folders"
    else
        echo "$1: other bytes from $second than from $here" >&2
        differ=1
    fi
}

cd "$second"
export CARGO_TARGET_DIR="$second/target"
# What is compared is what the workspace's own packages become, so the tool that packs is the same for both.
CARGO_MANIFEST_DIR=$second/app/pack "$first/debug/pack" --release
compare 'browser half' "$here/target/site/pkg" "$second/target/site/pkg"
cargo build --config target/trim.toml --locked --release --package server
compare 'server' "$first/release/groundplan" "$second/target/release/groundplan"
exit "$differ"
