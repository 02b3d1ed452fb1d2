/*
 * The history of lines, shared by concurrent sessions
 */
#include "term/history.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/strlist.h"
#include "util/text.h"

/* The file is rewritten when it has grown this much over the limit. */
#define COMPACT_ABOVE (HISTORY_LIMIT + HISTORY_LIMIT / 10)

/* Of a larger file (garbage, most likely) only the end is read. */
#define MAX_FILE_SIZE (64L * 1024 * 1024)

/* Another session holds the lock for one write or one compaction. */
#define LOCK_PATIENCE_MS 1000
#define LOCK_RETRY_MS 5

struct History {
    char *path; /* NULL: in memory only */
    char **entries;
    size_t n, cap;
    size_t n_saved;    /* the first ones that are in the file */
    size_t file_lines; /* of the file, as far as we know */
};

static void push(History *h, char *entry)
{
    GROW(h->entries, h->n, h->cap);
    h->entries[h->n++] = entry;
}

/* Keep the newest @limit entries. */
static void drop_oldest(History *h, size_t limit)
{
    size_t excess = h->n > limit ? h->n - limit : 0;
    size_t i;

    if (excess == 0) {
        return;
    }
    for (i = 0; i < excess; i++) {
        free(h->entries[i]);
    }
    h->n -= excess;
    h->n_saved -= excess < h->n_saved ? excess : h->n_saved;
    memmove(h->entries, h->entries + excess, h->n * sizeof(*h->entries));
}

/* A line of the file: newlines as \n, backslashes doubled. */
static void append_escaped(StrBuf *out, const char *entry)
{
    for (; *entry; entry++) {
        if (*entry == '\n') {
            strbuf_puts(out, "\\n");
        } else if (*entry == '\\') {
            strbuf_puts(out, "\\\\");
        } else {
            strbuf_putc(out, *entry);
        }
    }
    strbuf_putc(out, '\n');
}

static char *unescape(const char *line, size_t len)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < len; i++) {
        if (line[i] == '\\' && i + 1 < len &&
            (line[i + 1] == 'n' || line[i + 1] == '\\')) {
            i++;
            strbuf_putc(&out, line[i] == 'n' ? '\n' : '\\');
        } else {
            strbuf_putc(&out, line[i]);
        }
    }
    return strbuf_steal(&out);
}

/* Read @fd, a regular file of @size bytes, or its end if it is huge. */
static bool read_file(int fd, off_t size, StrBuf *out)
{
    off_t at = size > MAX_FILE_SIZE ? size - MAX_FILE_SIZE : 0;

    for (;;) {
        char *room = strbuf_reserve(out, 64 * 1024);
        ssize_t n = room ? pread(fd, room, 64 * 1024, at) : -1;

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n == 0;
        }
        strbuf_commit(out, (size_t)n);
        at += n;
    }
}

/* Is that a line we wrote?  Other bytes are not shown to the editor. */
static bool is_entry(const char *line, size_t len)
{
    return len > 0 && !memchr(line, '\0', len) && text_is_utf8(line, len);
}

/* The lines of a file's text, unescaped or as they are. */
static void split_lines(const StrBuf *text, bool raw, StrList *lines)
{
    size_t pos = 0;

    while (pos < text->len) {
        const char *line = text->data + pos;
        const char *newline = memchr(line, '\n', text->len - pos);
        size_t len = newline ? (size_t)(newline - line) : text->len - pos;

        if (is_entry(line, len)) {
            autofree char *entry = raw ? NULL : unescape(line, len);

            strlist_add(lines, entry ? entry : line,
                        entry ? strlen(entry) : len);
        }
        pos += len + 1;
    }
}

/*
 * Open the file if it is one: -1 with errno else.  ENODEV: something that is
 * no regular file, as when people link it to /dev/null to have no history.
 */
static int open_regular(const char *path, int flags, struct stat *st)
{
    int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);

    if (fd < 0) {
        return -1;
    }
    if (fstat(fd, st) < 0 || !S_ISREG(st->st_mode)) {
        fd_close(&fd);
        errno = ENODEV;
    }
    return fd;
}

static void load(History *h, Error **errp)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree_strlist StrList lines = STRLIST_INIT;
    struct stat st;
    autoclose int fd = open_regular(h->path, O_RDONLY, &st);
    size_t i;

    if (fd < 0 || !read_file(fd, st.st_size, &text)) {
        if (errno != ENOENT && errno != ENODEV) {
            error_set_errno(errp, ERROR_FAILED, errno,
                            "could not read the history file %s", h->path);
        }
        return;
    }
    split_lines(&text, false, &lines);
    h->file_lines = lines.n;
    i = lines.n > HISTORY_LIMIT ? lines.n - HISTORY_LIMIT : 0;
    for (; i < lines.n; i++) {
        push(h, STEAL(lines.list[i]));
    }
    h->n_saved = h->n;
}

History *history_new(const char *path, Error **errp)
{
    History *h = NEW0(History);

    h->path = mem_strdup(path);
    if (path) {
        load(h, errp);
    }
    return h;
}

/* Create the folders that @path stands in, as far as they are missing. */
static void make_folders(const char *path)
{
    autofree char *copy = mem_strdup(path);
    char *slash;

    for (slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700); /* open() tells when that did not work */
        *slash = '/';
    }
}

/* Lock @fd.  A session that is stopped meanwhile must not stop us. */
static bool lock(int fd)
{
    Deadline deadline = deadline_in(LOCK_PATIENCE_MS);

    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) ||
            deadline_poll_timeout(deadline) == 0) {
            return false;
        }
        poll(NULL, 0, LOCK_RETRY_MS);
    }
    return true;
}

/*
 * Open the file and lock it; -1 with errno.  A compaction puts a new file in
 * its place: what was locked must still be what the path leads to.
 */
static int open_locked(const char *path, struct stat *st)
{
    struct stat now;
    int fd;

    for (;;) {
        fd = open_regular(path, O_RDWR | O_APPEND | O_CREAT, st);
        if (fd < 0) {
            return -1;
        }
        if (!lock(fd)) {
            fd_close(&fd);
            return -1;
        }
        if (fstat(fd, st) == 0 && stat(path, &now) == 0 &&
            st->st_dev == now.st_dev && st->st_ino == now.st_ino) {
            return fd;
        }
        fd_close(&fd);
    }
}

/* Does the file, of @size bytes, end in the middle of a line? */
static bool lacks_newline(int fd, off_t size)
{
    char last;

    return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* Append the entries that are not in the file yet; all of them or none. */
static bool append_unsaved(History *h, int fd, const struct stat *st)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    size_t i;
    int err;

    if (lacks_newline(fd, st->st_size)) {
        strbuf_putc(&out, '\n');
    }
    for (i = h->n_saved; i < h->n; i++) {
        append_escaped(&out, h->entries[i]);
    }
    if (!fd_write_all(fd, out.data, out.len, NULL)) {
        err = errno;
        if (ftruncate(fd, st->st_size) < 0) {
            /* half a line stays, and the next append begins a new one */
        }
        errno = err;
        return false;
    }
    h->file_lines += h->n - h->n_saved;
    h->n_saved = h->n;
    return true;
}

/* Put a file with @text in the place of @path, whose @st it keeps. */
static bool replace_file(const char *path, const StrBuf *text,
                         const struct stat *st)
{
    autofree char *temporary = mem_printf("%s.XXXXXX", path);
    autoclose int fd = mkostemp(temporary, O_CLOEXEC); /* 0600 */

    if (fd < 0) {
        return false;
    }
    if ((st->st_uid != geteuid() && fchown(fd, st->st_uid, st->st_gid) < 0) ||
        !fd_write_all(fd, text->data, text->len, NULL) || fsync(fd) < 0 ||
        rename(temporary, path) < 0) {
        unlink(temporary);
        return false;
    }
    return true;
}

/*
 * Cut the file, open and locked as @fd, down to its newest entries.  Other
 * sessions have written to it as well, so what counts is what is in it.  A
 * failure (the folder cannot be written) is no harm: the file is large.
 */
static void compact(History *h, int fd)
{
    autofree_strbuf StrBuf text = STRBUF_INIT, kept = STRBUF_INIT;
    autofree_strlist StrList lines = STRLIST_INIT;
    autofree char *target = realpath(h->path, NULL); /* it may be a link */
    struct stat st;
    size_t i;

    if (!target || fstat(fd, &st) < 0 || !read_file(fd, st.st_size, &text)) {
        return;
    }
    split_lines(&text, true, &lines);
    h->file_lines = lines.n;
    if (lines.n <= COMPACT_ABOVE) {
        return;
    }
    for (i = lines.n - HISTORY_LIMIT; i < lines.n; i++) {
        strbuf_puts(&kept, lines.list[i]);
        strbuf_putc(&kept, '\n');
    }
    if (!kept.failed) {
        replace_file(target, &kept, &st);
    }
    h->file_lines = HISTORY_LIMIT;
}

static bool save(History *h, Error **errp)
{
    struct stat st;
    autoclose int fd = -1;

    make_folders(h->path);
    fd = open_locked(h->path, &st);
    if (fd < 0 && errno == ENODEV) {
        h->n_saved = h->n;
        return true;
    }
    if (fd < 0 && errno == EWOULDBLOCK) {
        error_set(errp, ERROR_FAILED,
                  "the history file %s is locked by another program", h->path);
        return false;
    }
    if (fd < 0 || !append_unsaved(h, fd, &st)) {
        error_set_errno(errp, ERROR_FAILED, errno,
                        "could not write the history file %s", h->path);
        return false;
    }
    if (st.st_uid == geteuid() && (st.st_mode & 077) && fchmod(fd, 0600) < 0) {
        /* then others may read it: it is the user's file system */
    }
    if (h->file_lines > COMPACT_ABOVE) {
        compact(h, fd);
    }
    return true;
}

bool history_add(History *h, const char *line, Error **errp)
{
    if (*line == '\0' || *line == ' ' || *line == '\t' ||
        (h->n > 0 && strcmp(h->entries[h->n - 1], line) == 0)) {
        return true;
    }
    push(h, mem_strdup(line));
    if (h->n > COMPACT_ABOVE) {
        drop_oldest(h, HISTORY_LIMIT);
    }
    return !h->path || save(h, errp);
}

void history_free(History *h)
{
    if (h) {
        if (h->path && h->n_saved < h->n) {
            save(h, NULL); /* what could not be written when it was added */
        }
        drop_oldest(h, 0);
        free(h->entries);
        free(h->path);
        free(h);
    }
}

size_t history_count(const History *h)
{
    return h->n;
}

const char *history_get(const History *h, size_t i)
{
    return h->entries[i];
}

size_t history_find(const History *h, size_t from, int step, const char *needle,
                    bool anchored)
{
    size_t len = strlen(needle);
    size_t i;

    /* stepping down from 0 wraps to SIZE_MAX, which ends the loop too */
    for (i = from + (size_t)step; i < h->n; i += (size_t)step) {
        if (anchored ? strncmp(h->entries[i], needle, len) == 0 :
                       strstr(h->entries[i], needle) != NULL) {
            return i;
        }
    }
    return h->n;
}

char *history_default_path(const char *xdg_state_home, const char *home)
{
    /* the XDG base directory specification: relative paths are ignored */
    if (xdg_state_home && *xdg_state_home == '/') {
        return mem_printf("%s/qmpsh/history", xdg_state_home);
    }
    if (home && *home) {
        return mem_printf("%s/.local/state/qmpsh/history", home);
    }
    return NULL;
}
