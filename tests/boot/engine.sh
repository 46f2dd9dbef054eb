#!/bin/sh
# engine.sh DIR COMMAND...: runs the command with a private Docker engine that ends with it. Root on Debian 12 or newer. The engine is
# Debian 13's, unpacked under DIR; containerd, runc and iptables are this machine's own packages. 3 says that no engine runs here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
shift
say() { printf 'boot: %s\n' "$1" >&2; }

sh "$here/../setup.sh" containers
if [ ! -x "$dir/unpacked/usr/sbin/dockerd" ]; then
  say "unpacking Debian 13's Docker"
  sh "$here/../unpack.sh" "$dir/unpacked" docker.io docker-cli docker-buildx docker-compose
fi
# The first process of a container that asks for one.
ln -sf "$(command -v tini-static)" "$dir/unpacked/usr/bin/docker-init"
mkdir -p "$dir/config/cli-plugins"
ln -sf "$dir"/unpacked/usr/libexec/docker/cli-plugins/* "$dir/config/cli-plugins/"

run=$(mktemp -d /tmp/engine.XXXXXX) # a socket's path has to be short
PATH=$dir/unpacked/usr/sbin:$dir/unpacked/usr/bin:$PATH
DOCKER_HOST=unix://$run/docker.sock
DOCKER_CONFIG=$dir/config
export PATH DOCKER_HOST DOCKER_CONFIG
unset DOCKER_CONTEXT

{
  # Tables that are empty now are emptied again.
  printf '*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n*nat\nCOMMIT\n'
  iptables-save
} > "$run/rules"
forward=$(cat /proc/sys/net/ipv4/ip_forward)
dockerd --host "$DOCKER_HOST" --data-root "$dir/data" --exec-root "$run/exec" --pidfile "$run/pid" --group root > "$dir/engine.log" 2>&1 &
engine=$!
# An engine leaves its bridges and rules behind. What this machine had before is what it has after.
# shellcheck disable=SC2329 # the trap calls it
stop() {
  docker ps --all --quiet | xargs -r docker rm --force >/dev/null 2>&1 || true
  docker network prune --force >/dev/null 2>&1 || true
  # What this run built again leaves the images of the last one without a name, and steps that nobody takes any more.
  docker image prune --force >/dev/null 2>&1 || true
  docker builder prune --force --filter until=48h >/dev/null 2>&1 || true
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  ip link delete docker0 2>/dev/null || true
  iptables-restore < "$run/rules" || true
  echo "$forward" > /proc/sys/net/ipv4/ip_forward
  rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT TERM

tries=0
until docker version >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 120 ] || ! kill -0 "$engine" 2>/dev/null; then
    say "the engine did not start: $(tail -n 1 "$dir/engine.log")"
    exit 3
  fi
  sleep 0.25
done
"$@"
