/*
 * The history of lines, shared by concurrent sessions
 *
 * One escaped line an entry (multi-line input is one entry), appended under
 * flock with one write, so that no session loses another's; compacted to the
 * newest entries by a 0600 temporary, fsync and rename.  libedit's own
 * H_LOAD and H_SAVE are not used: they overflow on a 1024-byte entry and
 * truncate in place.
 */
#ifndef TERM_HISTORY_H
#define TERM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

typedef struct History History;

#define HISTORY_LIMIT 10000

/*
 * Open the history kept at @path (created 0600 with its folders 0700 when
 * the first entry is added); NULL: in memory only.  A file that cannot be
 * read gives an empty history and, in @errp, an error to warn with.  Never
 * NULL.
 */
History *history_new(const char *path, Error **errp);
void history_free(History *h);

/*
 * Add a line.  One that begins with a blank, is empty, or equals the newest
 * entry is not kept.  false: it is kept in memory, but could not be written.
 */
bool history_add(History *h, const char *line, Error **errp);

/* Entry @i, 0 is the oldest known to this session; borrowed until _add. */
size_t history_count(const History *h);
const char *history_get(const History *h, size_t i);

/*
 * The entry nearest to @from, older (@step -1) or newer (+1), that holds
 * @needle: at its beginning if @anchored, else anywhere.  Entry @from itself
 * is not looked at; history_count() as @from is "newer than all".  Returns
 * its index, or history_count() when there is none.
 */
size_t history_find(const History *h, size_t from, int step, const char *needle,
                    bool anchored);

/*
 * $XDG_STATE_HOME/qmpsh/history, or ~/.local/state/qmpsh/history; owned.
 * Arguments are the values of those variables, may be NULL or empty; NULL
 * when neither helps.
 */
char *history_default_path(const char *xdg_state_home, const char *home);

#endif
