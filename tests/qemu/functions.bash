# What the tests against real servers share: a folder of their own, servers
# that end with the test, and expectations.
#
# A test is a script in this folder, `NAME.bash QMPSH`; $QMPSH wins over the
# argument, so that an installed program can be tested with the same scripts.
# Exit status: 0 all is as expected, 77 skipped, else a failure.

# A test that hangs is ended while it can still clean up.
if [[ ! ${QMPSH_TEST_GUARDED-} ]]; then
    QMPSH_TEST_GUARDED=1 exec timeout -k 30 "${QMPSH_TEST_LIMIT:-90}" bash "$0" "$@"
fi

set -eu -o pipefail
exec </dev/null

qmpsh_program=$(command -v -- "${QMPSH:-${1:?usage: $0 QMPSH}}")
qmpsh_program=$(realpath "$qmpsh_program")

# Nothing of the user's own settings may reach the test.
unset QMP_SOCKET QMPSH_READ_ONLY NO_COLOR "${!LC_@}" LANG
export LC_ALL=C TERM=dumb
T=$(mktemp -d "${TMPDIR:-/tmp}/qmpsh-test.XXXXXX")
export HOME=$T XDG_STATE_HOME=$T/state XDG_CONFIG_HOME=$T/config
cd "$T"

failed=0
behaviour=
trap finish EXIT
trap 'exit 143' TERM INT

finish() {
    local status=$? pidfile

    trap - EXIT TERM INT
    for pidfile in "$T"/*.pid; do
        [[ ! -s $pidfile ]] || kill -KILL "$(<"$pidfile")" 2>/dev/null || :
    done
    for job in $(jobs -p); do
        kill -KILL "$job" 2>/dev/null || :
    done
    rm -rf "$T"
    if [[ $status = 0 && $failed != 0 ]]; then
        status=1
    elif [[ $status != 0 && $status != 77 ]]; then
        echo "ended early with status $status: ${behaviour:-while starting}"
    fi
    exit "$status"
}

# requires PROGRAM...: without one of them the test is skipped.
requires() {
    local program

    for program; do
        if ! command -v "$program" >/dev/null; then
            echo "skipped: $program is not installed"
            exit 77
        fi
    done
}

# The program under test; one that hangs has status 124.
qmpsh() {
    timeout -k 5 30 "$qmpsh_program" "$@"
}

# --- Servers ---
# Each daemonizes when it is ready to be connected to, so there is nothing to
# poll for; its pid is in NAME.pid for as long as it lives.

# start_vm NAME [QEMU ARG]...: a small paused machine, QMP on the socket NAME
start_vm() {
    local name=$1

    shift
    requires qemu-system-x86_64
    rm -f "$name.pid"
    timeout 30 qemu-system-x86_64 -name "$name" -machine q35 -accel tcg -m 64 \
        -S -nodefaults -display none -qmp "unix:$T/$name,server=on,wait=off" \
        "$@" -daemonize -pidfile "$T/$name.pid"
}

# start_storage_daemon NAME [ARG]...: QMP on the socket NAME
start_storage_daemon() {
    local name=$1

    shift
    requires qemu-storage-daemon
    timeout 30 qemu-storage-daemon \
        --chardev "socket,path=$T/$name,server=on,wait=off,id=m" \
        --monitor chardev=m "$@" --daemonize --pidfile "$T/$name.pid"
}

# kill_server NAME: SIGKILL, as a crash would end it
kill_server() {
    local pid

    pid=$(<"$T/$1.pid")
    kill -KILL "$pid"
    until_true "! is_alive $pid"
    rm -f "$T/$1.pid"
}

# is_alive PID: also false for what has ended and nobody has waited for
is_alive() {
    grep -q '^State:[[:space:]]*[^ZX]' "/proc/$1/status" 2>/dev/null
}

# server_runs NAME
server_runs() {
    [[ -s $T/$1.pid ]] && is_alive "$(<"$T/$1.pid")"
}

# tcp_port NAME LABEL: the port that a VM's chardev was given for port 0
tcp_port() {
    qmpsh "$1" query-chardev |
        jq -r --arg l "$2" '.[] | select(.label == $l).filename' |
        sed 's/.*:\([0-9]*\),.*/\1/'
}

# run_state NAME: the VM's status in one word
run_state() {
    qmpsh "$1" query-status | jq -r .status
}

# --- Waiting ---

# until_true CONDITION: wait for something that only looking can tell
until_true() {
    local deadline=$((SECONDS + 20))

    until eval "$1"; do
        if ((SECONDS > deadline)); then
            echo "gave up waiting for: $1"
            exit 1
        fi
        sleep 0.01
    done
}

# until_in FILE TEXT: wait until a growing file holds TEXT
until_in() {
    local seen

    # grep's end ends tail, too.
    seen=$(timeout 20 tail -n +1 -f -- "$1" | grep -F -m 1 -- "$2") || :
    if [[ ! $seen ]]; then
        echo "gave up waiting for '$2' in $1, which has:"
        cat -- "$1"
        exit 1
    fi
}

# until_asleep PID: wait until a program waits for something
until_asleep() {
    until_true "grep -q '^State:.S' /proc/$1/status"
}

# --- Expectations ---

# it TEXT: what the expectations that follow are about
it() {
    behaviour=$1
}

# run COMMAND...: leaves $status, and stdout and stderr in $out and $err and,
# exact to the byte, in the files out and err
run() {
    ran=$*
    status=0
    "$@" >out 2>err || status=$?
    out=$(tr -d '\0' <out)
    err=$(tr -d '\0' <err)
}

unexpected() {
    failed=1
    printf 'FAILED: %s\n    %s\n' "$behaviour" "$1"
    printf '    ran: %s\n    status: %s\n    stdout: %s\n    stderr: %s\n' \
        "$ran" "$status" "${out:0:400}" "${err:0:1000}"
}

# status_is STATUS
status_is() {
    [[ $status = "$1" ]] || unexpected "expected status $1"
}

# out_is TEXT, out_has TEXT, out_lacks TEXT; err_... likewise
out_is() { text_is stdout "$out" "$1"; }
out_has() { text_has stdout "$out" "$1"; }
out_lacks() { text_lacks stdout "$out" "$1"; }
err_is() { text_is stderr "$err" "$1"; }
err_has() { text_has stderr "$err" "$1"; }
err_lacks() { text_lacks stderr "$err" "$1"; }

text_is() {
    [[ $2 = "$3" ]] || unexpected "expected $1 to be: $3"
}

text_has() {
    [[ $2 = *"$3"* ]] || unexpected "expected in $1: $3"
}

text_lacks() {
    [[ $2 != *"$3"* ]] || unexpected "not expected in $1: $3"
}

# holds CONDITION...: a command that must succeed
holds() {
    "$@" >/dev/null || unexpected "does not hold: $*"
}

# fails COMMAND...: one that must not
fails() {
    ! "$@" >/dev/null 2>&1 || unexpected "holds, but must not: $*"
}
