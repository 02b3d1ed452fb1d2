/*
 * A byte stream to a QMP server, whatever carries it
 *
 * Streams are non-blocking and close-on-exec from creation.  A transport is
 * one entry of the table in stream.c plus one file.
 */
#ifndef QMP_STREAM_H
#define QMP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "qmp/addr.h"
#include "util/clock.h"
#include "util/error.h"

typedef struct QmpStream QmpStream;

/* When to give up; as for fd_wait(). */
typedef struct QmpLimit {
    Deadline deadline;
    int wake_fd; /* -1: none */
} QmpLimit;

/*
 * Connect to @addr.
 * @limit: for the whole of it, name look-up excepted.
 * @wait_until: up to then "nothing listens there" (ENOENT, ECONNREFUSED) is
 *   tried again; 0 is not at all.
 * A UNIX server whose backlog is full (EAGAIN) is tried again until the
 * limit.  TCP tries every address that the name resolves to, with
 * TCP_NODELAY set.
 * Owned result, or NULL: ERROR_CONNECT (one phrase that names the address),
 * ERROR_TIMEOUT, ERROR_INTERRUPTED.
 */
QmpStream *qmp_stream_connect(const QmpAddr *addr, const QmpLimit *limit,
                              Deadline wait_until, Error **errp);

/*
 * A stream over @fd, a connected socket, which the stream owns from here on
 * (also on failure).
 */
QmpStream *qmp_stream_from_fd(int fd, Error **errp);

void qmp_stream_close(QmpStream *s);

/* For poll(); owned by the stream. */
int qmp_stream_fd(const QmpStream *s);

/* Can the stream carry file descriptors (SCM_RIGHTS)?  UNIX sockets only. */
bool qmp_stream_can_pass_fds(const QmpStream *s);

/*
 * Read what is there, at most @len bytes.  Returns the count, 0 at the end
 * of the stream, -1 with errno (EAGAIN: nothing there now).
 */
ssize_t qmp_stream_read(QmpStream *s, void *buf, size_t len);

/*
 * Write what can be taken now, with the @n_fds descriptors at @fds riding on
 * the first byte.  Returns the count, or -1 with errno.  Raises no SIGPIPE.
 */
ssize_t qmp_stream_write(QmpStream *s, const void *buf, size_t len,
                         const int *fds, size_t n_fds);

/*
 * The process at the other end as the kernel names it (SO_PEERCRED), or 0.
 * For an inherited fd it is whoever made the socket pair.
 */
pid_t qmp_stream_peer_pid(const QmpStream *s);

#endif
