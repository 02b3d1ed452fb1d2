/*
 * UNIX sockets, which can carry file descriptors
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "qmp/sockaddr.h"
#include "qmp/stream_ops.h"
#include "util/fd.h"

/* Linux: SCM_MAX_FD */
#define MAX_FDS 253

/* Returns 0 or an errno. */
static int connect_to(int fd, const QmpAddr *addr)
{
    UnixSockaddr to;
    int err = sockaddr_unix_peer(addr, &to);

    if (err == 0 && connect(fd, (struct sockaddr *)&to.sun, to.len) < 0) {
        err = errno;
    }
    if (err == ECONNREFUSED && addr->abstract) {
        /* QEMU's tight=off: the name is padded with NULs to the full size */
        to.len = sizeof(to.sun);
        err = connect(fd, (struct sockaddr *)&to.sun, to.len) < 0 ? errno : 0;
    }
    fd_close(&to.fd);
    return err;
}

static StreamRetry classify(int err)
{
    switch (err) {
    case ENOENT:
    case ECONNREFUSED:
        return STREAM_RETRY_ABSENT;
    case EAGAIN:
        return STREAM_RETRY_BUSY;
    default:
        return STREAM_RETRY_NEVER;
    }
}

static QmpStream *unix_open(const QmpAddr *addr, const QmpLimit *limit,
                            StreamRetry *retry, Error **errp)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int err = fd < 0 ? errno : connect_to(fd, addr);

    (void)limit; /* a UNIX socket connects at once or not at all */
    if (err) {
        fd_close(&fd);
        *retry = classify(err);
        sockaddr_explain(addr, err, errp);
        return NULL;
    }
    return stream_new(&stream_unix_ops, fd);
}

static ssize_t unix_write(QmpStream *s, const void *buf, size_t len,
                          const int *fds, size_t n_fds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(MAX_FDS * sizeof(int))];
    } control;
    struct iovec iov = { .iov_base = (void *)buf, .iov_len = len };
    struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
    struct cmsghdr *cmsg;
    ssize_t n;

    if (n_fds > MAX_FDS) {
        errno = EINVAL;
        return -1;
    }
    if (n_fds) {
        memset(&control, 0, sizeof(control));
        msg.msg_control = &control;
        msg.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
        cmsg = CMSG_FIRSTHDR(&msg);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(n_fds * sizeof(int));
        memcpy(CMSG_DATA(cmsg), fds, n_fds * sizeof(int));
    }
    do {
        n = sendmsg(s->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    return n;
}

const QmpStreamOps stream_unix_ops = {
    .open = unix_open,
    .read = stream_recv,
    .write = unix_write,
    .passes_fds = true,
};
