/*
 * Being connected to, and leaving no traces
 */
#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qmp/listener.h"
#include "util/fd.h"
#include "util/mem.h"

#define PATIENCE_MS 10000

static char dir[] = "/tmp/qmpsh-listener-XXXXXX";

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

static QmpListener *listen_at(const char *text, Error **errp)
{
    QmpAddr *addr = qmp_addr_parse(text, NULL);
    QmpListener *l;

    ck_assert_ptr_nonnull(addr);
    l = qmp_listener_new(addr, errp);
    qmp_addr_free(addr);
    return l;
}

static QmpLimit patience(void)
{
    return (QmpLimit){ deadline_in(PATIENCE_MS), -1 };
}

static QmpStream *connect_to(const char *text)
{
    QmpAddr *addr = qmp_addr_parse(text, NULL);
    QmpLimit limit = patience();
    QmpStream *s = qmp_stream_connect(addr, &limit, 0, NULL);

    ck_assert_ptr_nonnull(s);
    qmp_addr_free(addr);
    return s;
}

static void check_accepts(QmpListener *l, const char *text)
{
    QmpLimit limit = patience();
    /* before accept(): the queue holds it */
    QmpStream *theirs = connect_to(text);
    QmpStream *ours = qmp_listener_accept(l, &limit, NULL);
    char bytes[3] = "";

    ck_assert_ptr_nonnull(ours);
    ck_assert_int_eq(qmp_stream_write(theirs, "ab", 2, NULL, 0), 2);
    ck_assert(fd_wait(qmp_stream_fd(ours), POLLIN, limit.deadline, -1, NULL));
    ck_assert_int_eq(qmp_stream_read(ours, bytes, 2), 2);
    ck_assert_str_eq(bytes, "ab");
    ck_assert(fcntl(qmp_stream_fd(ours), F_GETFD) & FD_CLOEXEC);
    ck_assert_int_eq(qmp_stream_can_pass_fds(ours), qmp_listener_port(l) == 0);
    qmp_stream_close(ours);
    qmp_stream_close(theirs);
}

START_TEST(a_path_is_listened_on_and_removed_again)
{
    QmpListener *l = listen_at("s", NULL);

    ck_assert_ptr_nonnull(l);
    ck_assert_int_eq(qmp_listener_port(l), 0);
    check_accepts(l, "s");
    ck_assert_int_eq(access("s", F_OK), 0);
    qmp_listener_free(l);
    ck_assert_int_eq(access("s", F_OK), -1);
}
END_TEST

START_TEST(a_long_path_is_listened_on)
{
    char folder[201] = "";
    autofree char *text = NULL;
    QmpListener *l;

    memset(folder, 'd', 200);
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    text = mem_printf("%s/s", folder);
    l = listen_at(text, NULL);
    ck_assert_ptr_nonnull(l);
    check_accepts(l, text);
    qmp_listener_free(l);
    ck_assert_int_eq(access(text, F_OK), -1);
}
END_TEST

START_TEST(an_abstract_name_is_listened_on)
{
    autofree char *text = mem_printf("unix:@qmpsh-listener-%d", getpid());
    QmpListener *l = listen_at(text, NULL);

    ck_assert_ptr_nonnull(l);
    check_accepts(l, text);
    qmp_listener_free(l);
}
END_TEST

START_TEST(tcp_tells_the_port_that_it_got)
{
    QmpListener *l = listen_at("127.0.0.1:0", NULL);
    autofree char *text = NULL;

    ck_assert_ptr_nonnull(l);
    ck_assert_int_gt(qmp_listener_port(l), 0);
    text = mem_printf("127.0.0.1:%d", qmp_listener_port(l));
    check_accepts(l, text);
    qmp_listener_free(l);
}
END_TEST

static const struct {
    const char *text;
    ErrorKind kind;
    const char *message;
} failures[] = {
    { "file", ERROR_CONNECT, "file exists already: it is not replaced" },
    { "link", ERROR_CONNECT, "link exists already: it is not replaced" },
    { "none/s", ERROR_CONNECT, "none/s: no such folder" },
    { "fd:0", ERROR_USAGE,
      "fd:0: only UNIX and TCP sockets can be listened on" },
};

START_TEST(what_cannot_be_listened_on_is_named_and_left_alone)
{
    autofree_error Error *err = NULL;
    int fd = open("file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

    fd_close(&fd);
    ck_assert_int_eq(symlink("nowhere", "link"), 0);
    ck_assert_ptr_null(listen_at(failures[_i].text, &err));
    ck_assert_int_eq(error_kind(err), failures[_i].kind);
    ck_assert_str_eq(error_message(err), failures[_i].message);
    ck_assert_int_eq(access("file", F_OK), 0);
    ck_assert_int_eq(access("nowhere", F_OK), -1);
}
END_TEST

START_TEST(a_path_that_someone_replaced_is_not_removed)
{
    QmpListener *first = listen_at("s", NULL), *second;

    ck_assert_int_eq(rename("s", "moved"), 0);
    second = listen_at("s", NULL);
    ck_assert_ptr_nonnull(second);
    qmp_listener_free(first);
    ck_assert_int_eq(access("s", F_OK), 0);
    check_accepts(second, "s");
    qmp_listener_free(second);
    ck_assert_int_eq(access("s", F_OK), -1);
}
END_TEST

START_TEST(waiting_for_a_client_ends)
{
    autofree_error Error *err = NULL;
    QmpListener *l = listen_at("s", NULL);
    QmpLimit limit = { deadline_in(_i ? PATIENCE_MS : 10), -1 };
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    if (_i) {
        ck_assert_int_eq(write(fds[1], "", 1), 1);
        limit.wake_fd = fds[0];
    }
    ck_assert_ptr_null(qmp_listener_accept(l, &limit, &err));
    ck_assert_int_eq(error_kind(err), _i ? ERROR_INTERRUPTED : ERROR_TIMEOUT);
    qmp_listener_free(l);
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 30);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_path_is_listened_on_and_removed_again);
    tcase_add_test(tc, a_long_path_is_listened_on);
    tcase_add_test(tc, an_abstract_name_is_listened_on);
    tcase_add_test(tc, tcp_tells_the_port_that_it_got);
    tcase_add_loop_test(tc, what_cannot_be_listened_on_is_named_and_left_alone,
                        0, ARRAY_SIZE(failures));
    tcase_add_test(tc, a_path_that_someone_replaced_is_not_removed);
    tcase_add_loop_test(tc, waiting_for_a_client_ends, 0, 2);
}

int main(void)
{
    return unit_run("listener", add_tests);
}
