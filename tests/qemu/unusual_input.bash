#!/usr/bin/env bash
# Lines that nobody would write, and what a real server makes of them
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S

# lives: whatever is said of it, qmpsh has ended in its own way
lives() {
    [[ $status -le 5 ]] || unexpected 'expected a status from 0 to 5'
    holds test "$(run_state S)" = prelaunch
}

it 'no input at all is success'
run qmpsh S
status_is 0
out_is ''
err_is ''

it 'blank lines and comments are nothing'
run qmpsh S < <(printf '\n   \n\t\n# stop\n   # stop\n\n')
status_is 0
out_is ''

it 'NUL bytes, invalid UTF-8 and controls are refused or harmless'
for bytes in '\0' 'query-name\0cont' '\0377\0376' 'query-name\033[31m' '\r' \
    'query-status\0000\n'; do
    run qmpsh S < <(printf '%b\n' "$bytes")
    lives
    fails grep -q $'\e' err
done

it 'an argument of 100,000 characters arrives whole'
name=$(printf 'x%.0s' {1..100000})
run qmpsh S < <(printf 'no-such command=%s\nquery-name\n' "$name")
status_is 1
out_is '{"name":"S"}'
run qmpsh S < <(printf 'device_del id=%s\n' "$name")
status_is 1
holds test "$(wc -c <err)" -gt 100000

it 'brackets nested deeper than QEMU takes are refused, or are its error'
deep=$(printf '[%.0s' {1..5000})$(printf ']%.0s' {1..5000})
run qmpsh S < <(printf 'no-such x=%s\nquery-name\n' "$deep")
[[ $status = [12] ]] || unexpected 'expected status 1 or 2'
out_is '{"name":"S"}'
run qmpsh S < <(printf '%s\n' "$deep")
lives

it 'brackets that never close are named at the end'
run qmpsh S < <(printf '{"execute": [[[[\nquery-name\n')
status_is 2
out_is ''

it 'non-ASCII text comes back as it went'
run qmpsh S object-add qom-type=throttle-group 'id=größe'
lives
run qmpsh S human-monitor-command 'command-line=größe😀'
status_is 0
out_has 'größe😀'

it 'numbers arrive digit for digit'
for n in 18446744073709551615 9223372036854775808 9007199254740993 0; do
    run qmpsh S < <(printf '%s\n' \
        "migrate-set-parameters max-bandwidth=$n" query-migrate-parameters)
    status_is 0
    out_has "\"max-bandwidth\":$n,"
done

it "raw JSON may span lines, and QEMU's answer to nonsense is an error"
run qmpsh S < <(printf '{ "execute":\n  "query-name" }\n{"execute": 1}\n')
[[ $status = [12] ]] || unexpected 'expected status 1 or 2'
out_is '{"name":"S"}'
