#!/usr/bin/env bash
# Fuzzes redial: bash tests/fuzz/run.sh [SECONDS [TARGET...]]
#
# Builds the fuzzers with coverage, runs each for so many seconds (60), as many at a time as there are cores up to
# two, from the corpus that is kept here, and says how far each got. Ends nonzero if one found something, and says
# where that input is. With a nightly toolchain the address sanitizer looks on; the stable one does as well
# without. Where neither can build them, only the corpus is replayed.
#
# REDIAL_FUZZ_TOOLCHAIN names a toolchain to take. With REDIAL_RECORD_RELIABILITY naming a folder, the figures go
# there (tests/support/report.rs).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

SECONDS_EACH=${1:-60}
shift || true
TARGETS=("$@")
if [[ ${#TARGETS[@]} == 0 ]]; then TARGETS=(decoder decode_types url session); fi

AT_ONCE=$(nproc)
if ((AT_ONCE > 2)); then AT_ONCE=2; fi

COVERAGE="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"

HOST=$(rustc -vV | sed -n 's/^host: //p')
# The build directory is not shared with the crate's own: the flags are not the same.
TARGET_DIR=${CARGO_TARGET_DIR:-../../target}/fuzz
FINDINGS=$PWD/findings
LOGS=$(mktemp -d)
trap 'rm -rf "$LOGS"' EXIT

# The toolchain to build with: the one that was asked for, a nightly, or whatever cargo is.
toolchain() {
    if [[ -n ${REDIAL_FUZZ_TOOLCHAIN:-} ]]; then
        printf '%s' "$REDIAL_FUZZ_TOOLCHAIN"
    elif command -v rustup >/dev/null; then
        rustup toolchain list | sed -n 's/^\(nightly[^ ]*\).*/\1/p' | head -n 1
    fi
}

# build TOOLCHAIN FLAGS...: the fuzzers, for the host by its name, so that build scripts are built without the flags.
build() {
    local toolchain=$1
    shift
    local cargo=(cargo)
    if [[ -n $toolchain ]]; then cargo=(rustup run "$toolchain" cargo); fi
    RUSTFLAGS="$COVERAGE $*" "${cargo[@]}" build --locked --release --bins --target "$HOST" --target-dir "$TARGET_DIR"
}

# How the dictionary of a target is called.
dictionary() {
    if [[ $1 == url ]]; then echo url.dict; else echo resp.dict; fi
}

# fuzz TARGET: runs it, on a copy of the corpus, which grows there.
fuzz() {
    local target=$1 corpus
    corpus=$LOGS/$target.corpus
    if [[ -n ${REDIAL_FUZZ_CORPUS:-} ]]; then corpus=$REDIAL_FUZZ_CORPUS/$target; fi
    mkdir -p "$corpus" "$FINDINGS"
    "$TARGET_DIR/$HOST/release/$target" "$corpus" "corpus/$target" -dict="$(dictionary "$target")" \
        -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$FINDINGS/$target-" >"$LOGS/$target" 2>&1
}

# figure TARGET NAME: what libFuzzer has last said of it.
figure() {
    case $2 in
        executions) sed -n 's/^stat::number_of_executed_units: *//p' "$LOGS/$1" ;;
        coverage) sed -n 's/^#.* cov: \([0-9]*\) .*/\1/p' "$LOGS/$1" | tail -n 1 ;;
    esac
}

record() {
    if [[ -z ${REDIAL_RECORD_RELIABILITY:-} ]]; then return; fi
    local measured
    measured=$(for target in "${TARGETS[@]}"; do
        printf '%s %s times, ' "$target" "$(figure "$target" executions)"
    done)
    printf '7\tfuzzing: %s, %s s each\t%s\t0 findings\tfuzz\t%s\tfuzz\trun.sh\n' \
        "$(printf '%s, ' "${TARGETS[@]}" | sed 's/, $//')" "$SECONDS_EACH" "${#TARGETS[@]}" "${measured%, }" \
        >>"$REDIAL_RECORD_RELIABILITY/fuzz.tsv"
}

# lacking REASON: records that this machine can't show the row.
lacking() {
    if [[ -z ${REDIAL_RECORD_RELIABILITY:-} ]]; then return; fi
    printf '7\tnothing\t0\t%s\tfuzz\t\tfuzz\trun.sh\n' "$1" >>"$REDIAL_RECORD_RELIABILITY/fuzz.tsv"
}

if ! cargo metadata --locked --format-version 1 >/dev/null; then
    echo "error: tests/fuzz/Cargo.lock does not fit the crate: cargo metadata in tests/fuzz makes it so" >&2
    exit 1
fi
CHOSEN=$(toolchain)
if [[ -n $CHOSEN ]] && build "$CHOSEN" -Zsanitizer=address; then
    echo "==> built with $CHOSEN and the address sanitizer"
elif build "$CHOSEN"; then
    echo "==> built with ${CHOSEN:-$(rustc -V)}, without a sanitizer"
else
    echo "==> the fuzzers can't be built here: only the corpus is replayed"
    lacking "the fuzzers can't be built here"
    exec cargo test --manifest-path ../../Cargo.toml --lib fuzzing
fi

status=0
running=()
# wait_for_all: ends when all that run have ended, and knows whether one found something.
wait_for_all() {
    local pid
    for pid in "${running[@]}"; do wait "$pid" || status=1; done
    running=()
}
for target in "${TARGETS[@]}"; do
    fuzz "$target" &
    running+=($!)
    if ((${#running[@]} == AT_ONCE)); then wait_for_all; fi
done
wait_for_all

for target in "${TARGETS[@]}"; do
    printf '%-14s %12s executions, coverage %s\n' "$target" "$(figure "$target" executions)" "$(figure "$target" coverage)"
    if ! grep -q '^Done ' "$LOGS/$target"; then
        tail -n 40 "$LOGS/$target"
        printf '==> %s found something: %s\n' "$target" "$(sed -n 's/.*Test unit written to //p' "$LOGS/$target")"
        status=1
    fi
done
if ((status == 0)); then record; fi
exit "$status"
