/*
 * From an address to what connect() and bind() take
 */
#include "qmp/sockaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "util/mem.h"

/* Put the @len bytes of @path in, with a NUL behind them. */
static int set_path(UnixSockaddr *out, const char *path, size_t len)
{
    if (len >= sizeof(out->sun.sun_path)) {
        return ENAMETOOLONG;
    }
    memcpy(out->sun.sun_path, path, len);
    out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + 1);
    return 0;
}

/* Linux: a name behind a NUL, without one at its end. */
static int set_abstract(UnixSockaddr *out, const char *name)
{
#ifdef __linux__
    size_t len = strlen(name);

    if (len >= sizeof(out->sun.sun_path)) {
        return ENAMETOOLONG;
    }
    memcpy(out->sun.sun_path + 1, name, len);
    out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + len);
    return 0;
#else
    (void)out;
    (void)name;
    return EAFNOSUPPORT;
#endif
}

#ifdef __linux__
/*
 * sun_path holds 108 bytes and a path may have 4096: hold on to @path (its
 * file, or its folder) with an fd and go through that.
 */
static int set_through_fd(UnixSockaddr *out, const char *path, int flags,
                          const char *name)
{
    autofree char *link = NULL;

    out->fd = open(path, O_PATH | O_CLOEXEC | flags);
    if (out->fd < 0) {
        return errno;
    }
    link = mem_printf("/proc/self/fd/%d%s", out->fd, name);
    return set_path(out, link, strlen(link));
}

static int set_long_peer(UnixSockaddr *out, const char *path)
{
    return set_through_fd(out, path, 0, "");
}

static int set_long_own(UnixSockaddr *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    autofree char *folder = NULL;

    if (!slash) {
        return ENAMETOOLONG;
    }
    folder = mem_strndup(path, (size_t)(slash - path) + 1);
    return set_through_fd(out, folder, O_DIRECTORY, slash);
}
#else
static int set_long_peer(UnixSockaddr *out, const char *path)
{
    (void)out;
    (void)path;
    return ENAMETOOLONG;
}
#define set_long_own set_long_peer
#endif

static int set_unix(const QmpAddr *addr, UnixSockaddr *out,
                    int (*set_long)(UnixSockaddr *, const char *))
{
    size_t len = strlen(addr->path);

    *out = (UnixSockaddr){ .sun = { .sun_family = AF_UNIX }, .fd = -1 };
    if (addr->abstract) {
        return set_abstract(out, addr->path);
    }
    if (len >= sizeof(out->sun.sun_path)) {
        return set_long(out, addr->path);
    }
    return set_path(out, addr->path, len);
}

int sockaddr_unix_peer(const QmpAddr *addr, UnixSockaddr *out)
{
    return set_unix(addr, out, set_long_peer);
}

int sockaddr_unix_own(const QmpAddr *addr, UnixSockaddr *out)
{
    return set_unix(addr, out, set_long_own);
}

struct addrinfo *sockaddr_tcp(const QmpAddr *addr, bool passive, Error **errp)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = passive ? AI_PASSIVE : 0 };
    struct addrinfo *list = NULL;
    int rc = getaddrinfo(addr->host, addr->port, &hints, &list);

    if (rc == 0) {
        return list;
    }
    if (rc == EAI_NONAME) {
        error_set(errp, ERROR_CONNECT, "%s: the name '%s' is unknown",
                  addr->text, addr->host);
    } else if (rc == EAI_SYSTEM) {
        error_set_errno(errp, ERROR_CONNECT, errno, "%s", addr->text);
    } else {
        error_set(errp, ERROR_CONNECT, "%s: %s", addr->text, gai_strerror(rc));
    }
    return NULL;
}

typedef struct Meaning {
    int err;
    ErrorKind kind;
    const char *phrase;
} Meaning;

static const Meaning meanings[] = {
    { ENOENT, ERROR_CONNECT, "no such socket" },
    { ECONNREFUSED, ERROR_CONNECT, "nobody listens there" },
    { EACCES, ERROR_CONNECT, "no permission" },
    { EPERM, ERROR_CONNECT, "no permission" },
    { ENOTSOCK, ERROR_CONNECT, "not a socket" },
    { EPROTOTYPE, ERROR_CONNECT, "not a stream socket" },
    { ENAMETOOLONG, ERROR_CONNECT, "the name is too long for a socket" },
    { EAGAIN, ERROR_TIMEOUT, "too many clients wait there already" },
    { EINPROGRESS, ERROR_TIMEOUT, "no answer within the time limit" },
    { ETIMEDOUT, ERROR_CONNECT, "no answer" },
};

static bool is_no_socket(const QmpAddr *addr)
{
    struct stat st;

    return addr->kind == QMP_ADDR_UNIX && !addr->abstract &&
           stat(addr->path, &st) == 0 && !S_ISSOCK(st.st_mode);
}

void sockaddr_explain(const QmpAddr *addr, int err, Error **errp)
{
    size_t i;

    /* Linux says ECONNREFUSED for a plain file too */
    if (err == ECONNREFUSED && is_no_socket(addr)) {
        err = ENOTSOCK;
    }
    for (i = 0; i < ARRAY_SIZE(meanings); i++) {
        if (meanings[i].err == err) {
            error_set(errp, meanings[i].kind, "%s: %s", addr->text,
                      meanings[i].phrase);
            return;
        }
    }
    error_set_errno(errp, ERROR_CONNECT, err, "%s", addr->text);
}
