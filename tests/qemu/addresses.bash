#!/usr/bin/env bash
# Every form of ADDRESS reaches a real QEMU
. "$(dirname "$0")/functions.bash" || exit
requires jq

paused='{"status":"prelaunch","singlestep":false,"running":false}'

# The name of an abstract socket is the machine's: make it ours alone.
abstract=${T##*/}
start_vm S -qmp "unix:$abstract,abstract=on,server=on,wait=off" \
    -chardev socket,id=four,host=127.0.0.1,port=0,server=on,wait=off \
    -mon chardev=four,mode=control

it 'a word is a socket in this folder'
run qmpsh S query-status
status_is 0
out_is "$paused"
err_is ''

it 'anything with a / is a socket'
run qmpsh "$T/S" query-status
status_is 0
out_is "$paused"

it 'unix:PATH is a socket'
run qmpsh unix:S query-status
status_is 0
out_is "$paused"

it 'unix:@NAME is in the abstract namespace'
run qmpsh "unix:@$abstract" query-status
status_is 0
out_is "$paused"

port=$(tcp_port S four)
addresses=("127.0.0.1:$port" "tcp:127.0.0.1:$port")
# A container need not know any name.
! getent hosts localhost >/dev/null ||
    addresses+=("localhost:$port" "tcp:localhost:$port")
for address in "${addresses[@]}"; do
    it "$address is TCP"
    run qmpsh "$address" query-status
    status_is 0
    out_is "$paused"
done

it 'fd:N is an inherited, connected socket'
exec 7<>"/dev/tcp/127.0.0.1/$port"
run qmpsh fd:7 query-status
exec 7>&-
status_is 0
out_is "$paused"

it 'an fd that is no socket is refused'
run qmpsh fd:2 query-status
status_is 3

it 'QMP_SOCKET is the address where none is given'
QMP_SOCKET=$T/S run qmpsh -c query-status
status_is 0
out_is "$paused"

it 'an ADDRESS wins over QMP_SOCKET'
QMP_SOCKET=$T/none run qmpsh S query-status
status_is 0

it 'an empty QMP_SOCKET is an error'
QMP_SOCKET='' run qmpsh -c query-status
status_is 2
out_is ''
err_has QMP_SOCKET

it 'a script without an address is wrong usage'
run qmpsh -c query-status
status_is 2
out_is ''

it 'what was pasted behind the address from a QEMU command line is cut off'
run qmpsh "unix:$T/S,server=on,wait=off" query-status
status_is 0
out_is "$paused"
err_has server=on

it 'a path longer than a socket address can hold still works'
long=$T/$(printf 'd%.0s' {1..100})
mkdir "$long"
ln -s "$T/S" "$long/S"
run qmpsh "$long/S" query-status
status_is 0
out_is "$paused"

if [[ -e /proc/net/if_inet6 ]] && grep -q ' lo$' /proc/net/if_inet6; then
    it '[::1]:PORT is IPv6'
    start_vm V6 \
        -chardev socket,id=six,host=::1,port=0,server=on,wait=off \
        -mon chardev=six,mode=control
    port=$(tcp_port V6 six)
    run qmpsh "[::1]:$port" query-status
    status_is 0
    out_is "$paused"
fi
