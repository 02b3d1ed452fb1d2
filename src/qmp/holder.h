/*
 * Who holds a monitor: for "connected, but no greeting"
 *
 * QEMU serves one client per monitor; a second one connects, is queued and
 * hears nothing.  Linux can tell who the first one is: the sock_diag
 * netlink family lists the listener's queue and each connection's peer, and
 * /proc/PID/fd says which process has that socket.  Elsewhere, for TCP, or
 * without the rights to look, the answer is "unknown".
 */
#ifndef QMP_HOLDER_H
#define QMP_HOLDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "qmp/stream.h"

typedef struct QmpHolder {
    pid_t server_pid;    /* the listening process, 0 unknown */
    char server[64];     /* its name from /proc/PID/comm, "" unknown */
    bool server_stopped; /* in state T: it cannot answer anyone */
    pid_t client_pid;    /* who is connected ahead of us, 0 unknown */
    char client[64];
} QmpHolder;

/* Find out what can be, without writing to the stream or waiting. */
void qmp_holder_find(const QmpStream *stream, QmpHolder *holder);

#endif
