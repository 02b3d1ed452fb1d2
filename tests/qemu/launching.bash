#!/usr/bin/env bash
# -- QEMU: started by us on a private monitor, ended with us
. "$(dirname "$0")/functions.bash" || exit
requires qemu-system-x86_64 jq

qemu=(qemu-system-x86_64 -name child -machine none -nodefaults -display none
    -pidfile "$T/child.pid")

# qemu_is_gone PID
qemu_is_gone() {
    until_true "! is_alive $1"
}

it 'runs -c in a QEMU of its own'
run qmpsh -c query-name -- "${qemu[@]}"
status_is 0
out_is '{"name":"child"}'
err_is ''

it 'runs the lines of stdin in it'
run qmpsh -- "${qemu[@]}" < <(printf 'query-name\nquery-status\n')
status_is 0
holds test "$(jq -r '.name, .status' out | tr '\n' ' ')" = \
    'child null null running '

it 'QEMU has ended when we have'
holds test ! -s child.pid

it 'a program is in a process group of its own, with nothing on stdin'
mkfifo lines
"$qmpsh_program" -- "${qemu[@]}" <lines >out 2>err &
us=$!
exec 8>lines
echo query-name >&8
until_in out child
pid=$(<child.pid)
holds test "$(cut -d ' ' -f 5 "/proc/$pid/stat")" -eq "$pid"
holds test "$(readlink "/proc/$pid/fd/0")" = /dev/null

it 'SIGTERM ends both'
kill -TERM "$us"
ran='kill -TERM'
status=0
wait "$us" || status=$?
status_is 143
qemu_is_gone "$pid"
exec 8>&-

it 'quit is success'
run qmpsh -c quit -- "${qemu[@]}"
status_is 0

it 'QEMU with wrong arguments is status 3, with what QEMU says on stderr'
run qmpsh -c query-name -- qemu-system-x86_64 -no-such-option
status_is 3
out_is ''
err_has no-such-option

it 'a program that is not there is named'
run qmpsh -c query-name -- no-such-qemu
status_is 3
err_has no-such-qemu

it "QEMU's own stdout does not get into ours"
run qmpsh -c query-name -- sh -c 'echo noise; exec "$0" "$@"' "${qemu[@]}"
status_is 0
out_is '{"name":"child"}'
err_is noise

it 'works with stdin closed, its fd being what the monitor may get'
run timeout 20 bash -c '"$0" -c query-name -- "$@" <&-' "$qmpsh_program" \
    "${qemu[@]}"
status_is 0
out_is '{"name":"child"}'

it 'a QEMU that dies says so with status 3'
mkfifo lines2
qmpsh -- "${qemu[@]}" <lines2 >out 2>err &
us=$!
exec 8>lines2
echo query-name >&8
until_in out child
kill -KILL "$(<child.pid)"
echo query-name >&8
exec 8>&-
status=0
wait "$us" || status=$?
out=$(<out) err=$(<err)
rm -f child.pid
status_is 3
