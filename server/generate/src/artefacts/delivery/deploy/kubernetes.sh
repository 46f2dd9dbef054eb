#!/bin/sh
# Rolls one image out in a cluster, and goes back when it does not become ready.
#   PART=orders IMAGE=registry/…@sha256:… scripts/deploy.sh      KUBECONFIG_CONTENT, NAMESPACE
set -eu
: "${PART:?}" "${IMAGE:?}" "${NAMESPACE:?}"
if [ -n "${KUBECONFIG_CONTENT:-}" ]; then
  umask 077
  KUBECONFIG=$(mktemp)
  export KUBECONFIG
  trap 'rm -f "$KUBECONFIG"' EXIT
  printf '%s' "$KUBECONFIG_CONTENT" >"$KUBECONFIG"
fi
# Every container of the pod: the step that migrates the database runs the same image.
kubectl --namespace "$NAMESPACE" set image "deployment/$PART" "*=$IMAGE"
if ! kubectl --namespace "$NAMESPACE" rollout status "deployment/$PART" --timeout 5m; then
  kubectl --namespace "$NAMESPACE" rollout undo "deployment/$PART"
  echo "$PART did not become ready; the release before it runs again" >&2
  exit 1
fi
