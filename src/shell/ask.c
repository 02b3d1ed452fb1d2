/*
 * Where the text of KEY:@FILE comes from
 */
#include "shell/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

char *ask_file(const char *file, size_t *len, Error **errp)
{
    autofree_strbuf StrBuf text;
    autoclose int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t n = -1;

    strbuf_init(&text, MAX_TEXT + 65536);
    while (fd >= 0 && text.len <= MAX_TEXT) {
        char *room = strbuf_reserve(&text, 32768);

        n = room ? read(fd, room, 32768) : 0;
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            break;
        }
        strbuf_commit(&text, (size_t)n);
    }
    if (n < 0) {
        error_set_errno(errp, ERROR_REFUSED, errno, "cannot read '%s'", file);
        return NULL;
    }
    if (text.len > MAX_TEXT || text.failed) {
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

/* A line from @fd without echo; NULL at its end or when interrupted. */
static char *read_hidden(int fd)
{
    struct termios saved, hidden;
    StrBuf line = STRBUF_INIT;
    bool ended = false;
    char c;

    if (tcgetattr(fd, &saved) < 0) {
        return NULL;
    }
    hidden = saved;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &hidden);
    fd_write_all(fd, QUESTION, strlen(QUESTION), NULL);
    while (!ended &&
           fd_wait(fd, POLLIN, DEADLINE_NONE, signals_wake_fd(), NULL) &&
           read(fd, &c, 1) == 1) {
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
        answer = read_hidden(fd);
    }
    if (!answer) {
        error_set(errp, ERROR_REFUSED, "no value was given");
        return NULL;
    }
    *len = strlen(answer);
    return answer;
}
