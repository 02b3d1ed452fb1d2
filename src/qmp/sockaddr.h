/*
 * From an address to what connect() and bind() take; private to src/qmp
 */
#ifndef QMP_SOCKADDR_H
#define QMP_SOCKADDR_H

#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "qmp/addr.h"
#include "util/error.h"

typedef struct UnixSockaddr {
    struct sockaddr_un sun;
    socklen_t len;
    int fd; /* what a long path goes through, or -1: fd_close() it after use */
} UnixSockaddr;

/* For connecting to @addr.  Returns 0 or an errno; @out is set either way. */
int sockaddr_unix_peer(const QmpAddr *addr, UnixSockaddr *out);

/* The same for binding: the socket itself is not there yet. */
int sockaddr_unix_own(const QmpAddr *addr, UnixSockaddr *out);

/*
 * The addresses that a TCP @addr stands for, to bind (@passive) or connect
 * to; owned, freeaddrinfo().  NULL: ERROR_CONNECT.
 */
struct addrinfo *sockaddr_tcp(const QmpAddr *addr, bool passive, Error **errp);

/*
 * Say what errno value @err means for someone who wanted to reach or bind
 * @addr.
 */
void sockaddr_explain(const QmpAddr *addr, int err, Error **errp);

#endif
