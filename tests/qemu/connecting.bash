#!/usr/bin/env bash
# Servers that are not there, not there yet, or no longer there
. "$(dirname "$0")/functions.bash" || exit
requires jq

it 'no such socket is status 3 and says so'
run qmpsh ./none query-status
status_is 3
out_is ''
err_has './none'
err_has 'no such socket'

it 'a word that looks like a command, not a socket, brings up -c'
run qmpsh query-status
status_is 3
err_has '-c'

it 'a file that is no socket is status 3'
echo text >file
run qmpsh ./file query-status
status_is 3

it 'a TCP port where nobody listens is status 3'
run qmpsh 127.0.0.1:1 query-status
status_is 3
err_has '127.0.0.1:1'

it 'a name that does not resolve is status 3'
run qmpsh no-such-host.invalid:4444 query-status
status_is 3
err_has no-such-host.invalid

it 'a socket that its dead server left behind is status 3'
start_vm S
kill_server S
holds test -S S
run qmpsh S query-status
status_is 3
err_has 'nobody listens'

it '--wait has a limit'
start=$SECONDS
run qmpsh --wait 0.3 ./none query-status
status_is 3
holds test $((SECONDS - start)) -lt 5

# comes_late NAME WHAT: the server NAME starts while qmpsh waits for it
comes_late() {
    it "--wait finds a server that comes late, $2"
    qmpsh --wait 20 "$1" query-name >late.out 2>late.err &
    waiter=$!
    until_asleep "$waiter"
    start_vm "$1"
    ran="qmpsh --wait 20 $1 query-name"
    status=0
    wait "$waiter" || status=$?
    out=$(<late.out) err=$(<late.err)
    status_is 0
    out_is "{\"name\":\"$1\"}"
}

comes_late S 'in the place of a dead one'
comes_late new 'where there was nothing'

it 'a missing permission is status 3 and says so'
chmod 600 S
chmod 755 "$T"
if [[ $(id -u) != 0 ]]; then
    echo 'not root: permissions not tested'
elif ! setpriv --reuid=65534 --clear-groups \
    "$qmpsh_program" --version >/dev/null 2>&1; then
    echo 'qmpsh is out of reach for others: permissions not tested'
else
    run timeout 30 setpriv --reuid=65534 --clear-groups \
        "$qmpsh_program" "$T/S" query-status
    status_is 3
    err_has permission
fi
