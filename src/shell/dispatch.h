/*
 * A Command to whoever carries it out: the shell or the server
 */
#ifndef SHELL_DISPATCH_H
#define SHELL_DISPATCH_H

#include "lang/command.h"
#include "shell/session.h"
#include "shell/status.h"

/*
 * Start @cmd, which is consumed: a dot command is run when all that is in
 * flight is finished; others are sent, and their replies may be still to be
 * finished.
 */
Status dispatch_start(Session *s, Command *cmd);

/* The same, and finish it. */
Status dispatch_run(Session *s, Command *cmd);

#endif
