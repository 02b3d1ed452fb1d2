/*
 * A QEMU that we start: `qmpsh -- QEMU ARG...`
 *
 * It gets one end of a socket pair as its monitor, so there is no path to
 * race for and no retry: connected from the start.
 */
#ifndef SHELL_LAUNCH_H
#define SHELL_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "util/clock.h"
#include "util/error.h"

typedef struct Launch Launch;

/*
 * Start @argv (NULL-terminated; empty: qemu-system-x86_64; a first word that
 * begins with '-' is an argument of that) with a monitor added, in a process
 * group of its own (our ^C is not for it), stdin /dev/null, stdout on our
 * stderr.  *@fd is our end of the monitor's connection, owned by the caller.
 * NULL with ERROR_CONNECT.
 */
Launch *launch_qemu(char *const *argv, int *fd, Error **errp);

pid_t launch_pid(const Launch *l);

/*
 * Wait for the end of the process; false when @deadline or something on
 * @wake_fd (-1: none) came first.
 */
bool launch_wait(Launch *l, Deadline deadline, int wake_fd);

/* How it ended, "exited with status 1"; owned; only after launch_wait(). */
char *launch_describe_end(const Launch *l);

void launch_terminate(Launch *l);

/* Does not end the process. */
void launch_free(Launch *l);

#endif
