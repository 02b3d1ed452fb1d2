/*
 * Waiting for QEMU to connect to us (-qmp unix:PATH without server=on)
 *
 * Binding and accepting are two steps, so that a caller can start QEMU in
 * between and never be too late, as with server=True in QEMU's qmp.py.
 */
#ifndef QMP_LISTENER_H
#define QMP_LISTENER_H

#include "qmp/addr.h"
#include "qmp/stream.h"
#include "util/error.h"

typedef struct QmpListener QmpListener;

/*
 * Bind @addr (UNIX or TCP) and listen.  A path that exists is refused, never
 * unlinked.  Owned result, or NULL: ERROR_CONNECT, ERROR_USAGE.
 */
QmpListener *qmp_listener_new(const QmpAddr *addr, Error **errp);

/*
 * Accept one connection; NULL: ERROR_TIMEOUT, ERROR_INTERRUPTED,
 * ERROR_CONNECT.
 */
QmpStream *qmp_listener_accept(QmpListener *l, const QmpLimit *limit,
                               Error **errp);

/*
 * The port actually bound, for an address with port 0; 0 for UNIX.
 */
int qmp_listener_port(const QmpListener *l);

/* Stop listening and remove the socket path, if it is still the one we made. */
void qmp_listener_free(QmpListener *l);

#endif
