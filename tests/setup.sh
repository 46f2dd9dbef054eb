#!/bin/sh
# Installs what the checks need beyond Rust, as far as it is missing. Only apt, npm and Cargo are asked. Safe to run again.
#   tests/setup.sh            everything
#   tests/setup.sh WHAT...    only postgres, browser, deny or containers (which is no part of everything)
set -eu
cd "$(dirname "$0")/.."
deny=0.20.2

say() { printf 'set-up: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
have() { command -v "$1" >/dev/null 2>&1; }

lists_are_fresh=
# A service among the packages would start by itself, and the ports of this machine are not ours: a policy keeps it from that.
install() {
    have apt-get || die "there is no apt-get: install $* with your own package manager, then run this again"
    if [ -z "$lists_are_fresh" ]; then
        as_root apt-get update -qq >&2 || say "apt-get update failed, going on with the lists at hand"
        lists_are_fresh=yes
    fi
    say "installing $*"
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then
        apt_install "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
    trap 'as_root rm -f "$policy"' EXIT
    apt_install "$@"
    as_root rm -f "$policy"
    trap - EXIT
}
apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || die "apt could not install $*"
}

# The store's tests start their own server on a free port: only the programs are needed.
postgres() {
    have postgres || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || install postgresql
}

# What a private Docker engine and its stand-in images are made with (tests/boot).
containers() {
    missing=
    have containerd || missing="$missing containerd"
    have runc || missing="$missing runc"
    have iptables || missing="$missing iptables"
    have tini-static || missing="$missing tini"
    have mmdebstrap || missing="$missing mmdebstrap"
    # shellcheck disable=SC2086 # one word a package
    [ -z "$missing" ] || install $missing
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
    postgres | browser | deny | containers) "$part" ;;
    *) die "there is no part $part" ;;
    esac
done
