/*
 * The part of the terminal that the line editor draws on
 *
 * Knows the frame that is on the screen.  Everything is gathered and goes
 * out with one write() at display_flush(), so that no half-drawn frame is
 * ever seen.
 */
#ifndef TERM_DISPLAY_H
#define TERM_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "out/theme.h"
#include "term/frame.h"

typedef struct Display Display;

/* Draw on terminal @fd; @theme may be NULL; for @reflows see reflow.h. */
Display *display_new(int fd, const Theme *theme, bool reflows);
void display_free(Display *d);

/* Columns of the terminal; at least 1. */
int display_width(const Display *d);

/* Rows that the terminal has beside those of what is shown; at least 1. */
int display_room(const Display *d);

/*
 * The terminal has been resized, though perhaps back to the size it had: it
 * may have cut what is shown.
 */
void display_resized(Display *d);

/*
 * Ask the terminal for its size.  When it has changed, what was shown is
 * cleared, for the next frame to be laid out anew.
 */
void display_resize(Display *d);

/* Show @text, in place of the frame that is shown. */
void display_show(Display *d, const FrameText *text);

/* Clear what is shown. */
void display_erase(Display *d);

/* Leave what is shown on the screen for good and go below it. */
void display_leave(Display *d);

/* Clear the whole screen. */
void display_clear(Display *d);

/* Whole lines of text; what is shown is erased before it. */
void display_print(Display *d, const char *text, size_t len);

/* A sequence that neither shows anything nor moves the cursor. */
void display_control(Display *d, const char *sequence);

/* Go to the left edge: of the next row, unless the cursor is there. */
void display_fresh_row(Display *d);

void display_flush(Display *d);

#endif
