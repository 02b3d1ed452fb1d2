/*
 * Any bytes as a stream of messages, cut in any way: the same messages
 *
 * The first two bytes choose the limit on a message and the size of the
 * pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "qmp/framer.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

/* Append what comes out of @bytes when it is fed @step bytes at a time. */
static void run(const char *bytes, size_t len, size_t step, size_t max,
                StrBuf *out)
{
    QmpFramer *f = qmp_framer_new(max);
    json_object *msg;
    const char *raw;
    size_t raw_len, room, n;
    int rc = 0;

    while (len && rc >= 0) {
        char *data = qmp_framer_reserve(f, &room, NULL);

        n = step < len ? step : len;
        n = n < room ? n : room;
        memcpy(data, bytes, n);
        qmp_framer_commit(f, n);
        bytes += n;
        len -= n;
        while ((rc = qmp_framer_next(f, &msg, &raw, &raw_len, NULL)) > 0) {
            strbuf_append(out, raw, raw_len);
            strbuf_putc(out, '|');
            json_append(out, msg, false);
            json_object_put(msg);
        }
    }
    strbuf_puts(out, rc < 0 ? "!" : qmp_framer_is_partial(f) ? "..." : ".");
    qmp_framer_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    autofree_strbuf StrBuf whole = STRBUF_INIT;
    autofree_strbuf StrBuf pieces = STRBUF_INIT;
    const char *bytes = (const char *)data + 2;
    size_t max;

    if (size < 2) {
        return 0;
    }
    max = data[0] < 128 ? 1 << 20 : data[0];
    run(bytes, size - 2, size, max, &whole);
    run(bytes, size - 2, 1 + data[1] % 16, max, &pieces);
    if (strcmp(strbuf_str(&whole), strbuf_str(&pieces)) != 0) {
        abort();
    }
    return 0;
}
