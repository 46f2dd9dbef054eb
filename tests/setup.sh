#!/bin/sh
# Installs what the checks need beyond Rust, as far as it is missing. Only apt, npm and Cargo are asked. Safe to run again.
#   tests/setup.sh            everything
#   tests/setup.sh WHAT...    only postgres, browser or deny
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
    if [ -z "$lists_are_fresh" ]; then
        as_root apt-get update -qq >&2 || say "apt-get update failed, going on with the lists at hand"
        lists_are_fresh=yes
    fi
    say "installing $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || die "apt could not install $*"
}

# The store's tests start their own server on a free port. Only the programs are needed, so Debian's own is kept from starting.
postgres() {
    if have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then return; fi
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then
        install postgresql
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
    trap 'as_root rm -f "$policy"' EXIT
    install postgresql
    as_root rm -f "$policy"
    trap - EXIT
}

browser() {
    have chromium || have chromium-browser || have google-chrome || install chromium
    { have node && have npm; } || die "Node 20 or newer with npm is needed for the browser tests"
    if cmp -s tests/e2e/package-lock.json tests/e2e/node_modules/.installed; then return; fi
    say "installing the browser's driver and the accessibility rules"
    npm --prefix tests/e2e ci --no-audit --no-fund --loglevel=error >&2 || die "npm could not install the packages of tests/e2e"
    cp tests/e2e/package-lock.json tests/e2e/node_modules/.installed
}

# Unoptimised it builds in a minute, and it runs for a second.
deny() {
    if [ "$(target/tools/bin/cargo-deny --version 2>/dev/null || true)" = "cargo-deny $deny" ]; then return; fi
    say "building cargo-deny $deny (about a minute)"
    CARGO_TARGET_DIR=target/tools/build cargo install --quiet --locked --debug --no-default-features --root target/tools --version "$deny" cargo-deny >&2 \
        || die "cargo could not install cargo-deny"
    rm -rf target/tools/build
}

[ $# -gt 0 ] || set -- postgres browser deny
for part in "$@"; do
    case $part in
    postgres | browser | deny) "$part" ;;
    *) die "there is no part $part" ;;
    esac
done
