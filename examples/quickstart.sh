#!/usr/bin/env bash
# Runs the quickstart in both faces against a Redis of its own: bash examples/quickstart.sh
#
# redis-server is installed by apt if there is none. The one started here listens on a free port of
# 127.0.0.1, keeps nothing, and is gone when the script ends.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/servers.sh
source tests/servers.sh

command -v cargo >/dev/null || fail "cargo is not installed; https://rustup.rs has it in one command"
install_redis_server
trap stop_private_server EXIT
start_private_server "$(command -v redis-server)"
export REDIS_URL="redis://127.0.0.1:$SERVER_PORT"
say "redis-server runs at $REDIS_URL"
say "building and running examples/quickstart.rs"
cargo run --quiet --example quickstart
say "building and running examples/quickstart_async.rs"
cargo run --quiet --features async --example quickstart_async
