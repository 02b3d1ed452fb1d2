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
#include <sys/types.h>

/*
 * Handle SIGINT, SIGTERM and SIGHUP as flags, ignore SIGPIPE and
 * SIGXFSZ (the write fails then), and see that children can be waited for.
 */
void signals_init(void);

/*
 * SIGWINCH and SIGTSTP too, from where there is someone to act on them: what
 * waits before that is not to be woken by a resized window.
 */
void signals_init_terminal(void);

/*
 * SIGCHLD too, or no more: while a child is waited for whose end or stop is
 * to wake us.
 */
void signals_watch_children(bool on);

/* Readable while any of those flags is up; do not read it. */
int signals_wake_fd(void);

/* Was @sig raised since it was last taken?  Clears its flag. */
bool signals_take(int sig);

/* Is it raised?  Leaves the flag. */
bool signals_pending(int sig);

/* Is it time to end: is SIGINT, SIGTERM or SIGHUP raised? */
bool signals_interrupted(void);

/*
 * fork(), for a child that will exec: it starts with the signal dispositions
 * that this program found, nothing blocked, and none of its signals can be
 * taken for ours.
 */
pid_t signals_fork(void);

/*
 * Stop this process as an untouched SIGTSTP would (the handler steps aside
 * and comes back when the process is continued).
 */
void signals_stop_self(void);

#endif
