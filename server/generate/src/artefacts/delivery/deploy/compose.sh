#!/bin/sh
# Starts one image on the machine that runs the system. FOLDER there holds this repository's compose files, .env and secrets.
#   PART=orders IMAGE=registry/…@sha256:… TAG=… SSH_HOST=deploy@host FOLDER=/srv/… scripts/deploy.sh      SSH_KEY, SSH_KNOWN_HOSTS
set -eu
: "${PART:?}" "${IMAGE:?}" "${TAG:?}" "${SSH_HOST:?}" "${FOLDER:?}"
if [ -n "${SSH_KEY:-}" ]; then
  umask 077
  keys=$(mktemp -d)
  trap 'rm -rf "$keys"' EXIT
  printf '%s\n' "$SSH_KEY" >"$keys/key"
  # Without the host's key anybody could answer in its place.
  printf '%s\n' "${SSH_KNOWN_HOSTS:?}" >"$keys/known_hosts"
  set -- -i "$keys/key" -o "UserKnownHostsFile=$keys/known_hosts" -o IdentitiesOnly=yes
fi
# REGISTRY is what stands before the system's name in IMAGE.
ssh "$@" -o BatchMode=yes "$SSH_HOST" sh -s -- "$FOLDER" "$PART" "${IMAGE%/*/*}" "$TAG" <<'REMOTE'
set -eu
cd "$1"
export REGISTRY="$3" TAG="$4"
docker compose -f compose.yaml -f compose.prod.yaml pull "$2"
docker compose -f compose.yaml -f compose.prod.yaml up --detach --no-deps --no-build --wait --wait-timeout 300 "$2"
REMOTE
