/*
 * What could stand at the cursor
 */
#ifndef SHELL_COMPLETE_H
#define SHELL_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/live.h"
#include "shell/session.h"
#include "term/line_editor.h"

/*
 * Fill @out for @line, whose cursor is at byte @cursor: commands, arguments,
 * values and names that exist in the server, each with its type and what the
 * manual says of it; dot commands and their arguments; HMP commands.  One
 * round trip once the schema is there.  @in_transaction: the line is part of
 * one.  @confirmed: the user has said yes to out->question.
 */
void complete_line(Session *s, const char *line, size_t cursor,
                   bool in_transaction, bool confirmed, Completions *out);

/* Grey text for the end of @line: what it still lacks; owned or NULL. */
char *complete_hint(Session *s, const char *line, bool in_transaction);

/*
 * For a dot command's own completion: add the @names that begin with the last
 * word of @before.
 */
void complete_from_names(const char *before, StrList *names, Completions *out);

/* The same for names of live things; the last word is what is typed. */
void complete_from_live(Session *s, LiveKind kind, const char *before,
                        bool confirmed, Completions *out);

#endif
