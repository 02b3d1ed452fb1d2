/*
 * Where completions come from that no schema knows
 */
#ifndef SHELL_CANDIDATES_H
#define SHELL_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

#include "shell/session.h"
#include "term/line_editor.h"
#include "util/strlist.h"

/* QMP commands, as the server lists them: one round trip. */
void candidates_commands(Session *s, StrList *out);

/*
 * What could stand at the end of @before, a line for the human monitor:
 * commands, topics, names that exist, files.  out->start is an offset in
 * @before.  @confirmed: out->question was answered with yes.
 */
void candidates_hmp(Session *s, const char *before, bool confirmed,
                    Completions *out);

#endif
