/*
 * The interactive session
 */
#ifndef SHELL_REPL_H
#define SHELL_REPL_H

#include "shell/options.h"
#include "shell/output.h"
#include "shell/status.h"
#include "shell/wire_log.h"

/*
 * Connect to @address (NULL with -- QEMU), then read and run lines at the
 * terminal until the user leaves.  The status is that of connecting.
 */
Status repl_run(const Options *options, const char *address, Output *output,
                WireLog *log);

#endif
