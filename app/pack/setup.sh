#!/bin/sh
# Makes sure that `cargo build --target wasm32-unknown-unknown` works, and notes the toolchain for pack. Safe to run again.
#
#   1. The toolchain in use links a wasm module already: nothing to do.
#   2. With rustup: `rustup target add`, bounded in time, because a dead network may never answer.
#   3. With apt: Debian's own compiler, and std built once from its packaged source (a minute, no network).
#
# It writes `default`, `debian` (a toolchain linked in rustup) or `path:/usr/bin` into target/wasm-toolchain.
# GROUNDPLAN_WASM=debian goes straight to 3.
set -eu
cd "$(dirname "$0")/../.."

target=wasm32-unknown-unknown
oldest=94 # the minor version of rustc that the workspace states as rust-version
limit=180 # seconds for rustup

say() { printf 'set-up: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
choose() { mkdir -p target; printf '%s\n' "$1" >target/wasm-toolchain; exit 0; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
minor() { "$@" -vV 2>/dev/null | sed -n 's/^release: 1\.\([0-9]*\).*/\1/p'; }

command -v cargo >/dev/null 2>&1 || die "there is no cargo in PATH: install Rust with rustup, then run this again"
command -v cc >/dev/null 2>&1 || die "there is no C compiler in PATH (SQLite is compiled from source): install gcc, then run this again"
have=$(minor rustc)
[ "${have:-0}" -ge "$oldest" ] || die "Rust 1.$oldest or newer is needed, this is $(rustc --version): run \`rustup update stable\`"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
printf '#[no_mangle]\npub extern "C" fn sum(n: u32) -> u32 { (0..n).collect::<Vec<u32>>().iter().sum() }\n' >"$work/probe.rs"

# Compiling and linking something that uses std is a stronger proof than a list of installed targets.
links() { "$@" --edition 2021 --target "$target" --crate-type cdylib -O -o "$work/probe.wasm" "$work/probe.rs" >"$work/log" 2>&1; }

if [ "${GROUNDPLAN_WASM:-}" != debian ]; then
    if links rustc; then
        say "$(rustc --version | cut -d' ' -f1-2) compiles for the browser"
        choose default
    fi
    if command -v rustup >/dev/null 2>&1; then
        say "adding the browser target to the Rust toolchain with rustup (at most $limit s)"
        if timeout -k 5 "$limit" rustup target add "$target" >&2 && links rustc; then
            choose default
        fi
        say "rustup could not provide it"
    fi
fi

command -v apt-get >/dev/null 2>&1 || die "neither rustup nor apt can provide $target"
export DEBIAN_FRONTEND=noninteractive
source=/usr/lib/rustlib/src/rust/library

if ! links /usr/bin/rustc; then
    if [ ! -e "$source/sysroot/Cargo.toml" ] || [ ! -x /usr/bin/cargo ] || [ "$(minor /usr/bin/rustc || echo 0)" -lt "$oldest" ]; then
        say "installing Debian's rustc-web, cargo-web and rust-web-src"
        as_root apt-get update -qq >&2 || say "apt-get update failed, going on with the lists at hand"
        as_root apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src >&2 || die "apt could not install the compiler"
        have=$(minor /usr/bin/rustc)
        [ "${have:-0}" -ge "$oldest" ] || die "Debian's compiler is $(/usr/bin/rustc --version), 1.$oldest is needed"
    fi
    host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
    llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
    if ! command -v "wasm-ld-$llvm" >/dev/null 2>&1; then
        say "installing the linker lld-$llvm"
        as_root apt-get install -y -qq --no-install-recommends "lld-$llvm" >&2 || die "apt could not install lld-$llvm"
    fi
    # rustc looks for `rust-lld` among its own tools.
    as_root mkdir -p "/usr/lib/rustlib/$host/bin"
    as_root ln -sfn "/usr/lib/llvm-$llvm/bin/lld" "/usr/lib/rustlib/$host/bin/rust-lld"

    say "building Rust's standard library for the browser (about a minute)"
    # As rustc's own build does it. -Zavoid-dev-deps, because Debian strips the vendored dev-dependencies.
    env -u RUSTC -u RUSTC_WRAPPER -u CARGO_BUILD_RUSTC_WRAPPER -u CARGO_ENCODED_RUSTFLAGS -u RUSTUP_TOOLCHAIN \
        PATH=/usr/bin:/bin CARGO_HOME="$work/cargo" CARGO_TARGET_DIR="$work/target" \
        RUSTC_BOOTSTRAP=1 __CARGO_DEFAULT_LIB_METADATA=debian-wasm RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
        /usr/bin/cargo build -Zavoid-dev-deps --offline --locked --quiet --manifest-path "$source/sysroot/Cargo.toml" \
        --target "$target" --profile dist --features "panic-unwind backtrace" \
        --config 'source.crates-io.replace-with="vendored-std"' --config "source.vendored-std.directory=\"$source/vendor\"" >&2 \
        || die "the standard library did not build"
    library=/usr/lib/rustlib/$target/lib
    as_root rm -rf "$library.new"
    as_root mkdir -p "$library.new"
    as_root cp "$work/target/$target/dist/deps/"*.rlib "$library.new/"
    as_root rm -rf "$library"
    as_root mv "$library.new" "$library"
    links /usr/bin/rustc || { cat "$work/log" >&2; die "Debian's compiler still cannot link for the browser"; }
fi
say "$(/usr/bin/rustc --version | cut -d' ' -f1-2) of Debian compiles for the browser"

command -v rustup >/dev/null 2>&1 || choose path:/usr/bin
[ "$(rustup run debian rustc --print sysroot 2>/dev/null || true)" = /usr ] || rustup toolchain link debian /usr >&2
choose debian
