
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'qontak' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'qontak'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'qontak' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in and remember it as a profile')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the credential of a profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Who you are, where, and where that comes from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'Manage profiles: which server, which sign-in')
            [CompletionResult]::new('email', 'email', [CompletionResultType]::ParameterValue, 'Connect and manage email channels')
            [CompletionResult]::new('inbox', 'inbox', [CompletionResultType]::ParameterValue, 'Read and answer what customers wrote')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'Run a server of your own')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;login' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Sign in to this server (https, or http on this machine)')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'Username or email address')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The client id of an HMAC credential (Mekari gateway)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input')
            [CompletionResult]::new('--token-stdin', '--token-stdin', [CompletionResultType]::ParameterName, 'Read an access token from standard input')
            [CompletionResult]::new('--client-secret-stdin', '--client-secret-stdin', [CompletionResultType]::ParameterName, 'Read the client secret from standard input')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;logout' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Forget every credential of every profile')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;status' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Ask the server whether the credential works')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;profile' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a profile the default')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile and its credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;profile;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;profile;use' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;profile;remove' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;profile;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the profiles')
            [CompletionResult]::new('use', 'use', [CompletionResultType]::ParameterValue, 'Make a profile the default')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a profile and its credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;profile;help;list' {
            break
        }
        'qontak;profile;help;use' {
            break
        }
        'qontak;profile;help;remove' {
            break
        }
        'qontak;profile;help;help' {
            break
        }
        'qontak;email' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Connect a mailbox')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the connected mailboxes')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one channel')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a channel')
            [CompletionResult]::new('disconnect', 'disconnect', [CompletionResultType]::ParameterValue, 'Disconnect channels; this deletes them')
            [CompletionResult]::new('forwarder', 'forwarder', [CompletionResultType]::ParameterValue, 'Print the address that the mail provider must forward to')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Try SMTP settings for real, layer by layer; nothing is sent')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Find Gmail''s forwarding confirmation in the Inbox')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Follow a test mail until it is in the Inbox')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look at everything at once: settings, forwarder, DNS, last arrival')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what an SMTP error means and what to do; offline')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Say what a saved message tells of its way; offline')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'Look up SMTP settings of mail providers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;email;add' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A provider from `qontak email providers list`')
            [CompletionResult]::new('--smtp-host', '--smtp-host', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: host name')
            [CompletionResult]::new('--smtp-port', '--smtp-port', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: port')
            [CompletionResult]::new('--security', '--security', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: security')
            [CompletionResult]::new('--smtp-username', '--smtp-username', [CompletionResultType]::ParameterName, 'Login at the outbox server, if it is not the email address; some providers need it')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the app password from a file')
            [CompletionResult]::new('--password-env', '--password-env', [CompletionResultType]::ParameterName, 'Read the app password from an environment variable')
            [CompletionResult]::new('--password-command', '--password-command', [CompletionResultType]::ParameterName, 'Read the app password from what a command prints')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do when the mailbox is connected already')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the app password from standard input')
            [CompletionResult]::new('--no-check', '--no-check', [CompletionResultType]::ParameterName, 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only channels whose address contains this')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only channels of this provider')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by a field; a leading - turns the order around (newest first unless said)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many channels')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--active', '--active', [CompletionResultType]::ParameterName, 'Only active channels')
            [CompletionResult]::new('--inactive', '--inactive', [CompletionResultType]::ParameterName, 'Only inactive channels')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;edit' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'A new mailbox address')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A provider from `qontak email providers list`')
            [CompletionResult]::new('--smtp-host', '--smtp-host', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: host name')
            [CompletionResult]::new('--smtp-port', '--smtp-port', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: port')
            [CompletionResult]::new('--security', '--security', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: security')
            [CompletionResult]::new('--smtp-username', '--smtp-username', [CompletionResultType]::ParameterName, 'Login at the outbox server, if it is not the email address; some providers need it')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the app password from a file')
            [CompletionResult]::new('--password-env', '--password-env', [CompletionResultType]::ParameterName, 'Read the app password from an environment variable')
            [CompletionResult]::new('--password-command', '--password-command', [CompletionResultType]::ParameterName, 'Read the app password from what a command prints')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the app password from standard input')
            [CompletionResult]::new('--no-check', '--no-check', [CompletionResultType]::ParameterName, 'Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;disconnect' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do when one of them is no channel, or none any more')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be lost, and disconnect nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;forwarder' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--steps', '--steps', [CompletionResultType]::ParameterName, 'Explain on standard error how to set up forwarding at the provider')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Copy the address to the clipboard through the terminal (OSC 52)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;check' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Settings that are no channel yet: the mailbox address')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A provider from `qontak email providers list`')
            [CompletionResult]::new('--smtp-host', '--smtp-host', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: host name')
            [CompletionResult]::new('--smtp-port', '--smtp-port', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: port')
            [CompletionResult]::new('--security', '--security', [CompletionResultType]::ParameterName, 'Outbox server (SMTP) by hand: security')
            [CompletionResult]::new('--smtp-username', '--smtp-username', [CompletionResultType]::ParameterName, 'Login at the outbox server, if it is not the email address; some providers need it')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the app password from a file')
            [CompletionResult]::new('--password-env', '--password-env', [CompletionResultType]::ParameterName, 'Read the app password from an environment variable')
            [CompletionResult]::new('--password-command', '--password-command', [CompletionResultType]::ParameterName, 'Read the app password from what a command prints')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Ask this name server instead of the system''s')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the app password from standard input')
            [CompletionResult]::new('--no-login', '--no-login', [CompletionResultType]::ParameterName, 'Try everything up to the sign-in, which needs a password')
            [CompletionResult]::new('--transcript', '--transcript', [CompletionResultType]::ParameterName, 'Show on standard error what was said, without the password')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;confirm' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Read the confirmation from a saved message (- for standard input) instead of the Inbox')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the confirmation comes')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Print the link; who has it can confirm')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open the link in the browser')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;verify' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the app password from a file')
            [CompletionResult]::new('--password-env', '--password-env', [CompletionResultType]::ParameterName, 'Read the app password from an environment variable')
            [CompletionResult]::new('--password-command', '--password-command', [CompletionResultType]::ParameterName, 'Read the app password from what a command prints')
            [CompletionResult]::new('--resume', '--resume', [CompletionResultType]::ParameterName, 'Go on following a test mail that was sent before: send nothing')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'How often to look')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Ask this name server instead of the system''s')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the app password from standard input')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Mark the test mail''s room as resolved afterwards')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;doctor' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write the findings as JUnit XML too: errors are failures; a file that is there is replaced')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Ask this name server instead of the system''s')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;explain' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host that was asked for, where it is known')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;trace' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;providers' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers whose settings are known')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one provider: hosts, ports, password, forwarding steps')
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Propose SMTP settings for a mailbox, from its domain')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;email;providers;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;providers;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;providers;detect' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Ask this name server instead of the system''s')
            [CompletionResult]::new('--connect-to', '--connect-to', [CompletionResultType]::ParameterName, 'Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST''s. Can be given again')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Ask the network too: MX, autoconfig, Mozilla''s ISPDB, SRV, and what hosters with cPanel use. Told is the domain only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;email;providers;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers whose settings are known')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one provider: hosts, ports, password, forwarding steps')
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Propose SMTP settings for a mailbox, from its domain')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;email;providers;help;list' {
            break
        }
        'qontak;email;providers;help;show' {
            break
        }
        'qontak;email;providers;help;detect' {
            break
        }
        'qontak;email;providers;help;help' {
            break
        }
        'qontak;email;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Connect a mailbox')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the connected mailboxes')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one channel')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a channel')
            [CompletionResult]::new('disconnect', 'disconnect', [CompletionResultType]::ParameterValue, 'Disconnect channels; this deletes them')
            [CompletionResult]::new('forwarder', 'forwarder', [CompletionResultType]::ParameterValue, 'Print the address that the mail provider must forward to')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Try SMTP settings for real, layer by layer; nothing is sent')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Find Gmail''s forwarding confirmation in the Inbox')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Follow a test mail until it is in the Inbox')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look at everything at once: settings, forwarder, DNS, last arrival')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what an SMTP error means and what to do; offline')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'Say what a saved message tells of its way; offline')
            [CompletionResult]::new('providers', 'providers', [CompletionResultType]::ParameterValue, 'Look up SMTP settings of mail providers')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;email;help;add' {
            break
        }
        'qontak;email;help;list' {
            break
        }
        'qontak;email;help;show' {
            break
        }
        'qontak;email;help;edit' {
            break
        }
        'qontak;email;help;disconnect' {
            break
        }
        'qontak;email;help;forwarder' {
            break
        }
        'qontak;email;help;check' {
            break
        }
        'qontak;email;help;confirm' {
            break
        }
        'qontak;email;help;verify' {
            break
        }
        'qontak;email;help;doctor' {
            break
        }
        'qontak;email;help;explain' {
            break
        }
        'qontak;email;help;trace' {
            break
        }
        'qontak;email;help;providers' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the providers whose settings are known')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one provider: hosts, ports, password, forwarding steps')
            [CompletionResult]::new('detect', 'detect', [CompletionResultType]::ParameterValue, 'Propose SMTP settings for a mailbox, from its domain')
            break
        }
        'qontak;email;help;providers;list' {
            break
        }
        'qontak;email;help;providers;show' {
            break
        }
        'qontak;email;help;providers;detect' {
            break
        }
        'qontak;email;help;help' {
            break
        }
        'qontak;inbox' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rooms: conversations with customers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the messages of a room')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer the customer of a room')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Resolve rooms')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Mark all messages of rooms as read')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Print new messages as they come')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;inbox;list' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only rooms with this status')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'Only rooms of this channel: id or mailbox address')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only rooms with this in customer, subject or mailbox')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many rooms (0: none)')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--unread', '--unread', [CompletionResultType]::ParameterName, 'Only rooms with unread messages')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--message', '--message', [CompletionResultType]::ParameterName, 'Only this message of the room')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many messages, the latest (100 unless said, 0: none)')
            [CompletionResult]::new('--save-attachments', '--save-attachments', [CompletionResultType]::ParameterName, 'Save the attachments of these messages into a folder; created if missing')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the message as it came, behind the headers of its reception; not to a terminal. The customer''s last one, or --message')
            [CompletionResult]::new('--mark-read', '--mark-read', [CompletionResultType]::ParameterName, 'Mark what was shown, and what came before it, as read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;reply' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--body-file', '--body-file', [CompletionResultType]::ParameterName, 'Read the text from a file; - is standard input')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Send it to this address and not to the room''s customer; can be given several times')
            [CompletionResult]::new('--cc', '--cc', [CompletionResultType]::ParameterName, 'Send a copy to this address too; can be given several times')
            [CompletionResult]::new('--bcc', '--bcc', [CompletionResultType]::ParameterName, 'The same, hidden from the others')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'A subject in the place of Re: and the customer''s')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Do not wait until it is sent')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;resolve' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;read' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;watch' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'Only messages of this channel: id or mailbox address')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'How long to wait before asking again (like 500ms, 2s)')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'End after this many messages (0: at once)')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;inbox;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rooms: conversations with customers')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the messages of a room')
            [CompletionResult]::new('reply', 'reply', [CompletionResultType]::ParameterValue, 'Answer the customer of a room')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Resolve rooms')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Mark all messages of rooms as read')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Print new messages as they come')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;inbox;help;list' {
            break
        }
        'qontak;inbox;help;show' {
            break
        }
        'qontak;inbox;help;reply' {
            break
        }
        'qontak;inbox;help;resolve' {
            break
        }
        'qontak;inbox;help;read' {
            break
        }
        'qontak;inbox;help;watch' {
            break
        }
        'qontak;inbox;help;help' {
            break
        }
        'qontak;server' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Serve the workspace over HTTP until SIGINT or SIGTERM')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Manage the people who may sign in')
            [CompletionResult]::new('credential', 'credential', [CompletionResultType]::ParameterValue, 'Manage HMAC credentials')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;run' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address and port to listen on; port 0 takes a free one')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'Certificate chain (PEM) to serve https')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'Private key (PEM) of the certificate')
            [CompletionResult]::new('--forwarder-domain', '--forwarder-domain', [CompletionResultType]::ParameterName, 'Domain of the forwarder addresses (default: chat.qontak.com, where the vendor receives)')
            [CompletionResult]::new('--smtp', '--smtp', [CompletionResultType]::ParameterName, 'Receive the mail of the forwarder addresses here (SMTP); port 0 takes a free one')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Whom to ask for the DNS records that tell who sent a message: system, off, or ADDRESS:PORT')
            [CompletionResult]::new('--smtp-limit', '--smtp-limit', [CompletionResultType]::ParameterName, 'Set a limit of the receiver, like size=25M; may be repeated')
            [CompletionResult]::new('--retry-after', '--retry-after', [CompletionResultType]::ParameterName, 'When to try again to send a reply: after the first attempt, the second, and so on; the last one goes on (default 1m,5m,15m,1h,3h,6h); given up after two days')
            [CompletionResult]::new('--token-lifetime', '--token-lifetime', [CompletionResultType]::ParameterName, 'How long an access token lives (like 30s, 12h; default 345 days)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--behind-proxy', '--behind-proxy', [CompletionResultType]::ParameterName, 'Listen off loopback without TLS, because a proxy in front speaks it')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;user' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a person')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the people')
            [CompletionResult]::new('password', 'password', [CompletionResultType]::ParameterValue, 'Set a new password; signs the person out everywhere')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a person and all their tokens')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;user;add' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'What the person may do')
            [CompletionResult]::new('--full-name', '--full-name', [CompletionResultType]::ParameterName, 'The name shown')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;user;list' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;user;password' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from standard input')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;user;remove' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;user;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a person')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the people')
            [CompletionResult]::new('password', 'password', [CompletionResultType]::ParameterValue, 'Set a new password; signs the person out everywhere')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a person and all their tokens')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;user;help;add' {
            break
        }
        'qontak;server;user;help;list' {
            break
        }
        'qontak;server;user;help;password' {
            break
        }
        'qontak;server;user;help;remove' {
            break
        }
        'qontak;server;user;help;help' {
            break
        }
        'qontak;server;credential' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an HMAC credential; prints its client id, never its secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the HMAC credentials')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an HMAC credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;credential;add' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'What its bearer may do')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Make a secret and write it to this new file (0600)')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--secret-stdin', '--secret-stdin', [CompletionResultType]::ParameterName, 'Read the secret from standard input')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;credential;list' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;credential;remove' {
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'The workspace''s database (default: the local workspace)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;server;credential;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an HMAC credential; prints its client id, never its secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the HMAC credentials')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an HMAC credential')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;credential;help;add' {
            break
        }
        'qontak;server;credential;help;list' {
            break
        }
        'qontak;server;credential;help;remove' {
            break
        }
        'qontak;server;credential;help;help' {
            break
        }
        'qontak;server;help' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Serve the workspace over HTTP until SIGINT or SIGTERM')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Manage the people who may sign in')
            [CompletionResult]::new('credential', 'credential', [CompletionResultType]::ParameterValue, 'Manage HMAC credentials')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;server;help;run' {
            break
        }
        'qontak;server;help;user' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a person')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the people')
            [CompletionResult]::new('password', 'password', [CompletionResultType]::ParameterValue, 'Set a new password; signs the person out everywhere')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a person and all their tokens')
            break
        }
        'qontak;server;help;user;add' {
            break
        }
        'qontak;server;help;user;list' {
            break
        }
        'qontak;server;help;user;password' {
            break
        }
        'qontak;server;help;user;remove' {
            break
        }
        'qontak;server;help;credential' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an HMAC credential; prints its client id, never its secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the HMAC credentials')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove an HMAC credential')
            break
        }
        'qontak;server;help;credential;add' {
            break
        }
        'qontak;server;help;credential;list' {
            break
        }
        'qontak;server;help;credential;remove' {
            break
        }
        'qontak;server;help;help' {
            break
        }
        'qontak;completions' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;man' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this profile')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print: a table in a terminal, tab-separated in a pipe, unless said')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Print only these fields, in this order (comma-separated)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email confirm --wait: how long to wait in all')
            [CompletionResult]::new('--local', '--local', [CompletionResultType]::ParameterName, 'Use the workspace on this machine: no account, no network')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Short for --output json')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything: what is missing is an error')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each request on standard error: method, URL, status, time, request id')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'qontak;help' {
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Sign in and remember it as a profile')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'Forget the credential of a profile')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Who you are, where, and where that comes from')
            [CompletionResult]::new('profile', 'profile', [CompletionResultType]::ParameterValue, 'Manage profiles: which server, which sign-in')
            [CompletionResult]::new('email', 'email', [CompletionResultType]::ParameterValue, 'Connect and manage email channels')
            [CompletionResult]::new('inbox', 'inbox', [CompletionResultType]::ParameterValue, 'Read and answer what customers wrote')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'Run a server of your own')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'qontak;help;login' {
            break
        }
        'qontak;help;logout' {
            break
        }
        'qontak;help;status' {
            break
        }
        'qontak;help;profile' {
            break
        }
        'qontak;help;email' {
            break
        }
        'qontak;help;inbox' {
            break
        }
        'qontak;help;server' {
            break
        }
        'qontak;help;completions' {
            break
        }
        'qontak;help;man' {
            break
        }
        'qontak;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
