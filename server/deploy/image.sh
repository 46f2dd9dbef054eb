#!/bin/sh
# image.sh PROGRAM FOLDER: lays out what the image holds. FOLDER/program becomes its root: the program, and the libraries and the loader
# that it is linked to; FOLDER/data its data folder, empty.
set -eu
program=$1
folder=$2
mkdir -p "$folder/program/usr/local/bin" "$folder/data"
cp "$program" "$folder/program/usr/local/bin/groundplan"
# A line for each library, `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`, and one for the loader, which has a path only.
libraries=$(ldd "$program" | sed -n 's/.*=> *\(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p')
[ -n "$libraries" ] || { echo "$program is linked to nothing that ldd can see" >&2; exit 1; }
for library in $libraries; do
  mkdir -p "$folder/program$(dirname "$library")"
  cp -L "$library" "$folder/program$library"
done
