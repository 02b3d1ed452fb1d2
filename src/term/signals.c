/*
 * Signals as flags and a wake-up fd
 */
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "util/mem.h"

/* The last two matter at a terminal only. */
static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP };
#define N_ALWAYS 3

static volatile sig_atomic_t raised[NSIG];
static struct sigaction found[ARRAY_SIZE(caught)];
static struct sigaction found_pipe, found_xfsz;
static size_t n_installed;
static int wake[2] = { -1, -1 };

static void note(int sig)
{
    int saved = errno;
    ssize_t n;

    raised[sig] = 1;
    n = write(wake[1], "", 1); /* a full pipe wakes as well */
    (void)n;
    errno = saved;
}

static void install(int sig)
{
    struct sigaction sa = { .sa_handler = note };

    sigfillset(&sa.sa_mask);
    sigaction(sig, &sa, NULL);
}

static void install_up_to(size_t n)
{
    for (; n_installed < n; n_installed++) {
        int sig = caught[n_installed];

        sigaction(sig, NULL, &found[n_installed]);
        /* what nohup or a parent told us to ignore stays ignored */
        if (found[n_installed].sa_handler != SIG_IGN || sig == SIGWINCH) {
            install(sig);
        }
    }
}

void signals_init(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct sigaction normal = { .sa_handler = SIG_DFL };

    sigaction(SIGCHLD, &normal, NULL);
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) == 0) {
        install_up_to(N_ALWAYS);
        sigaction(SIGPIPE, &ignore, &found_pipe);
        sigaction(SIGXFSZ, &ignore, &found_xfsz);
    }
    /* else no fds are left: signals keep their default action */
}

void signals_init_terminal(void)
{
    if (n_installed) {
        install_up_to(ARRAY_SIZE(caught));
    }
}

void signals_watch_children(bool on)
{
    struct sigaction normal = { .sa_handler = SIG_DFL };

    if (on && n_installed) {
        install(SIGCHLD);
    } else {
        sigaction(SIGCHLD, &normal, NULL);
        signals_take(SIGCHLD);
    }
}

int signals_wake_fd(void)
{
    return wake[0];
}

/*
 * The pipe holds a byte as long as any flag is up: a waiter that did not
 * take "its" signal must be woken again for the one that is still pending.
 */
static void settle_pipe(void)
{
    char drop[64];
    bool any = raised[SIGCHLD];
    ssize_t n;
    size_t i;

    while (read(wake[0], drop, sizeof(drop)) > 0) {
    }
    for (i = 0; i < ARRAY_SIZE(caught); i++) {
        any |= raised[caught[i]];
    }
    if (any) {
        n = write(wake[1], "", 1);
        (void)n;
    }
}

bool signals_take(int sig)
{
    if (!raised[sig]) {
        return false;
    }
    raised[sig] = 0;
    settle_pipe();
    return true;
}

bool signals_pending(int sig)
{
    return raised[sig];
}

bool signals_interrupted(void)
{
    return raised[SIGINT] || raised[SIGTERM] || raised[SIGHUP];
}

static void restore_found(void)
{
    size_t i;

    for (i = 0; i < n_installed; i++) {
        sigaction(caught[i], &found[i], NULL);
    }
    if (n_installed) {
        sigaction(SIGPIPE, &found_pipe, NULL);
        sigaction(SIGXFSZ, &found_xfsz, NULL);
    }
}

pid_t signals_fork(void)
{
    sigset_t all, none, before;
    pid_t pid;

    /* a handler that ran in the child would write into our pipe */
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid = fork();
    if (pid == 0) {
        restore_found();
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
    } else {
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    return pid;
}

void signals_stop_self(void)
{
    struct sigaction stop = { .sa_handler = SIG_DFL }, before;
    sigset_t set;

    sigaction(SIGTSTP, &stop, &before);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &before, NULL);
}
