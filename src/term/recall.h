/*
 * Walking through the history with up-arrow and down-arrow
 *
 * The text before the cursor is a prefix that the entries begin with; the
 * half-typed line waits below the newest one.  A walk lasts as long as the
 * line stays what the walk has made it.
 */
#ifndef TERM_RECALL_H
#define TERM_RECALL_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "term/history.h"

/* A local or a member, zeroed to begin with; its fields are its own. */
typedef struct Recall {
    wchar_t *shown; /* what the walk has put into the line; NULL: no walk */
    wchar_t *typed; /* the half-typed line to come back to */
    size_t typed_cursor;
    char *prefix;
    size_t index; /* of the entry that is shown; history_count(): typed */
} Recall;

/*
 * Go one step, older (@step -1) or newer (+1), from @line with the cursor at
 * @cursor.  Returns the text to show, borrowed until the next step, and sets
 * *@cursor to where typing goes on; NULL when there is nothing in that
 * direction.
 */
const wchar_t *recall_step(Recall *r, const History *h, int step,
                           const wchar_t *line, size_t *cursor);

/* Forget the walk. */
void recall_end(Recall *r);

#endif
