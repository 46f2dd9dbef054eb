#!/bin/sh
# Runs one image in ECS: the task definition that runs now, with another image, and the service waits until it is stable.
#   PART=orders IMAGE=registry/…@sha256:… CLUSTER=… scripts/deploy.sh
set -eu
: "${PART:?}" "${IMAGE:?}" "${CLUSTER:?}"
task=$(mktemp)
trap 'rm -f "$task"' EXIT
running=$(aws ecs describe-services --cluster "$CLUSTER" --services "$PART" --query 'services[0].taskDefinition' --output text)
# shellcheck disable=SC2016 # jq expands its own variables
aws ecs describe-task-definition --task-definition "$running" --query taskDefinition --output json | jq --arg part "$PART" --arg image "$IMAGE" '
  (.containerDefinitions[] | select(.name == $part) | .image) = $image
  | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' >"$task"
next=$(aws ecs register-task-definition --cli-input-json "file://$task" --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster "$CLUSTER" --service "$PART" --task-definition "$next" --output text --query service.serviceArn
aws ecs wait services-stable --cluster "$CLUSTER" --services "$PART"
