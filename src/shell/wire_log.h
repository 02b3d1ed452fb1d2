/*
 * What goes over the wire, for people: -v on stderr, -l in a file
 */
#ifndef SHELL_WIRE_LOG_H
#define SHELL_WIRE_LOG_H

#include <stdbool.h>

#include "qmp/client.h"
#include "shell/output.h"
#include "util/error.h"

typedef struct WireLog WireLog;

/* @output is borrowed.  @verbose: show every message on stderr. */
WireLog *wire_log_new(Output *output, bool verbose);
void wire_log_free(WireLog *log);

/*
 * Append to @path from now on, NULL: to none.  One JSON object a line:
 * {"time": ..., "direction": "sent" or "received", "message": {...}}.  The
 * file is created with mode 0600; anything but a regular file is refused
 * (qmp-shell unlinks what is there: a VM's socket, say).
 * false with ERROR_FAILED; the file in use stays.
 */
bool wire_log_set_file(WireLog *log, const char *path, Error **errp);

/* false with ERROR_OUTPUT once the file could not be written. */
bool wire_log_check(const WireLog *log, Error **errp);

/* Close the file: a file system may report a lost write only here. */
bool wire_log_finish(WireLog *log, Error **errp);

/* A QmpTraceFn; @opaque is the WireLog.  Secrets are masked. */
void wire_log_trace(void *opaque, QmpDirection direction, json_object *message,
                    const char *bytes, size_t len);

#endif
