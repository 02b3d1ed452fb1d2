/*
 * Which arguments name things that exist in the running server
 */
#include "lang/live.h"

#include <fnmatch.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

/*
 * From qemu-qmp-ref(7) and qemu-storage-daemon-qmp-ref(7); the first row
 * that fits counts.  A row is for commands and actions.  Its key is the end
 * of a path, at any depth, or behind a '/' the whole of it; '*' is one part.
 *
 * The names of dirty bitmaps are told by query-block and
 * query-named-block-nodes only, which touch the images: they are not here.
 */
typedef struct LiveRow {
    const char *command;
    const char *key;
    LiveKind kind;
} LiveRow;

static const LiveRow rows[] = {
    /* what lives in the guest is not here */
    { "guest-*", "*", LIVE_NONE },

    /* devices */
    { "device_add", "/driver", LIVE_DEVICE_TYPE },
    { "device_add", "/id", LIVE_NONE },
    { "device_add", "/bus", LIVE_BUS },
    { "device_add", "/drive", LIVE_NODE_OR_BLOCK },
    { "device_add", "/chardev", LIVE_CHARDEV },
    { "device_add", "/rng", LIVE_OBJECT },
    { "device_add", "/cryptodev", LIVE_OBJECT },
    { "device_add", "/canbus*", LIVE_OBJECT },
    { "device_add", "/hostmem", LIVE_MEMDEV },
    { "device_add", "/failover_pair_id", LIVE_DEVICE },
    { "device_add", "/romfile", LIVE_SERVER_FILE },
    { "device_add", "/sysfsdev", LIVE_SERVER_FILE },
    { "device_add", "/evdev", LIVE_SERVER_FILE },
    { "device_del", "/id", LIVE_DEVICE },
    { "device-sync-config", "/id", LIVE_DEVICE },
    { "device-list-properties", "/typename", LIVE_DEVICE_TYPE },
    { "qom-list-types", "/implements", LIVE_DEVICE_TYPE },
    { "screendump", "/device", LIVE_DEVICE },
    { "input-send-event", "/device", LIVE_DEVICE },
    { "query-rx-filter", "/name", LIVE_NIC },
    { "announce-self", "/interfaces/*", LIVE_NIC },

    /* QOM */
    { "qom-list-properties", "/typename", LIVE_QOM_TYPE },
    { "qom-list-get", "/paths/*", LIVE_QOM_PATH },
    { "qom-*", "/path", LIVE_QOM_PATH },
    { "qom-*", "/property", LIVE_QOM_PROPERTY },
    { "qom-set", "/value", LIVE_QOM_VALUE },
    { "cxl-*", "/path", LIVE_QOM_PATH },
    { "x-query-virtio-*", "/path", LIVE_QOM_PATH },
    { "query-stats", "/vcpus/*", LIVE_QOM_PATH },
    { "query-cpu-model-*", "/model*/name", LIVE_CPU_MODEL },

    /* jobs */
    { "job-*", "/id", LIVE_JOB },
    { "block-job-*", "/device", LIVE_JOB },
    { "block-job-*", "/id", LIVE_JOB },

    /* removable media: `id` is the device, `device` its backend */
    { "eject", "/id", LIVE_DEVICE },
    { "eject", "/device", LIVE_BLOCK },
    { "blockdev-*-tray", "/id", LIVE_DEVICE },
    { "blockdev-*-tray", "/device", LIVE_BLOCK },
    { "blockdev-*-medium", "/id", LIVE_DEVICE },
    { "blockdev-*-medium", "/device", LIVE_BLOCK },
    { "block_set_io_throttle", "/id", LIVE_DEVICE },
    { "block-latency-histogram-set", "/id", LIVE_DEVICE },

    /* new names */
    { "*", "/job-id", LIVE_NONE },
    { "*", "/filter-node-name", LIVE_NONE },
    { "*", "/snapshot-node-name", LIVE_NONE },
    { "blockdev-add", "node-name", LIVE_NONE },
    { "blockdev-create", "node-name", LIVE_NONE },
    { "drive-mirror", "/node-name", LIVE_NONE },

    /* block nodes and their backends */
    { "block_resize", "/device", LIVE_BLOCK },
    { "block_set_io_throttle", "/device", LIVE_BLOCK },
    { "blockdev-snapshot-sync", "/device", LIVE_BLOCK },
    { "blockdev-snapshot", "/node", LIVE_NODE_OR_BLOCK },
    { "blockdev-snapshot", "/overlay", LIVE_NODE },
    /* the PCI address of an NVMe device */
    { "blockdev-add", "device", LIVE_NONE },
    { "blockdev-*", "/device", LIVE_NODE_OR_BLOCK },
    { "block-*", "/device", LIVE_NODE_OR_BLOCK },
    { "drive-*", "/device", LIVE_NODE_OR_BLOCK },
    { "change-backing-file", "/device", LIVE_NODE_OR_BLOCK },
    { "nbd-server-add", "/device", LIVE_NODE_OR_BLOCK },
    { "blockdev-backup", "/target", LIVE_NODE_OR_BLOCK },
    { "blockdev-mirror", "/target", LIVE_NODE_OR_BLOCK },
    { "block-dirty-bitmap-*", "/target", LIVE_NONE },
    { "x-blockdev-change", "/parent", LIVE_NODE_OR_BLOCK },
    { "snapshot-*", "/vmstate", LIVE_NODE },
    { "snapshot-*", "/devices/*", LIVE_NODE },
    { "*", "/replaces", LIVE_NODE },
    { "*", "/base-node", LIVE_NODE },
    { "*", "/top-node", LIVE_NODE },
    { "*", "/image-node-name", LIVE_NODE },
    { "*", "node-name", LIVE_NODE },
    { "block*", "bottom", LIVE_NODE },
    { "block-dirty-bitmap-*", "node", LIVE_NODE_OR_BLOCK },
    { "x-debug-block-dirty-bitmap-*", "node", LIVE_NODE_OR_BLOCK },
    { "block-export-add", "node", LIVE_NODE },
    { "block-export-del", "/id", LIVE_EXPORT },
    { "nbd-server-remove", "/name", LIVE_EXPORT },
    { "blockdev-*", "bitmap/node", LIVE_NODE },
    { "x-blockdev-change", "/node", LIVE_NODE },

    /* a node's children, named instead of described */
    { "*blockdev-*", "file", LIVE_NODE },
    { "*blockdev-*", "backing", LIVE_NODE },
    { "*blockdev-*", "data-file", LIVE_NODE },
    { "*blockdev-*", "image", LIVE_NODE },
    { "*blockdev-*", "test", LIVE_NODE },
    { "*blockdev-*", "raw", LIVE_NODE },
    { "*blockdev-*", "log", LIVE_NODE },
    { "*blockdev-*", "children/*", LIVE_NODE },
    { "*blockdev-*", "header", LIVE_NODE },
    { "blockdev-create", "extents/*", LIVE_NODE },

    /* character devices */
    { "chardev-add", "/id", LIVE_NONE },
    { "chardev-*", "/id", LIVE_CHARDEV },
    { "ringbuf-*", "/device", LIVE_CHARDEV },
    { "yank", "instances/*/id", LIVE_CHARDEV },
    { "chardev-*", "chardevs/*", LIVE_CHARDEV },
    { "chardev-*", "/backend/data/device", LIVE_SERVER_FILE },
    { "chardev-*", "/backend/data/in", LIVE_SERVER_FILE },
    { "chardev-*", "/backend/data/out", LIVE_SERVER_FILE },
    { "*", "logfile", LIVE_SERVER_FILE },
    { "*", "chardev", LIVE_CHARDEV },

    /* the network */
    { "netdev_del", "/id", LIVE_NETDEV },
    { "set_link", "/name", LIVE_NET_CLIENT },
    { "netdev_add", "/script", LIVE_SERVER_FILE },
    { "netdev_add", "/downscript", LIVE_SERVER_FILE },
    { "netdev_add", "/helper", LIVE_SERVER_FILE },
    { "netdev_add", "/tftp", LIVE_SERVER_FILE },
    { "netdev_add", "/smb", LIVE_SERVER_FILE },
    { "netdev_add", "/vhostdev", LIVE_SERVER_FILE },
    { "*", "netdev", LIVE_NETDEV },

    /* objects */
    { "object-del", "/id", LIVE_OBJECT },
    { "object-add", "/keyid", LIVE_SECRET },
    { "object-add", "/passwordid", LIVE_SECRET },
    { "object-add", "/indev", LIVE_CHARDEV },
    { "object-add", "/outdev", LIVE_CHARDEV },
    { "object-add", "/primary_in", LIVE_CHARDEV },
    { "object-add", "/secondary_in", LIVE_CHARDEV },
    { "object-add", "/notify_dev", LIVE_CHARDEV },
    { "object-add", "/canbus", LIVE_OBJECT },
    { "object-add", "/prealloc-context", LIVE_OBJECT },
    { "object-add", "/device", LIVE_DEVICE },
    { "object-add", "/devid", LIVE_DEVICE },
    { "object-add", "/pci-dev", LIVE_DEVICE },
    { "object-add", "/pci-bus", LIVE_BUS },
    { "object-add", "/mem-path", LIVE_SERVER_FILE },
    { "object-add", "/file", LIVE_SERVER_FILE },
    { "object-add", "/dir", LIVE_SERVER_FILE },
    { "object-add", "/path", LIVE_SERVER_FILE },
    { "object-add", "/evdev", LIVE_SERVER_FILE },
    { "object-add", "/sev-device", LIVE_SERVER_FILE },
    { "object-add", "/dh-cert-file", LIVE_SERVER_FILE },
    { "object-add", "/session-file", LIVE_SERVER_FILE },
    { "sev-inject-launch-secret", "*", LIVE_NONE },
    { "*", "*-secret", LIVE_SECRET },
    { "x-blockdev-amend", "secret", LIVE_SECRET },
    { "*", "tls-creds", LIVE_TLS_CREDS },
    { "*", "tls-authz", LIVE_OBJECT },
    { "*", "pr-manager", LIVE_OBJECT },
    { "*", "throttle-group", LIVE_OBJECT },
    { "*", "iothread", LIVE_IOTHREAD },
    { "*", "iothread/*", LIVE_IOTHREAD },
    { "*", "memdev", LIVE_MEMDEV },

    /* others */
    { "trace-event-*-state", "/name", LIVE_TRACE_EVENT },
    { "*-fd", "/fdset-id", LIVE_FDSET },

    /* files that the server opens */
    { "drive-*", "/target", LIVE_SERVER_FILE },
    { "blockdev-add", "target", LIVE_NODE },
    { "*", "/snapshot-file", LIVE_SERVER_FILE },
    { "*", "/backing-file", LIVE_SERVER_FILE },
    { "blockdev-create", "/options/backing-file", LIVE_SERVER_FILE },
    { "block-commit", "/base", LIVE_SERVER_FILE },
    { "block-commit", "/top", LIVE_SERVER_FILE },
    { "block-stream", "/base", LIVE_SERVER_FILE },
    { "block-export-add", "/mountpoint", LIVE_SERVER_FILE },
    { "blockdev-*", "dir", LIVE_SERVER_FILE },
    { "blockdev-*", "conf", LIVE_SERVER_FILE },
    { "blockdev-*", "config", LIVE_SERVER_FILE },
    { "*", "filename", LIVE_SERVER_FILE },
    { "*", "path", LIVE_SERVER_FILE },

    /* whatever else a device has */
    { "device_add", "/*", LIVE_DEVICE_VALUE },
};

/* The last @n parts of a path, '/' between; owned. */
static char *path_end(const StrList *path, size_t n)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = path->n - n; i < path->n; i++) {
        strbuf_puts(&out, out.len ? "/" : "");
        strbuf_puts(&out, path->list[i]);
    }
    return strbuf_steal(&out);
}

static bool key_fits(const char *key, const StrList *path)
{
    bool whole = key[0] == '/';
    autofree char *end = NULL;
    const char *c;
    size_t n = 1;

    key += whole;
    for (c = key; *c; c++) {
        n += *c == '/';
    }
    if (whole ? path->n != n : path->n < n) {
        return false;
    }
    end = path_end(path, n);
    return fnmatch(key, end, 0) == 0;
}

static LiveKind value_kind(const Spot *spot)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(rows); i++) {
        if (fnmatch(rows[i].command, spot->command, 0) == 0 &&
            key_fits(rows[i].key, &spot->path)) {
            return rows[i].kind;
        }
    }
    return LIVE_NONE;
}

/*
 * Is @spot in the data of an action that is written as JSON?  Then *@action
 * borrows what is needed of it.
 */
static bool is_in_action(const Spot *spot, Spot *action)
{
    static const char *const parts[] = { "actions", "*", "data" };
    size_t i;

    if (strcmp(spot->command, "transaction") != 0 ||
        spot->path.n <= ARRAY_SIZE(parts)) {
        return false;
    }
    for (i = 0; i < ARRAY_SIZE(parts); i++) {
        if (fnmatch(parts[i], spot->path.list[i], 0) != 0) {
            return false;
        }
    }
    *action = (Spot){
        .command = (char *)json_get_string(spot_given_at(spot, 2), "type"),
        .path = { .list = spot->path.list + i, .n = spot->path.n - i },
    };
    return action->command;
}

LiveKind live_kind(const Spot *spot)
{
    Spot action;

    if (spot->kind == SPOT_VALUE && spot->file) {
        return LIVE_FILE;
    }
    if (!spot->command) {
        return LIVE_NONE;
    }
    if (spot->kind == SPOT_KEY) {
        return strcmp(spot->command, "device_add") == 0 && !spot->path.n ?
                   LIVE_DEVICE_PROPERTY :
                   LIVE_NONE;
    }
    if (spot->kind != SPOT_VALUE) {
        return LIVE_NONE;
    }
    return value_kind(is_in_action(spot, &action) ? &action : spot);
}

const char *live_owner(const Spot *spot, LiveKind kind)
{
    bool device = kind == LIVE_DEVICE_PROPERTY || kind == LIVE_DEVICE_VALUE;

    return json_get_string(spot->given, device ? "driver" : "path");
}

const char *live_property(const Spot *spot, LiveKind kind)
{
    switch (kind) {
    case LIVE_DEVICE_VALUE:
        return spot->path.list[spot->path.n - 1];
    case LIVE_QOM_VALUE:
        return json_get_string(spot->given, "property");
    default:
        return NULL;
    }
}
