# `email check` against what Postfix, Dovecot and dnsmasq really answer, and `email add` and `email edit`, which run it. Sourced by run.sh.

# How long Postfix's log is so far, so that what comes after can be told apart. In a file: what step runs has variables of its own.
mark_log() { stat -c %s "$postfix_dir/log" >"$root/log.mark"; }
log_since() { tail -c "+$(($(<"$root/log.mark") + 1))" "$postfix_dir/log"; }
# Nothing was sent: no recipient, no content, and no message in the queue.
sent_nothing() {
    ! log_since | grep -E 'postfix/(cleanup|qmgr|pickup|smtp|virtual)\[| rcpt=| data=| bdat=' && queue_is_empty
}

# The password in no shape that a session has it in, in none of these files.
tells_no_password() {
    local login shape
    local shapes=("$mailbox_password") secret
    for secret in "$mailbox_password" "$wrong_password"; do
        shapes+=("$(printf %s "$secret" | base64 -w0)")
        for login in support sales locked nobody; do
            shapes+=("$(printf '\0%s@example.test\0%s' "$login" "$secret" | base64 -w0)")
        done
    done
    for shape in "${shapes[@]}"; do
        ! grep -rnF -- "$shape" "$@" || return 1
    done
}

# try_settings SECRET FLAG…: one check, its rows in check.out, everything else in check.err; prints how it ended.
try_settings() {
    local code=0 secret=$1
    shift
    "$qontak" email check --password-stdin --transcript --columns layer,result,class,detail,elapsed_ms "$@" \
        >"$root/check.out" 2>"$root/check.err" <<<"$secret" || code=$?
    echo "$code"
}

# checked SECRET LAYER CLASS FLAG…: the check fails at this layer with this class, exit 9, sends nothing, and does not tell the password.
# With `-` for both it passes, exit 0.
checked() {
    local secret=$1 layer=$2 class=$3 code wanted=9 got
    shift 3
    [[ $layer != - ]] || wanted=0
    mark_log
    code=$(try_settings "$secret" "$@")
    got=$(awk -F'\t' '$2 == "failed" { print $1, $3 }' "$root/check.out")
    [[ ${got:-- -} == "$layer $class" && $code == "$wanted" ]] || {
        printf 'wanted: %s %s, exit %s; got: %s, exit %s\n' "$layer" "$class" "$wanted" "${got:-nothing failed}" "$code"
        cat "$root/check.out" "$root/check.err"
        return 1
    }
    tells_no_password "$root/check.out" "$root/check.err" && sent_nothing
}
# by_hand MAILBOX HOST PORT SECURITY: settings that are no channel.
by_hand() { settings=(--address "$1" --smtp-host "$2" --smtp-port "$3" --security "$4"); }
# try NAME LAYER CLASS MAILBOX PORT SECURITY FLAG…
try() { by_hand "$4" localhost "$5" "$6"; step "$1" 0 checked "${secret:-$mailbox_password}" "$2" "$3" "${settings[@]}" "${@:7}"; }
log_says() { log_since | grep -F -- "$1" || { log_since; return 1; }; }
layers() { cut -f1,2 "$root/check.out" | tr '\t\n' '= '; }

chapter_check() {
    local us=support@example.test
    step 'nothing waits in Postfix' 30 queue_is_empty
    step 'a check of the channel with the right password' 0 checked "$mailbox_password" - - "$us"
    step 'every layer of STARTTLS' 0 equals 'dns=ok tcp=ok banner=ok ehlo=ok tls=ok auth=ok mail=ok ' layers
    step 'Postfix saw MAIL, RSET and QUIT, and nothing more' 5 log_says 'ehlo=2 starttls=1 auth=1 mail=1 rset=1 quit=1 commands=7'
    step 'a channel with TLS from the start' 0 checked "$mailbox_password" - - sales@example.test
    step 'every layer of it' 0 equals 'dns=ok tcp=ok tls=ok banner=ok ehlo=ok auth=ok mail=ok ' layers
    step 'Postfix saw the same' 5 log_says 'ehlo=1 auth=1 mail=1 rset=1 quit=1 commands=5'
    step 'the same in the local workspace' 0 checked "$mailbox_password" - - "$us" --local
    step 'and without a channel' 0 checked "$mailbox_password" - - --address "$us" --smtp-host localhost --smtp-port "$smtps_port" --security ssl
    step 'without a password up to the sign-in' 0 no_login
    check_accounts
    check_tls
    check_network
    check_interception
    step 'Postfix still has nothing to send' 0 queue_is_empty
}
no_login() {
    "$qontak" email check support@example.test --no-login --columns layer,result >"$root/check.out" 2>"$root/check.err" </dev/null &&
        equals 'dns=ok tcp=ok banner=ok ehlo=ok tls=ok auth=skipped mail=skipped ' layers
}

check_accounts() {
    secret=$wrong_password try 'a wrong password' auth bad_credentials support@example.test "$submission_port" starttls
    secret=$wrong_password try 'a wrong password, TLS from the start' auth bad_credentials support@example.test "$smtps_port" ssl
    try 'nobody of this name' auth bad_credentials nobody@example.test "$submission_port" starttls
    try 'an account that Dovecot locks' auth bad_credentials locked@example.test "$submission_port" starttls
    : >"$root/dovecot/locked"
    by_hand locked@example.test localhost "$submission_port" starttls
    step 'the same account, as soon as Dovecot has released it' 10 checked "$mailbox_password" - - "${settings[@]}"
    try 'sign-in is switched off' auth mechanism_unsupported support@example.test "$no_auth_port" starttls
    try 'a sender that the login may not use' mail from_not_permitted support@example.test "$own_sender_port" starttls --smtp-username sales@example.test
    try 'and one that it may' - - sales@example.test "$own_sender_port" starttls
    try 'one sign-in a minute: the first' - - support@example.test "$auth_limit_port" starttls
    try 'the second is too many' auth throttled support@example.test "$auth_limit_port" starttls
    try 'one connection a minute: the first' - - support@example.test "$connect_limit_port" starttls
    try 'the second is too many (421 in the place of a greeting)' banner throttled support@example.test "$connect_limit_port" starttls
}

check_tls() {
    try 'a server without STARTTLS: the password is not sent' tls tls_not_offered support@example.test "$no_tls_port" starttls
    step 'Postfix saw no sign-in' 0 saw_no_sign_in
    try 'an expired certificate' tls tls_cert_expired support@example.test "$expired_port" ssl
    try 'a certificate of another name' tls tls_cert_mismatch support@example.test "$other_name_port" starttls
    step 'the name is told' 0 contains "$root/check.out" mail.elsewhere.test
    try 'a certificate that nobody vouches for' tls tls_cert_untrusted support@example.test "$self_signed_port" ssl
    step 'Postfix saw no sign-in' 0 saw_no_sign_in
    try 'TLS at the port that begins in clear' tls wrong_security support@example.test "$submission_port" ssl
    try 'clear at the port that begins with TLS' banner wrong_security support@example.test "$smtps_port" starttls
}
saw_no_sign_in() { ! log_since | grep -E ' (auth|mail)='; }

check_network() {
    local dns=(--dns "127.0.0.1:$dns_port")
    try 'a port that is closed' tcp connect_refused support@example.test "$closed_port" ssl
    try 'a port that a firewall swallows' tcp connect_timeout support@example.test "$full_port" ssl --timeout 1s
    try 'a port that is silent, STARTTLS' banner connect_timeout support@example.test "$silent_port" starttls --timeout 1s
    try 'a port that is silent, TLS' tls connect_timeout support@example.test "$silent_port" ssl --timeout 1s
    by_hand support@example.test smtp.example.test "$smtps_port" ssl
    step 'a name that dnsmasq knows, and a certificate that does not name it' 0 checked "$mailbox_password" tls tls_cert_mismatch \
        "${settings[@]}" "${dns[@]}"
    by_hand support@example.test smpt.example.test "$smtps_port" ssl
    step 'a name that is misspelt' 0 checked "$mailbox_password" dns dns_nxdomain "${settings[@]}" "${dns[@]}"
    step 'a name server that is dead' 0 checked "$mailbox_password" dns dns_failed "${settings[@]}" --dns "127.0.0.1:$closed_port" --timeout 1s
    step 'a name server that is silent' 0 checked "$mailbox_password" dns dns_failed "${settings[@]}" --dns "127.0.0.1:$silent_dns_port" --timeout 1s
}

check_interception() {
    local gmail=(--address support@gmail.com --provider gmail)
    by_hand support@gmail.com smtp.gmail.com 587 starttls
    step 'asked for Gmail, another server answers' 0 checked "$wrong_password" tls intercepted "${settings[@]}" \
        --connect-to "smtp.gmail.com=127.0.0.1:$other_name_port"
    step 'its certificate tells whose it is' 0 contains "$root/check.out" mail.elsewhere.test
    step 'one whose certificate the machine trusts' 0 checked "$wrong_password" auth intercepted "${gmail[@]}" \
        --connect-to "smtp.gmail.com=127.0.0.1:$interceptor_port"
    step 'who it says it is, is told' 0 contains "$root/check.out" cpanel.hosting.test
}

# What is written only when the settings work.
chapter_add() {
    local before
    before=$(q email list -o json)
    add() { q email add "$1" --smtp-host localhost --smtp-port "$submission_port" --security starttls --password-stdin "${@:3}" <<<"$2"; }
    change() { q email edit support@example.test --password-stdin "${@:2}" <<<"$1"; }
    mark_log
    step 'a wrong password connects nothing' 0 refused 9 add late@example.test "$wrong_password"
    step 'and changes nothing' 0 refused 9 change "$wrong_password"
    step 'the server knows what it knew' 0 equals "$before" q email list -o json
    step 'and the channel still works' 0 checked "$mailbox_password" - - support@example.test
    step 'without the check it is connected' 0 add never@example.test "$wrong_password" --no-check
    step 'the right password is taken' 0 q email edit never@example.test --password-stdin <<<"$mailbox_password"
    step 'and connects' 0 add late@example.test "$mailbox_password"
    step 'settings that do not work are not taken either' 0 refused 9 q email edit late@example.test --smtp-port "$closed_port" --password-stdin <<<"$mailbox_password"
    step 'nor in the local workspace' 0 refused 9 add wrong@example.test "$wrong_password" --local
    step 'where the right password connects too' 0 add wrong@example.test "$mailbox_password" --local
    step 'and all are connected' 0 equals $'late@example.test\nnever@example.test\nsales@example.test\nsupport@example.test\nwrong@example.test' sorted_addresses
    late=$(q email forwarder late@example.test)
    never=$(q email forwarder never@example.test)
    wrong=$(q email forwarder wrong@example.test)
}
