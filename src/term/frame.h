/*
 * What the terminal shows of a line being edited
 *
 * A frame is the prompt, the line and the cursor laid out in rows of a
 * width; pure computation, the bytes go to a StrBuf.  Rows begin at the left
 * edge of the terminal, and where on the screen the first one is is not
 * known: all movement is relative.
 *
 * Frames end their rows themselves instead of leaving it to the terminal,
 * so that a terminal that becomes wider does not join them behind our back.
 */
#ifndef TERM_FRAME_H
#define TERM_FRAME_H

#include <stddef.h>
#include <wchar.h>

#include "out/theme.h"
#include "util/strbuf.h"

/* Borrowed, all of it. */
typedef struct FrameText {
    const char *prompt;  /* safe UTF-8 */
    const wchar_t *line; /* anything: control characters are shown as ^X */
    size_t len;
    size_t cursor;    /* 0..len */
    const char *hint; /* safe UTF-8; shown when the cursor is at the end, as
                         far as it fits the row; may be NULL */
} FrameText;

typedef struct Frame Frame;

/*
 * Lay @text out for a terminal of that size (at least 1 by 1).  When there
 * are more rows than @height, those around the cursor are visible: the same
 * as in @previous (may be NULL) as far as possible.  Owned.
 */
Frame *frame_new(const FrameText *text, int width, int height,
                 const Frame *previous);
void frame_free(Frame *f);

/* Visible rows, and the cursor's place in them, from 0. */
int frame_rows(const Frame *f);
int frame_cursor_row(const Frame *f);
int frame_cursor_column(const Frame *f);

/*
 * Rows between the first visible one and the cursor, if a terminal of
 * @width columns has cut the rows that are longer into several.
 */
int frame_rows_above(const Frame *f, int width);

/*
 * The bytes that turn what shows @old into what shows @new_, laid out for
 * the same width.  @old NULL: the cursor stands at the left edge, nothing
 * but blanks behind and below it.
 */
void frame_update(const Frame *old, const Frame *new_, const Theme *theme,
                  StrBuf *out);

/* The bytes that clear it; the cursor ends where the frame began. */
void frame_erase(const Frame *f, StrBuf *out);

/*
 * The bytes that leave it on the screen for good, but for the hint, the
 * cursor below it.  All of its rows are shown, and the terminal wraps them, so that it knows them
 * as one line when they are copied with the mouse.
 */
void frame_leave(const Frame *f, const Theme *theme, StrBuf *out);

#endif
