#!/usr/bin/env bash
# The storage daemon: QMP without a VM
. "$(dirname "$0")/functions.bash" || exit
requires jq qemu-storage-daemon qemu-img

start_storage_daemon S

it 'has QMP but no query-status'
run qmpsh S query-status
status_is 1
out_is ''
err_has 'CommandNotFound'

it 'opens, snapshots and closes an image'
qemu-img create -q -f qcow2 disk.qcow2 1M
run qmpsh -e S <<END
blockdev-add driver=qcow2 node-name=disk file.driver=file file.filename=$T/disk.qcow2
transaction(
blockdev-snapshot-internal-sync device=disk name=one
blockdev-snapshot-internal-sync device=disk name=two
)
blockdev-del node-name=disk
END
status_is 0
out_is $'{}\n{}\n{}'
holds test "$(qemu-img snapshot -l disk.qcow2 | grep -c -w 'one\|two')" -eq 2

it 'ends with quit, without an event'
run qmpsh S quit
status_is 0
out_is '{}'
