#!/bin/sh
# Installs what `make test` needs beyond Rust, as far as it is missing: PostgreSQL's binaries, a browser, the browser's driver,
# cargo-deny. Only apt, npm and Cargo are asked. Safe to run again; without work it takes a second.
set -eu
cd "$(dirname "$0")/.."
deny=0.20.2

say() { printf 'set-up: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
have() { command -v "$1" >/dev/null 2>&1; }

lists_are_fresh=
install() {
    have apt-get || die "there is no apt-get: install $* with your own package manager, then run this again"
    export DEBIAN_FRONTEND=noninteractive
    if [ -z "$lists_are_fresh" ]; then
        as_root apt-get update -qq >&2 || say "apt-get update failed, going on with the lists at hand"
        lists_are_fresh=yes
    fi
    say "installing $*"
    as_root apt-get install -y -qq --no-install-recommends "$@" >&2 || die "apt could not install $*"
}

# The store's tests start their own server on a free port; only the programs are needed.
has_postgres() { have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
has_postgres || install postgresql

have chromium || have chromium-browser || have google-chrome || install chromium

have node && have npm || die "Node 20 or newer with npm is needed for the browser tests"
if ! cmp -s tests/e2e/package-lock.json tests/e2e/node_modules/.installed; then
    say "installing the browser driver and the accessibility checker"
    npm --prefix tests/e2e ci --no-audit --no-fund --loglevel=error >&2 || die "npm could not install the packages of tests/e2e"
    cp tests/e2e/package-lock.json tests/e2e/node_modules/.installed
fi

# Unoptimised it builds in a minute, and it runs once.
if [ "$(target/tools/bin/cargo-deny --version 2>/dev/null || true)" != "cargo-deny $deny" ]; then
    say "building cargo-deny $deny (about a minute)"
    CARGO_TARGET_DIR=target/tools/build cargo install --quiet --locked --debug --no-default-features --root target/tools --version "$deny" cargo-deny >&2 \
        || die "cargo could not install cargo-deny"
    rm -rf target/tools/build
fi
