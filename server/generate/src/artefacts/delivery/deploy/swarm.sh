#!/bin/sh
# Rolls one image out in a swarm, one task after the other, and goes back when a task fails.
#   PART=orders IMAGE=registry/…@sha256:… STACK=shop DOCKER_HOST=ssh://… scripts/deploy.sh
set -eu
: "${PART:?}" "${IMAGE:?}" "${STACK:?}"
docker service update --image "$IMAGE" --with-registry-auth --update-order start-first --update-failure-action rollback \
  --detach=false "${STACK}_$PART"
