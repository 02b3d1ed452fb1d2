/*
 * Where a QMP server is: the ADDRESS of the command line
 *
 * Forms (docs: man/qmpsh.1, ADDRESSES):
 *   anything with a '/'      UNIX socket
 *   unix:PATH, unix:@NAME    UNIX socket; '@' is Linux's abstract namespace
 *   HOST:DIGITS, [V6]:DIGITS, tcp:HOST:PORT
 *   fd:N                     an inherited, connected socket
 *   any other word           UNIX socket in the current folder
 * What looks like a scheme ("name:rest") that is not known is refused rather
 * than taken for a file name; "./name:rest" is the way to such a file.
 */
#ifndef QMP_ADDR_H
#define QMP_ADDR_H

#include <stdbool.h>

#include "util/error.h"
#include "util/strbuf.h"

typedef enum QmpAddrKind {
    QMP_ADDR_UNIX,
    QMP_ADDR_TCP,
    QMP_ADDR_FD,
} QmpAddrKind;

/* Read-only for everyone but addr.c; made by qmp_addr_parse(). */
typedef struct QmpAddr {
    QmpAddrKind kind;
    char *text;    /* as the user wrote it, without a cut-off tail */
    char *path;    /* UNIX: the path, or the name without '@' */
    bool abstract; /* UNIX: path is a name of the abstract namespace */
    char *host;    /* TCP: a name or number, without brackets */
    char *port;    /* TCP: digits or a service name */
    int fd;        /* FD */
    /*
     * ",server=on,wait=off" and the like, pasted from a QEMU command line,
     * is no part of the address: it is cut off and kept here so that a
     * caller can warn; NULL where there was none.
     */
    char *ignored;
} QmpAddr;

/*
 * Owned result, or NULL with ERROR_USAGE.  A UNIX path may be of any length
 * here (connecting copes with more than sun_path holds).
 */
QmpAddr *qmp_addr_parse(const char *text, Error **errp);

void qmp_addr_free(QmpAddr *addr);

#endif
