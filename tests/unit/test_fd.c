/*
 * Writing everything, waiting with a limit
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"
#include "util/fd.h"
#include "util/mem.h"

START_TEST(flags_are_set_and_cleared)
{
    autoclose int fd = open("/dev/null", O_RDWR);

    ck_assert(fd_set_nonblock(fd, true, NULL));
    ck_assert(fcntl(fd, F_GETFL) & O_NONBLOCK);
    ck_assert(fd_set_nonblock(fd, false, NULL));
    ck_assert(!(fcntl(fd, F_GETFL) & O_NONBLOCK));
    ck_assert(fd_set_cloexec(fd, true, NULL));
    ck_assert(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}
END_TEST

START_TEST(flags_of_a_bad_fd_are_an_error)
{
    autofree_error Error *err = NULL;

    ck_assert(!fd_set_nonblock(-1, true, &err));
    ck_assert_str_eq(error_message(err), "fd -1: Bad file descriptor");
}
END_TEST

START_TEST(write_all_outlasts_a_full_nonblocking_pipe)
{
    size_t len = 1 << 20, written = 0, total = 0;
    autofree char *bytes = mem_new0(len, 1);
    int fds[2], status = -1;
    ssize_t n;
    pid_t pid;

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    ck_assert(fd_set_nonblock(fds[1], true, NULL));
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        bool ok = fd_write_all(fds[1], bytes, len, &written);

        _exit(ok && written == len ? 0 : 1);
    }
    fd_close(&fds[1]);
    ck_assert_int_eq(fds[1], -1);
    while ((n = read(fds[0], bytes, len)) > 0) {
        total += (size_t)n;
    }
    ck_assert_uint_eq(total, len);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    fd_close(&fds[0]);
}
END_TEST

START_TEST(write_all_says_why_and_how_far)
{
    size_t written = 1;
    int fds[2];

    signal(SIGPIPE, SIG_IGN);
    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    fd_close(&fds[0]);
    ck_assert(!fd_write_all(fds[1], "x", 1, &written));
    ck_assert_int_eq(errno, EPIPE);
    ck_assert_uint_eq(written, 0);
    fd_close(&fds[1]);
}
END_TEST

static const struct {
    const char *to_fd, *to_wake;
    int64_t ms;
    short revents;
    ErrorKind kind;
} wait_cases[] = {
    { "x", NULL, 10000, POLLIN, 0 },
    { "x", "x", 10000, POLLIN, 0 },
    { NULL, "x", 10000, 0, ERROR_INTERRUPTED },
    { NULL, NULL, 0, 0, ERROR_TIMEOUT },
    { NULL, NULL, 5, 0, ERROR_TIMEOUT },
    { "x", NULL, 0, POLLIN, 0 },
};

START_TEST(wait_ends_with_the_fd_the_wake_fd_or_the_limit)
{
    autofree_error Error *err = NULL;
    int fds[2], wake[2], i;
    short revents;

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(wake, O_CLOEXEC), 0);
    if (wait_cases[_i].to_fd) {
        ck_assert_int_eq(write(fds[1], wait_cases[_i].to_fd, 1), 1);
    }
    if (wait_cases[_i].to_wake) {
        ck_assert_int_eq(write(wake[1], wait_cases[_i].to_wake, 1), 1);
    }
    revents = fd_wait(fds[0], POLLIN, deadline_in(wait_cases[_i].ms), wake[0],
                      &err);
    ck_assert_int_eq(revents, wait_cases[_i].revents);
    if (revents) {
        ck_assert_ptr_null(err);
    } else {
        ck_assert_int_eq(error_kind(err), wait_cases[_i].kind);
    }
    for (i = 0; i < 2; i++) {
        fd_close(&fds[i]);
        fd_close(&wake[i]);
    }
}
END_TEST

START_TEST(close_keeps_errno_and_forgives_a_closed_fd)
{
    int fd = -1;

    errno = EIO;
    fd_close(&fd);
    fd = 1000000;
    fd_close(&fd);
    ck_assert_int_eq(fd, -1);
    ck_assert_int_eq(errno, EIO);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, flags_are_set_and_cleared);
    tcase_add_test(tc, flags_of_a_bad_fd_are_an_error);
    tcase_add_test(tc, write_all_outlasts_a_full_nonblocking_pipe);
    tcase_add_test(tc, write_all_says_why_and_how_far);
    tcase_add_loop_test(tc, wait_ends_with_the_fd_the_wake_fd_or_the_limit, 0,
                        ARRAY_SIZE(wait_cases));
    tcase_add_test(tc, close_keeps_errno_and_forgives_a_closed_fd);
}

int main(void)
{
    return unit_run("fd", add_tests);
}
