/*
 * Waiting for QEMU to connect to us (-qmp unix:PATH without server=on)
 */
#include "qmp/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qmp/sockaddr.h"
#include "qmp/stream_ops.h"
#include "util/fd.h"
#include "util/mem.h"

/* QEMU connects once; whoever else comes is not accepted. */
#define BACKLOG 1

struct QmpListener {
    int fd;
    const QmpStreamOps *ops;
    char *text;
    char *path; /* to be removed, or NULL */
    dev_t dev;  /* of that path, to know it again */
    ino_t ino;
};

static QmpListener *listener_new(const QmpAddr *addr, int fd,
                                 const QmpStreamOps *ops)
{
    QmpListener *l = NEW0(QmpListener);

    l->fd = fd;
    l->ops = ops;
    l->text = mem_strdup(addr->text);
    return l;
}

static void remember_path(QmpListener *l, const char *path)
{
    struct stat st;

    if (lstat(path, &st) == 0) {
        l->path = mem_strdup(path);
        l->dev = st.st_dev;
        l->ino = st.st_ino;
    }
}

static void explain_unix(const QmpAddr *addr, int err, Error **errp)
{
    if (err == EADDRINUSE && !addr->abstract) {
        error_set(errp, ERROR_CONNECT, "%s exists already: it is not replaced",
                  addr->text);
    } else if (err == ENOENT) {
        error_set(errp, ERROR_CONNECT, "%s: no such folder", addr->text);
    } else {
        sockaddr_explain(addr, err, errp);
    }
}

static QmpListener *listen_unix(const QmpAddr *addr, Error **errp)
{
    QmpListener *l;
    UnixSockaddr own;
    int err = sockaddr_unix_own(addr, &own);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (err == 0 &&
        (fd < 0 || bind(fd, (struct sockaddr *)&own.sun, own.len) < 0)) {
        err = errno;
    }
    fd_close(&own.fd);
    if (err) {
        fd_close(&fd);
        explain_unix(addr, err, errp);
        return NULL;
    }
    l = listener_new(addr, fd, &stream_unix_ops);
    if (!addr->abstract) {
        remember_path(l, addr->path);
    }
    if (listen(fd, BACKLOG) < 0) {
        sockaddr_explain(addr, errno, errp);
        qmp_listener_free(STEAL(l));
    }
    return l;
}

static QmpListener *listen_tcp(const QmpAddr *addr, Error **errp)
{
    struct addrinfo *list = sockaddr_tcp(addr, true, errp);
    const struct addrinfo *own;
    int fd = -1, on = 1, err = 0;

    if (!list) {
        return NULL;
    }
    for (own = list; own && fd < 0; own = own->ai_next) {
        fd = socket(own->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                    0);
        if (fd >= 0) {
            setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        }
        if (fd < 0 || bind(fd, own->ai_addr, own->ai_addrlen) < 0 ||
            listen(fd, BACKLOG) < 0) {
            err = errno;
            fd_close(&fd);
        }
    }
    freeaddrinfo(list);
    if (fd < 0) {
        sockaddr_explain(addr, err, errp);
        return NULL;
    }
    return listener_new(addr, fd, &stream_tcp_ops);
}

QmpListener *qmp_listener_new(const QmpAddr *addr, Error **errp)
{
    switch (addr->kind) {
    case QMP_ADDR_UNIX:
        return listen_unix(addr, errp);
    case QMP_ADDR_TCP:
        return listen_tcp(addr, errp);
    default:
        error_set(errp, ERROR_USAGE,
                  "%s: only UNIX and TCP sockets can be "
                  "listened on",
                  addr->text);
        return NULL;
    }
}

/* Failures that concern one client, not the listener (accept(2), Linux). */
static bool is_passing(int err)
{
    switch (err) {
    case EAGAIN:
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case ENETDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETUNREACH:
        return true;
    default:
        return false;
    }
}

QmpStream *qmp_listener_accept(QmpListener *l, const QmpLimit *limit,
                               Error **errp)
{
    int fd;

    do {
        if (!fd_wait(l->fd, POLLIN, limit->deadline, limit->wake_fd, errp)) {
            error_prepend(errp, "nobody connected to %s: ", l->text);
            return NULL;
        }
        fd = accept4(l->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (fd < 0 && is_passing(errno));
    if (fd < 0) {
        error_set_errno(errp, ERROR_CONNECT, errno, "%s", l->text);
        return NULL;
    }
    return stream_new(l->ops, fd);
}

int qmp_listener_port(const QmpListener *l)
{
    struct sockaddr_storage own = { 0 };
    socklen_t len = sizeof(own);

    getsockname(l->fd, (struct sockaddr *)&own, &len);
    switch (own.ss_family) {
    case AF_INET:
        return ntohs(((struct sockaddr_in *)&own)->sin_port);
    case AF_INET6:
        return ntohs(((struct sockaddr_in6 *)&own)->sin6_port);
    default:
        return 0;
    }
}

void qmp_listener_free(QmpListener *l)
{
    struct stat st;

    if (!l) {
        return;
    }
    if (l->path && lstat(l->path, &st) == 0 && st.st_dev == l->dev &&
        st.st_ino == l->ino) {
        unlink(l->path);
    }
    fd_close(&l->fd);
    free(l->path);
    free(l->text);
    free(l);
}
