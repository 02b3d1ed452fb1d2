#!/usr/bin/env bash
# quit ends the VM, and that is success
. "$(dirname "$0")/functions.bash" || exit
requires qemu-system-x86_64

it 'quit as the only command is success'
start_vm S
run qmpsh S quit
status_is 0
out_is '{}'
err_is ''
until_true '! server_runs S'

it 'quit at the end of a script is success'
start_vm S
run qmpsh S < <(printf 'stop\nquit\n')
status_is 0
out_is $'{}\n{}'

it 'lines behind quit are named as not sent, with status 3'
start_vm S
run qmpsh S < <(printf 'quit\nquery-name\nstop\n')
status_is 3
out_is '{}'
err_has 'not sent'
err_has 'query-name'

it 'blank lines and comments behind quit are nothing to send'
start_vm S
run qmpsh S < <(printf 'quit\n\n# done\n')
status_is 0

it 'with --pipeline quit is sent alone, with nothing in flight'
start_vm S
run qmpsh -P S < <(printf 'query-name\nquery-name\nquery-name\nquit\n')
status_is 0
out_is $'{"name":"S"}\n{"name":"S"}\n{"name":"S"}\n{}'

it 'raw JSON and HMP can quit, too'
start_vm S
run qmpsh S '{"execute":"quit"}'
status_is 0
start_vm S
run qmpsh -H S quit
status_is 0
until_true '! server_runs S'
