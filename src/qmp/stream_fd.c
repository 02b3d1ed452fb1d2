/*
 * Inherited sockets: whatever they are, they are read and written like those
 * that we connect ourselves
 *
 * Their O_NONBLOCK is left alone, since whoever else has the socket shares
 * it; reads and writes do not depend on it.
 */
#include <errno.h>
#include <sys/socket.h>

#include "qmp/stream_ops.h"
#include "util/fd.h"

static int int_option(int fd, int option)
{
    int value = 0;
    socklen_t len = sizeof(value);

    return getsockopt(fd, SOL_SOCKET, option, &value, &len) < 0 ? -1 : value;
}

/* Returns the phrase for what is wrong with @fd, or NULL. */
static const char *find_fault(int fd)
{
    struct sockaddr_storage peer;
    socklen_t len = sizeof(peer);
    int type = int_option(fd, SO_TYPE);

    if (type < 0) {
        return errno == EBADF ? "is not open" : "is not a socket";
    }
    if (type != SOCK_STREAM) {
        return "is not a stream socket";
    }
    if (int_option(fd, SO_ACCEPTCONN) > 0) {
        return "is a listening socket, not a connected one";
    }
    if (getpeername(fd, (struct sockaddr *)&peer, &len) < 0) {
        return "is not connected";
    }
    return NULL;
}

QmpStream *qmp_stream_from_fd(int fd, Error **errp)
{
    const char *fault = find_fault(fd);
    struct sockaddr_storage own = { 0 };
    socklen_t len = sizeof(own);

    if (fault) {
        error_set(errp, ERROR_CONNECT, "file descriptor %d %s", fd, fault);
        fd_close(&fd);
        return NULL;
    }
    if (!fd_set_cloexec(fd, true, errp)) {
        fd_close(&fd);
        return NULL;
    }
    getsockname(fd, (struct sockaddr *)&own, &len);
    return stream_new(
        own.ss_family == AF_UNIX ? &stream_unix_ops : &stream_tcp_ops, fd);
}

static QmpStream *fd_open(const QmpAddr *addr, const QmpLimit *limit,
                          StreamRetry *retry, Error **errp)
{
    (void)limit;
    (void)retry;
    return qmp_stream_from_fd(addr->fd, errp);
}

const QmpStreamOps stream_fd_ops = {
    .open = fd_open,
};
