#!/usr/bin/env bash
# What Tab offers, by lines; and that it leaves the VM as it is
. "$(dirname "$0")/functions.bash" || exit
requires jq qemu-system-x86_64

if [[ ! ${COMPLETE_LINES-} ]]; then
    echo 'skipped: COMPLETE_LINES does not name the program of that name'
    exit 77
fi

# offers [OPTION...] ADDRESS <TABLE: in each line `LINE => CANDIDATES`, all of
# them, as a glob; or `LINE ~> CANDIDATES`, those and others.  `|` in LINE is
# the cursor.
offers() {
    local row got

    cat >table
    sed 's/ [=~]> .*//; s/ =>$//' table >lines
    run timeout -k 5 30 "$COMPLETE_LINES" "$@" <lines
    status_is 0
    holds test "$(wc -l <lines)" -eq "$(wc -l <out)"
    while IFS= read -r row && IFS= read -r got <&3; do
        if ! is_offered "$row" "$got"; then
            failed=1
            printf 'FAILED: %s\n    expected: %s\n    got: %s\n' \
                "$behaviour" "$row" "$got"
        fi
    done <table 3<out
}

# is_offered ROW CANDIDATES
is_offered() {
    local word want=${1#* =>}

    if [[ $1 = *' ~> '* ]]; then
        for word in ${1#* ~> }; do
            [[ " $2 " = *" $word "* ]] || return 1
        done
    else
        # shellcheck disable=SC2053
        [[ $2 = ${want# } ]]
    fi
}

mkdir folder
touch image.raw "with blank.raw"
start_vm S -device pcie-root-port,id=port0,chassis=1 \
    -device virtio-scsi-pci,id=scsi0 \
    -object secret,id=sec,data=geheim -object iothread,id=io1 \
    -object memory-backend-ram,id=mem1,size=1M \
    -object tls-creds-anon,id=tls0,endpoint=server \
    -netdev user,id=n0 -device virtio-net-pci,netdev=n0,id=net0 \
    -blockdev null-co,node-name=disk,read-zeroes=on \
    -drive if=none,id=old,file=null-co://,format=raw \
    -device scsi-hd,id=hd,drive=disk -chardev null,id=ch0
qmpsh S netdev_add type=user id=loose >/dev/null

it 'commands, arguments and values are those of the schema'
offers S <<'END'
query-stat| ~> query-status
device_d| => device_del
blockdev-add driver=qco| => qcow qcow2
blockdev-add driver=qcow2 file.dri| => driver=
set_link name=n0 up=| ~> true
END

it 'devices, their types, properties and buses'
offers S <<'END'
device_del id=| => hd net0 port0 scsi0
device_del id=h| => hd
device_add driver=virtio-scsi-p| ~> virtio-scsi-pci
device_add driver=scsi-hd driv| => drive=
device_add driver=scsi-hd bus=scsi0| => scsi0.0
device_add driver=virtio-rng-pci bus=port| => port0
END

it 'nodes, and backends only where they have a name of their own'
offers S <<'END'
blockdev-del node-name=d| => disk
device_add driver=scsi-hd drive=| ~> disk old
block_resize device=| => old
eject device=| => old
END

it 'objects by their kinds'
offers S <<'END'
object-del id=| ~> io1 mem1
object-add qom-type=tls-creds-x509 passwordid=| => sec
object-add qom-type=throttle-group | ~> id=
device_add driver=virtio-scsi-pci iothread=| => io1
END

it 'chardevs, netdevs, jobs, CPU models'
offers S <<'END'
chardev-remove id=c| => ch0 compat_monitor0
netdev_del id=| => loose n0
job-cancel id=| =>
query-cpu-model-expansion type=static model.name=qemu6| ~> qemu64
END
run qmpsh -e S <<'END'
blockdev-add driver=null-co node-name=from size=1073741824 read-zeroes=true
blockdev-add driver=null-co node-name=to size=1073741824
blockdev-backup job-id=job0 device=from target=to sync=full speed=1
END
status_is 0
offers S <<'END'
job-cancel id=| => job0
END

it 'QOM paths go on, properties are those of the object'
offers S <<'END'
qom-list path=| ~> /machine/ /objects/
qom-list path=/machine/peripheral/h| => /machine/peripheral/hd/
qom-get path=/machine/peripheral/hd property=driv| => drive
qom-get path=/objects/sec/ property=dat| => data
.ls /obj| => /objects/
.tree /machine/peripheral/po| => /machine/peripheral/port0/
END

it 'files are those of this machine'
offers S <<END
screendump filename=$T/im| => $T/image.raw
screendump filename=$T/fol| => $T/folder/
.log $T/im| => $T/image.raw
END

it 'the human monitor completes commands, topics and names'
offers -H S <<'END'
device_d| => device_del
info  sn| => snapshots
help info sn| => snapshots
device_del  h| => hd
eject -f | => old
netdev_del l| => loose
object_del io| => io1
qom-get /machine/peripheral/hd  dri| => drive
info block -n dis| => disk
screendump ima| => image.raw
screendump with| =>
END
offers S <<'END'
.hmp info  sn| => snapshots
.hmp device_del h| => hd
END

it 'the storage daemon has nodes and objects, and no devices'
start_storage_daemon D --blockdev null-co,node-name=one \
    --object secret,id=sec,data=geheim
offers D <<'END'
blockdev-del node-name=| => one
object-del id=| => sec
chardev-remove id=| => m
END

it 'after an upgrade, types are listed only with a yes'
cp "$(command -v qemu-storage-daemon)" qemu-old
timeout 30 ./qemu-old --chardev "socket,path=$T/U,server=on,wait=off,id=m" \
    --monitor chardev=m --daemonize --pidfile "$T/U.pid"
offers U <<'END'
qom-list-properties typename=secr| ~> secret
END
mv qemu-old qemu-running
cp qemu-running qemu-old
rm qemu-running
offers U <<'END'
qom-list-properties typename=secr| => ? *upgraded*y/n*
END
offers -y U <<'END'
qom-list-properties typename=secr| ~> secret
END

it 'the VMs live, and nothing in them has changed'
holds test "$(run_state S)" = prelaunch
holds test "$(qmpsh S query-jobs | jq -r '.[].id')" = job0
holds server_runs U
