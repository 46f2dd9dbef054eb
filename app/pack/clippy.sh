#!/bin/sh
# Lints the browser half with the toolchain that set-up chose. Debian's compiler comes without clippy: there it is compiled with
# warnings as errors, and the native run has linted what both halves share.
set -eu
cd "$(dirname "$0")/../.."
crate="--locked --quiet --package hydrate --target wasm32-unknown-unknown"
chosen=$(cat target/wasm-toolchain)
# shellcheck disable=SC2086 # the options are words
case $chosen in
default) cargo clippy $crate -- -D warnings ;;
debian) RUSTFLAGS="--cfg erase_components -D warnings" rustup run debian cargo check $crate --target-dir target/debian ;;
path:*) PATH=${chosen#path:}:$PATH RUSTFLAGS="--cfg erase_components -D warnings" cargo check $crate --target-dir target/debian ;;
esac
