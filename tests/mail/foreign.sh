# The foreign parts alone, so that what fails later is known to be ours. Sourced by run.sh.

submit() { # SECURITY PASSWORD TEXT
    local tls=(--tls --port "$submission_port")
    [[ $1 == starttls ]] || tls=(--tlsc --port "$smtps_port")
    swaks --server localhost "${tls[@]}" --tls-verify --tls-ca-path "$root/ca.pem" --auth PLAIN --auth-user support@example.test \
        --auth-password "$2" --helo client.example.test --from support@example.test --to customer@example.org \
        --h-Subject "$3" --body "$3" --suppress-data </dev/null
}

foreign_parts() {
    step 'Postfix delivers into a Maildir' 20 send other@example.org customer@example.org --h-Subject 'Postfix alone' --body 'Postfix alone' &&
        step 'and the mail is there' 20 has_mail customer 'Postfix alone' || give_up 'Postfix does not work here'
    step 'submission with STARTTLS and the password that Dovecot knows' 20 submit starttls "$mailbox_password" 'Sent with STARTTLS' &&
        step 'submission with TLS from the start' 20 submit ssl "$mailbox_password" 'Sent with TLS' &&
        step 'both are there' 20 has_mail customer 'Sent with TLS' || give_up 'submission does not work here'
    step 'a wrong password is refused' 0 refused 28 submit starttls wrong 'Never sent'
}
