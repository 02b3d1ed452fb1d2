#!/usr/bin/env bash
# Monitors that begin otherwise: negotiated already, pretty=on, preconfig
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -chardev socket,id=t,host=127.0.0.1,port=0,server=on,wait=off \
    -mon chardev=t,mode=control
port=$(tcp_port S t)

it '-N awaits no greeting and sends no capabilities'
exec 7<>"/dev/tcp/127.0.0.1/$port"
read -r -t 20 <&7
echo '{"execute":"qmp_capabilities"}' >&7
read -r -t 20 <&7
run qmpsh -v -N fd:7 query-name
status_is 0
out_is '{"name":"S"}'
err_lacks qmp_capabilities
exec 7>&-

it '-N leaves a new connection in negotiation'
run qmpsh -N -t 5 S query-name
status_is 1
err_has CommandNotFound

it 'a monitor with pretty=on works'
start_vm P -chardev "socket,id=p,path=$T/pretty,server=on,wait=off" \
    -mon chardev=p,mode=control,pretty=on
run qmpsh pretty < <(printf 'query-name\nstop\nquery-commands\nquery-name\n')
status_is 0
holds test "$(jq -c 'if type == "array" then "many" else . end' out |
    tr '\n' ' ')" = '{"name":"P"} {} "many" {"name":"P"} '

it 'its replies are printed on one line all the same'
holds test "$(wc -l <out)" -eq 4

it 'the machine configuration phase can be left'
start_vm C -preconfig
run qmpsh C < <(printf 'x-exit-preconfig\nquery-name\n')
status_is 0
out_has '{"name":"C"}'
