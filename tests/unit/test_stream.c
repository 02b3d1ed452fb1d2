/*
 * Connecting, and why it fails
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qmp/stream.h"
#include "util/fd.h"
#include "util/mem.h"

#define PATIENCE_MS 10000

static char dir[] = "/tmp/qmpsh-stream-XXXXXX";

/* Every test runs in a folder of its own, which is the current one. */
static void set_up(void)
{
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(chdir(dir), 0);
}

static void tear_down(void)
{
    autofree char *command = mem_printf("rm -rf %s", dir);

    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

static QmpStream *connect_within(const char *text, int64_t limit_ms,
                                 int64_t wait_ms, int wake_fd, Error **errp)
{
    QmpLimit limit = { deadline_in(limit_ms), wake_fd };
    QmpAddr *addr = qmp_addr_parse(text, NULL);
    QmpStream *s;

    ck_assert_ptr_nonnull(addr);
    s = qmp_stream_connect(addr, &limit, wait_ms ? deadline_in(wait_ms) : 0,
                           errp);
    qmp_addr_free(addr);
    return s;
}

/* A UNIX socket of type @type that is bound and does not listen yet. */
static int bind_unix(const char *path, socklen_t path_len, int type)
{
    struct sockaddr_un sun = { .sun_family = AF_UNIX };
    socklen_t len = (socklen_t)offsetof(struct sockaddr_un, sun_path) +
                    path_len;
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

    memcpy(sun.sun_path, path, path_len);
    if (bind(fd, (struct sockaddr *)&sun, len) < 0) {
        ck_abort_msg("bind: %s", strerror(errno));
    }
    return fd;
}

static int listen_unix(const char *path, int backlog)
{
    int fd = bind_unix(path, (socklen_t)strlen(path) + 1, SOCK_STREAM);

    ck_assert_int_eq(listen(fd, backlog), 0);
    return fd;
}

/* Does what is written at one end of @s come out at the accepted other? */
static void check_works(QmpStream *s, int listener)
{
    int fd = accept(listener, NULL, NULL);
    char bytes[8] = "";

    ck_assert_int_ge(fd, 0);
    errno = 0;
    ck_assert_int_eq(qmp_stream_read(s, bytes, sizeof(bytes)), -1);
    ck_assert_int_eq(errno, EAGAIN);
    ck_assert_int_eq(qmp_stream_write(s, "ab", 2, NULL, 0), 2);
    ck_assert_int_eq(read(fd, bytes, sizeof(bytes)), 2);
    ck_assert_str_eq(bytes, "ab");
    ck_assert_int_eq(write(fd, "cd", 2), 2);
    ck_assert(
        fd_wait(qmp_stream_fd(s), POLLIN, deadline_in(PATIENCE_MS), -1, NULL));
    ck_assert_int_eq(qmp_stream_read(s, bytes, sizeof(bytes)), 2);
    ck_assert_str_eq(bytes, "cd");
    fd_close(&fd);
    ck_assert(
        fd_wait(qmp_stream_fd(s), POLLIN, deadline_in(PATIENCE_MS), -1, NULL));
    ck_assert_int_eq(qmp_stream_read(s, bytes, sizeof(bytes)), 0);
    ck_assert(fcntl(qmp_stream_fd(s), F_GETFD) & FD_CLOEXEC);
}

START_TEST(a_unix_socket_is_reached)
{
    autoclose int listener = listen_unix("s", 1);
    QmpStream *s = connect_within("s", PATIENCE_MS, 0, -1, NULL);

    ck_assert_ptr_nonnull(s);
    ck_assert(qmp_stream_can_pass_fds(s));
    ck_assert_int_eq(qmp_stream_peer_pid(s), getpid());
    check_works(s, listener);
    qmp_stream_close(s);
}
END_TEST

START_TEST(a_path_longer_than_a_socket_address_is_reached)
{
    autofree char *text = NULL;
    char folder[201] = "";
    int listener;
    QmpStream *s;

    /* both the folder and the name are too long for it */
    memset(folder, 'd', 200);
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    listener = listen_unix("short", 1);
    text = mem_printf("%s/%s/%.180s", dir, folder, folder);
    ck_assert_int_eq(rename("short", text), 0);
    s = connect_within(text, PATIENCE_MS, 0, -1, NULL);
    ck_assert_ptr_nonnull(s);
    check_works(s, listener);
    qmp_stream_close(s);
    fd_close(&listener);
}
END_TEST

START_TEST(an_abstract_name_is_reached_tight_or_padded)
{
    autofree char *name = mem_printf("qmpsh-test-%d", (int)getpid());
    autofree char *text = mem_printf("unix:@%s", name);
    char padded[sizeof(((struct sockaddr_un *)0)->sun_path)] = "";
    socklen_t len = (socklen_t)strlen(name) + 1;
    int listener;
    QmpStream *s;

    memcpy(padded + 1, name, strlen(name));
    listener = bind_unix(padded, _i ? sizeof(padded) : len, SOCK_STREAM);
    ck_assert_int_eq(listen(listener, 1), 0);
    s = connect_within(text, PATIENCE_MS, 0, -1, NULL);
    ck_assert_ptr_nonnull(s);
    check_works(s, listener);
    qmp_stream_close(s);
    fd_close(&listener);
}
END_TEST

static int listen_tcp(int family, int *port)
{
    struct sockaddr_in in = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
                                .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    struct sockaddr *own = family == AF_INET ? (struct sockaddr *)&in :
                                               (struct sockaddr *)&in6;
    socklen_t len = family == AF_INET ? sizeof(in) : sizeof(in6);
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, own, len) < 0) {
        fd_close(&fd);
        return -1; /* a machine without IPv6 */
    }
    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_int_eq(getsockname(fd, own, &len), 0);
    *port = ntohs(family == AF_INET ? in.sin_port : in6.sin6_port);
    return fd;
}

static const struct {
    int family;
    const char *host;
} tcp_cases[] = {
    { AF_INET, "127.0.0.1:" },  { AF_INET, "tcp:localhost:" },
    { AF_INET, "tcp::" },       { AF_INET6, "[::1]:" },
    { AF_INET6, "tcp:[::1]:" },
};

START_TEST(tcp_is_reached_by_number_and_name)
{
    char text[64];
    int port = 0, listener = listen_tcp(tcp_cases[_i].family, &port);
    QmpStream *s;

    if (listener < 0) {
        return;
    }
    snprintf(text, sizeof(text), "%s%d", tcp_cases[_i].host, port);
    s = connect_within(text, PATIENCE_MS, 0, -1, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert(!qmp_stream_can_pass_fds(s));
    ck_assert_int_eq(qmp_stream_write(s, "x", 1, &port, 1), -1);
    check_works(s, listener);
    qmp_stream_close(s);
    fd_close(&listener);
}
END_TEST

START_TEST(an_inherited_socket_is_used)
{
    autofree char *text = NULL;
    int pair[2];
    QmpStream *s;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    text = mem_printf("fd:%d", pair[0]);
    s = connect_within(text, PATIENCE_MS, 0, -1, NULL);
    ck_assert_ptr_nonnull(s);
    ck_assert(qmp_stream_can_pass_fds(s));
    ck_assert_int_eq(qmp_stream_write(s, "x", 1, NULL, 0), 1);
    /* others share the file description: its flags are theirs too */
    ck_assert(!(fcntl(pair[0], F_GETFL) & O_NONBLOCK));
    ck_assert(fcntl(pair[0], F_GETFD) & FD_CLOEXEC);
    qmp_stream_close(s);
    ck_assert_int_eq(fcntl(pair[0], F_GETFD), -1);
    fd_close(&pair[1]);
}
END_TEST

START_TEST(a_gone_peer_is_an_error_and_no_signal)
{
    int pair[2];
    QmpStream *s;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    s = qmp_stream_from_fd(pair[0], NULL);
    fd_close(&pair[1]);
    ck_assert_int_eq(qmp_stream_write(s, "x", 1, NULL, 0), -1);
    ck_assert_int_eq(errno, EPIPE);
    ck_assert_int_eq(qmp_stream_write(s, "x", 1, &pair[0], 1), -1);
    qmp_stream_close(s);
}
END_TEST

/* ---- failures ---- */

static void make_stale(void)
{
    int fd = listen_unix("stale", 1);

    fd_close(&fd);
    fd = open("file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    fd_close(&fd);
    fd = bind_unix("datagram", sizeof("datagram"), SOCK_DGRAM);
    ck_assert_int_eq(mkdir("folder", 0700), 0);
    ck_assert_int_eq(symlink("nowhere", "link"), 0);
}

static const struct {
    const char *text, *message;
} failures[] = {
    { "none", "none: no such socket" },
    { "none/s", "none/s: no such socket" },
    { "link", "link: no such socket" },
    { "file/s", "file/s: Not a directory" },
    { "stale", "stale: nobody listens there" },
    { "./file", "./file: not a socket" },
    { "folder", "folder: not a socket" },
    { "datagram", "datagram: not a stream socket" },
    { "unix:@qmpsh-nobody-has-this",
      "unix:@qmpsh-nobody-has-this: nobody listens there" },
    { "127.0.0.1:1", "127.0.0.1:1: nobody listens there" },
    { "fd:77", "file descriptor 77 is not open" },
};

START_TEST(a_failure_is_one_phrase_that_names_the_address)
{
    autofree_error Error *err = NULL;

    make_stale();
    ck_assert_ptr_null(
        connect_within(failures[_i].text, PATIENCE_MS, 0, -1, &err));
    ck_assert_int_eq(error_kind(err), ERROR_CONNECT);
    ck_assert_str_eq(error_message(err), failures[_i].message);
}
END_TEST

START_TEST(a_name_too_long_is_an_error)
{
    autofree_error Error *err = NULL;
    char text[300] = "unix:@";

    memset(text + 6, 'x', 200);
    ck_assert_ptr_null(connect_within(text, PATIENCE_MS, 0, -1, &err));
    ck_assert_ptr_nonnull(strstr(error_message(err), "too long"));
}
END_TEST

/* Run as someone else: root may connect to anything. */
START_TEST(a_forbidden_socket_is_named_so)
{
    int listener = listen_unix("s", 1);
    int status = -1;
    pid_t pid;

    if (getuid() != 0) {
        return;
    }
    ck_assert_int_eq(chmod(dir, 0755), 0);
    ck_assert_int_eq(chmod("s", 0600), 0);
    pid = fork();
    if (pid == 0) {
        Error *err = NULL;

        _exit(setuid(65534) == 0 &&
                      !connect_within("s", PATIENCE_MS, 0, -1, &err) &&
                      error_kind(err) == ERROR_CONNECT &&
                      !strcmp(error_message(err), "s: no permission") ?
                  0 :
                  1);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    fd_close(&listener);
}
END_TEST

START_TEST(an_inherited_fd_must_be_a_connected_stream_socket)
{
    static const char *const messages[] = { "is not a socket",
                                            "is not a stream socket",
                                            "is a listening socket",
                                            "is not connected" };
    autofree_error Error *err = NULL;
    int fds[] = { open("/dev/null", O_RDWR), socket(AF_UNIX, SOCK_DGRAM, 0),
                  listen_unix("s", 1), socket(AF_INET, SOCK_STREAM, 0) };
    int fd = fds[_i];

    ck_assert_ptr_null(qmp_stream_from_fd(fd, &err));
    ck_assert_int_eq(error_kind(err), ERROR_CONNECT);
    ck_assert_ptr_nonnull(strstr(error_message(err), messages[_i]));
    ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
}
END_TEST

/* ---- time ---- */

/* Fill the queue of @path's listener. */
static void fill_backlog(const char *path)
{
    struct sockaddr_un sun = { .sun_family = AF_UNIX };
    int fd;

    strcpy(sun.sun_path, path);
    do {
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    } while (connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0);
    ck_assert_int_eq(errno, EAGAIN);
}

START_TEST(a_full_queue_ends_at_the_limit)
{
    autoclose int listener = listen_unix("s", 0);
    autofree_error Error *err = NULL;

    fill_backlog("s");
    ck_assert_ptr_null(connect_within("s", 60, 0, -1, &err));
    ck_assert_int_eq(error_kind(err), ERROR_TIMEOUT);
    ck_assert_str_eq(error_message(err),
                     "s: too many clients wait there already");
}
END_TEST

START_TEST(a_full_queue_is_waited_for)
{
    int listener = listen_unix("s", 0);
    QmpStream *s;
    pid_t pid;

    fill_backlog("s");
    pid = fork();
    if (pid == 0) {
        /* late enough that the first attempt fails */
        poll(NULL, 0, 50);
        _exit(accept(listener, NULL, NULL) >= 0 ? 0 : 1);
    }
    s = connect_within("s", PATIENCE_MS, 0, -1, NULL);
    ck_assert_ptr_nonnull(s);
    qmp_stream_close(s);
    waitpid(pid, NULL, 0);
    fd_close(&listener);
}
END_TEST

START_TEST(a_server_that_comes_later_is_waited_for)
{
    QmpStream *s;
    pid_t pid;
    int fd;

    if (_i) {
        /* bound and not listening yet: that moment, too, is survived */
        fd = bind_unix("s", 2, SOCK_STREAM);
    }
    pid = fork();
    if (pid == 0) {
        poll(NULL, 0, 50);
        fd = _i ? fd : bind_unix("s", 2, SOCK_STREAM);
        _exit(listen(fd, 1) == 0 && accept(fd, NULL, NULL) >= 0 ? 0 : 1);
    }
    s = connect_within("s", PATIENCE_MS, PATIENCE_MS, -1, NULL);
    ck_assert_ptr_nonnull(s);
    qmp_stream_close(s);
    waitpid(pid, NULL, 0);
}
END_TEST

START_TEST(waiting_for_a_server_ends)
{
    autofree_error Error *err = NULL;
    int64_t began = clock_now_ms();

    ck_assert_ptr_null(connect_within("s", PATIENCE_MS, 80, -1, &err));
    ck_assert_int_ge(clock_now_ms() - began, 80);
    ck_assert_int_eq(error_kind(err), ERROR_CONNECT);
    ck_assert_str_eq(error_message(err), "s: no such socket");
}
END_TEST

START_TEST(the_wake_fd_ends_waiting)
{
    autofree_error Error *err = NULL;
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    ck_assert_int_eq(write(fds[1], "", 1), 1);
    ck_assert_ptr_null(connect_within(_i ? "127.0.0.1:1" : "s", -1, PATIENCE_MS,
                                      fds[0], &err));
    ck_assert_int_eq(error_kind(err), ERROR_INTERRUPTED);
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 30);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_unix_socket_is_reached);
    tcase_add_test(tc, a_path_longer_than_a_socket_address_is_reached);
    tcase_add_loop_test(tc, an_abstract_name_is_reached_tight_or_padded, 0, 2);
    tcase_add_loop_test(tc, tcp_is_reached_by_number_and_name, 0,
                        ARRAY_SIZE(tcp_cases));
    tcase_add_test(tc, an_inherited_socket_is_used);
    tcase_add_test(tc, a_gone_peer_is_an_error_and_no_signal);
    tcase_add_loop_test(tc, a_failure_is_one_phrase_that_names_the_address, 0,
                        ARRAY_SIZE(failures));
    tcase_add_test(tc, a_name_too_long_is_an_error);
    tcase_add_test(tc, a_forbidden_socket_is_named_so);
    tcase_add_loop_test(tc, an_inherited_fd_must_be_a_connected_stream_socket,
                        0, 4);
    tcase_add_test(tc, a_full_queue_ends_at_the_limit);
    tcase_add_test(tc, a_full_queue_is_waited_for);
    tcase_add_loop_test(tc, a_server_that_comes_later_is_waited_for, 0, 2);
    tcase_add_test(tc, waiting_for_a_server_ends);
    tcase_add_loop_test(tc, the_wake_fd_ends_waiting, 0, 2);
}

int main(void)
{
    return unit_run("stream", add_tests);
}
