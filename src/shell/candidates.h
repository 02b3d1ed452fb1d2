/*
 * Where completions come from
 *
 * Each function adds names to a list; complete.c knows which of them can
 * stand at the cursor and keeps those that begin with what is typed.
 */
#ifndef SHELL_CANDIDATES_H
#define SHELL_CANDIDATES_H

#include <stddef.h>

#include "shell/session.h"
#include "util/strlist.h"

/* QMP commands, as the server lists them: one round trip. */
void candidates_commands(Session *s, StrList *out);

/* Names for the last word of the HMP line @before: commands, topics. */
void candidates_hmp(Session *s, const char *before, StrList *out);

/* Files whose name begins with @before. */
void candidates_files(Session *s, const char *before, StrList *out);

/* The offset of the last word in the first @len bytes of @s. */
size_t candidates_last_word(const char *s, size_t len);

#endif
