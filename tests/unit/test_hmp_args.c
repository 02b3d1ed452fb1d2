/*
 * What can stand at the end of a line for the human monitor
 */
#include "unit.h"

#include <string.h>

#include "shell/hmp_args.h"
#include "util/mem.h"

static const struct {
    const char *before;
    const char *word;
    bool command, topic;
    LiveKind live;
    const char *owner;
    const char *values;
} lines[] = {
    { "", "", .command = true },
    { "inf", "inf", .command = true },
    { "  inf", "inf", .command = true },
    { "info ", "", .topic = true },
    { "info  sn", "sn", .topic = true },
    { "info\tsn", "sn", .topic = true },
    { "help ", "", .command = true },
    { "? de", "de", .command = true },
    { "help info sn", "sn", .topic = true },
    { "help info block x", "x" },
    { "info block ", "", .live = LIVE_NODE_OR_BLOCK },
    { "info block -n d", "d", .live = LIVE_NODE_OR_BLOCK },
    { "info block -", "-" },
    { "info status x", "x" },
    { "device_del ", "", .live = LIVE_DEVICE },
    { "device_del  h", "h", .live = LIVE_DEVICE },
    { "device_del h ", "" },
    { "device_add virtio-", "virtio-", .live = LIVE_DEVICE_TYPE },
    { "eject -f ", "", .live = LIVE_BLOCK },
    { "change cd ", "", .live = LIVE_SERVER_FILE },
    { "pmemsave 0 10 /t", "/t", .live = LIVE_SERVER_FILE },
    { "dump-guest-memory -z f", "f", .live = LIVE_SERVER_FILE },
    { "qom-get /mach", "/mach", .live = LIVE_QOM_PATH },
    { "qom-get /machine  u", "u", .live = LIVE_QOM_PROPERTY,
      .owner = "/machine" },
    { "info qom-tree /m", "/m", .live = LIVE_QOM_PATH },
    { "set_link ", "", .live = LIVE_NET_CLIENT },
    { "set_link net0 o", "o", .values = "on off" },
    { "nbd_server_remove -f e", "e", .live = LIVE_EXPORT },
    { "cont x", "x" },
    { "nonsense ", "" },
};

START_TEST(the_last_word_is_known)
{
    autofree_hmp_spot HmpSpot spot = { 0 };

    hmp_spot_find(&spot, lines[_i].before);
    ck_assert_str_eq(spot.word, lines[_i].word);
    ck_assert_int_eq(spot.command, lines[_i].command);
    ck_assert_int_eq(spot.topic, lines[_i].topic);
    ck_assert_int_eq(spot.live, lines[_i].live);
    ck_assert_pstr_eq(spot.owner, lines[_i].owner);
    ck_assert_pstr_eq(spot.values, lines[_i].values);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_last_word_is_known, 0, ARRAY_SIZE(lines));
}

int main(void)
{
    return unit_run("hmp_args", add_tests);
}
