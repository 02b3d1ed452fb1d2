#!/usr/bin/env bash
# Where output goes, and what happens when it cannot go there
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -name $'\e[31mred\xc2\x9b'

it 'a reply is one line of JSON in a pipe, expanded with -p'
run qmpsh S query-status
out_is '{"status":"prelaunch","singlestep":false,"running":false}'
run qmpsh -p S query-status
holds test "$(<out)" = "$(jq . out)"
run qmpsh -o pretty S query-status
holds test "$(<out)" = "$(jq . out)"

it '-o json is one line of JSON anywhere'
run qmpsh -o json S < <(printf 'query-status\nquery-version\n')
status_is 0
holds test "$(wc -l <out)" -eq 2
holds jq . out

it '-o wire prints messages as received'
run qmpsh -o wire S query-status
status_is 0
holds test "$(jq -r .return.status out)" = prelaunch

it 'text of the peer cannot drive the terminal'
run qmpsh S query-name
status_is 0
fails grep -q $'[\e\x9b]' out
holds test "$(jq -r .name out)" = $'\e[31mred\xc2\x9b'
run qmpsh -H S info name
fails grep -q $'\e' out

it 'no colours in a pipe, unless asked for'
run qmpsh S query-status
fails grep -q $'\e' out
run qmpsh --color always S query-status
holds grep -q $'\e' out

it 'an error reply goes to stderr'
run qmpsh S device_del id=none
status_is 1
out_is ''
err_has "error: DeviceNotFound: Device 'none' not found"

it 'a full disk is status 5 and says so'
if [[ -e /dev/full ]]; then
    run bash -c '"$0" S query-status >/dev/full' "$qmpsh_program"
    status_is 5
    err_has 'No space left'
fi

it 'nothing more is sent once output cannot be written'
if [[ -e /dev/full ]]; then
    run bash -c 'printf "query-name\ncont\n" | "$0" S >/dev/full' \
        "$qmpsh_program"
    status_is 5
    holds test "$(run_state S)" = prelaunch
fi

# Far more than a pipe holds, so that writing is bound to fail.
it 'a reader that leaves (| head -1) is status 5, silently, not a signal'
for ((i = 0; i < 100; i++)); do
    echo query-commands
done >many
echo cont >>many
run bash -c '"$0" S <many | head -c 1; exit ${PIPESTATUS[0]}' "$qmpsh_program"
status_is 5
err_is ''
holds test "$(run_state S)" = prelaunch

it 'a closed stdout is an error, and no socket gets into its place'
run bash -c '"$0" S query-status >&-' "$qmpsh_program"
status_is 5

it 'a closed stdin is no script, and a closed stderr does no harm'
run timeout 20 bash -c '"$0" S <&-' "$qmpsh_program"
[[ $status != 124 && $status -lt 128 ]] || unexpected 'expected an end'
run bash -c '"$0" S query-name 2>&-' "$qmpsh_program"
status_is 0

it 'a limit on the size of files is status 5, not a signal'
run bash -c 'ulimit -f 1; "$0" S query-qmp-schema >limited' "$qmpsh_program"
status_is 5
err_has 'could not be written'

it 'a log that meets the limit is status 5, and loses no reply'
run bash -c 'ulimit -f 1; "$0" -l limited.log S query-qmp-schema | wc -c
    exit "${PIPESTATUS[0]}"' "$qmpsh_program"
status_is 5
err_has 'limited.log'
(($(<out) > 100000)) || unexpected 'expected the whole reply'
