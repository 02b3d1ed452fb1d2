#!/usr/bin/env bash
# Servers that do not speak QMP
. "$(dirname "$0")/functions.bash" || exit

start_vm S -monitor "unix:$T/hmp,server=on,wait=off"

it 'a human monitor is recognised'
run qmpsh hmp query-status
status_is 3
out_is ''
err_has 'human'

it 'a monitor behind telnet is recognised'
start_vm T -qmp "telnet:127.0.0.1:0,server=on,wait=off"
port=$(qmpsh T query-chardev | grep -o 'telnet:127.0.0.1:[0-9]*' |
    sed 's/.*://')
run qmpsh "127.0.0.1:$port" query-status
status_is 3
err_has telnet

if command -v qemu-ga >/dev/null; then
    it 'a guest agent, which is silent, ends at the limit and lives on'
    qemu-ga --daemonize --method unix-listen --path "$T/agent" \
        --pidfile "$T/agent.pid" --logfile "$T/agent.log" --statedir "$T"
    run qmpsh -w 10 -t 0.5 agent query-status # it forks before it listens
    status_is 4
    holds server_runs agent
fi
