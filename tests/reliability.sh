#!/usr/bin/env bash
# Attacks both faces with all that goes wrong, and writes what came out to src/docs/reliability.md.
#
#   bash tests/reliability.sh      installs what is missing, runs everything, writes the page
#   source tests/reliability.sh    only gives the functions, for tests/run.sh, which compares the page instead
#
#   REDIAL_SOAK_SECONDS        how long the soak lasts (60)
#   REDIAL_OUTAGE_SECONDS      how long a server reads nothing while much is written to it (60)
#   REDIAL_FUZZ_SECONDS        how long each target is fuzzed (60)
#   REDIAL_RELIABILITY_SCALE   by what number the counts of the longer tests are multiplied (1)
#   REDIAL_TEST_SEED           the seed of random choices, to make a failure again
set -euo pipefail

# Tests of the suite that show something of the scorecard too.
REPORTING_SUITES=(sentinel tls)

# with_records COMMAND...: runs the command, which leaves records in $RECORDS, on Redis 7.0.
with_records() {
    REDIAL_TEST_SERVER=$(server_path redis-7.0) REDIAL_RECORD_RELIABILITY=$RECORDS "$@"
}

run_reliability() {
    with_records cargo test --all-features --test reliability_blocking --test reliability_asyncio -- --skip reliability::soak
}

# Both faces at the same time, each under the one protocol and then the other.
run_soak() {
    local face pid failed=0 pids=()
    with_records cargo test --all-features --no-run --test reliability_blocking --test reliability_asyncio
    for face in blocking asyncio; do
        with_records env REDIAL_SOAK_SECONDS="${REDIAL_SOAK_SECONDS:-60}" cargo test --all-features \
            --test "reliability_$face" -- reliability::soak --test-threads 1 --nocapture &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || failed=1
    done
    return "$failed"
}

run_fuzzing() {
    # libFuzzer is made with it.
    if ! command -v c++ >/dev/null; then apt_install g++; fi
    with_records bash tests/fuzz/run.sh "${REDIAL_FUZZ_SECONDS:-60}"
}

# reliability_page compare|write
reliability_page() {
    REDIAL_RELIABILITY_PAGE=$1 with_records cargo test --all-features --test reliability_table
}

# Only the tests elsewhere that report.
run_reporting_tests() {
    with_records cargo test --all-features --test cancellation --test runtimes
    with_records cargo test --all-features --test blocking --test asyncio -- "${REPORTING_SUITES[@]/#/suite::}"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    cd "$(dirname "${BASH_SOURCE[0]}")/.."
    # shellcheck source=servers.sh
    source tests/servers.sh
    RECORDS=$(mktemp -d)
    trap 'rm -rf "$RECORDS"' EXIT
    install_test_servers
    say "the tests of reliability …"
    export REDIAL_OUTAGE_SECONDS=${REDIAL_OUTAGE_SECONDS:-60}
    run_reliability
    say "other tests that report …"
    run_reporting_tests
    say "the soak …"
    run_soak
    say "fuzzing …"
    run_fuzzing
    reliability_page write
    say "src/docs/reliability.md says what came out"
fi
