#!/usr/bin/env bash
# A day's work: disks in and out, jobs, objects
. "$(dirname "$0")/functions.bash" || exit
requires jq

start_vm S -device pcie-root-port,id=port0,chassis=1 \
    -device virtio-scsi-pci,id=scsi0

it 'a disk comes and goes'
run qmpsh -e S <<'END'
blockdev-add driver=null-co node-name=disk read-zeroes=true
device_add driver=scsi-hd id=hd drive=disk bus=scsi0.0
qom-get path=/machine/peripheral/hd property=drive
device_del id=hd
END
status_is 0
out_is $'{}\n{}\n"disk"\n{}'

it 'a device on a root port takes PCI addresses as they are written'
run qmpsh -e S < <(printf '%s\n' \
    'device_add driver=virtio-rng-pci id=rng bus=port0 addr=0x0')
status_is 0

it 'a dotted key is one object, whatever follows it'
truncate -s 1M raw.img
run qmpsh -e S < <(printf 'blockdev-add node-name=%s driver=%s %s %s=%s %s\n' \
    f raw file.driver=file file.filename "$T/raw.img" read-only=true)
status_is 0
run qmpsh S query-named-block-nodes
holds test "$(jq -c '.[] | select(.["node-name"] == "f") | [.drv, .ro]' out)" \
    = '["raw",true]'

it 'a value may hold blanks and quotes'
truncate -s 1M "it's a disk.img"
run qmpsh -e S < <(printf \
    'blockdev-add driver=file node-name=b filename="%s"\n' \
    "$T/it's a disk.img")
status_is 0

it 'a job runs to its end'
run qmpsh -e S <<'END'
blockdev-add driver=null-co node-name=from size=1048576 read-zeroes=true
blockdev-add driver=null-co node-name=to size=1048576
blockdev-backup job-id=j device=from target=to sync=full auto-dismiss=false
query-jobs
END
status_is 0
holds test "$(jq -r 'arrays | .[].id' out)" = j

it 'KEY:=JSON and KEY:@FILE reach the server'
printf 'from a file\n' >text
run qmpsh -e S <<END
object-add qom-type=secret id=sec data:@$T/text
qom-get path=/objects/sec property=data
qom-set path=/machine/peripheral/port0 property=x-speed value:="8"
END
out_has '"from a file"'
