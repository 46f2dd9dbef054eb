#!/bin/sh
# Runs nginx with the configuration of a gateway and a script that asks it, in namespaces of their own: every name of a part leads to
# this machine, and 192.0.2.0/24 is an address of it too, for whoever comes from outside.
#   gateway-run.sh CONFIGURATION SCRIPT
set -eu
[ "$(id -u)" = 0 ] && set -- "$1" "$2" || set -- "$1" "$2" --map-root-user
conf=$1
script=$2
shift 2
# shellcheck disable=SC2016 # the inner shell expands
exec unshare --mount --net "$@" sh -ec '
  mount -t tmpfs none /run
  cp "$1" /run/nginx.conf
  { echo "127.0.0.1 localhost"; grep -o "proxy_pass http://[^:/]*" "$1" | sed "s|.*//|127.0.0.1 |" | sort -u; } >/run/hosts
  mount --bind /run/hosts /etc/hosts
  ip link set lo up
  ip address add 192.0.2.1/24 dev lo
  cp "$2" /run/clients.mjs
  mount -t tmpfs none /tmp
  nginx -q -c /run/nginx.conf -g "user root; daemon off;" -e /dev/stderr >/run/access.log &
  server=$!
  status=0
  node /run/clients.mjs /run/nginx.conf || status=$?
  kill "$server"
  wait "$server" || true
  exit "$status"
' sh "$conf" "$script"
