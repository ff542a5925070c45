#!/usr/bin/env bash
# The proof with parts that no one here wrote: Debian's Postfix, Dovecot, dnsmasq and OpenDKIM, swaks, smtp-source and openssl, against the
# real binary.
# A mailbox in Postfix forwards to a channel's forwarder; what is sent to it is in the Inbox; replies leave through Postfix's submission
# port with Dovecot's SASL, and arrive in the customer's Maildir. Then the commands that prove settings and arrival meet a provider that is
# in every bad way that can be made for real.
#
#   tests/mail/run.sh
#
# QONTAK names the binary; without it, the debug one is built. Needs root (Postfix and Dovecot do) and, when they are not installed,
# apt-get. All of it lives in one temporary folder and on free ports of 127.0.0.1; the machine's own /etc/postfix and /etc/dovecot are
# not touched. Ends everything it started. Prints `ok` or `FAILED` a step, and exits 1 when one failed. With KEEP=1 the folder stays.
set -uo pipefail
exec </dev/null
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
((EUID == 0)) || { echo 'tests/mail/run.sh needs root: Postfix and Dovecot change their users as they start' >&2; exit 1; }
[[ $(uname) == Linux ]] || { echo 'tests/mail/run.sh needs Linux' >&2; exit 1; }

if [[ -z ${QONTAK:-} ]]; then
    (cd "$here/../.." && cargo build --quiet --locked) || exit 1
    export QONTAK=${CARGO_TARGET_DIR:-$here/../../target}/debug/qontak
fi
qontak=$(realpath "$QONTAK") && [[ -x $qontak ]] || { echo "no such binary: $QONTAK" >&2; exit 1; }
# Not the build, all that follows is bounded.
if [[ -z ${MAIL_PROOF_BOUNDED:-} ]]; then
    MAIL_PROOF_BOUNDED=1 exec timeout --kill-after=30 "${MAIL_PROOF_SECONDS:-420}" "$here/run.sh"
fi

root=$(mktemp -d /tmp/qontak-mail.XXXXXX) || exit 1
# shellcheck source=tests/mail/lib.sh
. "$here/lib.sh"
# shellcheck source=tests/mail/parts.sh
. "$here/parts.sh"
# shellcheck source=tests/mail/foreign.sh
. "$here/foreign.sh"
# shellcheck source=tests/mail/story.sh
. "$here/story.sh"
# shellcheck source=tests/mail/provider.sh
. "$here/provider.sh"
# shellcheck source=tests/mail/check.sh
. "$here/check.sh"
# shellcheck source=tests/mail/gmail.sh
. "$here/gmail.sh"
# shellcheck source=tests/mail/arrive.sh
. "$here/arrive.sh"

finish() {
    local code=$?
    trap '' TERM INT HUP
    [[ -z $server_pid ]] || end "$server_pid"
    stop_provider
    stop_parts
    if [[ -n ${KEEP:-} ]]; then echo "kept: $root"; else rm -rf "$root"; fi
    printf '\n%s steps, %s failed, %s s\n' "$steps" "$failures" "$SECONDS"
    ((code != 0 || failures == 0)) || code=1
    exit "$code"
}
trap finish EXIT
trap 'give_up "stopped by a signal, or out of time"' TERM INT HUP

# Nothing of who runs this gets in.
export HOME=$root/home XDG_CONFIG_HOME=$root/home/config XDG_DATA_HOME=$root/home/data CI=1 LC_ALL=C.UTF-8
export PATH=$PATH:/usr/sbin:/sbin
mkdir -p "$HOME"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy "${!QONTAK_@}" SSL_CERT_FILE SSL_CERT_DIR MAIL_CONFIG SWAKS_HOME

install_parts || give_up 'the parts are not installed'
for name in receiver_port smtp_port submission_port smtps_port api_port "${faulty_ports[@]}" "${other_ports[@]}"; do free_port "$name"; done
mailbox_password="a mailbox password $RANDOM"
wrong_password="not $mailbox_password"
{ make_certificates && make_provider_certificates; } >"$root/openssl.out" 2>&1 || { cat "$root/openssl.out"; give_up 'no certificates'; }
configure_parts && configure_provider 2>>"$root/openssl.out" || give_up 'the configuration is refused'
start_postfix || give_up 'Postfix does not start'
start_dovecot
start_provider
step 'Postfix and Dovecot are up' 20 test -S "$root/queue/private/auth" || { cat "$root/dovecot/out"; give_up 'Dovecot does not start'; }
step 'and what else the provider has' 20 provider_is_up || { cat "$root"/*.out; give_up 'the provider does not start'; }
foreign_parts
story
