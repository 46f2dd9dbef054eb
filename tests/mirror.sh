#!/bin/sh
# Prints the Debian mirror that this machine uses.
{ cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true; } \
  | sed -n -E 's|^URIs: *([^ ]*/debian)/?$|\1|p; s|^deb (\[[^]]*\] )?([^ ]*/debian)/? .*|\2|p' | head -1
