#!/bin/sh
# Runs nginx -t on a configuration, in namespaces of its own: ports are free, and every HOST of the list resolves.
#   nginx-check.sh CONFIGURATION HOSTS-FILE
set -eu
[ "$(id -u)" = 0 ] || set -- "$@" --map-root-user
conf=$1
hosts=$2
shift 2
# shellcheck disable=SC2016 # the inner shell expands
exec unshare --mount --net "$@" sh -c '
  mount -t tmpfs none /run
  cp "$1" /run/nginx.conf
  cp "$2" /run/hosts
  mount --bind /run/hosts /etc/hosts
  if grep -q ssl_certificate /run/nginx.conf; then
    mkdir /run/secrets
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost \
      -keyout /run/secrets/tls-key -out /run/secrets/tls-certificate 2>/dev/null
  fi
  mount -t tmpfs none /tmp
  ip link set lo up
  exec nginx -t -q -c /run/nginx.conf -g "user root;" -e /dev/stderr
' sh "$conf" "$hosts"
