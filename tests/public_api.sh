#!/usr/bin/env bash
# Writes what the public face is to tests/public_api.txt, a line an item: bash tests/public_api.sh
#
# A change of the public face is then seen as a change of that file. It takes a nightly toolchain and cargo-public-api,
# which is not installed by this: `cargo install cargo-public-api`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

record=tests/public_api.txt
cargo public-api --all-features -sss >"$record.new"
# What is only for showing and dropping is left out.
grep -v -e '::fmt(&self' -e '^impl.* core::fmt::' -e '::drop(&mut self' -e '^impl.* core::ops::drop::' "$record.new" | LC_ALL=C sort -u >"$record"
rm -f "$record.new"
if command -v git >/dev/null; then git --no-pager diff --stat -- "$record"; fi
