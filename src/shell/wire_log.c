/*
 * What goes over the wire, for people: -v on stderr, -l in a file
 */
#include "shell/wire_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lang/safety.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

struct WireLog {
    Output *output;
    bool verbose;
    int fd; /* -1: no file */
    char *path;
    int broken; /* errno of the write that failed */
    /*
     * Requests that are out, as what a reply holds depends on what was asked
     * (qom-get of a secret): an object from id to request.
     */
    json_object *asked;
};

WireLog *wire_log_new(Output *output, bool verbose)
{
    WireLog *log = NEW0(WireLog);

    log->output = output;
    log->verbose = verbose;
    log->fd = -1;
    log->asked = json_object_new_object();
    return log;
}

void wire_log_free(WireLog *log)
{
    if (log) {
        fd_close(&log->fd);
        free(log->path);
        json_object_put(log->asked);
        free(log);
    }
}

bool wire_log_set_file(WireLog *log, const char *path, Error **errp)
{
    autoclose int fd = -1;
    struct stat st;

    if (path) {
        /* O_NONBLOCK: a FIFO must be refused, not waited for */
        fd = open(path,
                  O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY |
                      O_NONBLOCK,
                  0600);
        if (fd < 0 && errno != ENXIO && errno != ENODEV) {
            error_set_errno(errp, ERROR_FAILED, errno,
                            "cannot write the log '%s'", path);
            return false;
        }
        if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
            error_set(errp, ERROR_FAILED,
                      "the log '%s' is there and is not a regular file", path);
            return false;
        }
    }
    fd_close(&log->fd);
    free(log->path);
    log->path = mem_strdup(path);
    log->fd = fd;
    log->broken = 0;
    fd = -1;
    return true;
}

bool wire_log_check(const WireLog *log, Error **errp)
{
    if (log->broken) {
        error_set_errno(errp, ERROR_OUTPUT, log->broken,
                        "the log '%s' could not be written", log->path);
        return false;
    }
    return true;
}

bool wire_log_finish(WireLog *log, Error **errp)
{
    if (log->fd >= 0 && close(log->fd) < 0 && !log->broken) {
        log->broken = errno;
    }
    log->fd = -1;
    return wire_log_check(log, errp);
}

static void show(WireLog *log, QmpDirection direction, const char *bytes,
                 size_t len)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    const Theme *theme = output_error_theme(log->output);

    while (len && (bytes[len - 1] == '\n' || bytes[len - 1] == '\r')) {
        len--;
    }
    strbuf_printf(&line, "%s%s%s ", theme_start(theme, THEME_HINT),
                  direction == QMP_SENT ? "->" : "<-",
                  theme_end(theme, THEME_HINT));
    text_append_safe(&line, bytes, len, TEXT_KEEP_NEWLINE | TEXT_KEEP_TAB);
    strbuf_putc(&line, '\n');
    output_write_error(log->output, line.data, line.len);
}

static void append_time(StrBuf *out)
{
    char stamp[32];
    struct timespec now;
    struct tm tm;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &tm);
    strbuf_printf(out, "%s.%03ldZ", stamp, now.tv_nsec / 1000000);
}

static void record(WireLog *log, QmpDirection direction, json_object *message)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;

    strbuf_puts(&line, "{\"time\": \"");
    append_time(&line);
    strbuf_printf(&line, "\", \"direction\": \"%s\", \"message\": ",
                  direction == QMP_SENT ? "sent" : "received");
    json_append(&line, message, true);
    if (!strbuf_puts(&line, "}\n")) {
        log->broken = ENOMEM;
    } else if (!fd_write_all(log->fd, line.data, line.len, NULL)) {
        log->broken = errno;
    }
}

/* @message without its secrets; owned. */
static json_object *mask(WireLog *log, QmpDirection direction,
                         json_object *message)
{
    autoput json_object *request = NULL;
    json_object *id;
    const char *key;

    if (!json_has(message, "id", &id)) {
        return message_mask_secrets(message);
    }
    key = json_object_to_json_string(id);
    if (direction == QMP_SENT) {
        json_set(log->asked, key, json_object_get(message));
        return message_mask_secrets(message);
    }
    if (json_has(log->asked, key, &request)) {
        json_object_get(request);
        json_object_object_del(log->asked, key);
    }
    return reply_mask_secrets(message, request);
}

void wire_log_trace(void *opaque, QmpDirection direction, json_object *message,
                    const char *bytes, size_t len)
{
    WireLog *log = opaque;
    autoput json_object *masked = NULL;
    autofree_strbuf StrBuf text = STRBUF_INIT;

    if (!log->verbose && log->fd < 0) {
        return;
    }
    masked = mask(log, direction, message);
    if (!json_object_equal(masked, message)) {
        json_append(&text, masked, true);
        bytes = strbuf_str(&text);
        len = text.len;
    }
    if (log->verbose) {
        show(log, direction, bytes, len);
    }
    if (log->fd >= 0 && !log->broken) {
        record(log, direction, masked);
    }
}
