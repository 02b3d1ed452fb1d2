/*
 * Who holds a monitor, against a real listener with forked clients
 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "qmp/holder.h"
#include "qmp/listener.h"
#include "util/fd.h"
#include "util/mem.h"

#define PATIENCE_MS 10000

static char dir[] = "/tmp/qmpsh-holder-XXXXXX";
static char *addr_text;
static int status_pipe[2]; /* children say here that they are ready */

static void set_up(void)
{
    ck_assert_ptr_nonnull(mkdtemp(dir));
    ck_assert_int_eq(chdir(dir), 0);
    ck_assert_int_eq(pipe2(status_pipe, O_CLOEXEC), 0);
}

static void tear_down(void)
{
    autofree char *command = mem_printf("rm -rf %s", dir);

    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
    free(addr_text);
}

static QmpStream *connect_now(void)
{
    QmpAddr *addr = qmp_addr_parse(addr_text, NULL);
    QmpLimit limit = { deadline_in(PATIENCE_MS), -1 };
    QmpStream *s = qmp_stream_connect(addr, &limit, 0, NULL);

    qmp_addr_free(addr);
    return s;
}

/* In a child: be called @name, be ready, stay until killed. */
static void stay(const char *name)
{
#ifdef __linux__
    prctl(PR_SET_NAME, name);
#else
    (void)name;
#endif
    fd_write_all(status_pipe[1], "", 1, NULL);
    for (;;) {
        pause();
    }
}

static void wait_ready(void)
{
    char c;

    ck_assert_int_eq(read(status_pipe[0], &c, 1), 1);
}

/* A server that serves one client at a time, as QEMU does. */
static pid_t start_server(const char *text)
{
    QmpAddr *addr;
    pid_t pid;

    addr_text = mem_strdup(text);
    addr = qmp_addr_parse(text, NULL);
    pid = fork();
    if (pid == 0) {
        QmpLimit limit = { DEADLINE_NONE, -1 };
        QmpListener *l = qmp_listener_new(addr, NULL);

        fd_write_all(status_pipe[1], "", 1, NULL);
        qmp_listener_accept(l, &limit, NULL);
        stay("the server");
    }
    qmp_addr_free(addr);
    wait_ready();
    return pid;
}

static pid_t start_client(const char *name)
{
    pid_t pid = fork();

    if (pid == 0) {
        connect_now();
        stay(name);
    }
    wait_ready();
    return pid;
}

static void stop(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

START_TEST(the_holder_and_the_server_are_named)
{
    autofree char *abstract = mem_printf("unix:@qmpsh-holder-%d", getpid());
    pid_t server = start_server(_i ? abstract : "./s");
    pid_t client = start_client("a) (client");
    QmpHolder holder;
    QmpStream *s;

    wait_ready(); /* the server has accepted that one */
    s = connect_now();
    ck_assert_ptr_nonnull(s);
    qmp_holder_find(s, &holder);
    ck_assert_int_eq(holder.server_pid, server);
    ck_assert_str_eq(holder.server, "the server");
    ck_assert(!holder.server_stopped);
    ck_assert_int_eq(holder.client_pid, client);
    ck_assert_str_eq(holder.client, "a) (client");
    qmp_stream_close(s);
    stop(client);
    stop(server);
}
END_TEST

START_TEST(another_socket_of_the_same_name_is_not_taken_for_it)
{
    pid_t old = start_server("./s"), old_client, server, client;
    QmpHolder holder;
    QmpStream *s;

    old_client = start_client("old");
    wait_ready();
    ck_assert_int_eq(rename("s", "moved"), 0);
    free(addr_text);
    server = start_server("./s");
    client = start_client("new");
    wait_ready();
    s = connect_now();
    qmp_holder_find(s, &holder);
    ck_assert_int_eq(holder.server_pid, server);
    ck_assert_int_eq(holder.client_pid, client);
    qmp_stream_close(s);
    stop(old_client);
    stop(old);
    stop(client);
    stop(server);
}
END_TEST

START_TEST(a_stopped_server_is_known_to_be_stopped)
{
    pid_t server = start_server("./s");
    QmpHolder holder;
    QmpStream *s;
    int status;

    kill(server, SIGSTOP);
    ck_assert_int_eq(waitpid(server, &status, WUNTRACED), server);
    s = connect_now();
    qmp_holder_find(s, &holder);
    ck_assert_int_eq(holder.server_pid, server);
    ck_assert(holder.server_stopped);
    ck_assert_int_eq(holder.client_pid, 0);
    ck_assert_str_eq(holder.client, "");
    qmp_stream_close(s);
    stop(server);
}
END_TEST

START_TEST(who_is_served_is_held_up_by_nobody)
{
    pid_t server = start_server("./s");
    QmpStream *s = connect_now();
    QmpHolder holder;

    wait_ready();
    qmp_holder_find(s, &holder);
    ck_assert_int_eq(holder.server_pid, server);
    ck_assert_int_eq(holder.client_pid, 0);
    qmp_stream_close(s);
    stop(server);
}
END_TEST

START_TEST(tcp_tells_nothing)
{
    QmpAddr *addr = qmp_addr_parse("127.0.0.1:0", NULL);
    QmpListener *l = qmp_listener_new(addr, NULL);
    QmpHolder holder;
    QmpStream *s;

    addr_text = mem_printf("127.0.0.1:%d", qmp_listener_port(l));
    s = connect_now();
    memset(&holder, 0x55, sizeof(holder));
    qmp_holder_find(s, &holder);
    ck_assert_int_eq(holder.server_pid, 0);
    ck_assert_int_eq(holder.client_pid, 0);
    ck_assert_str_eq(holder.server, "");
    ck_assert_str_eq(holder.client, "");
    ck_assert(!holder.server_stopped);
    qmp_stream_close(s);
    qmp_listener_free(l);
    qmp_addr_free(addr);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 30);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, tcp_tells_nothing);
#ifdef __linux__
    tcase_add_loop_test(tc, the_holder_and_the_server_are_named, 0, 2);
    tcase_add_test(tc, another_socket_of_the_same_name_is_not_taken_for_it);
    tcase_add_test(tc, a_stopped_server_is_known_to_be_stopped);
#endif
    tcase_add_test(tc, who_is_served_is_held_up_by_nobody);
}

int main(void)
{
    return unit_run("holder", add_tests);
}
