/*
 * What QEMU's schema and manual pages say of commands, for a person
 */
#ifndef SHELL_HELP_H
#define SHELL_HELP_H

#include <stdbool.h>

#include "shell/session.h"
#include "shell/status.h"
#include "term/line_editor.h"
#include "util/strbuf.h"

/*
 * Append the help for @rest, what stands behind `.help`: a command or an
 * event; a command with arguments, whose further ones are shown; or else a
 * word that is looked for in names and texts.  false: nothing was found.
 */
bool help_append(Session *s, const char *rest, StrBuf *out);

/* Completions for what stands behind `.help`. */
void help_complete(Session *s, const char *before, bool confirmed,
                   Completions *out);

/*
 * `?` at byte @cursor of @line: false where it is a character like others.
 * Else *@text is owned, whole lines safe for a terminal.
 */
bool help_at(Session *s, const char *line, size_t cursor, bool in_transaction,
             char **text);

#endif
