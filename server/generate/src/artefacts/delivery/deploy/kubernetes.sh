#!/bin/sh
# Rolls one image out in a cluster: first what its database needs, then its copies. Goes back when they do not become ready.
#   PART=orders IMAGE=registry/…@sha256:… scripts/deploy.sh      KUBECONFIG_CONTENT, OVERLAY (prod), NAMESPACE (that of the overlay)
set -eu
: "${PART:?}" "${IMAGE:?}"
cd "$(dirname "$0")/.."
overlay="deploy/kubernetes/overlays/${OVERLAY:-prod}"
# Each overlay has a namespace of its own: what staging gets, production does not.
NAMESPACE=${NAMESPACE:-$(sed -n 's/^namespace: *"\{0,1\}\([a-z0-9-]*\)"\{0,1\}$/\1/p' "$overlay/kustomization.yaml")}
if [ -z "$NAMESPACE" ]; then
  echo "$overlay names no namespace: say which one in NAMESPACE" >&2
  exit 1
fi
if [ -n "${KUBECONFIG_CONTENT:-}" ]; then
  umask 077
  KUBECONFIG=$(mktemp)
  export KUBECONFIG
  trap 'rm -f "$KUBECONFIG"' EXIT
  printf '%s' "$KUBECONFIG_CONTENT" >"$KUBECONFIG"
fi
inside() { kubectl --namespace "$NAMESPACE" "$@"; }

if [ -f "deploy/kubernetes/base/migrations/$PART.yaml" ]; then
  job="app.kubernetes.io/component=migration,migrates=$PART"
  # A Job cannot be given another image, so the one of the release before goes first.
  inside delete job --selector "$job" --ignore-not-found --cascade=foreground
  inside create --kustomize "$overlay" --selector "$job" --dry-run=client --output yaml \
    | sed "s|^\( *\(- \)\{0,1\}image: \).*|\1$IMAGE|" | inside apply --filename -
  # It ends as complete or as failed, after its own limit of ten minutes at the latest.
  looks=0
  until inside wait --for=condition=complete --timeout=5s job --selector "$job" >/dev/null 2>&1; do
    looks=$((looks + 1))
    if [ "$looks" -ge 130 ] || inside wait --for=condition=failed --timeout=1s job --selector "$job" >/dev/null 2>&1; then
      inside get pods --selector "$job" >&2 || true
      inside logs --selector "$job" --prefix --tail 50 >&2 || true
      echo "the migration of $PART failed, so nothing was rolled out; the release before goes on. Above is what it said" >&2
      exit 1
    fi
  done
fi

# Every container of the pod: the step that waits for the migration runs the same image.
inside set image "deployment/$PART" "*=$IMAGE"
if ! inside rollout status "deployment/$PART" --timeout 5m; then
  inside rollout undo "deployment/$PART"
  echo "$PART did not become ready; the release before runs again" >&2
  exit 1
fi
