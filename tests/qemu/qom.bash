#!/usr/bin/env bash
# .tree and .ls: QOM objects and their properties
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -device pcie-root-port,id=port0,chassis=1 \
    -device virtio-scsi-pci,id=scsi0 \
    -object secret,id=sec,data=geheim \
    -blockdev null-co,node-name=disk -device scsi-hd,id=hd,drive=disk

it '.tree shows every object once, with its type'
run qmpsh S .tree
status_is 0
out_has '/ (container)'
out_has $'\n|-- machine (pc-q35-'
out_has $'\n|   |   |-- hd (scsi-hd)\n'
out_has $'\n    `-- sec (secret)'
# As many as a walk by hand finds.
objects() {
    local name

    echo "${1:-/}"
    qmpsh S qom-list "path=${1:-/}" |
        jq -r '.[] | select(.type | startswith("child<")).name' |
        while IFS= read -r name; do
            objects "$1/$name"
        done
}
holds test "$(objects /machine/peripheral/hd | wc -l)" -eq 1
run qmpsh S .tree /machine/peripheral/scsi0
status_is 0
holds test "$(objects /machine/peripheral/scsi0 | wc -l)" -eq "$(wc -l <out)"

it 'lines are drawn where the locale can'
run env LC_ALL=C.UTF-8 timeout 30 "$qmpsh_program" S .tree /objects
status_is 0
out_has $'\n└── sec (secret)'

it 'partial paths are as QEMU resolves them'
run qmpsh S .tree hd
status_is 0
out_is 'hd (scsi-hd)'

it '.ls shows names, types and values, aligned'
run qmpsh S .ls /machine/peripheral/hd
status_is 0
holds grep -Eq '^drive +str +disk$' out
holds grep -Eq '^logical_block_size +size +512$' out
holds grep -Eq '^parent_bus +link<bus> +/machine/.*/scsi0\.0$' out
holds test "$(awk '{ print index($0, " " $2 " ") }' out | sort -u | wc -l)" = 1

it '.ls has as many lines as there are properties'
run qmpsh S .ls /machine
status_is 0
holds test "$(wc -l <out)" -eq "$(qmpsh S qom-list path=/machine | jq length)"

it 'what cannot be read has a dash'
run qmpsh S .ls '/machine/unattached/device[0]'
status_is 0
holds grep -Eq '^crash-information +\S+ +-$' out

it 'secrets are masked'
run qmpsh S .ls /objects/sec
status_is 0
out_lacks geheim
holds grep -Eq '^data +string +\*\*\*$' out

it 'a path with blanks takes quotes, and is one argument'
run qmpsh S -c '.ls "/machine/peripheral/scsi0/bus master[0]"'
status_is 0
out_has memory-region
for command in .ls .tree; do
    run qmpsh S -c "$command /machine /objects"
    status_is 2
    out_is ''
done

it "a path that is none is the server's error"
for command in .ls .tree; do
    run qmpsh S -c "$command /machine/none"
    status_is 1
    out_is ''
    err_has "DeviceNotFound: Device '/machine/none' not found"
done

it 'without a server there is nothing to show'
for command in .ls .tree; do
    run qmpsh S -c quit -c "$command"
    status_is 3
    err_has 'there is no connection'
    start_vm S -object secret,id=sec,data=geheim
done

it 'the storage daemon has a tree, too'
start_storage_daemon D --object secret,id=sec,data=geheim
run qmpsh D .tree
status_is 0
out_is '/ (container)
|-- chardevs (container)
|   `-- m (chardev-socket)
`-- objects (container)
    `-- sec (secret)'
run qmpsh D .ls /objects/sec
status_is 0
out_lacks geheim
holds grep -Eq '^format +QCryptoSecretFormat +raw$' out
