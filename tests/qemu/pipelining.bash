#!/usr/bin/env bash
# --pipeline: several commands in flight, the output as without
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S
for ((i = 0; i < 300; i++)); do
    if ((i % 50 == 49)); then
        echo "no-such-command-$i"
    else
        echo "human-monitor-command command-line=\"print $i\""
    fi
done >lines
for ((i = 0; i < 300; i++)); do
    ((i % 50 == 49)) || printf '"%#x\\r\\n"\n' "$i"
done >expected

for option in '' -P; do
    it "replies are in the order of the lines ${option:+with }$option"
    # shellcheck disable=SC2086 # an option or nothing
    run qmpsh $option S <lines
    status_is 1
    holds cmp out expected
    holds test "$(grep -o 'no-such-command-[0-9]*' err | uniq |
        tr '\n' ' ')" = "$(grep -o 'no-such-command-[0-9]*' lines |
            tr '\n' ' ')"
done

it 'with -P more than one is in flight'
run qmpsh -P -v S <lines
in_flight=$(grep -o '"execute"\|"return"\|"error"' err | uniq -c |
    sort -n | tail -n 1)
[[ ${in_flight% *} -gt 1 ]] || unexpected "expected a run: $in_flight"

it 'without -P one is out at a time'
run qmpsh -v S <lines
fails grep -q 2 <(grep -o '"execute"\|"return"\|"error"' err | uniq -c)

it 'commands that emit events keep their order'
run qmpsh -P S < <(printf 'cont\nquery-status\nstop\nquery-status\n')
status_is 0
holds test "$(jq -c .status out | tr '\n' ' ')" = \
    'null "running" null "paused" '

it 'much output read slowly, and many lines unread, do not deadlock'
for ((i = 0; i < 400; i++)); do
    echo query-commands
done >many
run bash -c '"$0" -P S <many | { sleep 1; wc -l; }' "$qmpsh_program"
out_is 400
