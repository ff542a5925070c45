# What proves that forwarded mail arrives, and what says why it does not: confirm, verify, doctor, trace, detect, explain. Against a provider
# that forwards at once, late, never, elsewhere, with another From, or sends back. Sourced by run.sh.

# said CODE WORD… -- COMMAND…: the command ends with this exit code, and says all of these on one of its outputs; standard output is in
# said.out.
said() {
    local wanted=$1 words=() word code=0
    shift
    while [[ $1 != -- ]]; do words+=("$1"); shift; done
    shift
    "$@" >"$root/said.out" 2>"$root/said.err" || code=$?
    cat "$root/said.out" "$root/said.err" >"$root/said"
    ((code == wanted)) || { printf 'wanted exit %s, got %s\n' "$wanted" "$code"; cat "$root/said"; return 1; }
    for word in "${words[@]}"; do
        grep -qF -- "$word" "$root/said" || { printf 'not said: %s\n' "$word"; cat "$root/said"; return 1; }
    done
}
# Nothing was said of the link that cancels a forwarding, and of the one that confirms it only where it was asked for.
keeps_links() {
    ! grep -F "uf-$token" "$root/said" || return 1
    [[ $1 == shown ]] || ! grep -F "vf-$token" "$root/said"
}

chapter_confirm() {
    local us=support@example.test room
    confirm() { said "$1" "${@:4}" -- "$qontak" email confirm "$2" $3 && keeps_links "${kept:-}"; }
    step 'no confirmation has come' 0 confirm 9 "$us" '' 'forwarding-noreply@google.com'
    step 'Gmail mails one with a code, signed' 0 from_google "$google_port" "$support" "$us" 512345678
    step 'it is found, and who signed it' 20 confirm 0 "$us" '' 'signed by google.com' "$us asks" "$support"
    step 'its code is all of standard output' 0 equals 512345678 cat "$root/said.out"
    step 'in the local workspace too' 0 confirm 0 "$us" --local 'signed by google.com' 512345678
    room=$(q email confirm "$us" --columns room_id)
    q inbox show "$room" --raw >"$root/confirmation.eml"
    step 'saved, its signature is not believed' 0 confirm 0 "$us" "--from-file $root/confirmation.eml" 'not verified' 512345678
    step 'somebody else asks to forward into this inbox' 0 from_google "$google_port" "$sales" stranger@gmail.com 587654321
    step 'and is refused by name' 20 confirm 9 sales@example.test '' 'somebody else' stranger@gmail.com
    step 'the code is not told' 0 nothing_of 587654321

    "$qontak" email confirm late@example.test --wait --timeout 60s --link >"$root/waited.out" 2>"$root/waited.err" &
    local waiting=$!
    step 'somebody waits' 10 contains "$root/waited.err" 'Waiting for'
    step 'a confirmation with a link only' 0 from_google "$google_port" "$late" late@example.test
    step 'ends the waiting' 40 is_gone "$waiting"
    step 'with the link' 0 equals "https://mail-settings.google.com/mail/vf-$token" cat "$root/waited.out"
    kept=shown step 'asked for later too' 10 confirm 0 late@example.test --link 'signed by google.com' "vf-$token"
    step 'without being asked for it is not told' 0 confirm 9 late@example.test '' 'only a link'
    step 'one that was changed after it was signed' 0 from_google "$damaged_port" "$never" never@example.test 598765432
    step 'comes too' 20 one_room 598765432
    step 'and is refused' 0 confirm 9 never@example.test '' 'DKIM: fail'
    step 'its code is not told' 0 nothing_of 598765432
}
nothing_of() { ! grep -F -- "$1" "$root/said"; }

# way FORWARDER TRANSPORT: mail to it leaves Postfix by this transport.
way() { sed -i "1i $1 $2:[127.0.0.1]:$receiver_port" "$postfix_dir/transport"; }
# verified CODE VERDICT CHANNEL TIMEOUT FLAG…: the test mail ends with this verdict, and the password is told nowhere.
verified() {
    local code=$1 verdict=$2 channel=$3 patience=$4
    shift 4
    said "$code" -- "$qontak" email verify "$channel" --password-file "${password_file:-$root/password}" --interval 200ms \
        --timeout "$patience" --columns verdict,target,class "$@" && equals "$verdict" cut -f1 "$root/said.out" &&
        tells_no_password "$root/said" || { cat "$root/said"; return 1; }
}
connect_more() {
    rewritten=$(connect rewritten@example.test "$submission_port" starttls) && bounced=$(connect bounced@example.test "$bouncing_port" starttls) &&
        printf '%s' "$mailbox_password" >"$root/password" && printf '%s' "$wrong_password" >"$root/password.wrong" || give_up 'no channels'
    forward late@example.test "$late"
    forward wrong@example.test "$sales"
    forward rewritten@example.test "$rewritten"
    forward bounced@example.test "$bounced"
    way "$late" late
    way "$rewritten" rewriting
    postfix -c "$postfix_dir" reload >>"$postfix_dir/out" 2>&1
}
# What waits for this transport goes on its way.
release() { postconf -c "$postfix_dir" -e defer_transports= && postfix -c "$postfix_dir" reload && postqueue -c "$postfix_dir" -f; }

chapter_verify() {
    local us=support@example.test waiting subject
    connect_more
    step 'a test mail to a mailbox that forwards at once' 0 verified 0 arrived "$us" 30s
    step 'arrived in this channel' 0 equals "$us" cut -f2 "$root/said.out"
    step 'in the local workspace too' 0 verified 0 arrived "$us" 30s --local
    step 'with TLS from the start, its room resolved' 0 verified 0 arrived sales@example.test 30s --resolve
    step 'a mailbox that does not forward' 0 verified 9 not_received_within_timeframe never@example.test 2s
    step 'the provider has it' 20 has_mail never 'Subject: Qontak test mail'
    step 'one that forwards to another channel' 0 verified 9 wrong_target wrong@example.test 3s
    step 'which is named' 0 equals sales@example.test cut -f2 "$root/said.out"
    step 'one whose forwarding rewrites From' 0 verified 9 from_rewritten rewritten@example.test 30s
    step 'one whose provider sends it back' 0 verified 9 bounced bounced@example.test 30s
    step 'because it forbids forwarding' 0 contains "$root/said.out" forwarding_blocked
    password_file=$root/password.wrong step 'a wrong password' 0 verified 9 invalid_credentials "$us" 30s
    change_port() { q email edit never@example.test --smtp-port "$1" --no-check; }
    step 'an outbox server that is away' 0 change_port "$closed_port"
    step 'cannot send' 0 verified 9 smtp_host_issue never@example.test 30s
    step 'is there again' 0 change_port "$submission_port"

    "$qontak" email verify late@example.test --password-file "$root/password" --interval 200ms --timeout 60s --columns verdict \
        >"$root/late.out" 2>"$root/late.err" &
    waiting=$!
    step 'a provider that forwards late holds it' 20 queue_has "$late"
    step 'somebody waits' 0 kill -0 "$waiting"
    step 'then it goes on' 0 release
    step 'and ends the waiting' 40 is_gone "$waiting"
    step 'with what is true' 0 equals arrived cat "$root/late.out"

    "$qontak" email verify "$us" --interval 200ms --timeout 60s --columns verdict,from >"$root/own.out" 2>"$root/own.err" &
    waiting=$!
    step 'without a password the subject is told' 10 contains "$root/own.err" 'exactly this subject'
    subject=$(sed -n '/exactly this subject/{n;s/^ *//;p;}' "$root/own.err")
    step 'a customer sends it' 0 send customer@example.org "$us" --h-Subject "$subject" --body 'A test'
    step 'which ends the waiting' 40 is_gone "$waiting"
    step 'and names the customer' 0 equals $'arrived\tcustomer@example.org' cat "$root/own.out"
    step 'nothing waits in Postfix' 20 queue_is_empty
}

# finding CHECK SEVERITY [CLASS]: what the doctor found.
finding() { equals "$2	${3:-}" awk -F'\t' -v check="$1" '$1 == check { print $2 "\t" $3 }' "$root/said.out" || { cat "$root/said"; return 1; }; }
chapter_doctor() {
    local dns=(--dns "127.0.0.1:$dns_port")
    doctor() { said "$1" -- "$qontak" email doctor "$2" --columns check,severity,class,finding,remedy "${dns[@]}" "${@:3}"; }
    step 'the doctor looks at a channel that works' 0 doctor 0 support@example.test
    step 'its outbox server answers' 0 finding outbox ok
    step 'its forwarder leads to the receiver' 0 finding forwarder ok
    step 'SPF allows the outbox server' 0 finding spf ok
    step 'so DMARC is content' 0 finding dmarc ok
    step 'mail has arrived' 0 finding arrival ok
    step 'in the local workspace the same' 0 doctor 0 support@example.test --local
    q email add desk@silent.example.org --smtp-host localhost --smtp-port "$submission_port" --security starttls --password-stdin \
        --no-check <<<"$mailbox_password" >/dev/null
    q email add desk@strict.example.org --provider gmail --password-stdin --no-check <<<"$mailbox_password" >/dev/null
    step 'a domain that says nothing of who may send' 0 doctor 0 desk@silent.example.org
    step 'has no SPF' 0 finding spf warning spf_missing
    step 'and no DMARC' 0 finding dmarc warning dmarc_missing
    step 'and nothing has arrived' 0 finding arrival warning never_arrived
    step 'a domain that forbids it' 0 doctor 9 desk@strict.example.org --junit "$root/doctor.xml" \
        --connect-to "smtp.gmail.com=127.0.0.1:$interceptor_port"
    step 'SPF does not allow Gmail, through which it sends' 0 finding spf error spf_not_covered
    step 'so that replies are refused' 0 finding dmarc error dmarc_not_covered
    step 'JUnit says it too' 0 contains "$root/doctor.xml" '<testsuites' '<failure' dmarc_not_covered
    step 'a name server that is dead' 0 doctor_without_names
    step 'nothing of it sent a mail' 0 queue_is_empty
}
doctor_without_names() {
    said 0 -- "$qontak" email doctor support@example.test --columns check,severity,class,finding --dns "127.0.0.1:$closed_port" --timeout 1s &&
        finding spf warning timeout && finding forwarder warning timeout
}

# proposes ROW ADDRESS FLAG…: the best proposal is this.
proposes() {
    local wanted=$1
    shift
    "$qontak" email providers detect "$@" --online --dns "127.0.0.1:$dns_port" --columns source,provider,host,port,security \
        >"$root/said.out" 2>"$root/said" || { printf 'exit %s\n' "$?"; cat "$root/said"; return 1; }
    [[ $(head -n 1 "$root/said.out" | tr '\t' ' ') == "$wanted" ]] || { cat "$root/said.out" "$root/said"; return 1; }
}
chapter_detect() {
    local web=(--connect-to "autoconfig.own.example.org=127.0.0.1:$web_port")
    step 'a domain whose mail Google takes' 0 proposes 'mx gmail smtp.gmail.com 465 ssl' support@workspace.example.org
    step 'one whose mail Microsoft takes' 0 proposes 'mx microsoft365 smtp.office365.com 587 starttls' support@office.example.org
    step 'one with a service record' 0 proposes 'srv  outbox.service.example.org 465 ssl' support@service.example.org
    step 'one with an autoconfig file' 0 proposes 'autoconfig  outbox.own.example.org 465 ssl' support@own.example.org "${web[@]}"
    step 'one that does not exist' 0 said 6 -- "$qontak" email providers detect support@nowhere.example.org --online --dns "127.0.0.1:$dns_port"
    step 'nobody can be asked' 0 said 11 -- "$qontak" email providers detect support@own.example.org --online --dns "127.0.0.1:$closed_port" --timeout 1s
}

# traced WORD… -- FILE: each is a row of what the message tells, written `kind result address`.
traced() {
    local rows=()
    while [[ $1 != -- ]]; do rows+=("$1"); shift; done
    "$qontak" email trace "$2" --columns kind,result,address >"$root/said.out" 2>"$root/said" || { printf 'exit %s\n' "$?"; cat "$root/said"; return 1; }
    tr '\t' ' ' <"$root/said.out" >"$root/rows"
    contains "$root/rows" "${rows[@]}"
}
chapter_trace() {
    q inbox show "$room" --raw >"$root/forwarded.eml"
    # The first hop does not leave this machine, so that nothing is held against it.
    step 'a mail that Postfix forwarded' 0 traced 'hop  support@example.test' "hop encrypted $support" \
        'forward redirect support@example.test' 'from unchanged customer@example.org' -- "$root/forwarded.eml"
    q inbox show "$(rooms 'Straight to the receiver')" --raw >"$root/direct.eml"
    step 'one that came through no mailbox' 0 traced 'finding addressed_directly' -- "$root/direct.eml"
    step 'one from a pipe' 0 from_a_pipe
    step 'what is no mail' 0 refused_to_trace
}
from_a_pipe() { q inbox show "$room" --raw | "$qontak" email trace - --columns kind | grep -qx forward; }
refused_to_trace() {
    local code=0
    "$qontak" email trace "$root/receipt.bin" >"$root/said" 2>&1 || code=$?
    ((code > 0 && code < 100)) || { echo "exit $code"; cat "$root/said"; return 1; }
}

# explained CLASS PATTERN: the first line of Postfix's log that fits is explained so.
explained() {
    local line
    line=$(grep -m 1 -E -- "$2" "$postfix_dir/log") || { echo "no such line in Postfix's log: $2"; return 1; }
    equals "$1" "$qontak" email explain - --columns class <<<"$line" || { echo "$line"; return 1; }
}
chapter_explain() {
    step 'Postfix notes who failed to sign in' 0 explained bad_credentials 'SASL PLAIN authentication failed'
    step 'and who tries too often' 0 explained throttled 'AUTH command rate limit exceeded'
    step 'and who connects too often' 0 explained throttled 'Connection rate limit exceeded'
    step 'and who sends for others' 0 explained from_not_permitted 'NOQUEUE: reject: MAIL from'
    step 'and a receiver that is down' 0 explained connect_refused 'status=deferred \(connect to .*: Connection refused'
    step 'and a forwarder that is none' 0 explained recipient_unknown 'status=bounced \(host .* said: 550 5\.1\.1'
    step 'and who breaks TLS off' 0 explained tls_failed 'SSL_accept error'
    step 'what it says to who comes without TLS' 0 without_tls
    step 'its whole log: each cause once' 0 whole_log
}
without_tls() {
    swaks --server localhost --port "$submission_port" --helo client.example.test --from support@example.test --to customer@example.org \
        </dev/null >"$root/session" 2>&1
    grep -q '530 5.7.0 Must issue a STARTTLS command first' "$root/session" || { cat "$root/session"; return 1; }
    equals tls_required "$qontak" email explain - --columns class <"$root/session"
}
whole_log() {
    local class
    "$qontak" email explain - --columns class,reply <"$postfix_dir/log" >"$root/explained" || return 1
    cut -f1 "$root/explained" >"$root/classes"
    for class in bad_credentials connect_refused from_not_permitted recipient_unknown throttled; do
        grep -qx "$class" "$root/classes" || { echo "missing: $class"; cat "$root/classes"; return 1; }
    done
    ! grep ^unknown "$root/explained"
}
