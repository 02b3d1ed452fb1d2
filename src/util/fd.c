/*
 * File descriptors
 */
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

static bool change_flags(int fd, int get, int set, int flag, bool on,
                         Error **errp)
{
    int flags = fcntl(fd, get);

    if (flags < 0 || fcntl(fd, set, on ? flags | flag : flags & ~flag) < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "fd %d", fd);
        return false;
    }
    return true;
}

bool fd_set_nonblock(int fd, bool on, Error **errp)
{
    return change_flags(fd, F_GETFL, F_SETFL, O_NONBLOCK, on, errp);
}

bool fd_set_cloexec(int fd, bool on, Error **errp)
{
    return change_flags(fd, F_GETFD, F_SETFD, FD_CLOEXEC, on, errp);
}

bool fd_write_all(int fd, const void *bytes, size_t len, size_t *written)
{
    const char *p = bytes;
    size_t done = 0;
    bool ok = true;

    while (done < len) {
        ssize_t n = write(fd, p + done, len - done);

        if (n > 0) {
            done += (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
        } else if (n == 0 || errno != EINTR) {
            ok = false;
            break;
        }
    }
    if (written) {
        *written = done;
    }
    return ok;
}

short fd_wait(int fd, short events, Deadline deadline, int wake_fd,
              Error **errp)
{
    struct pollfd fds[2] = {
        { .fd = fd, .events = events },
        { .fd = wake_fd, .events = POLLIN },
    };
    int n;

    do {
        n = poll(fds, 2, deadline_poll_timeout(deadline));
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "poll");
        return 0;
    }
    if (fds[0].revents) {
        return fds[0].revents;
    }
    if (fds[1].revents) {
        error_set(errp, ERROR_INTERRUPTED, "interrupted");
    } else {
        error_set(errp, ERROR_TIMEOUT, "time limit reached");
    }
    return 0;
}

void fd_fill_standard(void)
{
    int fd;

    for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0) {
            _exit(127);
        }
    }
}

void fd_close(int *fd)
{
    int saved = errno;

    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    errno = saved;
}
