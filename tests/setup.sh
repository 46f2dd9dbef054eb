#!/bin/sh
# Installs what the checks need beyond Rust, as far as it is missing. Only apt, npm and Cargo are asked. Safe to run again.
#   tests/setup.sh            everything
#   tests/setup.sh WHAT...    only postgres, browser, assistant, deny, or what is no part of everything: containers, lighthouse
set -eu
cd "$(dirname "$0")/.."
deny=0.20.2

say() { printf 'set-up: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The store's tests start their own server on a free port: only the programs are needed.
postgres() {
    have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || sh tests/apt.sh postgresql
}

# What a private Docker engine and its stand-in images are made with (tests/boot).
containers() {
    missing=
    have containerd || missing="$missing containerd"
    have runc || missing="$missing runc"
    have iptables || missing="$missing iptables"
    have ip || missing="$missing iproute2"
    have tini-static || missing="$missing tini"
    have mmdebstrap || missing="$missing mmdebstrap"
    # shellcheck disable=SC2086 # one word a package
    [ -z "$missing" ] || sh tests/apt.sh $missing
}

browser() {
    have chromium || have chromium-browser || have google-chrome || sh tests/apt.sh chromium
    packages tests/e2e "the browser's driver and the accessibility rules"
}

# The protocol's own client, with which the tools of assistants are tried.
assistant() {
    packages tests/api/assistant "a client of the Model Context Protocol"
}

# What `make measure` asks how pages do on a phone.
lighthouse() {
    packages tests/lighthouse Lighthouse
}

packages() {
    { have node && have npm; } || die "Node 20 or newer with npm is needed for the tests"
    if cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then return; fi
    say "installing $2"
    npm --prefix "$1" ci --no-audit --no-fund --loglevel=error >&2 || die "npm could not install the packages of $1"
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

# Unoptimised it builds in a minute, and it runs for a second.
deny() {
    if [ "$(target/tools/bin/cargo-deny --version 2>/dev/null || true)" = "cargo-deny $deny" ]; then return; fi
    say "building cargo-deny $deny (about a minute)"
    CARGO_TARGET_DIR=target/tools/build cargo install --quiet --locked --debug --no-default-features --root target/tools --version "$deny" cargo-deny >&2 \
        || die "cargo could not install cargo-deny"
    rm -rf target/tools/build
}

[ $# -gt 0 ] || set -- postgres browser assistant deny
for part in "$@"; do
    case $part in
    postgres | browser | assistant | deny | containers | lighthouse) "$part" ;;
    *) die "there is no part $part" ;;
    esac
done
