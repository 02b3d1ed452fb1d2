/*
 * The program under test, as a child with pipes
 */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/fd.h"

#define READ_SIZE 65536

/* In the child: become the program, or say why not. */
static void become(char *const argv[], char *const env[], const char *dir,
                   const int theirs[3], int keep_fd)
{
    int i;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    for (i = 0; i < 3; i++) {
        dup2(theirs[i], i);
    }
    if (keep_fd >= 0) {
        fd_set_cloexec(keep_fd, false, NULL);
    }
    if (chdir(dir) == 0) {
        execvpe(argv[0], argv, env);
    }
    dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

static bool make_pipe(int *ours, int *theirs, bool we_write, Error **errp)
{
    int fds[2];

    if (pipe2(fds, O_CLOEXEC) < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "pipe");
        return false;
    }
    *ours = fds[we_write];
    *theirs = fds[!we_write];
    return fd_set_nonblock(*ours, true, errp);
}

bool program_start(Program *p, char *const argv[], char *const env[],
                   const char *dir, const char *input, int keep_fd,
                   Error **errp)
{
    int theirs[3] = { -1, -1, -1 };
    bool ok;
    int i;

    if (input) {
        ok = make_pipe(&p->in, &theirs[0], true, errp);
        strbuf_puts(&p->input, input);
    } else {
        theirs[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
        ok = theirs[0] >= 0;
    }
    ok = ok && make_pipe(&p->out, &theirs[1], false, errp) &&
         make_pipe(&p->err, &theirs[2], false, errp);
    if (ok) {
        p->pid = fork();
        if (p->pid == 0) {
            become(argv, env, dir, theirs, keep_fd);
        }
        p->pidfd = (int)syscall(SYS_pidfd_open, p->pid, 0);
        if (p->pid < 0 || p->pidfd < 0) {
            error_set_errno(errp, ERROR_FAILED, errno, "fork");
            ok = false;
        }
    }
    for (i = 0; i < 3; i++) {
        fd_close(&theirs[i]);
    }
    return ok;
}

/* Read what is there; at the end, close. */
static void drain(int *fd, StrBuf *text)
{
    ssize_t n;

    do {
        n = read(*fd, strbuf_reserve(text, READ_SIZE), READ_SIZE);
        strbuf_commit(text, n > 0 ? (size_t)n : 0);
    } while (n > 0);
    if (n == 0 || errno != EAGAIN) {
        fd_close(fd);
    }
}

/* Write what can be written; with nothing left, close unless it stays open. */
static void feed(Program *p)
{
    ssize_t n = 0;

    if (p->input.len > 0) {
        n = write(p->in, p->input.data, p->input.len);
    }
    if (n > 0) {
        strbuf_drop(&p->input, (size_t)n);
    }
    if ((n < 0 && errno != EAGAIN) ||
        (p->input.len == 0 && !p->input_stays_open)) {
        fd_close(&p->in);
    }
}

static void reap(Program *p)
{
    int status;

    if (waitpid(p->pid, &status, 0) == p->pid) {
        p->status = WIFEXITED(status) ? WEXITSTATUS(status) :
                                        128 + WTERMSIG(status);
    }
    p->has_ended = true;
    fd_close(&p->pidfd);
}

bool program_step(Program *p, int fd, short events, short *revents,
                  Error **errp)
{
    bool wants_input = p->input.len > 0 || !p->input_stays_open;
    struct pollfd fds[] = {
        { .fd = fd, .events = events },
        { .fd = p->out, .events = POLLIN },
        { .fd = p->err, .events = POLLIN },
        { .fd = wants_input ? p->in : -1, .events = POLLOUT },
        { .fd = p->pidfd, .events = POLLIN },
    };
    int n = poll(fds, sizeof(fds) / sizeof(fds[0]),
                 deadline_poll_timeout(p->deadline));

    if (n == 0) {
        error_set(errp, ERROR_TIMEOUT, "time limit reached");
        return false;
    }
    if (n < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "poll");
        return false;
    }
    if (fds[1].revents) {
        drain(&p->out, &p->out_text);
    }
    if (fds[2].revents) {
        drain(&p->err, &p->err_text);
    }
    if (fds[3].revents) {
        feed(p);
    }
    if (fds[4].revents) {
        reap(p);
    }
    *revents = fds[0].revents;
    return true;
}

bool program_wait_fd(Program *p, int fd, short events, Error **errp)
{
    short revents = 0;

    while (!revents) {
        if (p->has_ended &&
            poll(&(struct pollfd){ .fd = fd, .events = events }, 1, 0) <= 0) {
            error_set(errp, ERROR_LOST, "the program has ended");
            return false;
        }
        if (!program_step(p, fd, events, &revents, errp)) {
            return false;
        }
    }
    return true;
}

bool program_wait_end(Program *p, Error **errp)
{
    short revents;

    while (!p->has_ended || p->out >= 0 || p->err >= 0) {
        if (!program_step(p, -1, 0, &revents, errp)) {
            error_prepend(errp, "waiting for the program to end: ");
            return false;
        }
    }
    return true;
}

void program_feed(Program *p, const char *text)
{
    strbuf_puts(&p->input, text);
}

void program_end_input(Program *p)
{
    p->input_stays_open = false;
}

void program_clean_up(Program *p)
{
    if (p->pid > 0 && !p->has_ended) {
        kill(-p->pid, SIGKILL);
        kill(p->pid, SIGKILL);
        reap(p);
    }
    fd_close(&p->in);
    fd_close(&p->out);
    fd_close(&p->err);
    fd_close(&p->pidfd);
    strbuf_free(&p->input);
    strbuf_free(&p->out_text);
    strbuf_free(&p->err_text);
}
