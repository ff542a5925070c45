# What happens to mail, from a customer's program to the Inbox and back. Sourced by run.sh.

server_pid=
database=

q() { "$qontak" "$@" 2>"$root/stderr" || { local code=$?; cat "$root/stderr" >&2; return "$code"; }; }

start_server() {
    SSL_CERT_FILE=$root/ca.pem "$qontak" server run --listen "127.0.0.1:$api_port" --smtp "127.0.0.1:$receiver_port" \
        --forwarder-domain inbound.example.test --database "$database" --tls-cert "$root/server.pem" --tls-key "$root/server.key" --dns "127.0.0.1:$dns_port" --retry-after 3s \
        >>"$root/server.out" 2>>"$root/server.log" &
    server_pid=$!
}
# Both its ports are open; a server that has ended shows its last words.
server_is_up() { is_open "$api_port" && is_open "$receiver_port" || { tail -n 20 "$root/server.log"; return 1; }; }
server_did_not_panic() { ! grep -n -A5 panicked "$root/server.log"; }

# rooms WORDS: the ids of the rooms that a search finds.
rooms() { q inbox list --search "$1" --columns id; }
one_room() { local found; found=$(rooms "$1") && [[ -n $found && $found != *$'\n'* ]] || { echo "rooms of '$1': ${found:-none}"; q inbox list -o table; tail -n 8 "$postfix_dir/log"; return 1; }; }
# messages ROOM COLUMNS: one line each, oldest first.
messages() { q inbox show "$1" --limit 1000 --columns "$2"; }
count_messages() { messages "$1" id | sort -u | wc -l; }
# arrived WORDS COUNT: there is one room of these words, and it has this many messages, each once.
arrived() {
    local room all
    one_room "$1" || return 1
    room=$(rooms "$1")
    all=$(messages "$room" message_id) || return 1
    [[ $(wc -l <<<"$all") == "$2" && $(sort -u <<<"$all" | wc -l) == "$2" ]] ||
        { echo "$(wc -l <<<"$all") messages, of them $(sort -u <<<"$all" | wc -l) different; wanted $2"; return 1; }
}
shows() { q inbox show "$1" >"$root/shown" && contains "$root/shown" "${@:2}"; }
raw() { q inbox show "$1" --raw >"$root/raw" && contains "$root/raw" "${@:2}"; }

# reply_is ROOM TEXT STATUS [CLASS]: how the sending of the reply that begins with this text goes.
reply_is() {
    local all
    all=$(messages "$1" text,status,error_class,attempts,next_attempt_at,error) || return 1
    equals "$3	${4:-}" awk -F'\t' -v text="$2" 'index($1, text) == 1 { print $2 "\t" $3 }' <<<"$all" || { echo "$all"; return 1; }
}
# reply ROOM TEXT FLAG…
reply() { printf '%s\n' "$2" >"$root/reply.txt"; q inbox reply "$1" --body-file "$root/reply.txt" "${@:3}"; }

# header FILE NAME: its value, unfolded.
header() { sed -e 's/\r$//' -e '/^$/q' "$1" | sed -e ':a;N;$!ba;s/\n[ \t]\+/ /g' | sed -n "s/^$2: *//Ip"; }

connect() { # MAILBOX PORT SECURITY
    q email add "$1" --smtp-host localhost --smtp-port "$2" --security "$3" --password-stdin --no-check <<<"$mailbox_password"
}

chapter_accounts() {
    local server="https://localhost:$api_port"
    q server user add admin@example.test --role admin --password-stdin --database "$database" <<<'a long admin password' >/dev/null ||
        give_up 'no user'
    start_server
    step 'the server serves https and SMTP' 20 server_is_up || give_up 'the server does not start'
    export SSL_CERT_FILE=$root/ca.pem
    step 'sign in' 0 q login --profile proof --server "$server" --username admin@example.test --password-stdin \
        < <(echo 'a long admin password') || give_up 'nobody can sign in'
    support=$(connect support@example.test "$submission_port" starttls) || give_up 'no channel'
    sales=$(connect sales@example.test "$smtps_port" ssl) || give_up 'no channel'
    step 'two mailboxes are connected' 0 equals $'sales@example.test\nsupport@example.test' sorted_addresses
    forward support@example.test "$support"
    forward sales@example.test "$sales"
}
sorted_addresses() { q email list --columns address | sort; }

chapter_one_mail() {
    step 'a customer writes to the mailbox' 0 send customer@example.org support@example.test --h-Subject 'Order 7 has not come' \
        --body 'Where is my order 7?' --header 'Message-Id: <order-7@customer.example.org>'
    step 'it is in the Inbox' 20 arrived 'Order 7 has not come' 1 || give_up 'nothing arrives'
    room=$(rooms 'Order 7 has not come')
    step 'it reads as it was written' 0 shows "$room" 'Order 7 has not come' customer@example.org support@example.test 'Where is my order 7?'
    step 'the raw message is kept, and says that Postfix used STARTTLS' 0 raw "$room" 'Message-Id: <order-7@customer.example.org>' \
        'Where is my order 7?' 'with ESMTPS'
    step 'the mailbox has its copy' 20 has_mail support 'Where is my order 7?'
}

chapter_reply() {
    local mail
    step 'an agent answers' 0 reply "$room" 'We have sent it again.' || return
    step 'the answer is in the customer'\''s Maildir' 30 has_mail customer 'We have sent it again.' || return
    step 'and is known to be sent' 20 reply_is "$room" 'We have sent it again.' sent
    mail=$(mail_with customer 'We have sent it again.')
    step 'From is the mailbox' 0 equals support@example.test bare_address "$mail" From
    step 'To is the customer' 0 equals customer@example.org bare_address "$mail" To
    step 'the subject continues the thread' 0 equals 'Re: Order 7 has not come' header "$mail" Subject
    step 'In-Reply-To is the customer'\''s message' 0 equals '<order-7@customer.example.org>' header "$mail" In-Reply-To
    step 'References too' 0 equals '<order-7@customer.example.org>' header "$mail" References
    step 'the envelope sender is the mailbox' 0 equals '<support@example.test>' header "$mail" Return-Path
    reply_id=$(header "$mail" Message-ID)
    # Another subject, so that only the references can tell.
    step 'the customer answers' 0 send customer@example.org support@example.test --h-Subject 'Thanks' --body 'It is here now.' \
        --header "In-Reply-To: $reply_id" --header "References: <order-7@customer.example.org> $reply_id" \
        --header 'Message-Id: <thanks@customer.example.org>'
    step 'in the same room' 20 has_three_messages
    step 'a second answer refers to the whole thread' 0 reply "$room" 'You are welcome.'
    step 'and arrives' 30 has_mail customer 'You are welcome.'
    mail=$(mail_with customer 'You are welcome.')
    step 'with all references' 0 equals "<order-7@customer.example.org> $reply_id <thanks@customer.example.org>" header "$mail" References
    step 'an answer with copies, one of them hidden' 0 reply "$room" 'Grüße to all of you.' --cc other@example.org --bcc sales@example.test
    step 'reaches who is named' 30 has_mail other "In-Reply-To: <thanks@customer.example.org>"
    step 'and who is hidden' 30 has_mail sales "In-Reply-To: <thanks@customer.example.org>"
    step 'who stays hidden' 0 equals '' mail_with other sales@example.test
}
bare_address() { header "$1" "$2" | sed -e 's/.*<//' -e 's/>.*//'; }
has_three_messages() { equals 3 count_messages "$room" && shows "$room" 'It is here now.'; }

chapter_storm() {
    stop_postfix
    step 'Postfix is down' 20 is_closed "$submission_port"
    step 'an answer is taken' 0 reply "$room" 'Sent in a storm.' --no-wait || return
    step 'and waits' 20 reply_is "$room" 'Sent in a storm.' pending connect_refused
    start_postfix
    step 'Postfix is up again, and what waited is sent' 30 reply_is "$room" 'Sent in a storm.' sent
    step 'and arrives' 20 has_mail customer 'Sent in a storm.'
    step 'once' 0 equals 1 mails_with customer 'Sent in a storm.'
}
mails_with() { mail_with "$@" | wc -l; }

chapter_shapes() {
    head -c 200000 /dev/urandom >"$root/receipt.bin"
    step 'a mail with an attachment' 0 send customer@example.org sales@example.test --h-Subject 'A receipt' --body 'See the attachment.' \
        --attach-type application/octet-stream --attach-name receipt.bin --attach "@$root/receipt.bin"
    step 'is in the Inbox' 20 arrived 'A receipt' 1 && {
        step 'and its attachment is saved as it was' 0 saved_attachment "$(rooms 'A receipt')"
        step 'a reply over TLS from the start' 0 reply "$(rooms 'A receipt')" 'The receipt is right.' &&
            step 'arrives' 30 has_mail customer 'The receipt is right.'
    }
    step 'STARTTLS to the receiver, its certificate checked' 0 swaks --server localhost --port "$receiver_port" --tls --tls-verify \
        --tls-ca-path "$root/ca.pem" --helo client.example.org --from other@example.org --to "$support" --suppress-data \
        --h-Subject 'Straight to the receiver' --body 'Straight' </dev/null
    step 'is in the Inbox' 20 arrived 'Straight to the receiver' 1
    step 'a bounce, which has no sender,' 0 swaks --server 127.0.0.1 --port "$receiver_port" --helo client.example.org --from '<>' \
        --to "$support" --suppress-data --h-From 'MAILER-DAEMON@example.org' --h-Subject 'Delivery failed' --body 'Failed' </dev/null
    step 'is in the Inbox' 20 arrived 'Delivery failed' 1
    step 'a mail of 12 MB through Postfix' 0 smtp-source -l 12000000 -m 1 -S 'A large one' -f other@example.org \
        -t support@example.test "127.0.0.1:$smtp_port"
    step 'is in the Inbox' 40 arrived 'A large one' 1
    step 'two to the same forwarder in one session' 0 smtp-source -d -m 2 -S 'Two of them' -f other@example.org -t "$support" \
        "127.0.0.1:$receiver_port"
    step 'are in the Inbox' 20 arrived 'Two of them' 2
    step 'a hundred through Postfix over five sessions' 0 smtp-source -s 5 -m 100 -l 2000 -S 'A hundred of them' -f other@example.org \
        -t support@example.test "127.0.0.1:$smtp_port"
    step 'are in the Inbox, each once' 60 arrived 'A hundred of them' 100
    step 'and nothing waits in Postfix' 20 queue_is_empty
}
saved_attachment() { rm -rf "$root/saved"; q inbox show "$1" --save-attachments "$root/saved" >/dev/null && cmp "$root/receipt.bin" "$root/saved/receipt.bin"; }

chapter_refusals() {
    step 'a mail to a forwarder that never was' 0 send other@example.org 00000000-0000-4000-8000-000000000000@inbound.example.test \
        --h-Subject 'To nobody' --body 'To nobody'
    step 'comes back as undeliverable' 30 has_mail other '00000000-0000-4000-8000-000000000000@inbound.example.test>: host'
    step 'with the reply 550 5.1.1' 0 has_mail other '550 5.1.1'
    step 'the receiver relays for nobody' 0 refused 24 swaks --server 127.0.0.1 --port "$receiver_port" --helo client.example.org \
        --from other@example.org --to customer@example.org --suppress-data </dev/null
    step 'the wrong password at the outbox server' 0 q email edit support@example.test --password-stdin --no-check < <(echo 'not the password')
    step 'an answer is taken, fails, and exits 9' 0 refused 9 reply "$room" 'Never delivered.' &&
        step 'with its class' 10 reply_is "$room" 'Never delivered.' failed bad_credentials
    step 'the right password again' 0 q email edit support@example.test --password-stdin --no-check < <(echo "$mailbox_password")
    step 'an answer is sent' 0 reply "$room" 'With the right password.' &&
        step 'and arrives' 30 has_mail customer 'With the right password.'
    step 'what failed did not' 0 equals '' mail_with customer 'Never delivered.'
}

chapter_outages() {
    end "$server_pid"
    step 'while the receiver is down a mail' 0 send customer@example.org support@example.test --h-Subject 'While you slept' --body 'Awake?'
    step 'waits in Postfix' 20 queue_has "$support"
    step 'which has tried' 20 queue_has 'Connection refused'
    start_server
    step 'the receiver is up again' 20 server_is_up || give_up 'the server does not start again'
    step 'and the mail is in the Inbox' 40 flushed arrived 'While you slept' 1

    smtp-source -s 5 -m 400 -l 2000 -S 'Four hundred of them' -f other@example.org -t support@example.test "127.0.0.1:$smtp_port" \
        >"$root/source.out" 2>&1 &
    local source_pid=$!
    step 'of four hundred the first have come' 20 one_room 'Four hundred of them'
    kill -KILL "$server_pid"
    wait "$server_pid" 2>/dev/null
    step 'the last are on their way' 40 is_gone "$source_pid"
    start_server
    step 'killed in the middle, the receiver is up again' 20 server_is_up || give_up 'the server does not start again'
    step 'and all are in the Inbox, each once' 60 flushed arrived 'Four hundred of them' 400
}
flushed() { "$@" && return; postqueue -c "$postfix_dir" -f; return 1; }

chapter_end() {
    step 'a mailbox is disconnected' 0 q email disconnect sales@example.test --yes
    step 'a mail to its forwarder' 0 send other@example.org "$sales" --h-Subject 'Too late' --body 'Too late'
    step 'comes back' 30 has_mail other "$sales>: host"
    step 'its room can be read' 0 shows "$(rooms 'A receipt')" 'See the attachment.'
    step 'the server did not panic' 0 server_did_not_panic
    local pid=$server_pid
    kill "$pid"
    step 'and ends when it is asked to' 20 is_gone "$pid"
}

story() {
    # Where the local workspace is, so that --local sees what the server sees.
    mkdir -p "$XDG_DATA_HOME/qontak"
    database=sqlite:$XDG_DATA_HOME/qontak/workspace.db
    chapter_accounts
    chapter_one_mail
    chapter_reply
    chapter_storm
    chapter_shapes
    chapter_refusals
    chapter_outages
    chapter_check
    chapter_add
    chapter_confirm
    chapter_verify
    chapter_doctor
    chapter_trace
    chapter_detect
    chapter_explain
    chapter_end
}
