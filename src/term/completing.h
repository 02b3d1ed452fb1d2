/*
 * Tab and `?`: candidates and help
 */
#ifndef TERM_COMPLETING_H
#define TERM_COMPLETING_H

#include <stdbool.h>

#include "term/line_editor.h"

/* Complete the word at the cursor, or list what it could be; false: beep. */
bool completing_tab(LineEditor *le);

/*
 * Show help on what could stand at the cursor; @shown: there is some.
 * False: help is not for here.
 */
bool completing_help(LineEditor *le, bool *shown);

#endif
