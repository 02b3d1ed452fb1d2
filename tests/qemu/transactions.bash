#!/usr/bin/env bash
# transaction( ... ): all or nothing
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -blockdev null-co,node-name=a,size=1048576,read-zeroes=on \
    -blockdev null-co,node-name=b,size=1048576

# bitmaps: the names of the bitmaps of node a
bitmaps() {
    qmpsh S query-named-block-nodes |
        jq -r '.[] | select(.["node-name"] == "a")
               | [.["dirty-bitmaps"][]?.name] | sort | join(" ")'
}

it 'actions on many lines are done together'
run qmpsh S <<'END'
transaction(
    # one action a line
    block-dirty-bitmap-add node=a name=one

    block-dirty-bitmap-add node=a name=two persistent=false
)
query-name
END
status_is 0
out_is $'{}\n{"name":"S"}'
holds test "$(bitmaps)" = 'one two'

it 'actions on one line are separated by semicolons'
run qmpsh S <<'END'
transaction( block-dirty-bitmap-remove node=a name=one ; block-dirty-bitmap-add node=a name=three )
END
status_is 0
holds test "$(bitmaps)" = 'three two'

it 'one action that fails undoes the others'
run qmpsh S -c 'transaction( block-dirty-bitmap-add node=a name=x ; abort )'
status_is 1
out_is ''
err_has 'GenericError'
holds test "$(bitmaps)" = 'three two'

it 'arguments of its own stand in front'
run qmpsh S <<'END'
transaction( properties.completion-mode=grouped
    blockdev-backup device=a target=b sync=full job-id=backup
)
END
status_is 0
out_is '{}'

it 'an action may be written as JSON'
run qmpsh S <<'END'
transaction(
    {"type": "block-dirty-bitmap-remove", "data": {"node": "a", "name": "two"}}
)
END
status_is 0
holds test "$(bitmaps)" = three

it 'an action that cannot be parsed voids all of it'
run qmpsh S <<'END'
transaction(
    block-dirty-bitmap-add node=a name=y
    block-dirty-bitmap-add node=a name="open
)
query-name
END
status_is 2
out_is '{"name":"S"}'
holds test "$(bitmaps)" = three

it 'one left open at the end is not sent'
run qmpsh S < <(printf 'transaction(\nblock-dirty-bitmap-add node=a name=y\n')
status_is 2
out_is ''
holds test "$(bitmaps)" = three

it 'snapshots of two disks are taken together'
if command -v qemu-img >/dev/null; then
    for disk in c d; do
        qemu-img create -q -f qcow2 "$disk.qcow2" 1M
        qemu-img create -q -f qcow2 -b "$disk.qcow2" -F qcow2 "$disk.top" 1M
        printf 'blockdev-add driver=qcow2 node-name=%s ' "$disk"
        printf 'file.driver=file file.filename=%s\n' "$T/$disk.qcow2"
        printf 'blockdev-add driver=qcow2 node-name=%s-top ' "$disk"
        printf 'backing:=null file.driver=file file.filename=%s\n' \
            "$T/$disk.top"
    done >lines
    cat >>lines <<'END'
transaction(
    blockdev-snapshot node=c overlay=c-top
    blockdev-snapshot node=d overlay=d-top
)
END
    run qmpsh -e S <lines
    status_is 0
    holds test "$(qmpsh S query-named-block-nodes | jq -r '[.[]
        | select(.["node-name"] == ("c-top", "d-top")).backing_file_depth]
        | join(" ")')" = '1 1'
fi
