#!/usr/bin/env bash
# -v and -l: every message, for people and for programs
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S

it '-v shows messages both ways on stderr, and stdout stays as it is'
run qmpsh -v S query-name
status_is 0
out_is '{"name":"S"}'
err_has '"QMP"'
err_has qmp_capabilities
err_has '"execute"'
err_has '"return"'

it '-l appends JSON Lines with time and direction, for its owner only'
umask 0
run qmpsh -l log S query-name
status_is 0
run qmpsh -l log S stop
status_is 0
err_is ''
holds test "$(stat -c %a log)" = 600
holds jq -e . log
holds test "$(wc -l <log)" -eq "$(jq -c . log | wc -l)"
holds grep -q query-name log
holds grep -q '"stop"' log

it 'secrets are masked in both'
run qmpsh -v -l log S object-add qom-type=secret id=s1 data=geheim
status_is 0
err_lacks geheim
fails grep -q geheim log
holds grep -q object-add log

it '-l refuses what is no regular file, above all a socket'
run qmpsh -l S S query-name
status_is 2
holds test -S S
mkfifo fifo
run qmpsh -l fifo S query-name
status_is 2

it 'the socket still works after that'
run qmpsh S query-name
status_is 0
