/*
 * A session with a server that says what a test wants
 */
#include "fake_server.h"

#include <check.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define GREETING                                          \
    "{\"QMP\": {\"version\": {\"qemu\": {\"major\": %d, " \
    "\"minor\": %d, \"micro\": 0}}, \"capabilities\": []}}\r\n"

static Session *session;
static Options options;
static Output *output;
static WireLog *wire_log;

/* The thread's, while a reply is waited for. */
static pthread_t server;
static int server_fd;
static const FakeReply *replies;
static StrBuf asked;

static char *question_of(json_object *request)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    json_object *arguments = json_get_object(request, "arguments");

    strbuf_puts(&text, json_get_string(request, "execute"));
    if (arguments) {
        strbuf_putc(&text, ' ');
        json_append(&text, arguments, false);
    }
    return strbuf_steal(&text);
}

static const char *value_for(const char *question)
{
    const FakeReply *r;

    if (strcmp(question, "qmp_capabilities") == 0) {
        return "{}";
    }
    strbuf_printf(&asked, "%s\n", question);
    for (r = replies; r->question; r++) {
        if (strcmp(r->question, "*") == 0 ||
            strcmp(r->question, question) == 0) {
            return r->value;
        }
    }
    return "!CommandNotFound";
}

static void answer(json_object *request)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree char *question = question_of(request);
    const char *value = value_for(question);
    json_object *id = NULL;

    json_has(request, "id", &id);
    if (!*value) {
        shutdown(server_fd, SHUT_RDWR);
        return;
    }
    if (*value == '!') {
        strbuf_printf(&text, "{\"error\": {\"class\": \"%s\", ", value + 1);
        strbuf_puts(&text, "\"desc\": \"refused\"}, \"id\": ");
    } else {
        strbuf_printf(&text, "{\"return\": %s, \"id\": ", value);
    }
    json_append(&text, id, false);
    strbuf_puts(&text, "}\r\n");
    ck_assert(fd_write_all(server_fd, text.data, text.len, NULL));
}

static void *serve(void *unused)
{
    autofree_strbuf StrBuf got = STRBUF_INIT;
    char bytes[4096];
    ssize_t n;

    while ((n = read(server_fd, bytes, sizeof(bytes))) > 0) {
        autoput json_object *request = NULL;

        strbuf_append(&got, bytes, (size_t)n);
        if (json_read(got.data, got.len, 0, &request, NULL, NULL)) {
            strbuf_reset(&got);
            answer(request);
        }
    }
    return unused;
}

Session *fake_server_start(int major, int minor, const FakeReply *all)
{
    char *argv[] = { (char *)"qmpsh", NULL };
    autofree char *greeting = mem_printf(GREETING, major, minor);
    autofree char *address = NULL;
    SessionConfig config = { .options = &options };
    int pair[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    replies = all;
    server_fd = pair[1];
    ck_assert(fd_write_all(server_fd, greeting, strlen(greeting), NULL));
    ck_assert_int_eq(pthread_create(&server, NULL, serve, NULL), 0);
    ck_assert(options_parse(&options, 1, argv, NULL));
    output = output_new(NULL, NULL, false);
    wire_log = wire_log_new(output, false);
    address = mem_printf("fd:%d", pair[0]);
    config.address = address;
    config.output = output;
    config.log = wire_log;
    session = session_new(&config);
    ck_assert(session_connect(session, NULL));
    return session;
}

void fake_server_stop(void)
{
    session_free(session);
    pthread_join(server, NULL);
    fd_close(&server_fd);
    wire_log_free(wire_log);
    output_free(output);
    options_free(&options);
    strbuf_free(&asked);
}

const char *fake_server_asked(void)
{
    return strbuf_str(&asked);
}
