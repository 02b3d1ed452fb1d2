/*
 * A test's hold on an editor_driver
 */
#ifndef TESTS_EDITOR_SESSION_H
#define TESTS_EDITOR_SESSION_H

#include "screen.h"

typedef struct EditorSession {
    Screen *screen;
    int control;
    unsigned n_syncs;
} EditorSession;

/* Start a driver; its prompt is "(vm) ". */
EditorSession editor_start(int rows, int cols);

/* The same as a job of job_parent. */
EditorSession editor_start_job(int rows, int cols);

void editor_free(EditorSession *e);

/* Send it a command (see editor_driver.c), without the newline. */
void editor_command(EditorSession *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Wait until all commands so far have been carried out and what has come of
 * them is on the screen.
 */
void editor_settle(EditorSession *e);

/*
 * Wait until all that was typed has been taken in, and the result is on the
 * screen.  The text before the cursor must have no completions.
 */
void editor_settle_keys(EditorSession *e);

/* Type @keys and Enter while a line is edited, and wait for "line: KEYS". */
void editor_enter(EditorSession *e, const char *keys);

#endif
