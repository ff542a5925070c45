# Gmail's forwarding confirmation, as its sender, headers and links are; the words are ours. Sourced by run.sh.

token=%5BANGjdJ8proof-abcDEF123%5D-Zz_9
# gmail_confirmation FORWARDER REQUESTER [CODE]: with a code as until 2025, without one as since then.
gmail_confirmation() {
    local forwarder=$1 requester=$2 code=${3:-}
    printf '%s\n' 'From: Gmail Team <forwarding-noreply@google.com>' "To: $forwarder"
    if [[ -n $code ]]; then
        printf '%s\n' "Subject: (#$code) Gmail Forwarding Confirmation - Receive Mail from" " $requester"
    else
        printf '%s\n' "Subject: (Gmail Forwarding Confirmation - Receive Mail from $requester"
    fi
    printf '%s\n' "Date: $(date -R)" "Message-ID: <$RANDOM.$RANDOM@mail.example.com>" 'MIME-Version: 1.0' \
        'X-Google-Address-Confirmation: opaque0Words1That2Are3No4Code' 'Content-Type: text/plain; charset=UTF-8' '' \
        "$requester wants to forward its mail to $forwarder." ''
    [[ -z $code ]] || printf '%s\n' "The code is $code." ''
    printf '%s\n' 'To agree, open this page:' '' "https://mail-settings.google.com/mail/vf-$token" '' \
        'To stop it later, open this one:' '' "https://mail-settings.google.com/mail/uf-$token"
}
# from_google PORT FORWARDER REQUESTER [CODE]: it comes as mail of Google's, signed where the port signs.
from_google() {
    local port=$1 file
    shift
    file=$(mktemp "$root/confirmation.XXXX")
    gmail_confirmation "$@" >"$file"
    swaks --server 127.0.0.1 --port "$port" --helo mail.example.com --from forwarding-noreply@google.com --to "$1" --data "@$file" \
        --suppress-data </dev/null
}
