#!/bin/sh
# step.sh WHAT COMMAND...: says what begins, runs it, says how long it took.
what=$1
shift
printf '\n== %s\n' "$what"
began=$(date +%s)
"$@" || { status=$?; printf '== %s: failed after %s s\n' "$what" "$(($(date +%s) - began))"; exit "$status"; }
printf '== %s: %s s\n' "$what" "$(($(date +%s) - began))"
