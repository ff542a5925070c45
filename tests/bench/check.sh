#!/usr/bin/env bash
# Measures `email check` beside a minimal program that does the same and looks at nothing (smtp/src/main.rs): connection, TLS, four round
# trips. Both try one outbox server on loopback, in turn, at once and with 20 ms before each answer; prints a Markdown table. Asserts
# nothing: machines differ and drift; read the differences.
#
#   tests/bench/check.sh [RUNS]          (40 unless said)
#
# Needs cargo, openssl and hyperfine; uses GNU time where it is. QONTAK: the binary; without it, a release build.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
runs=${1:-40}
for tool in cargo hyperfine openssl; do
    command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

target=${CARGO_TARGET_DIR:-$PWD/target}
if [[ -z ${QONTAK:-} ]]; then
    cargo build --quiet --locked --release
    QONTAK=$target/release/qontak
fi
cargo build --quiet --locked --release --manifest-path tests/bench/smtp/Cargo.toml --target-dir "$target/bench-check"
qontak=$(realpath "$QONTAK")
minimal=$target/bench-check/release/minimal-check
outbox=$target/bench-check/release/outbox

scratch=$(mktemp -d)
servers=()
finish() {
    for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap finish EXIT
export HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data CI=1
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy SSL_CERT_DIR "${!QONTAK_@}"

# A certificate made here, and a trust store of the system's size.
key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
{
    openssl req -x509 "${key[@]}" -days 2 -subj /CN=bench-ca -keyout "$scratch/ca.key" -out "$scratch/ca.pem"
    openssl req "${key[@]}" -subj /CN=localhost -keyout "$scratch/key.pem" -out "$scratch/csr.pem"
    printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' >"$scratch/ext"
    openssl x509 -req -in "$scratch/csr.pem" -CA "$scratch/ca.pem" -CAkey "$scratch/ca.key" -CAcreateserial -days 2 \
        -extfile "$scratch/ext" -out "$scratch/cert.pem"
} 2>/dev/null
cat "$(openssl version -d | sed 's/.*"\(.*\)"/\1/')/certs/ca-certificates.crt" "$scratch/ca.pem" >"$scratch/bundle.pem"
export SSL_CERT_FILE=$scratch/bundle.pem
echo app-password >"$scratch/password"

# peak COMMAND…: the most memory it ever held, in MiB.
peak() { /usr/bin/time --format %M --output "$scratch/peak" "$@" >/dev/null 2>&1 && awk 'END { printf "%.1f", $1 / 1024 }' "$scratch/peak"; }

# column NAME N median|least|most
column() { awk -v n="$2" '{ print $n }' "$scratch/$1" | sort -n | awk -v which="$3" '{ v[NR] = $1 } END { printf "%.1f", which == "least" ? v[1] : which == "most" ? v[NR] : NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

printf '| outbox server | program | median ms | least–most | more than minimal, ms | CPU ms | peak MiB |\n|---|---|---:|---:|---:|---:|---:|\n'
for delay in 0 20; do
    "$outbox" "$scratch/cert.pem" "$scratch/key.pem" "$delay" >"$scratch/port-$delay" &
    servers+=($!)
    until [[ -s $scratch/port-$delay ]]; do :; done
    port=$(<"$scratch/port-$delay")
    ours=("$qontak" email check --address support@example.com --smtp-host localhost --smtp-port "$port" --security ssl
        --password-file "$scratch/password")
    least=("$minimal" localhost "$port")
    "${ours[@]}" >"$scratch/said" 2>&1 || { cat "$scratch/said"; exit 1; }
    "${least[@]}" >/dev/null
    # In turn, a run of each: a machine that drifts drifts for both. The first is the warm-up.
    : >"$scratch/least" && : >"$scratch/ours"
    for ((run = 0; run <= runs; run++)); do
        for name in least ours; do
            declare -n command=$name
            hyperfine -N --runs 1 --style none --export-csv "$scratch/csv" "${command[*]}" >/dev/null 2>&1
            # The columns are: command, mean, stddev, median, user, system, …
            ((run == 0)) || awk -F, 'NR == 2 { print $2 * 1000, ($5 + $6) * 1000 }' "$scratch/csv" >>"$scratch/$name"
        done
    done
    [[ $delay == 0 ]] && words='at once' || words="$delay ms before each answer"
    base=$(column least 1 median)
    for name in least ours; do
        declare -n command=$name
        [[ $name == least ]] && title=minimal || title='`qontak email check`'
        used=
        [[ ! -x /usr/bin/time ]] || used=$(peak "${command[@]}")
        median=$(column "$name" 1 median)
        printf '| %s | %s | %s | %s–%s | %s | %s | %s |\n' "$words" "$title" "$median" "$(column "$name" 1 least)" "$(column "$name" 1 most)" \
            "$(awk -v a="$median" -v b="$base" 'BEGIN { printf "%.1f", a - b }')" "$(column "$name" 2 median)" "$used"
    done
done
