#!/usr/bin/env bash
# Lines from stdin, -c, -f and the command line, and what comes of failures
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S

it 'lines on stdin run in order'
run qmpsh S < <(printf 'cont\nquery-status\nstop\nquery-status\n')
status_is 0
holds test "$(jq -c .status out | tr '\n' ' ')" = \
    'null "running" null "paused" '
err_is ''

it 'the last line needs no newline'
run qmpsh S < <(printf 'stop\nquery-name')
status_is 0
out_is $'{}\n{"name":"S"}'

it 'one command stands on the command line, and is one reply for jq'
run bash -o pipefail -c '"$0" S query-status | jq .running' "$qmpsh_program"
status_is 0
out_is false

it 'with a COMMAND, stdin is not read'
run qmpsh S query-name < <(echo stop)
status_is 0
out_is '{"name":"S"}'

it 'options may stand behind ADDRESS'
run qmpsh S -p query-name
status_is 0
out_is $'{\n  "name": "S"\n}'

it 'ARGs are literal'
run qmpsh S object-add qom-type=throttle-group 'id=t1' \
    'limits={"bps-total": 1000}'
status_is 0
run qmpsh S qom-get path=/objects/t1 property=limits
out_has '"bps-total":1000,'
for word in 'nothing#here' '"nothing' 'nothing\' "'nothing # here'"; do
    run qmpsh S human-monitor-command "command-line=$word"
    out_has "$(jq -n --arg w "${word%% *}" '$w' | sed 's/^"//; s/"$//')"
done

it '-c runs its lines in order with those of -f'
printf '# a comment\nstop\n' >file
run qmpsh S -c query-name -f file -c $'query-name\nstop'
status_is 0
out_is $'{"name":"S"}\n{}\n{"name":"S"}\n{}'

it '-f - is stdin'
run qmpsh S -f - < <(echo query-name)
status_is 0
out_is '{"name":"S"}'

it 'a file that cannot be read is wrong usage'
run qmpsh S -c query-name -f ./none
status_is 2
err_has './none'

it 'a script goes on after an error reply, with status 1'
run qmpsh S < <(printf 'device_del id=none\nquery-name\n')
status_is 1
out_is '{"name":"S"}'
err_has 'error: DeviceNotFound: '

it 'a script goes on after a line that cannot be parsed, with status 2'
run qmpsh S < <(printf 'stop id="open\nquery-name\n')
status_is 2
out_is '{"name":"S"}'

it 'the first failure decides the status'
run qmpsh S < <(printf 'no-such-command\nstop id="open\n')
status_is 1
run qmpsh S < <(printf 'stop id="open\nno-such-command\n')
status_is 2

it '-e stops at the first line that fails'
for line in no-such-command 'stop id="open' 'no-such-command | cat'; do
    run qmpsh -e S < <(printf '%s\nquery-name\n' "$line")
    [[ $status = [12] ]] || unexpected 'expected status 1 or 2'
    out_is ''
done

it 'a line that ends in the middle of an object names where it began'
run qmpsh S < <(printf 'query-name\n{"execute":\n"query-name"\n')
status_is 2
out_is '{"name":"S"}'
err_has 2

it 'outstanding replies are awaited at the end of stdin'
run qmpsh S < <(echo 'human-monitor-command command-line="x /400000xb 0"')
status_is 0
holds test "$(jq -r . out | wc -c)" -gt 2000000

it 'events do not get into stdout'
run qmpsh S < <(printf 'cont\nstop\nsystem_reset\n')
status_is 0
out_is $'{}\n{}\n{}'

it 'an unknown option, a bad value and a contradiction are status 2'
for words in --no-such-option '-t soon' '-o xml' '--max-message 0' \
    '-c stop S stop'; do
    # shellcheck disable=SC2086 # words
    run qmpsh $words S query-name
    status_is 2
    out_is ''
done

it '--help and --version need no server'
run qmpsh --help
status_is 0
out_has --exit-on-error
run qmpsh --version
status_is 0
out_has qmpsh
