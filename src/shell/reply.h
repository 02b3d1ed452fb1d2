/*
 * Printing the reply to a command
 */
#ifndef SHELL_REPLY_H
#define SHELL_REPLY_H

#include "lang/command.h"
#include "qmp/client.h"
#include "shell/output.h"
#include "shell/status.h"

/*
 * Print @reply, the one to @cmd, in @format (NULL: auto).  An error reply
 * goes to stderr, as does HMP output that is known to be an error.
 */
Status reply_print(Output *output, const RenderFormat *format,
                   const Command *cmd, const QmpReply *reply);

#endif
