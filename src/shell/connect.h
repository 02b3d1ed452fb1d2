/*
 * From the command line's ADDRESS to a client that is ready for commands
 */
#ifndef SHELL_CONNECT_H
#define SHELL_CONNECT_H

#include "qmp/client.h"
#include "shell/launch.h"
#include "shell/options.h"
#include "shell/output.h"
#include "shell/wire_log.h"
#include "util/error.h"

typedef struct ConnectContext {
    const Options *options;
    const char *address; /* as given, or $QMP_SOCKET; NULL with -- QEMU */
    Output *output;      /* for notes while it takes long */
    WireLog *log;
    int wake_fd;
} ConnectContext;

/*
 * Connect (or listen, or start QEMU: then *@launch is set and owned by the
 * caller, also on failure), wait for the greeting and negotiate, as far as
 * the options want it.  After a second of silence a note says who seems to
 * hold the monitor.  Nothing is written before the greeting has come.
 * NULL: ERROR_CONNECT, ERROR_USAGE, ERROR_TIMEOUT, ERROR_LOST,
 * ERROR_PROTOCOL, ERROR_INTERRUPTED.
 */
QmpClient *connect_client(const ConnectContext *ctx, Launch **launch,
                          Error **errp);

#endif
