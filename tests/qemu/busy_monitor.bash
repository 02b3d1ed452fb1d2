#!/usr/bin/env bash
# A monitor that another client holds: explained, and nothing written to it
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -qmp "unix:$T/other,server=on,wait=off"

# hold FIFO: a qmpsh, $holder, that waits for its next line from fd 8
hold() {
    mkfifo "$1"
    "$qmpsh_program" S <"$1" >"$1.out" &
    holder=$!
    exec 8>"$1"
    echo query-status >&8
    until_in "$1.out" status
}

# queued: how many connections to S nobody has accepted (state 02)
queued() {
    grep -c " 02 *[0-9]* $T/S\$" /proc/net/unix
}

# Had something been written ahead of the greeting, it would run when the
# holder leaves, while its writer is stopped and cannot take part.
it 'nothing is written before the greeting'
hold first
"$qmpsh_program" -t 30 S cont >second.out 2>&1 8>&- &
second=$!
until_true '[[ $(queued) = 1 ]]'
until_asleep "$second"
kill -STOP "$second"
exec 8>&-
wait "$holder"
until_true '[[ $(queued) = 0 ]]'
run qmpsh other query-status
out_has '"prelaunch"'

it 'the second client is served when the holder has left'
kill -CONT "$second"
status=0
wait "$second" || status=$?
ran='qmpsh -t 30 S cont' out=$(<second.out) err=
status_is 0
holds test "$(run_state other)" = running

hold second
it 'the second client ends at its limit with status 4'
run qmpsh -t 0.5 S stop
status_is 4
out_is ''

it 'it is told who holds the monitor'
err_has "$holder"
err_has "${qmpsh_program##*/}"

it 'a script on stdin is not begun'
run qmpsh -t 0.5 S < <(echo stop)
status_is 4

# QEMU's queue has room for two; those that gave up still fill it.
it 'a full queue ends at the limit, too'
run qmpsh -t 0.5 S stop
status_is 4

it 'nothing of all that has run, then or later'
exec 8>&-
wait "$holder"
until_true '[[ $(queued) = 0 ]]'
holds test "$(run_state other)" = running
holds test "$(run_state S)" = running

it 'a stopped QEMU is explained, too'
kill -STOP "$(<S.pid)"
run qmpsh -t 0.5 S query-status
status_is 4
err_has stopped
