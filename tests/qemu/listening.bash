#!/usr/bin/env bash
# --listen: QEMU is the one who connects
. "$(dirname "$0")/functions.bash" || exit
requires qemu-system-x86_64

# qemu_connects TO: a QEMU that connects instead of listening
qemu_connects() {
    timeout 30 qemu-system-x86_64 -machine none -nodefaults -display none \
        -qmp "$1" -daemonize -pidfile "$T/client.pid"
}

it 'QEMU connects to the socket that we bind'
qmpsh --listen -t 20 S -c query-name >out 2>err &
listener=$!
until_true '[[ -S S ]]'
qemu_connects "unix:$T/S"
ran='qmpsh --listen S'
status=0
wait "$listener" || status=$?
out=$(<out) err=$(<err)
status_is 0
out_is '{}'

it 'the socket that we bound is gone afterwards'
fails test -e S
kill_server client

it 'a path that exists is refused and left alone'
echo precious >file
run qmpsh --listen ./file -c query-name
status_is 3
holds grep -q precious file

it 'nobody connecting is the time limit, and the socket is gone'
run qmpsh --listen -t 0.3 S -c query-name
status_is 4
fails test -e S

it 'QEMU connects over TCP to a port that the system picks, which is named'
"$qmpsh_program" --listen -t 20 127.0.0.1:0 -c query-name >out 2>err &
listener=$!
until_in err 'port '
port=$(sed -n 's/.*port \([0-9]*\).*/\1/p' err)
qemu_connects "tcp:127.0.0.1:$port"
status=0
wait "$listener" || status=$?
out=$(<out) err=$(<err)
status_is 0
out_is '{}'
