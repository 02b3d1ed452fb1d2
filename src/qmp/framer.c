/*
 * Bytes in, JSON messages out
 */
#include "qmp/framer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

/*
 * With the buffer's own byte this makes 32 KiB.  What one read brings is to
 * hold no more events than the client keeps (see MAX_READS there).
 */
#define READ_ROOM 32767
/* An empty buffer larger than this is given back. */
#define KEEP_ROOM (1 << 20)

/*
 * The end of a message is found by its brackets alone, each byte being looked
 * at once however it arrives; then json_read() takes the whole of it.
 * json-c's own tokener could do both at a time, but takes NaN, 'quotes' and
 * control characters for JSON, cuts integers beyond 64 bits down, and takes
 * some input differently when it is cut in another place.
 */
struct QmpFramer {
    StrBuf buf;
    size_t start;   /* in buf: where the message under way begins */
    size_t scanned; /* how much of it has been looked at */
    unsigned depth; /* brackets open there */
    bool in_string, escaped;
    size_t max_message;
    bool broken;
};

QmpFramer *qmp_framer_new(size_t max_message)
{
    QmpFramer *f = NEW0(QmpFramer);

    f->max_message = max_message;
    strbuf_init(&f->buf, 0);
    return f;
}

void qmp_framer_free(QmpFramer *f)
{
    if (f) {
        strbuf_free(&f->buf);
        free(f);
    }
}

__attribute__((format(printf, 3, 4))) static int fail(QmpFramer *f,
                                                      Error **errp,
                                                      const char *fmt, ...)
{
    autofree char *phrase = NULL;
    va_list ap;

    va_start(ap, fmt);
    phrase = mem_vprintf(fmt, ap);
    va_end(ap);
    f->broken = true;
    error_set(errp, ERROR_PROTOCOL, "%s", phrase);
    return -1;
}

char *qmp_framer_reserve(QmpFramer *f, size_t *room, Error **errp)
{
    size_t live = f->buf.len - f->start;
    char *data;

    if (f->broken) {
        fail(f, errp, "the stream is unreadable");
        return NULL;
    }
    if (live == 0 && f->buf.cap > KEEP_ROOM) {
        strbuf_free(&f->buf);
        f->start = 0;
    }
    /* what is moved is less than what has been read since the last move */
    if (live <= f->start) {
        strbuf_drop(&f->buf, f->start);
        f->start = 0;
    }
    data = strbuf_reserve(&f->buf, READ_ROOM);
    if (!data) {
        fail(f, errp, "no memory for a message of %zu bytes and more", live);
        return NULL;
    }
    *room = READ_ROOM;
    return data;
}

void qmp_framer_commit(QmpFramer *f, size_t len)
{
    strbuf_commit(&f->buf, len);
}

/* What servers that are not QMP begin with. */
static const struct Impostor {
    const char *prefix;
    const char *name;
} impostors[] = {
    { "QEMU ", "a human monitor (HMP)" },
    { "(qemu) ", "a human monitor (HMP)" },
    /* IAC (0xFF, skipped as the agent's sentinel is), then WILL, WONT, DO */
    { "\xfb", "telnet" },
    { "\xfc", "telnet" },
    { "\xfd", "telnet" },
    { "HTTP/", "HTTP" },
    { "SSH-", "SSH" },
    { "RFB ", "VNC" },
    { "\x15\x03", "TLS" },
    { "\x16\x03", "TLS" },
};

/*
 * The message begins with something else than '{'.  Returns 0 when it takes
 * more bytes to say what that is.
 */
static int refuse_start(QmpFramer *f, Error **errp)
{
    const char *start = f->buf.data + f->start;
    size_t len = f->buf.len - f->start;
    autofree_strbuf StrBuf shown = STRBUF_INIT;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(impostors); i++) {
        size_t full = strlen(impostors[i].prefix);

        if (memcmp(start, impostors[i].prefix, len < full ? len : full) == 0) {
            if (len < full) {
                return 0;
            }
            return fail(f, errp, "this is not QMP: it looks like %s",
                        impostors[i].name);
        }
    }
    text_append_safe(&shown, start, len < 40 ? len : 40, 0);
    return fail(f, errp, "this is not QMP: expected a JSON object, got '%s%s'",
                strbuf_str(&shown), len > 40 ? "..." : "");
}

/* Skip what may stand between messages. */
static void skip_gap(QmpFramer *f)
{
    const char *data = f->buf.data;

    while (f->start < f->buf.len &&
           (data[f->start] == ' ' || data[f->start] == '\t' ||
            data[f->start] == '\r' || data[f->start] == '\n' ||
            data[f->start] == '\xff')) {
        f->start++;
    }
}

/* Look at one more byte of the message; true when it is its last one. */
static bool scan_byte(QmpFramer *f, char c)
{
    if (f->in_string) {
        if (f->escaped) {
            f->escaped = false;
        } else if (c == '\\') {
            f->escaped = true;
        } else if (c == '"') {
            f->in_string = false;
        }
        return false;
    }
    switch (c) {
    case '"':
        f->in_string = true;
        return false;
    case '{':
    case '[':
        f->depth++;
        return false;
    case '}':
    case ']':
        return --f->depth == 0;
    default:
        return false;
    }
}

/* Find the end of the message: as qmp_framer_next(). */
static int scan_more(QmpFramer *f, Error **errp)
{
    const char *data = f->buf.data + f->start;
    size_t end = f->buf.len - f->start;

    if (end > f->max_message) {
        end = f->max_message;
    }
    while (f->scanned < end) {
        if (scan_byte(f, data[f->scanned++])) {
            return 1;
        }
        if (f->depth > JSON_MAX_DEPTH) {
            return fail(f, errp, "a message is nested deeper than %d",
                        JSON_MAX_DEPTH);
        }
    }
    if (f->scanned < f->max_message) {
        return 0;
    }
    return fail(f, errp, "a message is larger than the limit of %zu bytes",
                f->max_message);
}

int qmp_framer_next(QmpFramer *f, json_object **msg, const char **raw,
                    size_t *raw_len, Error **errp)
{
    Error *err = NULL;
    size_t at;
    int rc;

    if (f->broken) {
        return fail(f, errp, "the stream is unreadable");
    }
    if (f->scanned == 0) {
        skip_gap(f);
    }
    if (f->start == f->buf.len) {
        return 0;
    }
    if (f->buf.data[f->start] != '{') {
        return refuse_start(f, errp);
    }
    rc = scan_more(f, errp);
    if (rc <= 0) {
        return rc;
    }
    *raw = f->buf.data + f->start;
    *raw_len = f->scanned;
    f->start += f->scanned;
    f->scanned = 0;
    if (!json_read(*raw, *raw_len, JSON_READ_LAST_KEY, msg, &at, &err)) {
        rc = fail(f, errp, "a message is not valid JSON: %s, at byte %zu",
                  error_message(err), at);
        error_free(err);
    }
    return rc;
}

bool qmp_framer_is_partial(const QmpFramer *f)
{
    return !f->broken && f->start < f->buf.len;
}
