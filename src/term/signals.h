/*
 * Signals as flags and a wake-up fd
 *
 * Handlers only set a flag and write a byte to a pipe, so every wait of this
 * program is a poll() over its fds and signals_wake_fd().  The one place
 * with process-wide state, as signals are.
 */
#ifndef TERM_SIGNALS_H
#define TERM_SIGNALS_H

#include <stdbool.h>

/* Handle SIGINT, SIGTERM and SIGHUP as flags, ignore SIGPIPE. */
void signals_init(void);

/*
 * SIGWINCH and SIGTSTP too, from where there is someone to act on them: what
 * waits before that is not to be woken by a resized window.
 */
void signals_init_terminal(void);

/* Readable while any of those flags is up; do not read it. */
int signals_wake_fd(void);

/* Was @sig raised since it was last taken?  Clears its flag. */
bool signals_take(int sig);

/* Is it raised?  Leaves the flag. */
bool signals_pending(int sig);

/*
 * For a child between fork and exec: default dispositions, nothing blocked,
 * as this program found them.
 */
void signals_reset_in_child(void);

/*
 * Stop this process as an untouched SIGTSTP would (the handler steps aside
 * and comes back when the process is continued).
 */
void signals_stop_self(void);

#endif
