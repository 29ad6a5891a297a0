#!/usr/bin/env bash
# Installs what the tests need, and runs them all: bash tests/run.sh
#
# Every feature set builds, the whole suite runs against Redis 7.0, both faces' behaviour against
# the other servers, what goes over connections over TLS too, what modules offer against Redis Stack, all that goes
# wrong is injected into both, and the examples run and print what they say, each with a time limit. Ends at the first
# failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=tests/servers.sh
source tests/servers.sh
# shellcheck source=tests/reliability.sh
source tests/reliability.sh

EXAMPLE_TIMEOUT=60
# The suites of commands that come with modules.
MODULE_SUITES=(bloom count_min_sketch cuckoo json search structs tdigest time_series topk)

# The suites that are about what goes over a connection, and how: they run over TLS as well.
TLS_SUITES=(connecting faults large_values lists locks monitor pipelines pool pubsub scan scripts shared transactions)

# Tests wait for servers more than they compute.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$(($(nproc) + 1))}

LACKS=$(mktemp)
# Where the servers put which commands they have run.
COMMANDS=$(mktemp -d)
# What the tests of reliability saw, to be compared with the page about it.
RECORDS=$(mktemp -d)
SUMMARY=()

finish() {
    stop_private_server
    rm -rf "$LACKS" "$COMMANDS" "$RECORDS"
}
trap finish EXIT

# step NAME COMMAND...: runs the command between a line that announces it and one with its duration.
step() {
    local name=$1 start=$SECONDS
    shift
    printf '\n==> %s\n' "$name"
    "$@"
    printf '<== %s: %s s\n' "$name" $((SECONDS - start))
    SUMMARY+=("$(printf '%5s s  %s' $((SECONDS - start)) "$name")")
}

require_cargo() {
    if ! command -v cargo >/dev/null && [[ -x $HOME/.cargo/bin/cargo ]]; then
        PATH="$HOME/.cargo/bin:$PATH"
    fi
    command -v cargo >/dev/null || fail "cargo is not installed; https://rustup.rs has it in one command"
    command -v cc >/dev/null || apt_install gcc libc6-dev
}

# on_server NAME COMMAND...: runs the command with the tests' servers being the one called NAME.
on_server() {
    local server=$1
    shift
    REDIAL_TEST_SERVER=$(server_path "$server") REDIAL_TEST_LACKS=$LACKS REDIAL_TEST_COMMANDS=$COMMANDS "$@"
}

# The tests of behaviour, one a face, of what servers answer, and of whether their commands have methods; the others
# do not depend on the server.
SERVER_TESTS=(--test blocking --test asyncio --test reply_shapes --test coverage)

# A server for the code in the documentation and for the examples: they ask the environment for one.
start_server_of_examples() {
    SERVER_DIR=$(mktemp -d)
    make_certificates "$SERVER_DIR"
    local tls_port=$((12000 + RANDOM % 20000))
    start_private_server "$(server_path redis-7.0)" --tls-port "$tls_port" --tls-auth-clients no \
        --tls-cert-file "$SERVER_DIR/server.pem" --tls-key-file "$SERVER_DIR/server.key" \
        --tls-ca-cert-file "$SERVER_DIR/ca.pem"
    export REDIS_URL="redis://127.0.0.1:$SERVER_PORT"
    export REDISS_URL="rediss://127.0.0.1:$tls_port?ssl_ca_certs=$SERVER_DIR/ca.pem"
    start_private_sentinel "$(server_path redis-7.0)"
    export SENTINEL_URLS="redis://127.0.0.1:$SENTINEL_PORT"
}

target_dir() {
    cargo metadata --format-version 1 --no-deps | sed -E 's/.*"target_directory":"([^"]*)".*/\1/'
}

# What the head of an example says that it prints.
promised_output() {
    sed -n '/^\/\/! ```text$/,/^\/\/! ```$/{/```/d; s|^//! \{0,1\}||; p}' "$1"
}

# run_example NAME BINARY SOURCE: runs it, and compares what it prints with what the head of its source says.
run_example() {
    local name=$1 binary=$2 source=$3 output
    printf -- '--- example %s\n' "$name"
    output=$(timeout "$EXAMPLE_TIMEOUT" "$binary" </dev/null) \
        || fail "example $name ended with status $?"
    diff <(promised_output "$source") - <<<"$output" \
        || fail "example $name does not print (>) what its head says (<)"
}

run_examples() {
    local path name target
    target=$(target_dir)
    cargo build --examples --all-features
    for path in examples/*.rs examples/*/main.rs; do
        name=${path#examples/}
        name=${name%.rs}
        name=${name%/main}
        run_example "$name" "$target/debug/examples/$name" "$path"
    done
    # Those with dependencies of their own are packages; they share what has been built.
    for path in examples/*/Cargo.toml; do
        name=$(basename "$(dirname "$path")")
        cargo build --locked --manifest-path "$path" --target-dir "$target"
        run_example "$name" "$target/debug/$name" "examples/$name/src/main.rs"
    done
}

print_summary() {
    printf '\n==> summary\n'
    printf '%s\n' "${SUMMARY[@]}"
    if [[ -s $LACKS ]]; then
        printf '\n==> not run, for want of a command (server, command, test)\n'
        sort -u "$LACKS"
    fi
}

step "tools and servers" install_test_servers
require_cargo
step "a server for the documentation's code and the examples" start_server_of_examples
step "tests, default features, Redis 7.0" on_server redis-7.0 cargo test -- --skip reliability::
step "tests, all features, Redis 7.0" with_records on_server redis-7.0 \
    cargo test --all-features -- --skip reliability::
for feature in async serde json tls tracing testing; do
    step "build with feature $feature" cargo build --features "$feature"
done
step "tests over TLS, both faces, Redis 7.0" on_server redis-7.0 env REDIAL_TEST_TLS=1 \
    cargo test --all-features --test blocking --test asyncio -- "${TLS_SUITES[@]/#/suite::}"
for server in "${SERVER_NAMES[@]}"; do
    if [[ $server == redis-7.0 || $server == redis-stack ]]; then continue; fi
    step "tests, both faces, $(server_version "$(server_path "$server")")" \
        on_server "$server" cargo test --all-features "${SERVER_TESTS[@]}"
done
step "tests of modules, both faces, $(server_version "$(server_path redis-stack)")" \
    on_server redis-stack cargo test --all-features --test blocking --test asyncio -- "${MODULE_SUITES[@]/#/suite::}"
step "methods for the commands of modules, and their replies, $(server_version "$(server_path redis-stack)")" \
    on_server redis-stack cargo test --all-features --test coverage --test reply_shapes
step "what goes wrong, both faces, Redis 7.0" run_reliability
step "soak, both faces" run_soak
step "fuzzing" run_fuzzing
step "the page about reliability" reliability_page compare
step "examples" run_examples
print_summary
