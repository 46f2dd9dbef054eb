#!/bin/sh
# apt.sh PACKAGE...: installs packages, as root or by sudo. A service among them would start by itself, and the ports of this machine are
# not ours: a policy keeps it from that.
set -eu
say() { printf 'set-up: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

command -v apt-get >/dev/null || die "there is no apt-get: install $* with your own package manager, then run this again"
say "installing $*"
as_root apt-get update -qq >&2 || say "apt-get update failed, going on with the lists at hand"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    trap 'as_root rm -f "$policy"' EXIT
    as_root chmod +x "$policy"
fi
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || die "apt could not install $*"
