# The parts that no one here wrote: Debian's Postfix, Dovecot, dnsmasq, OpenDKIM, swaks and openssl. Sourced by run.sh.

here=${BASH_SOURCE[0]%/*}
postfix_dir=
dovecot_pid=

# Installs what is missing, without any service being started by it.
install_parts() {
    local missing=() policy=/usr/sbin/policy-rc.d ours=
    command -v postfix >/dev/null && command -v smtp-source >/dev/null || missing+=(postfix)
    command -v dovecot >/dev/null || missing+=(dovecot-core)
    command -v swaks >/dev/null || missing+=(swaks)
    command -v perl >/dev/null && perl -MNet::SSLeay -e 1 2>/dev/null || missing+=(libnet-ssleay-perl)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v dnsmasq >/dev/null || missing+=(dnsmasq-base)
    command -v opendkim >/dev/null || missing+=(opendkim)
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || { echo "missing: ${missing[*]}; and there is no apt-get to install them with"; return 1; }
    echo "installing ${missing[*]}"
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && ours=1
    fi
    local result=0
    {
        apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
    } >"$root/apt.log" 2>&1 || { result=$?; tail -n 20 "$root/apt.log"; }
    [[ -z $ours ]] || rm -f "$policy"
    return "$result"
}

# A certificate authority, and a certificate for localhost by it.
make_certificates() {
    local key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    openssl req -x509 "${key[@]}" -days 2 -subj '/CN=The authority of a test' -keyout "$root/ca.key" -out "$root/ca.pem" \
        -addext 'keyUsage=critical,keyCertSign,cRLSign' &&
        openssl req "${key[@]}" -subj /CN=localhost -keyout "$root/server.key" -out "$root/server.csr" &&
        printf '%s\n' 'subjectAltName=DNS:localhost,IP:127.0.0.1' 'basicConstraints=CA:FALSE' 'extendedKeyUsage=serverAuth' \
            'authorityKeyIdentifier=keyid' >"$root/server.ext" &&
        openssl x509 -req -in "$root/server.csr" -CA "$root/ca.pem" -CAkey "$root/ca.key" -CAcreateserial -days 2 \
            -extfile "$root/server.ext" -out "$root/server.pem"
}

fill_in() {
    sed -e "s|@ROOT@|$root|g" -e "s|@POSTFIX@|$postfix_dir|g" -e "s|@RECEIVER_PORT@|$receiver_port|g" \
        -e "s|@MAIL_UID@|$(id -u mail)|g" -e "s|@MAIL_GID@|$(id -g mail)|g" "$here/$1" >"$2"
}

# Writes the configuration of both. Wants: root, receiver_port, smtp_port, submission_port, smtps_port, mailbox_password.
configure_parts() {
    postfix_dir=$root/postfix
    mkdir -p "$postfix_dir" "$root/queue" "$root/postfix-data" "$root/mail" "$root/dovecot/run" "$root/dovecot/state"
    chmod 755 "$root" "$postfix_dir" "$root/queue" "$root/dovecot"
    chown postfix: "$root/postfix-data"
    chown mail:mail "$root/mail"

    fill_in main.cf.in "$postfix_dir/main.cf"
    printf '%s/\n' 'support@example.test support' 'sales@example.test sales' 'customer@example.org customer' 'other@example.org other' \
        'postmaster@example.test postmaster' >"$postfix_dir/mailboxes"
    printf '%s %s\n' support@example.test support@example.test sales@example.test sales@example.test >"$postfix_dir/senders"
    : >"$postfix_dir/forwards"
    cp /usr/share/postfix/master.cf.dist "$postfix_dir/master.cf"
    local tls=(-o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes -o 'smtpd_relay_restrictions=permit_sasl_authenticated,reject'
        -o 'smtpd_sender_restrictions=reject_sender_login_mismatch')
    local service="inet n - n - - smtpd"
    postconf -c "$postfix_dir" -F '*/*/chroot=n' &&
        postconf -c "$postfix_dir" -MX smtp/inet &&
        postconf -c "$postfix_dir" -M "127.0.0.1:$smtp_port/inet=127.0.0.1:$smtp_port $service" &&
        postconf -c "$postfix_dir" -M "127.0.0.1:$submission_port/inet=127.0.0.1:$submission_port $service -o smtpd_tls_security_level=encrypt ${tls[*]}" &&
        postconf -c "$postfix_dir" -M "127.0.0.1:$smtps_port/inet=127.0.0.1:$smtps_port $service -o smtpd_tls_wrappermode=yes ${tls[*]}" &&
        postconf -c "$postfix_dir" -M "postlog/unix-dgram=postlog unix-dgram n - n - 1 postlogd" || return 1

    fill_in dovecot.conf.in "$root/dovecot.conf"
    printf '%s:%s\n' support@example.test "$mailbox_password" sales@example.test "$mailbox_password" >"$root/dovecot/passwords"
    : >"$root/dovecot/locked"
    chown dovecot: "$root/dovecot/passwords" "$root/dovecot/locked"
    chmod 600 "$root/dovecot/passwords" "$root/dovecot/locked"
}

# After Postfix, which makes the folder that the socket between the two is in.
start_dovecot() {
    dovecot -F -c "$root/dovecot.conf" >"$root/dovecot/out" 2>&1 &
    dovecot_pid=$!
}

start_postfix() { postfix -c "$postfix_dir" start >>"$postfix_dir/out" 2>&1 || { cat "$postfix_dir/out"; return 1; }; }
stop_postfix() { postfix -c "$postfix_dir" stop >>"$postfix_dir/out" 2>&1; }

# What is forwarded where: forward MAILBOX FORWARDER. The mailbox keeps its copy, as most providers do.
forward() {
    printf '%s %s, %s\n' "$1" "$1" "$2" >>"$postfix_dir/forwards"
    postfix -c "$postfix_dir" reload >>"$postfix_dir/out" 2>&1
}

stop_parts() {
    [[ -z $postfix_dir || ! -s $root/queue/pid/master.pid ]] || stop_postfix
    [[ -z $dovecot_pid ]] || end "$dovecot_pid"
}

# The files of a Maildir.
maildir() { find "$root/mail/$1/new" "$root/mail/$1/cur" -type f 2>/dev/null; }
# The mail in MAILBOX that has TEXT.
mail_with() { maildir "$1" | xargs --no-run-if-empty grep -lF -- "$2" || true; }
has_mail() { [[ -n $(mail_with "$1" "$2") ]] || { echo "$1 has $(maildir "$1" | wc -l) mails, none with: $2"; tail -n 8 "$postfix_dir/log"; return 1; }; }
mail_count() { maildir "$1" | wc -l; }
queue_is_empty() { local queue; queue=$(postqueue -c "$postfix_dir" -p); [[ $queue == 'Mail queue is empty' ]] || { echo "$queue"; return 1; }; }
queue_has() { postqueue -c "$postfix_dir" -p | tee "$root/queue.seen" | grep -qF -- "$1" || { cat "$root/queue.seen"; return 1; }; }

# send FROM TO …: through Postfix's port 25; swaks prints the whole session when it does not work.
send() {
    local from=$1 to=$2
    shift 2
    swaks --server 127.0.0.1 --port "$smtp_port" --helo client.example.org --from "$from" --to "$to" --suppress-data "$@" </dev/null
}
