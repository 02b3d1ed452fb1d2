/*
 * What a transport is; private to src/qmp
 *
 * A new one is a file with a QmpStreamOps and a line in the table of
 * stream.c.
 */
#ifndef QMP_STREAM_OPS_H
#define QMP_STREAM_OPS_H

#include "qmp/stream.h"

typedef struct QmpStreamOps QmpStreamOps;

struct QmpStream {
    const QmpStreamOps *ops;
    int fd;
};

/* Why opening failed, as far as trying again may help. */
typedef enum StreamRetry {
    STREAM_RETRY_NEVER,
    STREAM_RETRY_ABSENT, /* nothing listens there (yet) */
    STREAM_RETRY_BUSY,   /* the queue of a server is full (for now) */
} StreamRetry;

struct QmpStreamOps {
    /*
     * One attempt to connect to @addr, waiting at most @limit.  NULL:
     * ERROR_CONNECT, ERROR_TIMEOUT or ERROR_INTERRUPTED, and *@retry.
     */
    QmpStream *(*open)(const QmpAddr *addr, const QmpLimit *limit,
                       StreamRetry *retry, Error **errp);
    /* Set what a new socket needs; may be NULL. */
    void (*prepare)(int fd);
    /* As qmp_stream_read() and qmp_stream_write(). */
    ssize_t (*read)(QmpStream *s, void *buf, size_t len);
    ssize_t (*write)(QmpStream *s, const void *buf, size_t len, const int *fds,
                     size_t n_fds);
    bool passes_fds;
};

extern const QmpStreamOps stream_unix_ops;
extern const QmpStreamOps stream_tcp_ops;
extern const QmpStreamOps stream_fd_ops;

/* A stream over @fd, which it owns. */
QmpStream *stream_new(const QmpStreamOps *ops, int fd);

/* read() of a socket, whether or not its fd is non-blocking. */
ssize_t stream_recv(QmpStream *s, void *buf, size_t len);

#endif
