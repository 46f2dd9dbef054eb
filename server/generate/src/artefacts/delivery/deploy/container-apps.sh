#!/bin/sh
# Runs one image in Azure Container Apps, as a new revision.
#   PART=orders IMAGE=registry/…@sha256:… RESOURCE_GROUP=… scripts/deploy.sh
set -eu
: "${PART:?}" "${IMAGE:?}" "${RESOURCE_GROUP:?}"
az containerapp update --name "$PART" --resource-group "$RESOURCE_GROUP" --image "$IMAGE" --output none
