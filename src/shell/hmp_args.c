/*
 * What the arguments of human-monitor commands name
 *
 * QEMU's hmp-commands.hx says only which of them are strings; what they name
 * is what the functions behind them look up.
 */
#include "shell/hmp_args.h"

#include <string.h>

#include "util/mem.h"

static const char blanks[] = " \t";

/* In "info TOPIC ARG" the command is "info TOPIC". */
static const struct {
    const char *command;
    size_t index; /* of the argument, from 1, options (-x) not counted */
    LiveKind kind;
    const char *values; /* else what it can be, blanks between */
} arguments[] = {
    { "block_job_cancel", 1, LIVE_JOB },
    { "block_job_complete", 1, LIVE_JOB },
    { "block_job_pause", 1, LIVE_JOB },
    { "block_job_resume", 1, LIVE_JOB },
    { "block_job_set_speed", 1, LIVE_JOB },
    { "block_resize", 1, LIVE_BLOCK },
    { "block_set_io_throttle", 1, LIVE_BLOCK },
    { "block_stream", 1, LIVE_NODE_OR_BLOCK },
    { "change", 1, LIVE_BLOCK },
    { "change", 2, LIVE_SERVER_FILE },
    { "chardev-change", 1, LIVE_CHARDEV },
    { "chardev-remove", 1, LIVE_CHARDEV },
    { "chardev-send-break", 1, LIVE_CHARDEV },
    { "commit", 1, LIVE_BLOCK },
    { "device_add", 1, LIVE_DEVICE_TYPE },
    { "device_del", 1, LIVE_DEVICE },
    { "drive_backup", 1, LIVE_NODE_OR_BLOCK },
    { "drive_backup", 2, LIVE_SERVER_FILE },
    { "drive_del", 1, LIVE_NODE_OR_BLOCK },
    { "drive_mirror", 1, LIVE_NODE_OR_BLOCK },
    { "drive_mirror", 2, LIVE_SERVER_FILE },
    { "dump-guest-memory", 1, LIVE_SERVER_FILE },
    { "dumpdtb", 1, LIVE_SERVER_FILE },
    { "eject", 1, LIVE_BLOCK },
    { "info block", 1, LIVE_NODE_OR_BLOCK },
    { "info qom-tree", 1, LIVE_QOM_PATH },
    { "info trace-events", 1, LIVE_TRACE_EVENT },
    { "logfile", 1, LIVE_SERVER_FILE },
    { "memsave", 3, LIVE_SERVER_FILE },
    { "migrate_set_capability", 2, LIVE_NONE, "on off" },
    { "nbd_server_add", 1, LIVE_NODE_OR_BLOCK },
    { "nbd_server_remove", 1, LIVE_EXPORT },
    { "netdev_del", 1, LIVE_NETDEV },
    { "object_del", 1, LIVE_OBJECT },
    { "pmemsave", 3, LIVE_SERVER_FILE },
    { "qemu-io", 1, LIVE_NODE_OR_BLOCK },
    { "qom-get", 1, LIVE_QOM_PATH },
    { "qom-get", 2, LIVE_QOM_PROPERTY },
    { "qom-list", 1, LIVE_QOM_PATH },
    { "qom-set", 1, LIVE_QOM_PATH },
    { "qom-set", 2, LIVE_QOM_PROPERTY },
    { "ringbuf_read", 1, LIVE_CHARDEV },
    { "ringbuf_write", 1, LIVE_CHARDEV },
    { "screendump", 1, LIVE_SERVER_FILE },
    { "set_link", 1, LIVE_NET_CLIENT },
    { "set_link", 2, LIVE_NONE, "on off" },
    { "snapshot_blkdev", 1, LIVE_BLOCK },
    { "snapshot_blkdev", 2, LIVE_SERVER_FILE },
    { "snapshot_blkdev_internal", 1, LIVE_NODE_OR_BLOCK },
    { "snapshot_delete_blkdev_internal", 1, LIVE_NODE_OR_BLOCK },
    { "trace-event", 1, LIVE_TRACE_EVENT },
    { "trace-event", 2, LIVE_NONE, "on off" },
    { "watchdog_action", 1, LIVE_NONE,
      "reset shutdown poweroff pause debug none inject-nmi" },
    { "wavcapture", 1, LIVE_SERVER_FILE },
};

/* The words before the last one; options among the arguments left out. */
static void split(const char *before, StrList *words, const char **last)
{
    const char *word = before + strspn(before, blanks);

    for (;;) {
        size_t len = strcspn(word, blanks);

        if (!word[len]) {
            break;
        }
        if (!words->n || *word != '-') {
            strlist_add(words, word, len);
        }
        word += len;
        word += strspn(word, blanks);
    }
    *last = word;
}

static bool word_is(const StrList *words, size_t index, const char *what)
{
    return index < words->n && strcmp(words->list[index], what) == 0;
}

static void find_argument(HmpSpot *spot, const StrList *words)
{
    bool info = word_is(words, 0, "info");
    size_t first = info ? 2 : 1; /* the first argument's index */
    autofree char *command = info ? mem_printf("info %s", words->list[1]) :
                                    mem_strdup(words->list[0]);
    size_t index = words->n - first + 1, i;

    for (i = 0; i < ARRAY_SIZE(arguments); i++) {
        if (arguments[i].index == index &&
            strcmp(arguments[i].command, command) == 0) {
            spot->live = arguments[i].kind;
            spot->values = arguments[i].values;
        }
    }
    if (spot->live == LIVE_QOM_PROPERTY) {
        spot->owner = mem_strdup(words->list[first]);
    }
}

void hmp_spot_find(HmpSpot *spot, const char *before)
{
    autofree_strlist StrList words = STRLIST_INIT;
    bool help;

    *spot = (HmpSpot){ .live = LIVE_NONE };
    split(before, &words, &spot->word);
    help = word_is(&words, 0, "help") || word_is(&words, 0, "?");
    spot->command = words.n == 0 || (help && words.n == 1);
    spot->topic = (words.n == 1 && word_is(&words, 0, "info")) ||
                  (help && words.n == 2 && word_is(&words, 1, "info"));
    if (!spot->command && !spot->topic && !help && spot->word[0] != '-') {
        find_argument(spot, &words);
    }
}

void hmp_spot_clear(HmpSpot *spot)
{
    free(spot->owner);
    *spot = (HmpSpot){ .live = LIVE_NONE };
}
