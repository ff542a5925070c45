
use builtin;
use str;

set edit:completion:arg-completer[qontak] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'qontak'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'qontak'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand login 'Sign in and remember it as a profile'
            cand logout 'Forget the credential of a profile'
            cand status 'Who you are, where, and where that comes from'
            cand profile 'Manage profiles: which server, which sign-in'
            cand email 'Connect and manage email channels'
            cand inbox 'Read and answer what customers wrote'
            cand server 'Run a server of your own'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;login'= {
            cand --server 'Sign in to this server (https, or http on this machine)'
            cand --username 'Username or email address'
            cand --client-id 'The client id of an HMAC credential (Mekari gateway)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --password-stdin 'Read the password from standard input'
            cand --token-stdin 'Read an access token from standard input'
            cand --client-secret-stdin 'Read the client secret from standard input'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;logout'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --all 'Forget every credential of every profile'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;status'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --check 'Ask the server whether the credential works'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;profile'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the profiles'
            cand use 'Make a profile the default'
            cand remove 'Remove a profile and its credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;profile;list'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;profile;use'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;profile;remove'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;profile;help'= {
            cand list 'List the profiles'
            cand use 'Make a profile the default'
            cand remove 'Remove a profile and its credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;profile;help;list'= {
        }
        &'qontak;profile;help;use'= {
        }
        &'qontak;profile;help;remove'= {
        }
        &'qontak;profile;help;help'= {
        }
        &'qontak;email'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Connect a mailbox'
            cand list 'List the connected mailboxes'
            cand show 'Show one channel'
            cand edit 'Change a channel'
            cand disconnect 'Disconnect channels; this deletes them'
            cand forwarder 'Print the address that the mail provider must forward to'
            cand check 'Try SMTP settings for real, layer by layer; nothing is sent'
            cand confirm 'Find Gmail''s forwarding confirmation in the Inbox'
            cand verify 'Follow a test mail until it is in the Inbox'
            cand doctor 'Look at everything at once: settings, forwarder, DNS, last arrival'
            cand explain 'Say what an SMTP error means and what to do; offline'
            cand trace 'Say what a saved message tells of its way; offline'
            cand providers 'Look up SMTP settings of mail providers'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;email;add'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --provider 'A provider from `qontak email providers list`'
            cand --smtp-host 'Outbox server (SMTP) by hand: host name'
            cand --smtp-port 'Outbox server (SMTP) by hand: port'
            cand --security 'Outbox server (SMTP) by hand: security'
            cand --smtp-username 'Login at the outbox server, if it is not the email address; some providers need it'
            cand --password-file 'Read the app password from a file'
            cand --password-env 'Read the app password from an environment variable'
            cand --password-command 'Read the app password from what a command prints'
            cand --if-exists 'What to do when the mailbox is connected already'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --password-stdin 'Read the app password from standard input'
            cand --no-check 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;list'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --search 'Only channels whose address contains this'
            cand --provider 'Only channels of this provider'
            cand --sort 'Sort by a field; a leading - turns the order around (newest first unless said)'
            cand --limit 'At most this many channels'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --active 'Only active channels'
            cand --inactive 'Only inactive channels'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;show'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;edit'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --address 'A new mailbox address'
            cand --provider 'A provider from `qontak email providers list`'
            cand --smtp-host 'Outbox server (SMTP) by hand: host name'
            cand --smtp-port 'Outbox server (SMTP) by hand: port'
            cand --security 'Outbox server (SMTP) by hand: security'
            cand --smtp-username 'Login at the outbox server, if it is not the email address; some providers need it'
            cand --password-file 'Read the app password from a file'
            cand --password-env 'Read the app password from an environment variable'
            cand --password-command 'Read the app password from what a command prints'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --password-stdin 'Read the app password from standard input'
            cand --no-check 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)'
            cand --dry-run 'Show what would change, and change nothing'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;disconnect'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --if-missing 'What to do when one of them is no channel, or none any more'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Show what would be lost, and disconnect nothing'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;forwarder'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --steps 'Explain on standard error how to set up forwarding at the provider'
            cand --copy 'Copy the address to the clipboard through the terminal (OSC 52)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;check'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --address 'Settings that are no channel yet: the mailbox address'
            cand --provider 'A provider from `qontak email providers list`'
            cand --smtp-host 'Outbox server (SMTP) by hand: host name'
            cand --smtp-port 'Outbox server (SMTP) by hand: port'
            cand --security 'Outbox server (SMTP) by hand: security'
            cand --smtp-username 'Login at the outbox server, if it is not the email address; some providers need it'
            cand --password-file 'Read the app password from a file'
            cand --password-env 'Read the app password from an environment variable'
            cand --password-command 'Read the app password from what a command prints'
            cand --dns 'Ask this name server instead of the system''s'
            cand --connect-to 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --password-stdin 'Read the app password from standard input'
            cand --no-login 'Try everything up to the sign-in, which needs a password'
            cand --transcript 'Show on standard error what was said, without the password'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;confirm'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --from-file 'Read the confirmation from a saved message (- for standard input) instead of the Inbox'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --wait 'Wait until the confirmation comes'
            cand --link 'Print the link; who has it can confirm'
            cand --open 'Open the link in the browser'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;verify'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --password-file 'Read the app password from a file'
            cand --password-env 'Read the app password from an environment variable'
            cand --password-command 'Read the app password from what a command prints'
            cand --resume 'Go on following a test mail that was sent before: send nothing'
            cand --interval 'How often to look'
            cand --dns 'Ask this name server instead of the system''s'
            cand --connect-to 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --password-stdin 'Read the app password from standard input'
            cand --resolve 'Mark the test mail''s room as resolved afterwards'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;doctor'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --junit 'Write the findings as JUnit XML too: errors are failures; a file that is there is replaced'
            cand --dns 'Ask this name server instead of the system''s'
            cand --connect-to 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;explain'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --host 'The host that was asked for, where it is known'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;trace'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;providers'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the providers whose settings are known'
            cand show 'Show one provider: hosts, ports, password, forwarding steps'
            cand detect 'Propose SMTP settings for a mailbox, from its domain'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;email;providers;list'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;providers;show'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;providers;detect'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --dns 'Ask this name server instead of the system''s'
            cand --connect-to 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --online 'Ask the network too: MX, autoconfig, Mozilla''s ISPDB, SRV, and what hosters with cPanel use. Told is the domain only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;email;providers;help'= {
            cand list 'List the providers whose settings are known'
            cand show 'Show one provider: hosts, ports, password, forwarding steps'
            cand detect 'Propose SMTP settings for a mailbox, from its domain'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;email;providers;help;list'= {
        }
        &'qontak;email;providers;help;show'= {
        }
        &'qontak;email;providers;help;detect'= {
        }
        &'qontak;email;providers;help;help'= {
        }
        &'qontak;email;help'= {
            cand add 'Connect a mailbox'
            cand list 'List the connected mailboxes'
            cand show 'Show one channel'
            cand edit 'Change a channel'
            cand disconnect 'Disconnect channels; this deletes them'
            cand forwarder 'Print the address that the mail provider must forward to'
            cand check 'Try SMTP settings for real, layer by layer; nothing is sent'
            cand confirm 'Find Gmail''s forwarding confirmation in the Inbox'
            cand verify 'Follow a test mail until it is in the Inbox'
            cand doctor 'Look at everything at once: settings, forwarder, DNS, last arrival'
            cand explain 'Say what an SMTP error means and what to do; offline'
            cand trace 'Say what a saved message tells of its way; offline'
            cand providers 'Look up SMTP settings of mail providers'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;email;help;add'= {
        }
        &'qontak;email;help;list'= {
        }
        &'qontak;email;help;show'= {
        }
        &'qontak;email;help;edit'= {
        }
        &'qontak;email;help;disconnect'= {
        }
        &'qontak;email;help;forwarder'= {
        }
        &'qontak;email;help;check'= {
        }
        &'qontak;email;help;confirm'= {
        }
        &'qontak;email;help;verify'= {
        }
        &'qontak;email;help;doctor'= {
        }
        &'qontak;email;help;explain'= {
        }
        &'qontak;email;help;trace'= {
        }
        &'qontak;email;help;providers'= {
            cand list 'List the providers whose settings are known'
            cand show 'Show one provider: hosts, ports, password, forwarding steps'
            cand detect 'Propose SMTP settings for a mailbox, from its domain'
        }
        &'qontak;email;help;providers;list'= {
        }
        &'qontak;email;help;providers;show'= {
        }
        &'qontak;email;help;providers;detect'= {
        }
        &'qontak;email;help;help'= {
        }
        &'qontak;inbox'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the rooms: conversations with customers'
            cand show 'Show the messages of a room'
            cand reply 'Answer the customer of a room'
            cand resolve 'Resolve rooms'
            cand read 'Mark all messages of rooms as read'
            cand watch 'Print new messages as they come'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;inbox;list'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --status 'Only rooms with this status'
            cand --channel 'Only rooms of this channel: id or mailbox address'
            cand --search 'Only rooms with this in customer, subject or mailbox'
            cand --limit 'At most this many rooms (0: none)'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --unread 'Only rooms with unread messages'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;show'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --message 'Only this message of the room'
            cand --limit 'At most this many messages, the latest (100 unless said, 0: none)'
            cand --save-attachments 'Save the attachments of these messages into a folder; created if missing'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --raw 'Print the message as it came, behind the headers of its reception; not to a terminal. The customer''s last one, or --message'
            cand --mark-read 'Mark what was shown, and what came before it, as read'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;reply'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --body-file 'Read the text from a file; - is standard input'
            cand --to 'Send it to this address and not to the room''s customer; can be given several times'
            cand --cc 'Send a copy to this address too; can be given several times'
            cand --bcc 'The same, hidden from the others'
            cand --subject 'A subject in the place of Re: and the customer''s'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand --no-wait 'Do not wait until it is sent'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;resolve'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;read'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;watch'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --channel 'Only messages of this channel: id or mailbox address'
            cand --interval 'How long to wait before asking again (like 500ms, 2s)'
            cand --limit 'End after this many messages (0: at once)'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;inbox;help'= {
            cand list 'List the rooms: conversations with customers'
            cand show 'Show the messages of a room'
            cand reply 'Answer the customer of a room'
            cand resolve 'Resolve rooms'
            cand read 'Mark all messages of rooms as read'
            cand watch 'Print new messages as they come'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;inbox;help;list'= {
        }
        &'qontak;inbox;help;show'= {
        }
        &'qontak;inbox;help;reply'= {
        }
        &'qontak;inbox;help;resolve'= {
        }
        &'qontak;inbox;help;read'= {
        }
        &'qontak;inbox;help;watch'= {
        }
        &'qontak;inbox;help;help'= {
        }
        &'qontak;server'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand run 'Serve the workspace over HTTP until SIGINT or SIGTERM'
            cand user 'Manage the people who may sign in'
            cand credential 'Manage HMAC credentials'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;run'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --listen 'Address and port to listen on; port 0 takes a free one'
            cand --tls-cert 'Certificate chain (PEM) to serve https'
            cand --tls-key 'Private key (PEM) of the certificate'
            cand --forwarder-domain 'Domain of the forwarder addresses (default: chat.qontak.com, where the vendor receives)'
            cand --smtp 'Receive the mail of the forwarder addresses here (SMTP); port 0 takes a free one'
            cand --dns 'Whom to ask for the DNS records that tell who sent a message: system, off, or ADDRESS:PORT'
            cand --smtp-limit 'Set a limit of the receiver, like size=25M; may be repeated'
            cand --retry-after 'When to try again to send a reply: after the first attempt, the second, and so on; the last one goes on (default 1m,5m,15m,1h,3h,6h); given up after two days'
            cand --token-lifetime 'How long an access token lives (like 30s, 12h; default 345 days)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --behind-proxy 'Listen off loopback without TLS, because a proxy in front speaks it'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;user'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Add a person'
            cand list 'List the people'
            cand password 'Set a new password; signs the person out everywhere'
            cand remove 'Remove a person and all their tokens'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;user;add'= {
            cand --role 'What the person may do'
            cand --full-name 'The name shown'
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --password-stdin 'Read the password from standard input'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;user;list'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;user;password'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --password-stdin 'Read the password from standard input'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;user;remove'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;user;help'= {
            cand add 'Add a person'
            cand list 'List the people'
            cand password 'Set a new password; signs the person out everywhere'
            cand remove 'Remove a person and all their tokens'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;user;help;add'= {
        }
        &'qontak;server;user;help;list'= {
        }
        &'qontak;server;user;help;password'= {
        }
        &'qontak;server;user;help;remove'= {
        }
        &'qontak;server;user;help;help'= {
        }
        &'qontak;server;credential'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand add 'Add an HMAC credential; prints its client id, never its secret'
            cand list 'List the HMAC credentials'
            cand remove 'Remove an HMAC credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;credential;add'= {
            cand --role 'What its bearer may do'
            cand --secret-file 'Make a secret and write it to this new file (0600)'
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --secret-stdin 'Read the secret from standard input'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;credential;list'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;credential;remove'= {
            cand --database 'The workspace''s database (default: the local workspace)'
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;server;credential;help'= {
            cand add 'Add an HMAC credential; prints its client id, never its secret'
            cand list 'List the HMAC credentials'
            cand remove 'Remove an HMAC credential'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;credential;help;add'= {
        }
        &'qontak;server;credential;help;list'= {
        }
        &'qontak;server;credential;help;remove'= {
        }
        &'qontak;server;credential;help;help'= {
        }
        &'qontak;server;help'= {
            cand run 'Serve the workspace over HTTP until SIGINT or SIGTERM'
            cand user 'Manage the people who may sign in'
            cand credential 'Manage HMAC credentials'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;server;help;run'= {
        }
        &'qontak;server;help;user'= {
            cand add 'Add a person'
            cand list 'List the people'
            cand password 'Set a new password; signs the person out everywhere'
            cand remove 'Remove a person and all their tokens'
        }
        &'qontak;server;help;user;add'= {
        }
        &'qontak;server;help;user;list'= {
        }
        &'qontak;server;help;user;password'= {
        }
        &'qontak;server;help;user;remove'= {
        }
        &'qontak;server;help;credential'= {
            cand add 'Add an HMAC credential; prints its client id, never its secret'
            cand list 'List the HMAC credentials'
            cand remove 'Remove an HMAC credential'
        }
        &'qontak;server;help;credential;add'= {
        }
        &'qontak;server;help;credential;list'= {
        }
        &'qontak;server;help;credential;remove'= {
        }
        &'qontak;server;help;help'= {
        }
        &'qontak;completions'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;man'= {
            cand --profile 'Use this profile'
            cand -o 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --output 'How to print: a table in a terminal, tab-separated in a pipe, unless said'
            cand --columns 'Print only these fields, in this order (comma-separated)'
            cand --color 'Use colour'
            cand --timeout 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all'
            cand --local 'Use the workspace on this machine: no account, no network'
            cand --json 'Short for --output json'
            cand --no-input 'Never ask anything: what is missing is an error'
            cand -v 'Show each request on standard error: method, URL, status, time, request id'
            cand --verbose 'Show each request on standard error: method, URL, status, time, request id'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'qontak;help'= {
            cand login 'Sign in and remember it as a profile'
            cand logout 'Forget the credential of a profile'
            cand status 'Who you are, where, and where that comes from'
            cand profile 'Manage profiles: which server, which sign-in'
            cand email 'Connect and manage email channels'
            cand inbox 'Read and answer what customers wrote'
            cand server 'Run a server of your own'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'qontak;help;login'= {
        }
        &'qontak;help;logout'= {
        }
        &'qontak;help;status'= {
        }
        &'qontak;help;profile'= {
        }
        &'qontak;help;email'= {
        }
        &'qontak;help;inbox'= {
        }
        &'qontak;help;server'= {
        }
        &'qontak;help;completions'= {
        }
        &'qontak;help;man'= {
        }
        &'qontak;help;help'= {
        }
    ]
    $completions[$command]
}
