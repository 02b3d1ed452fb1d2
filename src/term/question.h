/*
 * Questions that are answered on a line of their own
 */
#ifndef TERM_QUESTION_H
#define TERM_QUESTION_H

#include <stdbool.h>

#include "term/line_input.h"

/*
 * Ask @question (safe UTF-8) and read a line; @echo: it is shown.  Owned, or
 * NULL for ^C, for ^D at its beginning, and when reading ends.
 */
char *question_ask(LineInput *in, const char *question, bool echo);

/* Ask for one key in place of the line being edited: y or Y? */
bool question_key(LineInput *in, const char *question);

#endif
