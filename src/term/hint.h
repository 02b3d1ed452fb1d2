/*
 * The grey text behind the line
 *
 * It is asked for once for each line, and kept while the line stays the same.
 */
#ifndef TERM_HINT_H
#define TERM_HINT_H

#include <stddef.h>
#include <wchar.h>

#include "term/frame.h"
#include "term/line_editor.h"

/* A local or a member, zeroed to begin with; its fields are its own. */
typedef struct Hint {
    wchar_t *line; /* what it stands behind; NULL: nothing is known */
    size_t len;
    char *text; /* NULL: there is none for this line */
} Hint;

/* Ask again the next time; also frees what it holds. */
void hint_forget(Hint *h);

/*
 * What to show behind @line, borrowed until the next call; NULL when there
 * is none, or no place for it.
 */
const char *hint_behind(Hint *h, const FrameText *line,
                        const LineEditorOps *ops);

/*
 * The first word of what is shown behind @line, with the blanks before it;
 * owned.  NULL: nothing is shown there.
 */
char *hint_first_word(const Hint *h, const FrameText *line);

#endif
