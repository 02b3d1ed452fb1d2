/*
 * A QEMU that we start: `qmpsh -- QEMU ARG...`
 */
#include "shell/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/pidfd.h>
#include <sys/prctl.h>
#endif

#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"

#define DEFAULT_QEMU "qemu-system-x86_64"
#define POLL_MS 10

struct Launch {
    pid_t pid;
    int pidfd; /* -1: the system has none */
    bool ended;
    int status; /* as wait() gives it */
};

/*
 * The monitor is added as -chardev and -mon, which all versions take, with
 * ids that nobody else uses.
 */
static char **make_argv(char *const *argv, int fd, char **chardev)
{
    bool named = argv[0] && argv[0][0] != '-';
    char **list, **p;
    size_t n = 0;

    while (argv[n]) {
        n++;
    }
    *chardev = mem_printf("socket,id=qmpsh-monitor,fd=%d", fd);
    p = list = mem_new0(n + 6, sizeof(*list));
    if (!named) {
        *p++ = (char *)DEFAULT_QEMU;
    }
    memcpy(p, argv, n * sizeof(*p));
    p += n;
    *p++ = (char *)"-chardev";
    *p++ = *chardev;
    *p++ = (char *)"-mon";
    *p++ = (char *)"chardev=qmpsh-monitor,mode=control";
    return list;
}

/* In the child: exec or tell the parent why not. */
static void run_child(char **argv, int monitor, int report, pid_t parent)
{
    int null, err;

    setpgid(0, 0);
#ifdef __linux__
    /* if we are killed, the VM goes with us as promised */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(127);
    }
#endif
    null = open("/dev/null", O_RDONLY);
    if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
        dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 &&
        fd_set_cloexec(monitor, false, NULL)) {
        if (null > STDERR_FILENO) {
            close(null);
        }
        execvp(argv[0], argv);
    }
    err = errno;
    fd_write_all(report, &err, sizeof(err), NULL);
    _exit(127);
}

Launch *launch_qemu(char *const *argv, int *fd, Error **errp)
{
    autoclose int ours = -1, theirs = -1, report = -1, reported = -1;
    autofree char *chardev = NULL;
    autofree char **list = NULL;
    int pair[2], pipefd[2], err;
    pid_t parent, pid;
    Launch *l;
    ssize_t n;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0 ||
        (ours = pair[0], theirs = pair[1], pipe2(pipefd, O_CLOEXEC) < 0)) {
        error_set_errno(errp, ERROR_CONNECT, errno,
                        "cannot make a connection for QEMU");
        return NULL;
    }
    reported = pipefd[0];
    report = pipefd[1];
    list = make_argv(argv, theirs, &chardev);
    parent = getpid();
    pid = signals_fork();
    if (pid == 0) {
        run_child(list, theirs, report, parent);
    }
    if (pid < 0) {
        error_set_errno(errp, ERROR_CONNECT, errno, "cannot start '%s'",
                        list[0]);
        return NULL;
    }
    fd_close(&report);
    setpgid(pid, pid);
    do {
        n = read(reported, &err, sizeof(err));
    } while (n < 0 && errno == EINTR);
    if (n == sizeof(err)) {
        waitpid(pid, NULL, 0);
        error_set_errno(errp, ERROR_CONNECT, err, "cannot start '%s'", list[0]);
        return NULL;
    }
    l = NEW0(Launch);
    l->pid = pid;
#ifdef __linux__
    l->pidfd = pidfd_open(pid, 0);
#else
    l->pidfd = -1;
#endif
    *fd = ours;
    ours = -1;
    return l;
}

pid_t launch_pid(const Launch *l)
{
    return l->pid;
}

bool launch_wait(Launch *l, Deadline deadline, int wake_fd)
{
    while (!l->ended) {
        int left = deadline_poll_timeout(deadline);
        struct pollfd fds[] = {
            { .fd = l->pidfd, .events = POLLIN },
            { .fd = wake_fd, .events = POLLIN },
        };

        if (waitpid(l->pid, &l->status, WNOHANG) != 0) {
            l->ended = true;
            break;
        }
        if (left == 0) {
            return false;
        }
        if (l->pidfd < 0 && (left < 0 || left > POLL_MS)) {
            left = POLL_MS;
        }
        poll(fds, ARRAY_SIZE(fds), left);
        if (fds[1].revents) {
            return false;
        }
    }
    return true;
}

char *launch_describe_end(const Launch *l)
{
    if (WIFSIGNALED(l->status)) {
        return mem_printf("was ended by signal %d (%s)", WTERMSIG(l->status),
                          strsignal(WTERMSIG(l->status)));
    }
    return mem_printf("exited with status %d", WEXITSTATUS(l->status));
}

void launch_terminate(Launch *l)
{
    if (!l->ended) {
        kill(l->pid, SIGTERM);
    }
}

void launch_free(Launch *l)
{
    if (l) {
        fd_close(&l->pidfd);
        free(l);
    }
}
