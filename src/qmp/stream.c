/*
 * A byte stream to a QMP server, whatever carries it
 */
#include "qmp/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "qmp/stream_ops.h"
#include "util/fd.h"
#include "util/mem.h"

#define RETRY_MS 30

static const QmpStreamOps *const transports[] = {
    [QMP_ADDR_UNIX] = &stream_unix_ops,
    [QMP_ADDR_TCP] = &stream_tcp_ops,
    [QMP_ADDR_FD] = &stream_fd_ops,
};

/* Wait a little before the next attempt; false with ERROR_INTERRUPTED. */
static bool pause_before_retry(const QmpLimit *limit, Deadline until,
                               Error **errp)
{
    Error *err = NULL;

    /* an fd of -1 is never ready: this ends by time or by the wake fd */
    fd_wait(-1, 0, deadline_min(until, deadline_in(RETRY_MS)), limit->wake_fd,
            &err);
    if (error_kind(err) == ERROR_TIMEOUT) {
        error_free(err);
        return true;
    }
    error_propagate(errp, err);
    return false;
}

QmpStream *qmp_stream_connect(const QmpAddr *addr, const QmpLimit *limit,
                              Deadline wait_until, Error **errp)
{
    const QmpStreamOps *ops = transports[addr->kind];

    for (;;) {
        StreamRetry retry = STREAM_RETRY_NEVER;
        Deadline until = 0;
        Error *err = NULL;
        QmpStream *s = ops->open(addr, limit, &retry, &err);

        if (s) {
            return s;
        }
        if (retry == STREAM_RETRY_ABSENT) {
            until = deadline_min(wait_until, limit->deadline);
        } else if (retry == STREAM_RETRY_BUSY) {
            until = limit->deadline;
        }
        if (deadline_poll_timeout(until) == 0) {
            error_propagate(errp, err);
            return NULL;
        }
        error_free(err);
        if (!pause_before_retry(limit, until, errp)) {
            return NULL;
        }
    }
}

QmpStream *stream_new(const QmpStreamOps *ops, int fd)
{
    QmpStream *s = NEW0(QmpStream);

    s->ops = ops;
    s->fd = fd;
    if (ops->prepare) {
        ops->prepare(fd);
    }
    return s;
}

void qmp_stream_close(QmpStream *s)
{
    if (s) {
        fd_close(&s->fd);
        free(s);
    }
}

int qmp_stream_fd(const QmpStream *s)
{
    return s->fd;
}

bool qmp_stream_can_pass_fds(const QmpStream *s)
{
    return s->ops->passes_fds;
}

ssize_t stream_recv(QmpStream *s, void *buf, size_t len)
{
    ssize_t n;

    do {
        n = recv(s->fd, buf, len, MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    return n;
}

ssize_t qmp_stream_read(QmpStream *s, void *buf, size_t len)
{
    return s->ops->read(s, buf, len);
}

ssize_t qmp_stream_write(QmpStream *s, const void *buf, size_t len,
                         const int *fds, size_t n_fds)
{
    return s->ops->write(s, buf, len, fds, n_fds);
}

pid_t qmp_stream_peer_pid(const QmpStream *s)
{
#ifdef SO_PEERCRED
    struct ucred cred;
    socklen_t len = sizeof(cred);

    if (getsockopt(s->fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == 0) {
        return cred.pid;
    }
#endif
    return 0;
}
