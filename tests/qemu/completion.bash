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

it 'chardevs, netdevs, NICs, jobs, CPU models'
offers S <<'END'
set_link name=| => loose n0 net0
query-rx-filter name=| => net0
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

it "values are those of the property's type, as far as that is told"
offers S <<'END'
device_add driver=scsi-hd removable=| => false true
device_add driver=scsi-hd share-rw=o| => off on
device_add driver=scsi-hd write-cache=| => auto off on
device_add driver=scsi-hd rerror=| ~> ignore report stop
device_add driver=scsi-hd serial=| =>
device_add driver=usb-tablet port=| => ? *y/n*
qom-set path=/machine property=dump-guest-core value=| => false true
qom-set path=/machine property=vmport value=| => auto off on
END
for line in 'device_add driver=scsi-hd drive=old share-rw=on write-cache=auto
        rerror=stop removable=false id=typed' \
    'qom-set path=/machine property=dump-guest-core value=true'; do
    # shellcheck disable=SC2086
    run qmpsh S $line
    status_is 0
done

it 'in a dot command a name with blanks has quotes, and goes on'
master='/machine/peripheral/net0/bus master'
offers S <<END
.ls /machine/peripheral/net0/bus| => "$master container?0?/ "$master?0?/
.ls "${master}[| => $master?0?/
.ls '${master}[| => $master?0?/
.tree "/obj|" => /objects/
.ls "/objects"| =>
.log "with | => with blank.raw"
.log "with |" => with blank.raw
.log with| => "with blank.raw"
.log of| => off
.log ~/| =>
.help .ex| => .exit
.help exi| => exit
END

it "the server's files are found from its folder, the shell's from ours"
mkdir served
touch served/disk.raw
(cd served && exec qemu-system-x86_64 -machine none -nodefaults \
    -display none -qmp "unix:$T/W,server=on,wait=off") &
echo $! >W.pid
disown
offers -w 20 W <<END
blockdev-add driver=file filename=| => disk.raw
blockdev-add driver=file filename=di| => disk.raw
screendump filename=../im| => ../image.raw
screendump filename=$T/im| => $T/image.raw
screendump filename=$T/fol| => $T/folder/
object-add qom-type=secret id=s data:@im| => image.raw
.log im| => image.raw
.log $T/im| => $T/image.raw
END
offers -H W <<END
screendump di| => disk.raw
screendump $T/with| =>
END
offers S <<'END'
screendump filename=ima| =>
screendump filename=et| => etc/
END

it 'a server that need not be on this machine has no files'
start_vm N -chardev socket,id=tcp,host=127.0.0.1,port=0,server=on,wait=off \
    -mon chardev=tcp,mode=control
offers "127.0.0.1:$(tcp_port N tcp)" <<END
screendump filename=| =>
screendump filename=$T/| =>
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
set_link net| => net0
set_link net0 | => on off
END
offers S <<'END'
.hmp info  sn| => snapshots
.hmp device_del h| => hd
END

it 'the storage daemon has nodes, exports and objects, and no devices'
start_storage_daemon D --blockdev null-co,node-name=one \
    --object secret,id=sec,data=geheim \
    --nbd-server "addr.type=unix,addr.path=$T/nbd" \
    --export type=nbd,id=exp0,node-name=one
offers D <<'END'
block-export-del id=| => exp0
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
