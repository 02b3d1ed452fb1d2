#!/usr/bin/env bash
# Servers that do not answer: -t, SIGINT, SIGTERM, and one that dies
. "$(dirname "$0")/functions.bash" || exit
requires qemu-system-x86_64

# send_unanswered FIFO: a qmpsh in $us that has sent `stop` to a stopped QEMU
send_unanswered() {
    mkfifo "$1"
    # What bash starts with & would ignore SIGINT, and go on doing so.
    env --default-signal=INT "$qmpsh_program" -v S <"$1" >hang.out 2>hang.err &
    us=$!
    exec 8>"$1"
    echo query-name >&8
    until_in hang.out '"S"'
    kill -STOP "$(<S.pid)"
    echo stop >&8
    until_in hang.err '"stop"'
    until_asleep "$us"
    ran='qmpsh S with stop unanswered'
}

# end_of_qmpsh: its $status, $out and $err
end_of_qmpsh() {
    status=0
    wait "$us" || status=$?
    exec 8>&-
    out=$(<hang.out) err=$(<hang.err)
}

start_vm S

it 'a reply that does not come in time is status 4, and may still run'
# The greeting has to come, so QEMU stops only then.
mkfifo timed
"$qmpsh_program" -t 1 S <timed >hang.out 2>hang.err &
us=$!
exec 8>timed
echo query-name >&8
until_in hang.out '"S"'
kill -STOP "$(<S.pid)"
echo stop >&8
end_of_qmpsh
ran='qmpsh -t 1 S'
status_is 4
out_is '{"name":"S"}'
err_has stop
err_has 'may still'
kill -CONT "$(<S.pid)"

it 'SIGINT is status 130, and says that the command may still run'
send_unanswered one
kill -INT "$us"
end_of_qmpsh
status_is 130
err_has 'may still'
kill -CONT "$(<S.pid)"

it 'SIGTERM ends qmpsh as it would any program'
send_unanswered two
kill -TERM "$us"
end_of_qmpsh
status_is 143
kill -CONT "$(<S.pid)"

it 'a command whose fate is unknown is named when the connection is lost'
send_unanswered three
kill_server S
end_of_qmpsh
status_is 3
out_is '{"name":"S"}'
err_has stop

it 'after five seconds without a reply one line says so'
start_vm S
send_unanswered four
until_in hang.err 'no reply'
kill -CONT "$(<S.pid)"
exec 8>&-
end_of_qmpsh
status_is 0
out_is $'{"name":"S"}\n{}'
