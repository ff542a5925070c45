# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_qontak_global_optspecs
    string join \n profile= local o/output= json columns= color= no-input timeout= v/verbose h/help V/version
end

function __fish_qontak_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_qontak_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_qontak_using_subcommand
    set -l cmd (__fish_qontak_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c qontak -n "__fish_qontak_needs_command" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_needs_command" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_needs_command" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_needs_command" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_needs_command" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_needs_command" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_needs_command" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_needs_command" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_needs_command" -s V -l version -d 'Print version'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "login" -d 'Sign in and remember it as a profile'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "logout" -d 'Forget the credential of a profile'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "status" -d 'Who you are, where, and where that comes from'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "profile" -d 'Manage profiles: which server, which sign-in'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "email" -d 'Connect and manage email channels'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "inbox" -d 'Read and answer what customers wrote'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "server" -d 'Run a server of your own'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c qontak -n "__fish_qontak_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l server -d 'Sign in to this server (https, or http on this machine)' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -l username -d 'Username or email address' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -l client-id -d 'The client id of an HMAC credential (Mekari gateway)' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand login" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand login" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand login" -l password-stdin -d 'Read the password from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l token-stdin -d 'Read an access token from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l client-secret-stdin -d 'Read the client secret from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand login" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand login" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand logout" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l all -d 'Forget every credential of every profile'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand status" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand status" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand status" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand status" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand status" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand status" -l check -d 'Ask the server whether the credential works'
complete -c qontak -n "__fish_qontak_using_subcommand status" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand status" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand status" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand status" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -f -a "list" -d 'List the profiles'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -f -a "use" -d 'Make a profile the default'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -f -a "remove" -d 'Remove a profile and its credential'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and not __fish_seen_subcommand_from list use remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the profiles'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "use" -d 'Make a profile the default'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove a profile and its credential'
complete -c qontak -n "__fish_qontak_using_subcommand profile; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "add" -d 'Connect a mailbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "list" -d 'List the connected mailboxes'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "show" -d 'Show one channel'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "edit" -d 'Change a channel'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "disconnect" -d 'Disconnect channels; this deletes them'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "forwarder" -d 'Print the address that the mail provider must forward to'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "check" -d 'Try SMTP settings for real, layer by layer; nothing is sent'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "confirm" -d 'Find Gmail\'s forwarding confirmation in the Inbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "verify" -d 'Follow a test mail until it is in the Inbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "doctor" -d 'Look at everything at once: settings, forwarder, DNS, last arrival'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "explain" -d 'Say what an SMTP error means and what to do; offline'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "trace" -d 'Say what a saved message tells of its way; offline'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "providers" -d 'Look up SMTP settings of mail providers'
complete -c qontak -n "__fish_qontak_using_subcommand email; and not __fish_seen_subcommand_from add list show edit disconnect forwarder check confirm verify doctor explain trace providers help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l provider -d 'A provider from `qontak email providers list`' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l smtp-host -d 'Outbox server (SMTP) by hand: host name' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l smtp-port -d 'Outbox server (SMTP) by hand: port' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l security -d 'Outbox server (SMTP) by hand: security' -r -f -a "starttls\t'STARTTLS, usually port 587'
ssl\t'TLS from the first byte, usually port 465'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l smtp-username -d 'Login at the outbox server, if it is not the email address; some providers need it' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l password-file -d 'Read the app password from a file' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l password-env -d 'Read the app password from an environment variable' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l password-command -d 'Read the app password from what a command prints' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l if-exists -d 'What to do when the mailbox is connected already' -r -f -a "fail\t'Exit 7'
skip\t'Leave it as it is and print its forwarder'
update\t'Set only the given settings on it and print its forwarder'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the app password from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -l no-check -d 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l search -d 'Only channels whose address contains this' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l provider -d 'Only channels of this provider' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l sort -d 'Sort by a field; a leading - turns the order around (newest first unless said)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l limit -d 'At most this many channels' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l active -d 'Only active channels'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -l inactive -d 'Only inactive channels'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l address -d 'A new mailbox address' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l provider -d 'A provider from `qontak email providers list`' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l smtp-host -d 'Outbox server (SMTP) by hand: host name' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l smtp-port -d 'Outbox server (SMTP) by hand: port' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l security -d 'Outbox server (SMTP) by hand: security' -r -f -a "starttls\t'STARTTLS, usually port 587'
ssl\t'TLS from the first byte, usually port 465'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l smtp-username -d 'Login at the outbox server, if it is not the email address; some providers need it' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l password-file -d 'Read the app password from a file' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l password-env -d 'Read the app password from an environment variable' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l password-command -d 'Read the app password from what a command prints' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l password-stdin -d 'Read the app password from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l no-check -d 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -l dry-run -d 'Show what would change, and change nothing'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Do not ask'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l if-missing -d 'What to do when one of them is no channel, or none any more' -r -f -a "fail\t'Exit 6, before anything is disconnected'
skip\t'Report it as not found and go on'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -s y -l yes -d 'Do not ask'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -l dry-run -d 'Show what would be lost, and disconnect nothing'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from disconnect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l steps -d 'Explain on standard error how to set up forwarding at the provider'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -l copy -d 'Copy the address to the clipboard through the terminal (OSC 52)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from forwarder" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l address -d 'Settings that are no channel yet: the mailbox address' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l provider -d 'A provider from `qontak email providers list`' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l smtp-host -d 'Outbox server (SMTP) by hand: host name' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l smtp-port -d 'Outbox server (SMTP) by hand: port' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l security -d 'Outbox server (SMTP) by hand: security' -r -f -a "starttls\t'STARTTLS, usually port 587'
ssl\t'TLS from the first byte, usually port 465'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l smtp-username -d 'Login at the outbox server, if it is not the email address; some providers need it' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l password-file -d 'Read the app password from a file' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l password-env -d 'Read the app password from an environment variable' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l password-command -d 'Read the app password from what a command prints' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l dns -d 'Ask this name server instead of the system\'s' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l connect-to -d 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST\'s. Can be given again' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l password-stdin -d 'Read the app password from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l no-login -d 'Try everything up to the sign-in, which needs a password'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -l transcript -d 'Show on standard error what was said, without the password'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l from-file -d 'Read the confirmation from a saved message (- for standard input) instead of the Inbox' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l wait -d 'Wait until the confirmation comes'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l link -d 'Print the link; who has it can confirm'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -l open -d 'Open the link in the browser'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from confirm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l password-file -d 'Read the app password from a file' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l password-env -d 'Read the app password from an environment variable' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l password-command -d 'Read the app password from what a command prints' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l resume -d 'Go on following a test mail that was sent before: send nothing' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l interval -d 'How often to look' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l dns -d 'Ask this name server instead of the system\'s' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l connect-to -d 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST\'s. Can be given again' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l password-stdin -d 'Read the app password from standard input'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -l resolve -d 'Mark the test mail\'s room as resolved afterwards'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l junit -d 'Write the findings as JUnit XML too: errors are failures; a file that is there is replaced' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l dns -d 'Ask this name server instead of the system\'s' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l connect-to -d 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST\'s. Can be given again' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l host -d 'The host that was asked for, where it is known' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from trace" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -f -a "list" -d 'List the providers whose settings are known'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -f -a "show" -d 'Show one provider: hosts, ports, password, forwarding steps'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -f -a "detect" -d 'Propose SMTP settings for a mailbox, from its domain'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from providers" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "add" -d 'Connect a mailbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the connected mailboxes'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one channel'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change a channel'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "disconnect" -d 'Disconnect channels; this deletes them'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "forwarder" -d 'Print the address that the mail provider must forward to'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "check" -d 'Try SMTP settings for real, layer by layer; nothing is sent'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "confirm" -d 'Find Gmail\'s forwarding confirmation in the Inbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Follow a test mail until it is in the Inbox'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Look at everything at once: settings, forwarder, DNS, last arrival'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Say what an SMTP error means and what to do; offline'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "trace" -d 'Say what a saved message tells of its way; offline'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "providers" -d 'Look up SMTP settings of mail providers'
complete -c qontak -n "__fish_qontak_using_subcommand email; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "list" -d 'List the rooms: conversations with customers'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "show" -d 'Show the messages of a room'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "reply" -d 'Answer the customer of a room'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "resolve" -d 'Resolve rooms'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "read" -d 'Mark all messages of rooms as read'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "watch" -d 'Print new messages as they come'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and not __fish_seen_subcommand_from list show reply resolve read watch help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l status -d 'Only rooms with this status' -r -f -a "campaign\t'Opened by a campaign'
unassigned\t'Nobody has it yet'
assigned\t'An agent has it'
resolved\t'Done'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l channel -d 'Only rooms of this channel: id or mailbox address' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l search -d 'Only rooms with this in customer, subject or mailbox' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l limit -d 'At most this many rooms (0: none)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -l unread -d 'Only rooms with unread messages'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l message -d 'Only this message of the room' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l limit -d 'At most this many messages, the latest (100 unless said, 0: none)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l save-attachments -d 'Save the attachments of these messages into a folder; created if missing' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l raw -d 'Print the message as it came, behind the headers of its reception; not to a terminal. The customer\'s last one, or --message'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -l mark-read -d 'Mark what was shown, and what came before it, as read'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l body-file -d 'Read the text from a file; - is standard input' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l to -d 'Send it to this address and not to the room\'s customer; can be given several times' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l cc -d 'Send a copy to this address too; can be given several times' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l bcc -d 'The same, hidden from the others' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l subject -d 'A subject in the place of Re: and the customer\'s' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -l no-wait -d 'Do not wait until it is sent'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from reply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l channel -d 'Only messages of this channel: id or mailbox address' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l interval -d 'How long to wait before asking again (like 500ms, 2s)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l limit -d 'End after this many messages (0: at once)' -r
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the rooms: conversations with customers'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the messages of a room'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "reply" -d 'Answer the customer of a room'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "resolve" -d 'Resolve rooms'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "read" -d 'Mark all messages of rooms as read'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "watch" -d 'Print new messages as they come'
complete -c qontak -n "__fish_qontak_using_subcommand inbox; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -f -a "run" -d 'Serve the workspace over HTTP until SIGINT or SIGTERM'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -f -a "user" -d 'Manage the people who may sign in'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -f -a "credential" -d 'Manage HMAC credentials'
complete -c qontak -n "__fish_qontak_using_subcommand server; and not __fish_seen_subcommand_from run user credential help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l database -d 'The workspace\'s database (default: the local workspace)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l listen -d 'Address and port to listen on; port 0 takes a free one' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l tls-cert -d 'Certificate chain (PEM) to serve https' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l tls-key -d 'Private key (PEM) of the certificate' -r -F
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l forwarder-domain -d 'Domain of the forwarder addresses (default: chat.qontak.com, where the vendor receives)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l smtp -d 'Receive the mail of the forwarder addresses here (SMTP); port 0 takes a free one' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l dns -d 'Whom to ask for the DNS records that tell who sent a message: system, off, or ADDRESS:PORT' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l smtp-limit -d 'Set a limit of the receiver, like size=25M; may be repeated' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l retry-after -d 'When to try again to send a reply: after the first attempt, the second, and so on; the last one goes on (default 1m,5m,15m,1h,3h,6h); given up after two days' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l token-lifetime -d 'How long an access token lives (like 30s, 12h; default 345 days)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l behind-proxy -d 'Listen off loopback without TLS, because a proxy in front speaks it'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -f -a "add" -d 'Add a person'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -f -a "list" -d 'List the people'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -f -a "password" -d 'Set a new password; signs the person out everywhere'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -f -a "remove" -d 'Remove a person and all their tokens'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from user" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -f -a "add" -d 'Add an HMAC credential; prints its client id, never its secret'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -f -a "list" -d 'List the HMAC credentials'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -f -a "remove" -d 'Remove an HMAC credential'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from credential" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "run" -d 'Serve the workspace over HTTP until SIGINT or SIGTERM'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "user" -d 'Manage the people who may sign in'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "credential" -d 'Manage HMAC credentials'
complete -c qontak -n "__fish_qontak_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand completions" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand completions" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand completions" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand man" -l profile -d 'Use this profile' -r
complete -c qontak -n "__fish_qontak_using_subcommand man" -s o -l output -d 'How to print: a table in a terminal, tab-separated in a pipe, unless said' -r -f -a "table\t'Aligned columns for a person'
json\t'JSON; errors on standard error are JSON too'
csv\t'Comma-separated, with a header'
tsv\t'Tab-separated, without a header'"
complete -c qontak -n "__fish_qontak_using_subcommand man" -l columns -d 'Print only these fields, in this order (comma-separated)' -r
complete -c qontak -n "__fish_qontak_using_subcommand man" -l color -d 'Use colour' -r -f -a "auto\t'In a terminal, unless the environment says otherwise'
always\t'Always'
never\t'Never'"
complete -c qontak -n "__fish_qontak_using_subcommand man" -l timeout -d 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all' -r
complete -c qontak -n "__fish_qontak_using_subcommand man" -l local -d 'Use the workspace on this machine: no account, no network'
complete -c qontak -n "__fish_qontak_using_subcommand man" -l json -d 'Short for --output json'
complete -c qontak -n "__fish_qontak_using_subcommand man" -l no-input -d 'Never ask anything: what is missing is an error'
complete -c qontak -n "__fish_qontak_using_subcommand man" -s v -l verbose -d 'Show each request on standard error: method, URL, status, time, request id'
complete -c qontak -n "__fish_qontak_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "login" -d 'Sign in and remember it as a profile'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "logout" -d 'Forget the credential of a profile'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "status" -d 'Who you are, where, and where that comes from'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "profile" -d 'Manage profiles: which server, which sign-in'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "email" -d 'Connect and manage email channels'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "inbox" -d 'Read and answer what customers wrote'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "server" -d 'Run a server of your own'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "man" -d 'Write the manual pages into a folder'
complete -c qontak -n "__fish_qontak_using_subcommand help; and not __fish_seen_subcommand_from login logout status profile email inbox server completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
