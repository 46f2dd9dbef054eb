#!/bin/sh
# Runs one image in Cloud Run; traffic moves to it once it is ready.
#   PART=orders IMAGE=registry/…@sha256:… PROJECT=… REGION=… scripts/deploy.sh
set -eu
: "${PART:?}" "${IMAGE:?}" "${PROJECT:?}" "${REGION:?}"
gcloud run deploy "$PART" --image "$IMAGE" --project "$PROJECT" --region "$REGION" --quiet
