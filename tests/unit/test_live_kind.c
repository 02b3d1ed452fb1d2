/*
 * Which names of the running server can stand where, and whose
 */
#include "unit.h"

#include <string.h>

#include "lang/live.h"
#include "util/mem.h"

static const struct {
    const char *line; /* the cursor is at its end */
    LiveKind kind;
    const char *owner, *property;
} lines[] = {
    /* files of the server, and our own */
    { "screendump filename=", LIVE_SERVER_FILE },
    { "blockdev-add driver=qcow2 file.filename=a", LIVE_SERVER_FILE },
    { "object-add qom-type=secret id=s data:@", LIVE_FILE },
    { "blockdev-add filename:@f", LIVE_FILE },

    /* properties and their values */
    { "device_add driver=scsi-hd ", LIVE_DEVICE_PROPERTY, "scsi-hd" },
    { "device_add driver=scsi-hd removable=", LIVE_DEVICE_VALUE, "scsi-hd",
      "removable" },
    { "device_add driver=nvme-ns zoned.zasl=1", LIVE_DEVICE_VALUE, "nvme-ns",
      "zoned.zasl" },
    { "device_add removable=", LIVE_DEVICE_VALUE, NULL, "removable" },
    { "device_add driver=x id=", LIVE_NONE },
    { "device_add driver=x netdev=", LIVE_NETDEV },
    { "device_add driver=x drive=", LIVE_NODE_OR_BLOCK },
    { "device_add driver=x chardev=", LIVE_CHARDEV },
    { "device_add driver=x iothread=", LIVE_IOTHREAD },
    { "device_add driver=x memdev=", LIVE_MEMDEV },
    { "qom-set path=/machine property=", LIVE_QOM_PROPERTY, "/machine" },
    { "qom-set path=/machine property=usb value=", LIVE_QOM_VALUE, "/machine",
      "usb" },
    { "qom-set value=", LIVE_QOM_VALUE },

    /* the network */
    { "set_link name=", LIVE_NET_CLIENT },
    { "netdev_del id=", LIVE_NETDEV },
    { "query-rx-filter name=", LIVE_NIC },
    { "announce-self interfaces.0=", LIVE_NIC },

    /* exports, new and old */
    { "block-export-del id=", LIVE_EXPORT },
    { "nbd-server-remove name=", LIVE_EXPORT },
    { "block-export-add id=", LIVE_NONE },
    { "nbd-server-add name=", LIVE_NONE },

    { "screendump device=", LIVE_DEVICE },
    { "ringbuf-read device=", LIVE_CHARDEV },
    { "block-dirty-bitmap-remove name=", LIVE_NONE },
};

START_TEST(the_kind_is_known_by_command_and_argument)
{
    autofree_spot Spot spot = { 0 };
    LiveKind kind;

    spot_find(&spot, lines[_i].line, strlen(lines[_i].line), false);
    kind = live_kind(&spot);
    ck_assert_msg(kind == lines[_i].kind, "%s: %d", lines[_i].line, (int)kind);
    if (lines[_i].owner || lines[_i].property) {
        ck_assert_pstr_eq(live_owner(&spot, kind), lines[_i].owner);
        ck_assert_pstr_eq(live_property(&spot, kind), lines[_i].property);
    }
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_kind_is_known_by_command_and_argument, 0,
                        ARRAY_SIZE(lines));
}

int main(void)
{
    return unit_run("live_kind", add_tests);
}
