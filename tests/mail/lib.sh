# Steps with a verdict, and waiting for conditions. Sourced by run.sh.

steps=0
failures=0
seen=

# step NAME SECONDS COMMAND…: the command must succeed within this time; it is tried again and again. What it says is shown when it
# does not. With 0 seconds it is tried once.
step() {
    local name=$1 limit=$2 end
    shift 2
    steps=$((steps + 1))
    end=$((SECONDS + limit))
    while :; do
        if seen=$("$@" 2>&1); then
            printf 'ok %2d  %s\n' "$steps" "$name"
            return 0
        fi
        ((SECONDS < end)) || break
        sleep 0.1
    done
    failures=$((failures + 1))
    printf 'FAILED %2d  %s\n' "$steps" "$name"
    printf '           command: %s\n' "$*"
    [[ -z $seen ]] || printf '%s\n' "$seen" | tail -n 25 | sed 's/^/           /'
    return 1
}

# Ends the script for what is needed by everything after it.
give_up() {
    printf 'cannot go on: %s\n' "$*"
    failures=$((failures + 1))
    exit 1
}

# equals WANTED COMMAND…: what the command prints is exactly this.
equals() {
    local wanted=$1 got
    shift
    got=$("$@") || { printf 'exit %s, and: %s\n' "$?" "$got"; return 1; }
    [[ $got == "$wanted" ]] || { printf 'wanted: %s\ngot:    %s\n' "$wanted" "$got"; return 1; }
}

# contains FILE TEXT…: the file has each of these.
contains() {
    local file=$1 text
    shift
    [[ -f $file ]] || { printf 'no file: %s\n' "$file"; return 1; }
    for text in "$@"; do
        grep -qF -- "$text" "$file" || { printf 'not there: %s\n' "$text"; cat "$file"; return 1; }
    done
}

# refused CODE COMMAND…: the command ends with this exit code.
refused() {
    local wanted=$1 code=0 said
    shift
    said=$("$@" 2>&1) || code=$?
    printf '%s\n' "$said"
    ((code == wanted)) || { printf 'wanted exit %s, got %s\n' "$wanted" "$code"; return 1; }
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
is_closed() { ! is_open "$1"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

# A port that nobody listens on, below those that the system gives to clients; sets the named variable.
ports_taken=' '
free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 12000))
        [[ $ports_taken == *" $candidate "* ]] || is_open "$candidate" || break
    done
    ports_taken+="$candidate "
    printf -v "$1" %s "$candidate"
}

# end PID: asks a process of ours to end, and makes it. One that has ended already may have left its number to somebody else.
end() {
    local limit=$((SECONDS + 10))
    grep -q "^PPid:[[:space:]]*$$\$" "/proc/$1/status" 2>/dev/null || return 0
    kill "$1" 2>/dev/null || return 0
    while ! is_gone "$1"; do
        ((SECONDS < limit)) || { kill -KILL "$1" 2>/dev/null; break; }
        sleep 0.05
    done
    wait "$1" 2>/dev/null
    return 0
}
