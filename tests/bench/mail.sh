#!/usr/bin/env bash
# Measures the receiver beside a Postfix that delivers into a Maildir and a minimal receiver (receiver.rs), on one disk, in one run, case
# after case, round after round; prints Markdown tables. Asserts nothing: machines differ and drift; read the ratios.
#
#   tests/bench/mail.sh [ROUNDS]          (5 unless said, after a warm-up)
#
# MESSAGES=2000 a case and round, of SIZE=1024 bytes, over SESSIONS=4. MANY=100000: after how many memory is looked at again (0: not).
# FOLDER: on which disk (the repository's; Postfix must be able to enter it). QONTAK: the binary; without it, a release build.
#
# Needs root, cargo, sqlite3, and what tests/mail/run.sh needs, which is installed if missing. Leave some minutes between two runs: ext4 is
# slow at making files just after many were deleted, which only Postfix feels. Nothing else should run. DNS is off: looking up senders
# measures their servers.
set -uo pipefail
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
exec </dev/null
rounds=${1:-5} messages=${MESSAGES:-2000} size=${SIZE:-1024} sessions=${SESSIONS:-4} many=${MANY:-100000}
((EUID == 0)) || { echo 'tests/bench/mail.sh needs root, as Postfix does' >&2; exit 1; }
command -v sqlite3 >/dev/null || { echo 'sqlite3 is missing' >&2; exit 1; }

target=${CARGO_TARGET_DIR:-$PWD/target}
if [[ -z ${QONTAK:-} ]]; then
    cargo build --quiet --locked --release || exit 1
    QONTAK=$target/release/qontak
fi
qontak=$(realpath "$QONTAK")
mkdir -p "$target/bench"
rustc --edition 2024 -O tests/bench/receiver.rs -o "$target/bench/receiver" || exit 1

root=$(mktemp -d "${FOLDER:-$PWD}/mail-bench.XXXXXX") || exit 1
chmod 755 "$root"
. tests/mail/lib.sh
. tests/mail/parts.sh
bare_pid='' ours_pid=''
finish() {
    local code=$?
    trap '' TERM INT HUP
    for pid in $bare_pid $ours_pid; do end "$pid"; done
    stop_parts
    rm -rf "$root"
    exit "$code"
}
trap finish EXIT
trap 'exit 1' TERM INT HUP
export HOME=$root/home XDG_CONFIG_HOME=$root/home/config XDG_DATA_HOME=$root/home/data CI=1 LC_ALL=C.UTF-8
mkdir -p "$HOME"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy "${!QONTAK_@}" MAIL_CONFIG
until_open() { local limit=$((SECONDS + 30)); until is_open "$1"; do ((SECONDS < limit)) || give_up "nobody listens on port $1"; sleep 0.05; done; }

install_parts || give_up 'the parts are not installed'
for name in receiver_port smtp_port submission_port smtps_port bare_port api_port; do free_port "$name"; done
mailbox_password=none

"$target/bench/receiver" "$root/bare.log" "$bare_port" &
bare_pid=$!
make_certificates >/dev/null 2>&1 && configure_parts || give_up 'the configuration is refused'
# What the story needs and this does not.
postconf -c "$postfix_dir" -e 'virtual_alias_maps =' 'transport_maps =' smtpd_tls_security_level=none smtpd_client_connection_count_limit=0
start_postfix || give_up 'Postfix does not start'
postfix_pid=$(tr -d ' ' <"$root/queue/pid/master.pid")

start_server() {
    "$qontak" server run --listen "127.0.0.1:$api_port" --smtp "127.0.0.1:$receiver_port" --forwarder-domain inbound.example.test \
        --dns off --database "sqlite:$database" >>"$database.out" 2>>"$database.err" &
    ours_pid=$!
    until_open "$api_port"
    until_open "$receiver_port"
}
# A fresh workspace with a channel, and its server, started anew when all is set up: who signs in takes memory for the password.
serve() { # NAME; sets database, forwarder and ours_pid
    database=$root/$1.db
    echo bench-password | "$qontak" server user add bench@example.com --role admin --password-stdin --database "sqlite:$database" \
        >/dev/null 2>"$root/err" || { cat "$root/err"; give_up 'no user'; }
    start_server
    {
        echo bench-password | "$qontak" login --profile "$1" --server "http://127.0.0.1:$api_port" --username bench@example.com \
            --password-stdin &&
            echo app-password | "$qontak" --profile "$1" email add support@example.com --smtp-host smtp.example.com --smtp-port 465 \
                --password-stdin --no-check >"$root/forwarder"
    } 2>"$root/err" || { cat "$root/err"; give_up 'no channel'; }
    forwarder=$(<"$root/forwarder")
    end "$ours_pid"
    start_server
}

filed_ours() { sqlite3 -readonly "$database" 'SELECT count(*) FROM messages'; }
filed_postfix() { find "$root/mail/customer/new" -type f 2>/dev/null | wc -l; }
filed_bare() { :; }

hertz=$(getconf CLK_TCK)
tree() { echo "$1"; for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do tree "$child"; done; }
# Milliseconds of CPU, those of children that ended too.
cpu() { for pid in $(tree "$1"); do sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null; done | awk -v hertz="$hertz" '{ t += $12 + $13 + $14 + $15 } END { printf "%.0f", t * 1000 / hertz }'; }
pss() { for pid in $(tree "$1"); do cat "/proc/$pid/smaps_rollup" 2>/dev/null; done | awk '/^Pss:/ { t += $2 } END { printf "%.1f", t / 1024 }'; }
peak() { awk '/^VmHWM:/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
forget_peak() { echo 5 >"/proc/$1/clear_refs"; }
now() { date +%s%N; }

# push PORT RECIPIENT COUNT SIZE FLAG…
push() { local port=$1 to=$2 count=$3 length=$4; shift 4; smtp-source "$@" -s "$sessions" -l "$length" -m "$count" -f bench@example.org -t "$to" "127.0.0.1:$port" 2>>"$root/push.err"; }
# until_filed CASE COUNT: within five minutes.
until_filed() { local limit=$((SECONDS + 300)); while (($("filed_$1") < $2)); do ((SECONDS < limit)) || { echo "$1: only $("filed_$1") of $2 were filed" >&2; return 1; }; sleep 0.05; done; }

# measure CASE KIND PORT RECIPIENT PID FLAG…: one line of figures: accepted/s, filed/s, CPU ms a message when accepted and when filed.
measure() {
    local file=$root/figures.$1.$2 kind=$1 port=$3 to=$4 pid=$5 before=0 t0 t1 t2 c0 c1 c2
    shift 5
    [[ $kind == bare ]] || before=$("filed_$kind")
    c0=$(cpu "$pid") t0=$(now)
    push "$port" "$to" "$messages" "$size" "$@" || { echo "$kind: smtp-source failed" >&2; return; }
    t1=$(now) c1=$(cpu "$pid") t2=$t1
    if [[ $kind != bare ]]; then
        until_filed "$kind" $((before + messages)) || return
        t2=$(now)
    fi
    c2=$(cpu "$pid")
    awk -v n="$messages" -v a=$((t1 - t0)) -v f=$((t2 - t0)) -v c=$((c1 - c0)) -v d=$((c2 - c0)) \
        'BEGIN { printf "%.1f %.1f %.3f %.3f\n", n / (a / 1e9), n / (f / 1e9), c / n, d / n }' >>"$file"
}

# column FILE N: the median (least–most) of a column.
column() { awk -v n="$2" '{ print $n }' "$1" | sort -n | awk '{ v[NR] = $1 } END { m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2; if (m >= 10) printf "%.0f (%.0f–%.0f)", m, v[1], v[NR]; else printf "%.2f (%.2f–%.2f)", m, v[1], v[NR] }'; }
# ratio FILE BASE N: the median of the ratios, round by round.
ratio() { paste -d' ' "$1" "$2" | awk -v n="$3" '{ print $n / $(n + 4) }' | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

serve rounds
until_open "$bare_port"
until_open "$smtp_port"
for ((round = 0; round <= rounds; round++)); do
    ((round != 1)) || rm -f "$root"/figures.*   # the warm-up
    for way in kept new; do
        flags=()
        [[ $way == new ]] || flags=(-d)
        measure bare "$way" "$bare_port" customer@example.org "$bare_pid" "${flags[@]}"
        measure postfix "$way" "$smtp_port" customer@example.org "$postfix_pid" "${flags[@]}"
        measure ours "$way" "$receiver_port" "$forwarder" "$ours_pid" "${flags[@]}"
    done
done

printf '\n%s messages of %s bytes over %s sessions, %s rounds after a warm-up, median (least–most)\n\n' "$messages" "$size" "$sessions" "$rounds"
echo '| receiver, connections | durable messages/s | ÷ Postfix | ÷ minimal | filed messages/s | CPU ms a message, taken | and filed | PSS MiB | peak MiB |'
echo '|---|---:|---:|---:|---:|---:|---:|---:|---:|'
for way in kept new; do
    [[ $way == kept ]] && words='kept' || words='one a message'
    for kind in bare postfix ours; do
        file=$root/figures.$kind.$way pid=${kind}_pid filed='' done_cpu='' top=$(peak "${!pid}")
        [[ -s $file ]] || { echo "| $kind, $words | failed | | | | | | | |"; continue; }
        [[ $kind == bare ]] || filed=$(column "$file" 2) done_cpu=$(column "$file" 4)
        [[ $kind != postfix ]] || top=
        case $kind in bare) name='minimal, nothing filed' ;; postfix) name='Postfix into a Maildir' ;; ours) name='`qontak server run`' ;; esac
        echo "| $name, $words | $(column "$file" 1) | $(ratio "$file" "$root/figures.postfix.$way" 1) | $(ratio "$file" "$root/figures.bare.$way" 1) | $filed | $(column "$file" 3) | $done_cpu | $(pss "${!pid}") | $top |"
    done
done
end "$ours_pid"

# Memory, by a server of its own: after some messages, after many, and when a large one comes.
serve memory
memory() { printf '| %s | %s | %s |\n' "$1" "$(pss "$ours_pid")" "$(peak "$ours_pid")"; }
printf '\n| memory of `qontak server run --smtp` | PSS MiB | peak MiB |\n|---|---:|---:|\n'
memory 'before the first message'
push "$receiver_port" "$forwarder" 2000 "$size" -d && until_filed ours 2000
memory 'after 2,000 messages'
if ((many > 2000)); then
    push "$receiver_port" "$forwarder" $((many - 2000)) "$size" -d && until_filed ours "$many"
    memory "after $many messages"
fi
forget_peak "$ours_pid"
memory 'the peak forgotten'
before=$(filed_ours)
push "$receiver_port" "$forwarder" 1 26214400 -d && until_filed ours $((before + 1))
memory 'after one message of 25 MB'
[[ ! -s $root/push.err ]] || { printf '\nsmtp-source said:\n'; sort "$root/push.err" | uniq -c | head -5; }
