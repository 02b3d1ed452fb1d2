/*
 * The client against a peer that is the other end of a socket pair
 *
 * What the peer says is written ahead of time (sockets buffer it), and what
 * the client sent is read afterwards, so that nothing here depends on time.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "qmp/client.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define GREETING                                           \
    "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 7}}, " \
    "\"capabilities\": [\"oob\"]}}\r\n"

/* Long enough for a slow machine; no test that passes waits for it. */
#define PATIENCE_MS 10000

static QmpClient *client;
static int peer;
static StrBuf trace_log;

static QmpLimit patience(void)
{
    return (QmpLimit){ deadline_in(PATIENCE_MS), -1 };
}

static QmpLimit at_once(void)
{
    return (QmpLimit){ deadline_in(0), -1 };
}

static void log_trace(void *opaque, QmpDirection direction,
                      json_object *message, const char *bytes, size_t len)
{
    StrBuf *log = opaque;

    ck_assert(json_object_is_type(message, json_type_object));
    strbuf_puts(log, direction == QMP_SENT ? ">" : "<");
    strbuf_append(log, bytes, len);
    strbuf_putc(log, '\n');
}

static void start(const QmpClientOptions *options)
{
    int pair[2];
    QmpStream *stream;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair),
                     0);
    peer = pair[1];
    stream = qmp_stream_from_fd(pair[0], NULL);
    ck_assert_ptr_nonnull(stream);
    client = qmp_client_new(stream, options);
}

static void set_up(void)
{
    QmpClientOptions options = { .keep_raw = true,
                                 .event_limit = 3,
                                 .max_message = 1 << 20,
                                 .trace = log_trace,
                                 .trace_opaque = &trace_log };

    start(&options);
}

static void tear_down(void)
{
    qmp_client_free(client);
    fd_close(&peer);
    strbuf_free(&trace_log);
}

static void say(const char *text)
{
    ck_assert(fd_write_all(peer, text, strlen(text), NULL));
}

/* What the client has sent up to now; borrowed until the next call. */
static const char *heard(void)
{
    static char bytes[65536];
    ssize_t n = recv(peer, bytes, sizeof(bytes) - 1, MSG_DONTWAIT);

    bytes[n > 0 ? n : 0] = '\0';
    return bytes;
}

static QmpTicket send_request(const char *text)
{
    json_object *request;
    QmpTicket ticket;

    ck_assert(json_read(text, strlen(text), 0, &request, NULL, NULL));
    ticket = qmp_client_send(client, request, NULL, 0, NULL);
    json_object_put(request);
    return ticket;
}

/* The reply's message as text, or "none", or "error: ..."; owned. */
static char *reply_to(QmpTicket ticket)
{
    autofree_error Error *err = NULL;
    QmpLimit limit = patience();
    autofree_strbuf StrBuf out = STRBUF_INIT;
    QmpReply *reply = qmp_client_wait_reply(client, ticket, &limit, &err);

    if (!reply) {
        return mem_printf("error %d: %s", error_kind(err), error_message(err));
    }
    ck_assert_uint_eq(reply->ticket, ticket);
    json_append(&out, reply->message, false);
    qmp_reply_free(reply);
    return strbuf_steal(&out);
}

static void check_reply(QmpTicket ticket, const char *expected)
{
    autofree char *got = reply_to(ticket);

    ck_assert_str_eq(got, expected);
}

/* The names of all kept events from @seq on, each with its number; owned. */
static char *events_after(uint64_t seq)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    const QmpEvent *e;

    while ((e = qmp_client_event_after(client, seq))) {
        strbuf_printf(&out, "%s%d ", e->name, (int)e->seq);
        seq = e->seq;
    }
    return strbuf_steal(&out);
}

static void check_events(const char *expected)
{
    autofree char *got = events_after(0);

    ck_assert_str_eq(got, expected);
}

static void negotiate(void)
{
    QmpLimit limit = patience(), none = at_once();

    say(GREETING);
    ck_assert(qmp_client_wait_greeting(client, &limit, NULL));
    ck_assert(!qmp_client_negotiate(client, &none, NULL));
    say("{\"return\": {}, \"id\": 1}\r\n");
    ck_assert(qmp_client_negotiate(client, &limit, NULL));
    heard();
}

/* ---- greeting and negotiation ---- */

START_TEST(nothing_is_written_before_the_greeting)
{
    QmpLimit limit = at_once();
    autofree_error Error *err = NULL;

    ck_assert(!qmp_client_wait_greeting(client, &limit, &err));
    ck_assert_int_eq(error_kind(err), ERROR_TIMEOUT);
    ck_assert_str_eq(heard(), "");
    ck_assert_ptr_null(qmp_client_greeting(client));
}
END_TEST

START_TEST(a_greeting_can_be_waited_for_again)
{
    QmpLimit limit = at_once();

    say("{\"QMP\"");
    ck_assert(!qmp_client_wait_greeting(client, &limit, NULL));
    say(": {\"version\": {}}}");
    limit = patience();
    ck_assert(qmp_client_wait_greeting(client, &limit, NULL));
    ck_assert(json_has(qmp_client_greeting(client), "version", NULL));
}
END_TEST

START_TEST(waiting_ends_when_the_wake_fd_is_readable)
{
    autofree_error Error *err = NULL;
    QmpLimit limit = patience();
    int fds[2];

    ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
    ck_assert_int_eq(write(fds[1], "", 1), 1);
    limit.wake_fd = fds[0];
    ck_assert(!qmp_client_wait_greeting(client, &limit, &err));
    ck_assert_int_eq(error_kind(err), ERROR_INTERRUPTED);
    /* what has come counts more */
    say(GREETING);
    ck_assert(qmp_client_wait_greeting(client, &limit, NULL));
    fd_close(&fds[0]);
    fd_close(&fds[1]);
}
END_TEST

START_TEST(events_ahead_of_the_greeting_are_kept)
{
    QmpLimit limit = patience();

    say("{\"event\": \"RESUME\"}\r\n" GREETING);
    ck_assert(qmp_client_wait_greeting(client, &limit, NULL));
    check_events("RESUME1 ");
}
END_TEST

static const struct {
    const char *bytes;
    ErrorKind kind;
    const char *part;
} no_greetings[] = {
    { "{\"return\": {}}", ERROR_PROTOCOL, "-N" },
    { "{\"error\": {\"class\": \"GenericError\", \"desc\": \"\"}}",
      ERROR_PROTOCOL, "not QMP" },
    { "{\"event\": \"STOP\"} {\"QMP\": 3}", ERROR_PROTOCOL, "not QMP" },
    { "{}", ERROR_PROTOCOL, "not QMP" },
    { "QEMU 7.2.22 monitor - type 'help' for more information\r\n",
      ERROR_PROTOCOL, "human monitor" },
    { "\xff\xfb\x01", ERROR_PROTOCOL, "telnet" },
    { "", ERROR_LOST, "closed by the server" },
    { "{\"QMP\": {", ERROR_LOST, "in the middle of a message" },
};

START_TEST(what_is_no_greeting_is_an_error)
{
    autofree_error Error *err = NULL;
    QmpLimit limit = patience();

    say(no_greetings[_i].bytes);
    fd_close(&peer);
    ck_assert(!qmp_client_wait_greeting(client, &limit, &err));
    ck_assert_int_eq(error_kind(err), no_greetings[_i].kind);
    ck_assert_msg(strstr(error_message(err), no_greetings[_i].part), "%s",
                  error_message(err));
}
END_TEST

static const struct {
    const char *capabilities; /* that the greeting has */
    const char *sent;
    const char *reply;
    bool ok, oob;
} negotiations[] = {
    { "[\"oob\"]",
      "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]},"
      "\"id\":1}\n",
      "{\"return\": {}, \"id\": 1}", true, true },
    { "[1, \"new\"]", "{\"execute\":\"qmp_capabilities\",\"id\":1}\n",
      "{\"return\": {}}", true, false },
    { "{}", "{\"execute\":\"qmp_capabilities\",\"id\":1}\n",
      "{\"id\": 1, \"error\": {\"class\": \"CommandNotFound\", \"desc\": "
      "\"Capabilities negotiation is already complete\"}}",
      true, false },
    { "[]", "{\"execute\":\"qmp_capabilities\",\"id\":1}\n",
      "{\"id\": 1, \"error\": {\"class\": \"GenericError\", \"desc\": \"x\"}}",
      false, false },
};

START_TEST(capabilities_are_negotiated_as_offered)
{
    autofree char *greeting = mem_printf("{\"QMP\": {\"capabilities\": %s}}",
                                         negotiations[_i].capabilities);
    QmpLimit limit = patience(), none = at_once();
    autofree_error Error *err = NULL;

    say(greeting);
    ck_assert(qmp_client_wait_greeting(client, &limit, NULL));
    ck_assert_str_eq(heard(), "");
    /* out of time at first: the second call goes on with the same request */
    ck_assert(!qmp_client_negotiate(client, &none, &err));
    ck_assert_int_eq(error_kind(err), ERROR_TIMEOUT);
    say(negotiations[_i].reply);
    ck_assert_int_eq(qmp_client_negotiate(client, &limit, NULL),
                     negotiations[_i].ok);
    ck_assert_int_eq(qmp_client_has_oob(client), negotiations[_i].oob);
    ck_assert_str_eq(heard(), negotiations[_i].sent);
    ck_assert(!negotiations[_i].ok ||
              qmp_client_negotiate(client, &none, NULL));
    ck_assert_str_eq(heard(), "");
}
END_TEST

/* ---- requests and replies ---- */

static const struct {
    const char *request, *sent, *reply, *seen;
} id_cases[] = {
    { "{\"execute\": \"a\"}", "{\"execute\":\"a\",\"id\":2}\n",
      "{\"return\": {}, \"id\": 2}", "{\"return\":{}}" },
    { "{\"id\": \"mine\", \"execute\": \"a\", \"arguments\": {\"x\": [1]}}",
      "{\"execute\":\"a\",\"arguments\":{\"x\":[1]},\"id\":2}\n",
      "{\"id\": 2, \"return\": {}}", "{\"id\":\"mine\",\"return\":{}}" },
    { "{\"exec-oob\": \"a\", \"id\": null}", "{\"exec-oob\":\"a\",\"id\":2}\n",
      "{\"return\": 18446744073709551616}",
      "{\"return\":18446744073709551616,\"id\":null}" },
    { "{\"execute\": \"\xc3\xa9\"}", "{\"execute\":\"\\u00e9\",\"id\":2}\n",
      "{\r\n  \"return\": null}", "{\"return\":null}" },
    { "{\"execute\": \"a\"}", "{\"execute\":\"a\",\"id\":2}\n",
      "{\"error\": {\"class\": \"C\", \"desc\": \"d\"}, \"id\": null}",
      "{\"error\":{\"class\":\"C\",\"desc\":\"d\"}}" },
};

START_TEST(the_wire_has_our_id_and_the_reply_the_callers)
{
    QmpTicket ticket;

    negotiate();
    ticket = send_request(id_cases[_i].request);
    ck_assert_str_eq(heard(), id_cases[_i].sent);
    say(id_cases[_i].reply);
    check_reply(ticket, id_cases[_i].seen);
}
END_TEST

static const struct {
    const char *reply;
    const char *error_class, *error_desc, *value;
} contents[] = {
    { "{\"return\": {\"a\": 1}, \"id\": 2}", NULL, NULL, "{\"a\":1}" },
    { "{\"return\": null, \"id\": 2}", NULL, NULL, "null" },
    { "{\"error\": {\"class\": \"C\", \"desc\": \"d\"}, \"id\": 2}", "C", "d",
      "null" },
    { "{\"error\": {\"class\": 1}, \"id\": 2}", "", "", "null" },
    { "{\"error\": [], \"id\": 2}", "", "", "null" },
};

START_TEST(a_reply_is_a_value_or_an_error)
{
    QmpLimit limit = patience();
    autofree_strbuf StrBuf value = STRBUF_INIT;
    QmpTicket ticket;
    QmpReply *reply;

    negotiate();
    ticket = send_request("{\"execute\": \"a\"}");
    say(contents[_i].reply);
    reply = qmp_client_wait_reply(client, ticket, &limit, NULL);
    ck_assert_pstr_eq(reply->error_class, contents[_i].error_class);
    ck_assert_pstr_eq(reply->error_desc, contents[_i].error_desc);
    json_append(&value, reply->value, false);
    ck_assert_str_eq(strbuf_str(&value), contents[_i].value);
    ck_assert_uint_eq(reply->raw_len, strlen(contents[_i].reply));
    ck_assert_str_eq(reply->raw, contents[_i].reply);
    qmp_reply_free(reply);
}
END_TEST

START_TEST(replies_are_matched_by_id_in_any_order)
{
    QmpTicket a, b, c;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    b = send_request("{\"execute\": \"b\"}");
    c = send_request("{\"exec-oob\": \"c\"}");
    say("{\"return\": \"c\", \"id\": 4}{\"return\": \"a\", \"id\": 2}");
    check_reply(a, "{\"return\":\"a\"}");
    ck_assert(!qmp_client_has_reply(client, b));
    ck_assert(qmp_client_has_reply(client, c));
    ck_assert_ptr_null(qmp_client_take_reply(client, b));
    check_reply(c, "{\"return\":\"c\"}");
    say("{\"return\": \"b\", \"id\": 3}");
    check_reply(b, "{\"return\":\"b\"}");
    /* taken is taken */
    check_reply(b, "error 0: no reply came: that request is not out");
    ck_assert_uint_eq(send_request("{\"execute\": \"d\"}"), 5);
}
END_TEST

START_TEST(events_survive_a_new_connection)
{
    QmpClient *old;
    int old_peer;

    negotiate();
    say("{\"event\": \"A\"}{\"event\": \"B\"}");
    ck_assert(qmp_client_process(client, NULL));
    old = client;
    old_peer = peer;
    qmp_client_disconnect(old);
    ck_assert(qmp_client_is_lost(old));
    ck_assert_int_eq(qmp_client_fd(old), -1);
    set_up();
    say("{\"event\": \"C\"}");
    ck_assert(qmp_client_process(client, NULL));
    qmp_client_adopt_events(client, old);
    qmp_client_free(old);
    fd_close(&old_peer);
    check_events("A1 B2 C3 ");
    say("{\"event\": \"D\"}");
    ck_assert(qmp_client_process(client, NULL));
    check_events("B2 C3 D4 ");
}
END_TEST

START_TEST(ids_are_short_and_take_turns)
{
    QmpTicket tickets[11];
    int i;

    negotiate();
    for (i = 0; i < 20; i++) {
        autofree char *sent = mem_printf("{\"execute\":\"a\",\"id\":%d}\n",
                                         (i + 1) % 9 + 1);
        autofree char *reply = mem_printf("{\"return\": %d, \"id\": %d}", i,
                                          (i + 1) % 9 + 1);
        autofree char *want = mem_printf("{\"return\":%d}", i);
        QmpTicket ticket = send_request("{\"execute\": \"a\"}");

        ck_assert_str_eq(heard(), sent);
        say(reply);
        check_reply(ticket, want);
    }
    /* with more requests out than there are digits, an id is still one's own */
    for (i = 0; i < 11; i++) {
        tickets[i] = send_request("{\"execute\": \"a\"}");
    }
    heard();
    say("{\"return\": \"first\", \"id\": 4}{\"return\": \"last\", \"id\": 41}");
    check_reply(tickets[0], "{\"return\":\"first\"}");
    check_reply(tickets[10], "{\"return\":\"last\"}");
}
END_TEST

START_TEST(oddities_are_passed_over)
{
    QmpTicket ticket;

    negotiate();
    say("{\"error\": {\"class\": \"G\", \"desc\": \"late\"}}");
    ck_assert(qmp_client_process(client, NULL));
    ticket = send_request("{\"execute\": \"a\"}");
    say("{\"return\": 1, \"id\": 99}{\"return\": 2, \"id\": \"2\"}"
        "{\"return\": 3, \"id\": 1}{\"return\": 4, \"id\": -2}{\"x\": 1}"
        "{\"event\": 5}{\"return\": 6, \"id\": {}}" GREETING
        "{\"return\": 7, \"id\": 2}{\"return\": 8, \"id\": 2}");
    check_reply(ticket, "{\"return\":7}");
    ck_assert_uint_eq(qmp_client_event_count(client), 0);
    /* the trace has seen them all */
    ck_assert_ptr_nonnull(strstr(trace_log.data, "<{\"event\": 5}\n"));
    ck_assert_ptr_nonnull(strstr(trace_log.data, "<{\"x\": 1}\n"));
    ck_assert_ptr_nonnull(
        strstr(trace_log.data, "<{\"return\": 8, \"id\": 2}\n"));
}
END_TEST

START_TEST(an_abandoned_reply_is_dropped_when_it_comes)
{
    QmpTicket a, b;
    QmpLimit limit = at_once();
    json_object *request = json_object_new_object();

    negotiate();
    ck_assert_ptr_null(qmp_client_call(client, request, &limit, NULL));
    a = 2;
    b = send_request("{\"execute\": \"b\"}");
    say("{\"return\": \"a\", \"id\": 2}{\"return\": \"b\", \"id\": 3}");
    check_reply(b, "{\"return\":\"b\"}");
    check_reply(a, "error 0: no reply came: that request is not out");
    /* one that has come already, too */
    a = send_request("{\"execute\": \"a\"}");
    say("{\"return\": 1, \"id\": 4}");
    ck_assert(qmp_client_process(client, NULL));
    ck_assert(qmp_client_has_reply(client, a));
    qmp_client_abandon(client, a);
    ck_assert(!qmp_client_has_reply(client, a));
    json_object_put(request);
}
END_TEST

START_TEST(without_an_id_it_is_the_reply_to_the_only_request)
{
    QmpTicket a, b;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    b = send_request("{\"execute\": \"b\"}");
    say("{\"return\": \"b\", \"id\": 3}");
    ck_assert(qmp_client_process(client, NULL));
    say("{\"return\": \"a\"}");
    check_reply(a, "{\"return\":\"a\"}");
    check_reply(b, "{\"return\":\"b\"}");
}
END_TEST

START_TEST(without_an_id_and_with_several_out_it_is_an_error)
{
    QmpTicket a, b;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    b = send_request("{\"execute\": \"b\"}");
    qmp_client_abandon(client, a); /* it is out all the same */
    say("{\"return\": {}}");
    check_reply(b, "error 6: a reply without an id came while 2 requests "
                   "were out");
    ck_assert(qmp_client_is_lost(client));
}
END_TEST

/* ---- events ---- */

START_TEST(events_keep_their_order_around_replies)
{
    QmpTicket a;
    const QmpEvent *e;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    say("{\"event\": \"A\", \"data\": {\"x\": 1}, \"timestamp\": "
        "{\"seconds\": 5, \"microseconds\": 7}}\r\n"
        "{\"return\": {}, \"id\": 2}\r\n{\"event\": \"B\"}\r\n");
    check_reply(a, "{\"return\":{}}");
    check_events("A1 B2 ");
    e = qmp_client_event_after(client, 0);
    ck_assert_int_eq(e->seconds, 5);
    ck_assert_int_eq(e->microseconds, 7);
    ck_assert_int_eq(json_get_uint(e->data, "x", 0), 1);
    e = qmp_client_event_after(client, 1);
    ck_assert_int_eq(e->seconds, -1);
    ck_assert_ptr_null(e->data);
    ck_assert_ptr_null(qmp_client_event_after(client, 2));
    ck_assert_ptr_null(qmp_client_event_after(client, 77));
}
END_TEST

START_TEST(only_the_last_events_are_kept)
{
    negotiate();
    say("{\"event\": \"A\"}{\"event\": \"B\"}{\"event\": \"C\"}");
    ck_assert(qmp_client_process(client, NULL));
    check_events("A1 B2 C3 ");
    ck_assert_uint_eq(qmp_client_event_dropped(client), 0);
    say("{\"event\": \"D\"}{\"event\": \"E\"}");
    ck_assert(qmp_client_process(client, NULL));
    check_events("C3 D4 E5 ");
    ck_assert_uint_eq(qmp_client_event_count(client), 5);
    ck_assert_uint_eq(qmp_client_event_dropped(client), 2);
}
END_TEST

/* ---- ends ---- */

START_TEST(what_came_before_the_end_can_still_be_taken)
{
    QmpTicket a, b;
    autofree_error Error *err = NULL;

    negotiate();
    a = send_request("{\"execute\": \"quit\"}");
    b = send_request("{\"execute\": \"b\"}");
    say("{\"event\": \"SHUTDOWN\"}{\"return\": {}, \"id\": 2}{\"ret");
    fd_close(&peer); /* with a request unread: ECONNRESET, not EOF */
    check_reply(a, "{\"return\":{}}");
    check_events("SHUTDOWN1 ");
    check_reply(b, "error 5: no reply came: the connection was lost in the "
                   "middle of a message: Connection reset by peer");
    ck_assert(qmp_client_is_lost(client));
    ck_assert_int_eq(qmp_client_poll_events(client), 0);
    ck_assert(!qmp_client_process(client, &err));
    ck_assert_int_eq(error_kind(err), ERROR_LOST);
    ck_assert_uint_eq(send_request("{\"execute\": \"c\"}"), 0);
}
END_TEST

START_TEST(a_failing_write_reads_what_is_queued_first)
{
    QmpTicket a;

    negotiate();
    a = send_request("{\"execute\": \"quit\"}");
    heard();
    say("{\"event\": \"SHUTDOWN\"}{\"return\": {}, \"id\": 2}");
    fd_close(&peer);
    ck_assert_uint_eq(send_request("{\"execute\": \"late\"}"), 0);
    ck_assert(qmp_client_is_lost(client));
    check_events("SHUTDOWN1 ");
    check_reply(a, "{\"return\":{}}");
}
END_TEST

START_TEST(a_broken_message_ends_the_conversation)
{
    QmpTicket a;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    say("{\"return\": {}, \"id\": 2}{\"return\": ]");
    check_reply(a, "{\"return\":{}}");
    ck_assert(qmp_client_is_lost(client));
    ck_assert_uint_eq(send_request("{\"execute\": \"a\"}"), 0);
}
END_TEST

START_TEST(a_message_beyond_the_limit_ends_the_conversation)
{
    autofree char *large = mem_new0((1 << 20) + 1, 1);
    QmpTicket a;
    pid_t pid;
    int status;

    negotiate();
    a = send_request("{\"execute\": \"a\"}");
    memset(large, ' ', 1 << 20);
    large[0] = '{';
    pid = fork();
    if (pid == 0) {
        fd_write_all(peer, large, 1 << 20, NULL);
        _exit(0);
    }
    check_reply(a, "error 6: a message is larger than the limit of 1048576 "
                   "bytes");
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
}
END_TEST

/* ---- writing ---- */

/* Copies the fds that ride on the next bytes of the peer's input; a count. */
static size_t heard_with_fds(char *bytes, size_t size, int *fds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(4 * sizeof(int))];
    } control;
    struct iovec iov = { bytes, size - 1 };
    struct msghdr msg = { .msg_iov = &iov,
                          .msg_iovlen = 1,
                          .msg_control = &control,
                          .msg_controllen = sizeof(control) };
    ssize_t n = recvmsg(peer, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

    ck_assert_int_gt(n, 0);
    bytes[n] = '\0';
    if (!cmsg) {
        return 0;
    }
    memcpy(fds, CMSG_DATA(cmsg), cmsg->cmsg_len - CMSG_LEN(0));
    return (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
}

START_TEST(descriptors_ride_on_their_own_request)
{
    json_object *request = json_object_new_object();
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC), got[4];
    struct stat a, b;
    char bytes[256];

    negotiate();
    json_set_string(request, "execute", "getfd");
    ck_assert_uint_eq(qmp_client_send(client, request, &fd, 1, NULL), 2);
    ck_assert_int_eq(fstat(fd, &a), 0);
    fd_close(&fd);
    ck_assert_uint_eq(heard_with_fds(bytes, sizeof(bytes), got), 1);
    ck_assert_str_eq(bytes, "{\"execute\":\"getfd\",\"id\":2}\n");
    ck_assert_int_eq(fstat(got[0], &b), 0);
    ck_assert_uint_eq(a.st_rdev, b.st_rdev);
    fd_close(&got[0]);
    fd = 1000000;
    ck_assert_uint_eq(qmp_client_send(client, request, &fd, 1, NULL), 0);
    ck_assert(!qmp_client_is_lost(client));
    ck_assert_str_eq(heard(), "");
    json_object_put(request);
}
END_TEST

START_TEST(a_queued_request_keeps_its_descriptors_to_itself)
{
    autofree char *pad = mem_new0(600001, 1), *bytes = mem_new0(1 << 20, 1);
    json_object *request = json_object_new_object();
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC), got[4];
    autofree_strbuf StrBuf all = STRBUF_INIT;
    size_t n, n_fds = 0;
    const char *with_fd;

    negotiate();
    memset(pad, 'x', 600000);
    json_set_string(request, "pad", pad);
    ck_assert_uint_eq(qmp_client_send(client, request, NULL, 0, NULL), 2);
    ck_assert_int_eq(qmp_client_poll_events(client), POLLIN | POLLOUT);
    json_set_string(request, "pad", "getfd");
    ck_assert_uint_eq(qmp_client_send(client, request, &fd, 1, NULL), 3);
    /* the caller need not keep it */
    fd_close(&fd);
    json_set_string(request, "pad", "after");
    ck_assert_uint_eq(qmp_client_send(client, request, NULL, 0, NULL), 4);
    while (!strstr(strbuf_str(&all), "after")) {
        n = heard_with_fds(bytes, 1 << 20, got);
        if (n) {
            /* Linux: a recvmsg() with fds ends where the next write began */
            ck_assert_ptr_nonnull(strstr(bytes, "getfd"));
            ck_assert_ptr_null(strstr(bytes, "after"));
            fd_close(&got[0]);
        }
        n_fds += n;
        strbuf_puts(&all, bytes);
        ck_assert(qmp_client_process(client, NULL));
    }
    ck_assert_uint_eq(n_fds, 1);
    with_fd = strstr(all.data, "{\"pad\":\"getfd\",\"id\":3}\n"
                               "{\"pad\":\"after\",\"id\":4}\n");
    ck_assert_ptr_nonnull(with_fd);
    ck_assert_int_eq(qmp_client_poll_events(client), POLLIN);
    json_object_put(request);
}
END_TEST

START_TEST(descriptors_ride_on_the_first_bytes_only)
{
    autofree char *pad = mem_new0(600001, 1), *bytes = mem_new0(1 << 20, 1);
    json_object *request = json_object_new_object();
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC), got[4];
    size_t n_fds, more = 0;

    negotiate();
    memset(pad, 'x', 600000);
    json_set_string(request, "pad", pad);
    ck_assert_uint_eq(qmp_client_send(client, request, &fd, 1, NULL), 2);
    n_fds = heard_with_fds(bytes, 1 << 20, got);
    ck_assert_uint_eq(n_fds, 1);
    ck_assert_int_eq(strncmp(bytes, "{\"pad\":\"xxx", 11), 0);
    fd_close(&got[0]);
    while (!strchr(bytes, '\n')) {
        ck_assert(qmp_client_process(client, NULL));
        more += heard_with_fds(bytes, 1 << 20, got);
    }
    ck_assert_uint_eq(more, 0);
    fd_close(&fd);
    json_object_put(request);
}
END_TEST

/*
 * A peer that writes 1 MB before it reads anything, and then reads 4 MB
 * before it replies: a client that only writes hangs with it.
 */
START_TEST(a_large_request_does_not_stop_the_reading)
{
    size_t len = 4 << 20, i, got = 0;
    autofree char *pad = mem_new0(len + 1, 1), *line = mem_new0(100002, 1);
    json_object *request = json_object_new_object();
    QmpLimit limit = patience();
    QmpReply *reply;
    char bytes[65536];
    pid_t pid;
    ssize_t n;

    negotiate();
    memset(pad, 'x', len);
    json_set_string(request, "execute", pad);
    pid = fork();
    if (pid == 0) {
        memset(line, ' ', 100000);
        memcpy(line, "{\"event\":\"E\"", 12);
        line[100000] = '}';
        for (i = 0; i < 10; i++) {
            fd_write_all(peer, line, 100001, NULL);
        }
        while (got < len && (n = read(peer, bytes, sizeof(bytes))) > 0) {
            got += (size_t)n;
        }
        say("{\"return\": {}, \"id\": 2}");
        _exit(0);
    }
    reply = qmp_client_call(client, request, &limit, NULL);
    ck_assert_ptr_nonnull(reply);
    ck_assert_uint_eq(qmp_client_event_count(client), 10);
    qmp_reply_free(reply);
    json_object_put(request);
    waitpid(pid, NULL, 0);
}
END_TEST

/* A peer that never stops talking cannot hide the deadline. */
START_TEST(a_flood_of_events_does_not_outlast_the_limit)
{
    autofree_error Error *err = NULL;
    autofree_strbuf StrBuf flood = STRBUF_INIT;
    QmpLimit limit;
    pid_t pid;

    negotiate();
    /* written at one go, so that it is always ahead of the reader */
    while (flood.len < 1 << 20) {
        strbuf_puts(&flood, "{\"event\":\"E\"}\n");
    }
    pid = fork();
    if (pid == 0) {
        while (fd_write_all(peer, flood.data, flood.len, NULL)) {
        }
        _exit(0);
    }
    limit = (QmpLimit){ deadline_in(50), -1 };
    ck_assert_ptr_null(qmp_client_wait_reply(
        client, send_request("{\"execute\": \"a\"}"), &limit, &err));
    ck_assert_int_eq(error_kind(err), ERROR_TIMEOUT);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}
END_TEST

START_TEST(the_trace_sees_both_directions_in_order)
{
    QmpTicket ticket;

    negotiate();
    strbuf_reset(&trace_log);
    ticket = send_request("{\"execute\": \"a\"}");
    say("{\"event\": \"E\"}\r\n{\r\n \"return\": {}, \"id\": 2}\r\n");
    check_reply(ticket, "{\"return\":{}}");
    ck_assert_str_eq(strbuf_str(&trace_log),
                     ">{\"execute\":\"a\",\"id\":2}\n<{\"event\": \"E\"}\n"
                     "<{\r\n \"return\": {}, \"id\": 2}\n");
}
END_TEST

START_TEST(without_negotiation_requests_can_be_sent_at_once)
{
    QmpTicket ticket = send_request("{\"execute\": \"a\"}");

    ck_assert_uint_eq(ticket, 1);
    ck_assert_str_eq(heard(), "{\"execute\":\"a\",\"id\":1}\n");
    say("{\"return\": {}, \"id\": 1}");
    check_reply(ticket, "{\"return\":{}}");
    ck_assert_ptr_null(qmp_client_greeting(client));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, nothing_is_written_before_the_greeting);
    tcase_add_test(tc, a_greeting_can_be_waited_for_again);
    tcase_add_test(tc, waiting_ends_when_the_wake_fd_is_readable);
    tcase_add_test(tc, events_ahead_of_the_greeting_are_kept);
    tcase_add_loop_test(tc, what_is_no_greeting_is_an_error, 0,
                        ARRAY_SIZE(no_greetings));
    tcase_add_loop_test(tc, capabilities_are_negotiated_as_offered, 0,
                        ARRAY_SIZE(negotiations));
    tcase_add_loop_test(tc, the_wire_has_our_id_and_the_reply_the_callers, 0,
                        ARRAY_SIZE(id_cases));
    tcase_add_loop_test(tc, a_reply_is_a_value_or_an_error, 0,
                        ARRAY_SIZE(contents));
    tcase_add_test(tc, replies_are_matched_by_id_in_any_order);
    tcase_add_test(tc, events_survive_a_new_connection);
    tcase_add_test(tc, ids_are_short_and_take_turns);
    tcase_add_test(tc, oddities_are_passed_over);
    tcase_add_test(tc, an_abandoned_reply_is_dropped_when_it_comes);
    tcase_add_test(tc, without_an_id_it_is_the_reply_to_the_only_request);
    tcase_add_test(tc, without_an_id_and_with_several_out_it_is_an_error);
    tcase_add_test(tc, events_keep_their_order_around_replies);
    tcase_add_test(tc, only_the_last_events_are_kept);
    tcase_add_test(tc, what_came_before_the_end_can_still_be_taken);
    tcase_add_test(tc, a_failing_write_reads_what_is_queued_first);
    tcase_add_test(tc, a_broken_message_ends_the_conversation);
    tcase_add_test(tc, a_message_beyond_the_limit_ends_the_conversation);
    tcase_add_test(tc, descriptors_ride_on_their_own_request);
    tcase_add_test(tc, a_queued_request_keeps_its_descriptors_to_itself);
    tcase_add_test(tc, descriptors_ride_on_the_first_bytes_only);
    tcase_add_test(tc, a_large_request_does_not_stop_the_reading);
    tcase_add_test(tc, a_flood_of_events_does_not_outlast_the_limit);
    tcase_add_test(tc, the_trace_sees_both_directions_in_order);
    tcase_add_test(tc, without_negotiation_requests_can_be_sent_at_once);
}

int main(void)
{
    return unit_run("client", add_tests);
}
