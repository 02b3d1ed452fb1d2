/*
 * Does the terminal rewrap its rows when it becomes narrower?
 */
#ifndef TERM_REFLOW_H
#define TERM_REFLOW_H

#include <stdbool.h>

/*
 * @lookup gives the value of an environment variable or NULL, as getenv()
 * does.  False when in doubt: then a resize may leave some rows of the old
 * frame above the new one, while a wrong true would clear other text.
 */
bool terminal_reflows(char *(*lookup)(const char *name));

#endif
