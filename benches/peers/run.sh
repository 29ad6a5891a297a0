#!/usr/bin/env bash
# Measures redial beside its peers and raw sockets: benches/peers/run.sh [--quick] [--only NAME]...
#
#   --quick        few short rounds, to see that all works; the figures are rough
#   --only NAME    only the rows whose names contain NAME; may be given more than once
#   --rounds N     how often every contender has its turn
#   --no-counts    without counting system calls and instructions
#
# Installs what is missing with apt, builds, and runs everything against a redis-server of its own. The
# tables are on stdout, what is being done on stderr; a run of everything also writes peers.md and
# peers.svg beside this script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=../../tests/servers.sh
source ../../tests/servers.sh

# need COMMAND PACKAGE: installs the package if the command does not run.
need() {
    if ! command -v "$1" >/dev/null; then apt_install "$2"; fi
}

install_openssl
need redis-server redis-server
need redis-benchmark redis-tools
need taskset util-linux
need setpriv util-linux
need valgrind valgrind
need perf linux-perf
if ! command -v cargo >/dev/null && [[ -x $HOME/.cargo/bin/cargo ]]; then
    PATH="$HOME/.cargo/bin:$PATH"
fi
command -v cargo >/dev/null || fail "cargo is not installed; https://rustup.rs has it in one command"
command -v cc >/dev/null || apt_install gcc libc6-dev

say "building …"
cargo build --release --locked --quiet
target=$(cargo metadata --format-version 1 --no-deps | sed -E 's/.*"target_directory":"([^"]*)".*/\1/')
exec "$target/release/peers" --out . "$@"
