# What proves that forwarded mail arrives, and what says why it does not: confirm, doctor. Sourced by run.sh.

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
    step 'and is refused' 0 confirm 9 never@example.test '' 'DKIM says fail'
    step 'its code is not told' 0 nothing_of 598765432
}
nothing_of() { ! grep -F -- "$1" "$root/said"; }

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
