# The mail provider and everything around it that can be in a bad way: more ports of Postfix, each with one fault, accounts that Dovecot
# locks, name servers (dnsmasq), a signature (OpenDKIM), a web server (openssl), and what only seems to be there. Sourced by run.sh.

provider_pids=()
# The ports of Postfix with a fault, and the rest of what listens.
faulty_ports=(no_auth_port no_tls_port expired_port other_name_port self_signed_port auth_limit_port connect_limit_port own_sender_port
    interceptor_port bouncing_port google_port damaged_port)
other_ports=(dns_port dkim_port web_port closed_port silent_port full_port silent_dns_port)

# certificate NAME HOST FLAG…: one by our authority, in NAME.pem and NAME.key.
certificate() {
    local name=$1 host=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" -keyout "$root/$name.key" -out "$root/$name.csr" &&
        printf '%s\n' "subjectAltName=DNS:$host" 'basicConstraints=CA:FALSE' 'extendedKeyUsage=serverAuth' \
            'authorityKeyIdentifier=keyid' >"$root/$name.ext" &&
        openssl ca -batch -notext -config "$here/authority.cnf" -extfile "$root/$name.ext" -in "$root/$name.csr" \
            -out "$root/$name.pem" "$@"
}

make_provider_certificates() {
    mkdir -p "$root/authority" && : >"$root/authority/index" && echo 1000 >"$root/authority/serial" || return 1
    export AUTHORITY=$root
    certificate expired localhost -startdate 20200101000000Z -enddate 20200201000000Z &&
        certificate other_name mail.elsewhere.test -days 2 &&
        certificate google smtp.gmail.com -days 2 &&
        certificate web autoconfig.own.example.org -days 2 &&
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
            -addext subjectAltName=DNS:localhost -keyout "$root/self_signed.key" -out "$root/self_signed.pem"
}

# service PORT OPTION…: one more port of Postfix, with these settings.
service() {
    local port=$1 options=() option
    shift
    for option in "$@"; do options+=("-o { $option }"); done
    postconf -c "$postfix_dir" -M "127.0.0.1:$port/inet=127.0.0.1:$port inet n - n - - smtpd ${options[*]}"
}

# transport NAME CHECKS: one more way out of Postfix, that changes headers.
transport() { postconf -c "$postfix_dir" -M "$1/unix=$1 unix - - n - - smtp ${2:+-o smtp_header_checks=regexp:$2}"; }

# Wants what configure_parts wants, and has made.
configure_provider() {
    local own=(smtpd_sasl_auth_enable=yes smtpd_tls_auth_only=yes smtpd_relay_restrictions=permit_sasl_authenticated,reject)
    local starttls=("${own[@]}" smtpd_tls_security_level=encrypt) ssl=("${own[@]}" smtpd_tls_wrappermode=yes)
    local own_sender=smtpd_sender_restrictions=reject_sender_login_mismatch
    pair() { printf '%s\n' "smtpd_tls_cert_file=$root/$1.pem" "smtpd_tls_key_file=$root/$1.key"; }
    mapfile -t expired < <(pair expired)
    mapfile -t other_name < <(pair other_name)
    mapfile -t self_signed < <(pair self_signed)
    mapfile -t google < <(pair google)
    service "$no_auth_port" smtpd_tls_security_level=may &&
        service "$no_tls_port" smtpd_tls_security_level=none smtpd_sasl_auth_enable=yes &&
        service "$expired_port" "${ssl[@]}" "${expired[@]}" &&
        service "$other_name_port" "${starttls[@]}" "${other_name[@]}" &&
        service "$self_signed_port" "${ssl[@]}" "${self_signed[@]}" &&
        service "$auth_limit_port" "${starttls[@]}" smtpd_client_auth_rate_limit=1 smtpd_client_event_limit_exceptions= &&
        service "$connect_limit_port" "${starttls[@]}" smtpd_client_connection_rate_limit=1 smtpd_client_event_limit_exceptions= &&
        service "$own_sender_port" "${starttls[@]}" "$own_sender" smtpd_delay_reject=no &&
        service "$interceptor_port" "${ssl[@]}" "${google[@]}" 'smtpd_banner=cpanel.hosting.test ESMTP Exim' \
            'smtpd_reject_footer=\c; Incorrect authentication data' &&
        service "$bouncing_port" "${starttls[@]}" "content_filter=error:5.7.520 Access denied, Your organization does not allow external forwarding." &&
        service "$google_port" "smtpd_milters=inet:127.0.0.1:$dkim_port" &&
        service "$damaged_port" "smtpd_milters=inet:127.0.0.1:$dkim_port" "content_filter=damaging:[127.0.0.1]:$receiver_port" || return 1

    # Where the forwarder's mail goes, and how: a mailbox whose provider is late, or rewrites From, has a way of its own.
    echo "inbound.example.test smtp:[127.0.0.1]:$receiver_port" >"$postfix_dir/transport"
    postconf -c "$postfix_dir" -e "transport_maps = texthash:$postfix_dir/transport" 'defer_transports = late' || return 1
    echo '/^From:.*/ REPLACE From: Somebody via a list <list@example.org>' >"$postfix_dir/rewriting"
    echo '/^Date:.*/ REPLACE Date: Mon, 23 Nov 2026 00:00:00 +0000' >"$postfix_dir/damaging"
    transport late '' && transport rewriting "$postfix_dir/rewriting" && transport damaging "$postfix_dir/damaging" || return 1

    local name
    for name in locked late never wrong rewritten bounced; do
        printf '%s@example.test %s/\n' "$name" "$name" >>"$postfix_dir/mailboxes"
        printf '%s@example.test %s@example.test\n' "$name" "$name" >>"$postfix_dir/senders"
        printf '%s@example.test:%s\n' "$name" "$mailbox_password" >>"$root/dovecot/passwords"
    done
    printf 'locked@example.test:\n' >"$root/dovecot/locked"
    configure_names && configure_signature
}

configure_names() {
    openssl genrsa -out "$root/dkim.key" 2048 && openssl rsa -in "$root/dkim.key" -pubout -out "$root/dkim.pub" || return 1
    local key half
    key=$(grep -v -- '-----' "$root/dkim.pub" | tr -d '\n')
    half=$((${#key} / 2))
    sed -e "s|@PORT@|$dns_port|g" -e "s|@DKIM@|\"v=DKIM1; k=rsa; p=${key:0:half}\",\"${key:half}\"|g" "$here/dnsmasq.conf.in" >"$root/dnsmasq.conf"
}

configure_signature() {
    echo '*@google.com forwarding' >"$root/dkim.signing"
    echo "forwarding google.com:proof:$root/dkim.key" >"$root/dkim.table"
    chmod 600 "$root/dkim.key"
    printf '%s\n' 'Mode s' 'Syslog no' 'RequireSafeKeys no' "Socket inet:$dkim_port@127.0.0.1" "SigningTable refile:$root/dkim.signing" \
        "KeyTable $root/dkim.table" 'InternalHosts 127.0.0.1' 'Canonicalization relaxed/relaxed' 'OversignHeaders From' \
        "PidFile $root/dkim.pid" 'UserID root' >"$root/opendkim.conf"
}

# begin COMMAND…: runs beside us, until stop_provider.
begin() {
    "$@" >>"$root/${1##*/}.out" 2>&1 &
    provider_pids+=($!)
}

start_provider() {
    begin dnsmasq --keep-in-foreground --conf-file="$root/dnsmasq.conf"
    begin opendkim -f -x "$root/opendkim.conf"
    begin perl "$here/silent.pl" "$silent_port" "$full_port" "$silent_dns_port" "$closed_port"
    mkdir -p "$root/web/mail"
    cp "$here/config-v1.1.xml" "$root/web/mail/config-v1.1.xml"
    (cd "$root/web" && exec openssl s_server -accept "127.0.0.1:$web_port" -cert "$root/web.pem" -key "$root/web.key" -WWW -quiet) \
        >>"$root/web.out" 2>&1 &
    provider_pids+=($!)
}
provider_is_up() { is_open "$dns_port" && is_open "$dkim_port" && is_open "$web_port" && grep -q silent "$root/perl.out"; }
stop_provider() { local pid; for pid in "${provider_pids[@]}"; do end "$pid"; done; }
