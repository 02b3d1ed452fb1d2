/*
 * Keys from the terminal, while everything else goes on
 *
 * Whoever waits for a key waits here: what is being edited is drawn before,
 * signals are heeded, and the watched connection is served.  One byte is
 * read at a time, so that what is not needed is there for whoever reads the
 * terminal next.
 */
#ifndef TERM_LINE_INPUT_H
#define TERM_LINE_INPUT_H

#include <stdbool.h>
#include <wchar.h>

#include "term/display.h"

typedef struct LineInput LineInput;

/* Why there are no more keys. */
typedef enum LineInputEnd {
    INPUT_GOES_ON,
    INPUT_INTERRUPTED, /* ^C */
    INPUT_STOPPED,     /* SIGTERM, SIGHUP, or line_input_stop() */
    INPUT_GONE,        /* the terminal has hung up; it stays so */
} LineInputEnd;

typedef struct LineInputOps {
    /* What to show; borrowed until the next key. */
    FrameText (*text)(void *opaque);
    /* Put the terminal into the mode for reading keys, or that for others. */
    void (*set_mode)(void *opaque, bool keys);
    /* The watched fd is ready. */
    void (*fd_ready)(void *opaque, short revents);
    void *opaque;
} LineInputOps;

/* @display is borrowed. */
LineInput *line_input_new(const LineInputOps *ops, Display *display);
void line_input_free(LineInput *in);

/*
 * Begin to read; @paste: with bracketed pastes.  And end: @last is what is
 * left on the screen, the cursor below it.
 */
void line_input_begin(LineInput *in, bool paste);
void line_input_end(LineInput *in, const FrameText *last);

/* The next key (keys.h); false: see line_input_why(). */
bool line_input_key(LineInput *in, wchar_t *key);
LineInputEnd line_input_why(const LineInput *in);

/* Let the next line_input_key() give @key again. */
void line_input_push_back(LineInput *in, wchar_t key);

/*
 * A key was an answer by itself: an Enter that follows it out of habit is
 * dropped, so that it does not enter the line.
 */
void line_input_expect_no_enter(LineInput *in);

/* ^C has been dealt with: go on. */
void line_input_forgive(LineInput *in);

/* Show @view (borrowed) instead of ops->text(); NULL: no more. */
void line_input_set_view(LineInput *in, const FrameText *view);

/* While a question waits for its answer, the connection has to wait too. */
void line_input_set_asking(LineInput *in, bool asking);

/* Show what there is to show, now; or when the callback returns. */
void line_input_show(LineInput *in);

/* From a callback: stop the program as ^Z does; false between reads. */
bool line_input_suspend(LineInput *in);

/* Watch @fd for poll() @events; -1: nothing. */
void line_input_watch(LineInput *in, int fd, short events);

/* There shall be no more keys. */
void line_input_stop(LineInput *in);

#endif
