/*
 * The program behind `LINE | PROGRAM`
 */
#include "shell/pipe_program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"

struct PipeProgram {
    pid_t pid;
    int fd; /* its stdin; -1: it takes no more */
};

bool pipe_program_is_pager(const char *command)
{
    static const char *const pagers[] = { "less", "more", "most" };
    const char *pager = getenv("PAGER");
    size_t len = strcspn(command, " \t"), i;

    for (i = 0; i < ARRAY_SIZE(pagers); i++) {
        if (len == strlen(pagers[i]) && strncmp(command, pagers[i], len) == 0) {
            return true;
        }
    }
    return pager && *pager && len == strlen(pager) &&
           strncmp(command, pager, len) == 0;
}

PipeProgram *pipe_program_start(const char *command, Error **errp)
{
    autoclose int ours = -1, theirs = -1;
    PipeProgram *p;
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "cannot make a pipe");
        return NULL;
    }
    theirs = ends[0];
    ours = ends[1];
    pid = signals_fork();
    if (pid == 0) {
        dup2(theirs, STDIN_FILENO);
        setenv("LESS", "R", 0); /* less shows colours only if told to */
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    if (pid < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "cannot start a program");
        return NULL;
    }
    signals_watch_children(true);
    fd_set_nonblock(ours, true, NULL);
    p = NEW0(PipeProgram);
    p->pid = pid;
    p->fd = ours;
    ours = -1;
    return p;
}

/* ^Z stopped the program: stop with it, and go on with it. */
static void stop_together(const PipeProgram *p)
{
    signals_take(SIGTSTP);
    signals_stop_self();
    kill(p->pid, SIGCONT);
}

/* A write waits and a signal came; false: nothing more is to be written. */
static bool heed_signals(const PipeProgram *p)
{
    signals_take(SIGWINCH);
    signals_take(SIGCHLD);
    if (signals_pending(SIGTSTP)) {
        stop_together(p);
    }
    return !signals_interrupted();
}

void pipe_program_write(void *opaque, const char *text, size_t len)
{
    PipeProgram *p = opaque;

    while (p->fd >= 0 && len) {
        struct pollfd fds[] = {
            { .fd = p->fd, .events = POLLOUT },
            { .fd = signals_wake_fd(), .events = POLLIN },
        };
        ssize_t n = write(p->fd, text, len);

        if (n > 0) {
            text += n;
            len -= (size_t)n;
        } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
            fd_close(&p->fd);
        } else {
            poll(fds, ARRAY_SIZE(fds), -1);
            if (fds[1].revents && !heed_signals(p)) {
                fd_close(&p->fd);
            }
        }
    }
}

/* Has it ended?  Stops with it when it was stopped. */
static bool has_ended(const PipeProgram *p)
{
    int status;
    pid_t got = waitpid(p->pid, &status, WNOHANG | WUNTRACED);

    if (got == p->pid && WIFSTOPPED(status)) {
        stop_together(p);
        return false;
    }
    return got != 0;
}

void pipe_program_finish(PipeProgram *p)
{
    fd_close(&p->fd);
    while (!has_ended(p)) {
        struct pollfd wake = { .fd = signals_wake_fd(), .events = POLLIN };

        poll(&wake, 1, -1);
        signals_take(SIGCHLD);
        signals_take(SIGWINCH);
        signals_take(SIGINT); /* what is for the program is not for us */
        signals_take(SIGTSTP);
        if (signals_interrupted()) {
            kill(p->pid, SIGTERM); /* we are to end, so it is too */
            break;
        }
    }
    signals_watch_children(false);
    free(p);
}
