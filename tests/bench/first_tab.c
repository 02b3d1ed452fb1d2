/*
 * Times Tab beside a server that takes 30 ms for its schema
 *
 *   first_tab ROUNDS FILE
 *
 * FILE is a reply to query-qmp-schema.  Rounds take turns: the first Tab of a
 * session, from the key to the list with its documentation, and a client
 * that does no more than ask and read the reply; then a second Tab in the
 * same session.  Prints the medians in milliseconds as compare does, and that
 * of the second Tab.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "shell/complete.h"
#include "timing.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define THINKING_NS 30000000L

#define GREETING                                                     \
    "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 11, \"minor\": " \
    "1, \"micro\": 0}}, \"capabilities\": []}}\r\n"

typedef struct Server {
    pthread_t thread;
    int fd;     /* its own end */
    int client; /* the other */
    const char *schema;
} Server;

/* Whatever is asked, it answers the id and, for the schema, takes its time. */
static void answer(const Server *server, json_object *request)
{
    const struct timespec thinking = { 0, THINKING_NS };
    bool schema = strcmp(json_get_string(request, "execute"),
                         "query-qmp-schema") == 0;
    autofree_strbuf StrBuf text = STRBUF_INIT;

    if (schema) {
        nanosleep(&thinking, NULL);
    }
    strbuf_printf(&text, "{\"id\": %d, \"return\": ",
                  (int)json_get_uint(request, "id", 0));
    strbuf_puts(&text, schema ? server->schema : "{}");
    strbuf_puts(&text, "}\r\n");
    fd_write_all(server->fd, text.data, text.len, NULL);
}

static void *serve(void *opaque)
{
    const Server *server = opaque;
    autofree_strbuf StrBuf got = STRBUF_INIT;
    char bytes[4096];
    ssize_t n;

    fd_write_all(server->fd, GREETING, strlen(GREETING), NULL);
    while ((n = read(server->fd, bytes, sizeof(bytes))) > 0) {
        autoput json_object *request = NULL;

        strbuf_append(&got, bytes, (size_t)n);
        if (json_read(got.data, got.len, 0, &request, NULL, NULL)) {
            strbuf_reset(&got);
            answer(server, request);
        }
    }
    close(server->fd);
    return opaque;
}

static void start(Server *server, const char *schema)
{
    int pair[2];

    server->schema = schema;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) {
        perror("socketpair");
        exit(EXIT_FAILURE);
    }
    server->fd = pair[0];
    server->client = pair[1];
    pthread_create(&server->thread, NULL, serve, server);
}

static double tab_ms(Session *s)
{
    static const char line[] = "blockdev-add driver=qcow2 file.driver=file "
                               "file.";
    Completions found = { 0 };
    double began = timing_now_ms(), took;

    complete_line(s, line, strlen(line), false, false, &found);
    took = timing_now_ms() - began;
    if (found.n == 0) {
        fprintf(stderr, "first_tab: nothing was found\n");
        exit(EXIT_FAILURE);
    }
    completions_free(&found);
    return took;
}

/* Both Tabs of a session of its own. */
static void measure_tabs(const char *schema, double *first, double *second)
{
    char *argv[] = { (char *)"qmpsh", NULL };
    Output *output = output_new(NULL, NULL, false);
    WireLog *log = wire_log_new(output, false);
    SessionConfig config = { .output = output, .log = log };
    autofree char *address = NULL;
    Options options;
    Server server;
    Session *s;

    start(&server, schema);
    address = mem_printf("fd:%d", server.client);
    options_parse(&options, 1, argv, NULL);
    config.options = &options;
    config.address = address;
    s = session_new(&config);
    if (!session_connect(s, NULL)) {
        exit(EXIT_FAILURE);
    }
    *first = tab_ms(s);
    *second = tab_ms(s);
    session_free(s);
    pthread_join(server.thread, NULL);
    wire_log_free(log);
    output_free(output);
    options_free(&options);
}

/* Ask, and read to the end of the line. */
static double floor_ms(const char *schema)
{
    static const char question[] = "{\"execute\":\"query-qmp-schema\"}\n";
    static char bytes[65536];
    Server server;
    double began, took;
    ssize_t n;

    start(&server, schema);
    do {
        n = read(server.client, bytes, sizeof(bytes));
    } while (n > 0 && bytes[n - 1] != '\n');
    began = timing_now_ms();
    fd_write_all(server.client, question, strlen(question), NULL);
    do {
        n = read(server.client, bytes, sizeof(bytes));
    } while (n > 0 && bytes[n - 1] != '\n');
    took = timing_now_ms() - began;
    close(server.client);
    pthread_join(server.thread, NULL);
    return took;
}

/* The `return` of the file, as text; owned. */
static char *read_schema(const char *path)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *reply = NULL;
    StrBuf list = STRBUF_INIT;
    FILE *f = fopen(path, "rb");

    if (!f) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    while (!feof(f) && !ferror(f)) {
        char *room = strbuf_reserve(&text, 65536);

        strbuf_commit(&text, fread(room, 1, 65536, f));
    }
    fclose(f);
    if (!json_read(strbuf_str(&text), text.len, 0, &reply, NULL, NULL)) {
        fprintf(stderr, "first_tab: %s is no JSON\n", path);
        exit(EXIT_FAILURE);
    }
    json_append(&list, json_get_array(reply, "return"), true);
    return strbuf_steal(&list);
}

int main(int argc, char **argv)
{
    size_t rounds = argc == 3 ? strtoul(argv[1], NULL, 10) : 0, i;
    autofree double *a = NULL, *b = NULL, *ratio = NULL, *second = NULL;
    autofree char *schema = NULL;

    if (rounds < 1) {
        fprintf(stderr, "usage: first_tab ROUNDS FILE\n");
        return 2;
    }
    schema = read_schema(argv[2]);
    a = mem_new0(rounds, sizeof(*a));
    b = mem_new0(rounds, sizeof(*b));
    ratio = mem_new0(rounds, sizeof(*ratio));
    second = mem_new0(rounds, sizeof(*second));
    for (i = 0; i < rounds; i++) {
        measure_tabs(schema, &a[i], &second[i]);
        b[i] = floor_ms(schema);
        ratio[i] = a[i] / b[i];
    }
    printf("%8.2f ms %8.2f ms %6.2f   A < 60 ms, the next: %.2f ms\n",
           timing_median(a, rounds), timing_median(b, rounds),
           timing_median(ratio, rounds), timing_median(second, rounds));
    return 0;
}
