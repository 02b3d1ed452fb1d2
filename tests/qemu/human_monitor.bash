#!/usr/bin/env bash
# The human monitor through QMP: -H, .hmp, .qmp
. "$(dirname "$0")/functions.bash" || exit
requires qemu-system-x86_64

start_vm S -smp 2

it 'prints text, with clean line ends'
run qmpsh -H S info status
status_is 0
out_is 'VM status: paused (prelaunch)'
fails grep -q $'\r' out
holds test "$(wc -l <out)" -eq 1

it 'each line of a script is HMP, byte for byte from first to last non-blank'
run qmpsh -H S < <(printf '  info name \t\n\nprint 1 | 2\nprint 7\n')
status_is 0
out_is $'S\n0x3\n0x7'

it 'quotes, hashes and brackets are not ours'
for line in 'nothing "' "nothing '" 'nothing # here' 'nothing {' 'nothing \'; do
    run qmpsh -H S -c "$line" -c 'info name'
    status_is 1
    err_has nothing
    out_is S
done

it 'errors are recognised though QEMU calls them success'
for line in no-such-command 'device_del none' device_del 'info no-such-topic' \
    'object_add no-such-type,id=x'; do
    run qmpsh -H S -c "$line" -c 'info name'
    status_is 1
    out_is S
done

it 'cpu N picks the CPU for the lines that follow'
run qmpsh -H S < <(printf 'info cpus\ncpu 1\ninfo cpus\n')
status_is 0
out_has $'* CPU #0'
out_has $'* CPU #1'

it 'a CPU that is not there is an error'
run qmpsh -H S < <(printf 'cpu 7\n')
status_is 1

it '.hmp LINE runs one line and stays in QMP'
run qmpsh S < <(printf '.hmp info name\nquery-name\n')
status_is 0
out_is $'S\n{"name":"S"}'

it '.hmp switches over, .qmp back'
run qmpsh S < <(printf '.hmp\ninfo name\n.qmp\nquery-name\n')
status_is 0
out_is $'S\n{"name":"S"}'

it 'works on a machine without CPUs'
requires timeout
timeout 30 qemu-system-x86_64 -machine none -nodefaults -display none \
    -name none -qmp "unix:$T/N,server=on,wait=off" -daemonize \
    -pidfile "$T/N.pid"
run qmpsh -H N info status
status_is 0
out_is 'VM status: running'
run qmpsh -H N < <(printf 'cpu 0\ninfo name\n')
status_is 1
out_is none

it 'events do not get between the lines'
run qmpsh -H S < <(printf 'cont\ninfo status\nstop\ninfo status\n')
status_is 0
out_is $'VM status: running\nVM status: paused'
