#!/bin/sh
# unpack.sh DIR PACKAGE...: packages of Debian 13, unpacked into DIR and not installed. For programs that Debian 12 has not, or too old.
set -eu
dir=$1
shift
fail() { printf 'unpack: %s\n' "$1" >&2; exit 1; }

mirror=$(sh "$(dirname "$0")/mirror.sh")
[ -n "$mirror" ] || fail "no Debian mirror is known here: install $* and run this again"

mkdir -p "$dir"
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" > "$apt/sources.list"
cat > "$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$apt/lists";
Dir::State::status "/dev/null";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
CONF
(
  cd "$apt"
  export APT_CONFIG="$apt/apt.conf"
  apt-get update -qq
  apt-get download -qq "$@"
)
for package in "$apt"/*.deb; do dpkg -x "$package" "$dir"; done
