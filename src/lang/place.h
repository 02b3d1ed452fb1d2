/*
 * Shows where in a command an error is
 */
#ifndef LANG_PLACE_H
#define LANG_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

/*
 * Set an ERROR_PARSE whose place is offset @at of a text; returns false.
 * Whoever has the text adds the hint.
 */
bool place_fail(size_t *error_at, size_t at, Error **errp, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Add to the hint of *@errp the line of @text (@len bytes, may hold several
 * lines) that has offset @at, with a caret below the place.  A long line is
 * cut around it, and what could drive a terminal is escaped.
 * @line: the number of the text's first line, for error_line(), and named
 * in the hint when the text has more than one; 0: not known.
 */
void place_hint(Error **errp, const char *text, size_t len, size_t at,
                unsigned line);

/* The number of the line that has offset @at, when the first is @line. */
unsigned place_line(const char *text, size_t at, unsigned line);

/* An owned copy of some text to be named in a message, cut if it is long. */
char *place_excerpt(const char *text, size_t len);

#endif
