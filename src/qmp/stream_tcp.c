/*
 * TCP
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "qmp/sockaddr.h"
#include "qmp/stream_ops.h"
#include "util/fd.h"

/*
 * While nobody listens on a port of the ephemeral range, connecting to it
 * again and again can end in a socket that is connected to itself.
 */
static bool is_connected_to_itself(int fd)
{
    struct sockaddr_storage own, peer;
    socklen_t own_len = sizeof(own), peer_len = sizeof(peer);

    memset(&own, 0, sizeof(own));
    memset(&peer, 0, sizeof(peer));
    return getsockname(fd, (struct sockaddr *)&own, &own_len) == 0 &&
           getpeername(fd, (struct sockaddr *)&peer, &peer_len) == 0 &&
           own_len == peer_len && memcmp(&own, &peer, own_len) == 0;
}

/*
 * Returns 0 or an errno; EINPROGRESS is the end of @limit, EINTR its wake fd.
 */
static int connect_to(int fd, const struct addrinfo *to, const QmpLimit *limit)
{
    Error *err = NULL;
    int result = 0;
    socklen_t len = sizeof(result);
    bool interrupted;

    if (connect(fd, to->ai_addr, to->ai_addrlen) < 0) {
        if (errno != EINPROGRESS) {
            return errno;
        }
        if (!fd_wait(fd, POLLOUT, limit->deadline, limit->wake_fd, &err)) {
            interrupted = error_kind(err) == ERROR_INTERRUPTED;
            error_free(err);
            return interrupted ? EINTR : EINPROGRESS;
        }
        if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &result, &len) < 0) {
            return errno;
        }
    }
    return result == 0 && is_connected_to_itself(fd) ? ECONNREFUSED : result;
}

/*
 * An equal share of what is left until @deadline for each address from @list
 * on, so that a dead one does not use up the time of the next.
 */
static Deadline share_of(Deadline deadline, const struct addrinfo *list)
{
    int left = deadline_poll_timeout(deadline);
    int n = 0;

    if (left < 0) {
        return DEADLINE_NONE;
    }
    for (; list; list = list->ai_next) {
        n++;
    }
    return deadline_in(left / n);
}

/* Returns the fd, or -1 with the errno of the first address that failed. */
static int connect_to_any(const struct addrinfo *list, const QmpLimit *limit,
                          int *first_err)
{
    const struct addrinfo *to;

    *first_err = 0;
    for (to = list; to; to = to->ai_next) {
        QmpLimit part = { share_of(limit->deadline, to), limit->wake_fd };
        int fd = socket(to->ai_family,
                        SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        int err = fd < 0 ? errno : connect_to(fd, to, &part);

        if (err == 0) {
            return fd;
        }
        fd_close(&fd);
        if (*first_err == 0 || err == EINTR) {
            *first_err = err;
        }
        if (err == EINTR) {
            break;
        }
    }
    return -1;
}

static QmpStream *tcp_open(const QmpAddr *addr, const QmpLimit *limit,
                           StreamRetry *retry, Error **errp)
{
    struct addrinfo *list = sockaddr_tcp(addr, false, errp);
    int fd, err;

    if (!list) {
        return NULL;
    }
    fd = connect_to_any(list, limit, &err);
    freeaddrinfo(list);
    if (fd >= 0) {
        return stream_new(&stream_tcp_ops, fd);
    }
    if (err == EINTR) {
        error_set(errp, ERROR_INTERRUPTED, "interrupted");
        return NULL;
    }
    if (err == ECONNREFUSED) {
        *retry = STREAM_RETRY_ABSENT;
    }
    sockaddr_explain(addr, err, errp);
    return NULL;
}

/* Or a short request waits for the ACK of the one before it. */
static void tcp_prepare(int fd)
{
    int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static ssize_t tcp_read(QmpStream *s, void *buf, size_t len)
{
    ssize_t n = stream_recv(s, buf, len);

#ifdef TCP_QUICKACK
    int on = 1;

    /*
     * QEMU does not set TCP_NODELAY by itself: the second of two messages
     * waits for our ACK of the first, which the kernel would delay by 40 ms.
     * The option holds for a while only, hence each time.
     */
    if (n > 0) {
        setsockopt(s->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
    }
#endif
    return n;
}

static ssize_t tcp_write(QmpStream *s, const void *buf, size_t len,
                         const int *fds, size_t n_fds)
{
    ssize_t n;

    (void)fds;
    if (n_fds) {
        errno = EOPNOTSUPP;
        return -1;
    }
    do {
        n = send(s->fd, buf, len, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    return n;
}

const QmpStreamOps stream_tcp_ops = {
    .open = tcp_open,
    .prepare = tcp_prepare,
    .read = tcp_read,
    .write = tcp_write,
};
