#!/usr/bin/env bash
# Times whole processes beside curl and a minimal program, and prints Markdown tables. Asserts nothing: machines differ and drift;
# read the ratios, which are taken within one run.
#
#   tests/bench/run.sh [RUNS]          (20 unless said)
#
# Needs cargo, curl, openssl and hyperfine; uses valgrind and GNU time where they are. Takes some minutes to build the first time.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-20}
for tool in cargo rustc curl hyperfine openssl; do
    command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --quiet --locked --release
CARGO_TARGET_DIR=$target/bench-client cargo build --quiet --locked --release --no-default-features
CARGO_TARGET_DIR=$target/bench-minimal cargo build --quiet --locked --release --manifest-path tests/bench/minimal/Cargo.toml
mkdir -p "$target/bench"
rustc --edition 2024 -O tests/bench/mock.rs -o "$target/bench/mock"
qontak=$target/release/qontak
client=$target/bench-client/release/qontak
minimal=$target/bench-minimal/release/minimal

scratch=$(mktemp -d)
mocks=()
finish() {
    for pid in "${mocks[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap finish EXIT

# Starts a mock with these ROWS and LATENCY_MS; sets $port.
mock() {
    local out=$scratch/mock-$1-$2
    : >"$out"
    "$target/bench/mock" "$1" "$2" >"$out" &
    mocks+=($!)
    until [[ -s $out ]]; do :; done
    port=$(<"$out")
}

export HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_DATA_HOME=$scratch/data QONTAK_TOKEN=bench CI=1
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy QONTAK_PROFILE QONTAK_SERVER QONTAK_CONFIG_DIR || true

# table TITLE NAME COMMAND [NAME COMMAND]…: medians, and ratios to the first.
table() {
    local title=$1 arguments=() csv=$scratch/times.csv
    shift
    while (($#)); do
        arguments+=(--command-name "$1" "$2")
        shift 2
    done
    hyperfine -N --warmup 3 --runs "$runs" --style none --export-csv "$csv" "${arguments[@]}" >/dev/null 2>&1
    printf '\n| %s | median ms | ratio |\n|---|---:|---:|\n' "$title"
    # The columns are: command, mean, stddev, median, …
    awk -F, 'NR == 2 { base = $4 } NR > 1 { printf "| %s | %.2f | %.2f |\n", $1, $4 * 1000, $4 / base }' "$csv"
}

list=api/open/v1/integrations
table 'start' '/bin/true' /bin/true 'minimal --version' "$minimal --version" 'qontak --version' "$qontak --version" \
    'qontak --version (pure client)' "$client --version"

for case in '10 0' '1000 0' '1000 50'; do
    read -r rows latency <<<"$case"
    mock "$rows" "$latency"
    url=http://127.0.0.1:$port
    export QONTAK_SERVER=$url
    pages=$(((rows + 99) / 100))
    table "$rows rows over http, $latency ms a request" \
        'curl (page after page)' "curl --silent --output /dev/null $url/$list?limit=100&offset=[1-$pages]" \
        'minimal (page after page)' "$minimal $url/$list" \
        'qontak email list' "$qontak email list"
done
unset QONTAK_SERVER

# https: our own server with a certificate made here, and a trust store of the system's size.
bundle=$(openssl version -d | sed 's/.*"\(.*\)"/\1/')/certs/ca-certificates.crt
if [[ -r $bundle ]]; then
    key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    openssl req -x509 "${key[@]}" -days 2 -subj /CN=bench-ca -keyout "$scratch/ca.key" -out "$scratch/ca.pem" 2>/dev/null
    openssl req "${key[@]}" -subj /CN=localhost -keyout "$scratch/key.pem" -out "$scratch/csr.pem" 2>/dev/null
    printf 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >"$scratch/ext"
    openssl x509 -req -in "$scratch/csr.pem" -CA "$scratch/ca.pem" -CAkey "$scratch/ca.key" -CAcreateserial -days 2 \
        -extfile "$scratch/ext" -out "$scratch/cert.pem" 2>/dev/null
    cat "$bundle" "$scratch/ca.pem" >"$scratch/bundle.pem"
    database=sqlite:$scratch/served.db
    echo bench-password | "$qontak" server user add bench@example.com --role admin --password-stdin --database "$database" >/dev/null 2>&1
    "$qontak" server run --listen 127.0.0.1:0 --database "$database" --tls-cert "$scratch/cert.pem" --tls-key "$scratch/key.pem" \
        >"$scratch/served" 2>/dev/null &
    mocks+=($!)
    until [[ -s $scratch/served ]]; do :; done
    url=$(<"$scratch/served")
    export SSL_CERT_FILE=$scratch/bundle.pem
    unset SSL_CERT_DIR CURL_CA_BUNDLE QONTAK_TOKEN
    echo bench-password | "$qontak" login --server "$url" --username bench@example.com --password-stdin 2>/dev/null
    for i in 1 2 3 4 5 6 7 8 9 10; do
        echo app-password | "$qontak" email add "support$i@example.com" --smtp-host smtp.example.com --smtp-port 465 \
            --password-stdin >/dev/null 2>&1
    done
    table '10 rows over https' 'curl (/health)' "curl --silent --output /dev/null $url/health" 'qontak email list' "$qontak email list"
    unset SSL_CERT_FILE
    export QONTAK_TOKEN=bench
fi

for i in 1 2 3 4 5 6 7 8 9 10; do
    echo app-password | "$qontak" --local email add "support$i@example.com" --smtp-host smtp.example.com --smtp-port 465 \
        --security ssl --password-stdin --no-check >/dev/null 2>&1
done
table '10 rows in the local workspace' 'qontak --version' "$qontak --version" 'qontak --local email list' "$qontak --local email list"

# peak COMMAND…: the most memory it ever held, in KiB.
peak() { /usr/bin/time --format %M --output "$scratch/peak" "$@" >/dev/null && tail -n 1 "$scratch/peak"; }
if [[ -x /usr/bin/time ]]; then
    printf '\n| peak memory | KiB |\n|---|---:|\n'
    for rows in 10 100000; do
        mock "$rows" 0
        for format in tsv json; do
            printf '| email list -o %s of %s rows | %s |\n' "$format" "$rows" \
                "$(QONTAK_SERVER=http://127.0.0.1:$port peak "$qontak" email list -o "$format")"
        done
    done
fi

if command -v valgrind >/dev/null; then
    count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$qontak" --version 2>&1 | sed -n 's/.*Collected : //p')
    printf '\n`--version` takes %s instructions under callgrind.\n' "$count"
fi

printf '\n| build | bytes, stripped |\n|---|---:|\n'
printf '| default | %s |\n| `--no-default-features` (pure client) | %s |\n| minimal | %s |\n' \
    "$(stat -c %s "$qontak")" "$(stat -c %s "$client")" "$(stat -c %s "$minimal")"
