/*
 * Lines from a file, a pipe or a string
 */
#include "shell/line_source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define READ_SIZE 65536
/* What some editors put in front of UTF-8. */
#define BOM "\xef\xbb\xbf"

struct LineSource {
    int fd; /* -1: a string */
    bool owns_fd;
    bool ended;     /* nothing more can be read */
    StrBuf bytes;   /* what was read */
    size_t at;      /* the next line begins there */
    size_t scanned; /* up to there no newline was found */
    unsigned number;
};

LineSource *line_source_from_string(const char *text)
{
    LineSource *src = line_source_from_fd(-1);

    strbuf_puts(&src->bytes, text);
    src->ended = true;
    return src;
}

LineSource *line_source_from_fd(int fd)
{
    LineSource *src = NEW0(LineSource);

    src->fd = fd;
    return src;
}

LineSource *line_source_from_file(const char *file, Error **errp)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    LineSource *src;

    if (fd < 0) {
        error_set_errno(errp, ERROR_USAGE, errno, "cannot read '%s'", file);
        return NULL;
    }
    src = line_source_from_fd(fd);
    src->owns_fd = true;
    return src;
}

void line_source_free(LineSource *src)
{
    if (src) {
        if (src->owns_fd) {
            fd_close(&src->fd);
        }
        strbuf_free(&src->bytes);
        free(src);
    }
}

void line_source_again(LineSource *src)
{
    src->ended = src->fd < 0;
}

int line_source_fd(const LineSource *src)
{
    return src->fd;
}

unsigned line_source_number(const LineSource *src)
{
    return src->number;
}

/* A whole line among the bytes, or at the end what is left? */
static bool take_line(LineSource *src, const char **line, size_t *len)
{
    size_t left = src->bytes.len - src->at;
    const char *start = strbuf_str(&src->bytes) + src->at;
    const char *end = left ? memchr(start + src->scanned, '\n',
                                    left - src->scanned) :
                             NULL;

    if (!end && !(src->ended && left)) {
        src->scanned = left;
        return false;
    }
    *line = start;
    *len = end ? (size_t)(end - start) : left;
    src->at += *len + (end ? 1 : 0);
    if (src->number == 0 && *len >= strlen(BOM) &&
        memcmp(start, BOM, strlen(BOM)) == 0) {
        *line += strlen(BOM);
        *len -= strlen(BOM);
    }
    src->scanned = 0;
    src->number++;
    return true;
}

/* Read what is there: LINE_SOURCE_LINE stands for "something came". */
static LineSourceResult read_more(LineSource *src, Error **errp)
{
    struct pollfd poll_fd = { .fd = src->fd, .events = POLLIN };
    char *room;
    ssize_t n;

    strbuf_drop(&src->bytes, src->at);
    src->at = 0;
    /*
     * Also when a signal came just now, for which poll() fails: a read() would
     * wait on, behind a signal that nobody has looked at.
     */
    if (poll(&poll_fd, 1, 0) <= 0) {
        return LINE_SOURCE_WAIT;
    }
    room = strbuf_reserve(&src->bytes, READ_SIZE);
    n = room ? read(src->fd, room, READ_SIZE) : -1;
    if (!room) {
        errno = ENOMEM;
    }
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return LINE_SOURCE_WAIT;
    }
    if (n < 0) {
        error_set_errno(errp, ERROR_USAGE, errno, "cannot read the lines");
        return LINE_SOURCE_ERROR;
    }
    strbuf_commit(&src->bytes, (size_t)n);
    src->ended = n == 0;
    return LINE_SOURCE_LINE;
}

LineSourceResult line_source_next(LineSource *src, const char **line,
                                  size_t *len, Error **errp)
{
    LineSourceResult result;

    while (!take_line(src, line, len)) {
        if (src->ended) {
            return LINE_SOURCE_END;
        }
        result = read_more(src, errp);
        if (result != LINE_SOURCE_LINE) {
            return result;
        }
    }
    return LINE_SOURCE_LINE;
}
