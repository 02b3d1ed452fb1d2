/*
 * File descriptors
 */
#ifndef UTIL_FD_H
#define UTIL_FD_H

#include <stdbool.h>
#include <stddef.h>

#include "util/clock.h"
#include "util/error.h"

bool fd_set_nonblock(int fd, bool on, Error **errp);
bool fd_set_cloexec(int fd, bool on, Error **errp);

/*
 * Write all of @len bytes, over interruptions and on non-blocking fds too.
 * On failure errno tells why, and *@written (may be NULL) how far it got.
 */
bool fd_write_all(int fd, const void *bytes, size_t len, size_t *written);

/*
 * Wait until @fd is ready for @events (poll's POLLIN, POLLOUT).
 * @wake_fd: readable means "stop waiting"; -1 is none.  It is not read.
 * Returns poll's revents, or 0 with @errp set: ERROR_TIMEOUT ("time limit
 * reached"), ERROR_INTERRUPTED, ERROR_FAILED.
 */
short fd_wait(int fd, short events, Deadline deadline, int wake_fd,
              Error **errp);

/*
 * See that fds 0 to 2 are open, for a program that was started without some
 * of them: else a socket could become stdout.  What is missing is /dev/null,
 * and not writable in stdout's place, as output that goes nowhere is lost.
 */
void fd_fill_standard(void);

/* Close *@fd if it is open and set it to -1; errno is kept. */
void fd_close(int *fd);

#define autoclose __attribute__((cleanup(fd_close)))

#endif
