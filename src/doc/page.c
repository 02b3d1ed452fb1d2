/*
 * Finds an installed manual page and reads it
 */
#include "doc/page.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef QMPSH_ZLIB
#include <zlib.h>
#else
#include <stdio.h>
#endif

#include "util/fd.h"
#include "util/mem.h"

/* The real ones have less than 1 MB. */
#define PAGE_MAX (16 << 20)

#define USUAL_FOLDERS "/usr/local/share/man:/usr/share/man"

#ifdef QMPSH_ZLIB
static const char *const suffixes[] = { "", ".gz" };

/* gzread() reads what is not compressed as it is. */
typedef gzFile PageFile;

static PageFile file_open(int fd)
{
    return gzdopen(fd, "rb");
}

static int file_read(PageFile file, char *room, unsigned len)
{
    return gzread(file, room, len);
}

/* false: it ended too early. */
static bool file_close(PageFile file)
{
    return gzclose(file) == Z_OK;
}
#else
static const char *const suffixes[] = { "" };

typedef FILE *PageFile;

static PageFile file_open(int fd)
{
    return fdopen(fd, "rb");
}

static int file_read(PageFile file, char *room, unsigned len)
{
    size_t n = fread(room, 1, len, file);

    return ferror(file) ? -1 : (int)n;
}

static bool file_close(PageFile file)
{
    return fclose(file) == 0;
}
#endif

/* An fd of the page at @path, if it is a file: anything else could block. */
static int open_page(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;

    if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
        fd_close(&fd);
    }
    return fd;
}

/* The page below one of the folders of @folders, or -1; *@path is owned. */
static int find_page(const char *name, const char *folders, char **path)
{
    const char *folder = folders;
    size_t len, i;
    int fd;

    for (;; folder += len + 1) {
        len = strcspn(folder, ":");
        for (i = 0; i < ARRAY_SIZE(suffixes) && len > 0; i++) {
            *path = mem_printf("%.*s/man7/%s.7%s", (int)len, folder, name,
                               suffixes[i]);
            fd = open_page(*path);
            if (fd >= 0) {
                return fd;
            }
            free(STEAL(*path));
        }
        if (!folder[len]) {
            return -1;
        }
    }
}

/* @manpath with the usual folders in the place of an empty entry. */
static char *expand(const char *manpath)
{
    StrBuf out = STRBUF_INIT;
    size_t len;

    for (;; manpath += len + 1) {
        len = strcspn(manpath, ":");
        if (len) {
            strbuf_append(&out, manpath, len);
        } else {
            strbuf_puts(&out, USUAL_FOLDERS);
        }
        if (!manpath[len]) {
            return strbuf_steal(&out);
        }
        strbuf_putc(&out, ':');
    }
}

/* All of @fd, which is consumed; false: it is broken, or too large. */
static bool read_all(int fd, StrBuf *out)
{
    const unsigned chunk = 64 << 10;
    size_t before = out->len;
    PageFile file = file_open(fd);
    char *room;
    int n;

    if (!file) {
        close(fd);
        return false;
    }
    do {
        room = strbuf_reserve(out, chunk);
        n = room ? file_read(file, room, chunk) : -1;
        if (n > 0) {
            strbuf_commit(out, (size_t)n);
        }
    } while (n > 0 && out->len - before <= PAGE_MAX);
    return file_close(file) && n == 0;
}

bool page_read(const char *name, const char *manpath, StrBuf *out, Error **errp)
{
    autofree char *folders = expand(manpath ? manpath : "");
    autofree char *path = NULL;
    int fd = find_page(name, folders, &path);

    if (fd < 0) {
        error_set(errp, ERROR_FAILED, "no manual page %s(7) is installed",
                  name);
        return false;
    }
    if (!read_all(fd, out)) {
        error_set(errp, ERROR_FAILED, "the manual page %s cannot be read",
                  path);
        return false;
    }
    return true;
}
