/*
 * The line in libedit's buffer
 */
#ifndef TERM_EDIT_LINE_H
#define TERM_EDIT_LINE_H

#include <stddef.h>
#include <wchar.h>

#include "term/frame.h"

typedef struct editline EditLine; /* <histedit.h> */

/* The line and its cursor, borrowed until the line changes; no prompt. */
FrameText edit_line_view(EditLine *el);

/*
 * An owned copy of the line; *@cursor (may be NULL): of its cursor.  A NUL,
 * which ^V and some of libedit's commands can put there, becomes a blank.
 */
wchar_t *edit_line_copy(EditLine *el, size_t *cursor);

/* The same as a string; *@cursor is a byte offset. */
char *edit_line_string(EditLine *el, size_t *cursor);

/* Set the whole line. */
void edit_line_set(EditLine *el, const wchar_t *text, size_t cursor);

/* Move the cursor behind the last character. */
void edit_line_end(EditLine *el);

/* Put @text at the cursor, in place of the @word before it (may be ""). */
void edit_line_insert(EditLine *el, const char *word, const char *text);

#endif
