/*
 * What could stand at the cursor
 */
#ifndef SHELL_COMPLETE_H
#define SHELL_COMPLETE_H

#include "shell/session.h"
#include "term/line_editor.h"

/*
 * Fill @out for the first @cursor bytes of @line: command names (asked of
 * the server, so one round trip), dot commands and their arguments, HMP
 * commands and topics.  @in_transaction: the line is an action.
 */
void complete_line(Session *s, const char *line, size_t cursor,
                   bool in_transaction, Completions *out);

#endif
