/*
 * How the scripted server and the program come together
 */
#ifndef SUPPORT_ENDPOINT_H
#define SUPPORT_ENDPOINT_H

#include <stdbool.h>
#include <sys/socket.h>

#include "program.h"
#include "util/error.h"
#include "vars.h"

typedef struct EndpointKind EndpointKind;

typedef struct Endpoint {
    const EndpointKind *kind;
    struct sockaddr_storage addr;
    socklen_t addr_len;
    bool is_bound, is_listening;
    int fd;         /* listening, or our end of a pair; -1: none */
    int program_fd; /* the program's end of a pair; -1: none */
} Endpoint;

/*
 * Prepare what "KIND [bound|absent]" says, with UNIX sockets in @dir; sets
 * %SOCK, %PORT and %FD.  ERROR_REFUSED: this machine cannot do that.
 */
bool endpoint_open(Endpoint *e, const char *kind, const char *dir, Vars *vars,
                   Error **errp);

/* Bind if that has not been done yet, and listen. */
bool endpoint_listen(Endpoint *e, Error **errp);

/* Nobody listens any more, and a UNIX socket's path is gone. */
void endpoint_unlisten(Endpoint *e);

/* The next connection, non-blocking; -1 with @errp. */
int endpoint_take(Endpoint *e, Program *program, Error **errp);

/* A connection that waits to be accepted, or -1. */
int endpoint_take_waiting(Endpoint *e);

void endpoint_close(Endpoint *e);

#endif
