/*
 * Where the text of KEY:@FILE comes from
 */
#include "shell/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

/* What QEMU's parser takes at most (qobject/json-streamer.c). */
#define MAX_TEXT (64u << 20)
#define QUESTION "Value (not shown): "

/*
 * Wait until @fd can be read.  A resized window and ^Z are no answers; false
 * with ERROR_INTERRUPTED.
 */
static bool wait_readable(int fd, Error **errp)
{
    Error *err = NULL;

    while (!fd_wait(fd, POLLIN, DEADLINE_NONE, signals_wake_fd(), &err)) {
        if (error_kind(err) != ERROR_INTERRUPTED || signals_interrupted()) {
            error_propagate(errp, err);
            return false;
        }
        error_free(STEAL(err));
        signals_take(SIGWINCH);
        if (signals_take(SIGTSTP)) {
            signals_stop_self();
        }
    }
    return true;
}

/* Append all that @fd gives, up to a limit. */
static bool read_all(int fd, const char *file, StrBuf *text, Error **errp)
{
    ssize_t n = 1;

    while (n && text->len <= MAX_TEXT) {
        char *room = strbuf_reserve(text, 32768);

        if (!room || !wait_readable(fd, errp)) {
            return false;
        }
        n = read(fd, room, 32768);
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            error_set_errno(errp, ERROR_REFUSED, errno, "cannot read '%s'",
                            file);
            return false;
        }
        strbuf_commit(text, n > 0 ? (size_t)n : 0);
    }
    return true;
}

char *ask_file(const char *file, size_t *len, Error **errp)
{
    autofree_strbuf StrBuf text;
    /* O_NONBLOCK: to open a FIFO must not wait where no signal gets through */
    autoclose int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    strbuf_init(&text, MAX_TEXT + 65536);
    if (fd < 0) {
        error_set_errno(errp, ERROR_REFUSED, errno, "cannot read '%s'", file);
        return NULL;
    }
    if (!read_all(fd, file, &text, errp)) {
        return NULL;
    }
    if (text.len > MAX_TEXT) {
        error_set(errp, ERROR_REFUSED,
                  "'%s' is larger than the 64 MiB that QEMU takes", file);
        return NULL;
    }
    if (text.len && text.data[text.len - 1] == '\n') {
        strbuf_truncate(&text, text.len - 1);
    }
    if (!text_is_utf8(strbuf_str(&text), text.len)) {
        error_set(errp, ERROR_REFUSED,
                  "'%s' is not UTF-8 text, which JSON cannot carry", file);
        return NULL;
    }
    *len = text.len;
    return strbuf_steal(&text);
}

/* A line from @fd without echo; NULL: ERROR_REFUSED, ERROR_INTERRUPTED. */
static char *read_hidden(int fd, Error **errp)
{
    struct termios saved, hidden;
    StrBuf line = STRBUF_INIT;
    bool ended = false;
    char c;

    if (tcgetattr(fd, &saved) < 0) {
        error_set_errno(errp, ERROR_REFUSED, errno, "cannot ask");
        return NULL;
    }
    hidden = saved;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &hidden);
    fd_write_all(fd, QUESTION, strlen(QUESTION), NULL);
    while (!ended && wait_readable(fd, errp) && read(fd, &c, 1) == 1) {
        ended = c == '\n';
        if (!ended) {
            strbuf_putc(&line, c);
        }
    }
    fd_write_all(fd, "\n", 1, NULL);
    tcsetattr(fd, TCSAFLUSH, &saved);
    if (!ended) {
        strbuf_free(&line);
        return NULL;
    }
    return strbuf_steal(&line);
}

char *ask_secret(char *(*ask)(void *opaque, const char *question), void *opaque,
                 size_t *len, Error **errp)
{
    Error *err = NULL;
    autoclose int fd = -1;
    char *answer;

    if (ask) {
        answer = ask(opaque, QUESTION);
    } else {
        fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
        if (fd < 0) {
            error_set(errp, ERROR_REFUSED,
                      "there is no terminal to ask for the value at");
            return NULL;
        }
        answer = read_hidden(fd, &err);
    }
    if (!answer && !err) {
        error_set(&err, ERROR_REFUSED, "no value was given");
    }
    error_propagate(errp, err);
    *len = answer ? strlen(answer) : 0;
    return answer;
}
