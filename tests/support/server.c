/*
 * A scripted QMP server
 */
#include "server.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "connection.h"
#include "endpoint.h"
#include "transcript.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

/* QEMU 7.2's. */
#define GREETING                                                        \
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, " \
    "\"major\": 7}, \"package\": \"Debian 1:7.2+dfsg-7+deb12u18\"}, "   \
    "\"capabilities\": [\"oob\"]}}\r\n"

/* All events come at this moment, 2023-11-14 22:13:20.123456 UTC. */
#define TIMESTAMP \
    "\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 123456}"

#define LOGGED_MAX 2000

struct Server {
    Endpoint endpoint;
    Connection **connections;
    size_t n_connections, cap_connections;
    Connection *current; /* NULL: none, the next action takes one */
    Program *program;
    const Vars *vars;
    size_t await_pos[2]; /* how far await-stdout, -stderr have come */
    StrBuf log;
};

typedef bool ActionFn(Server *s, const char *arg, Error **errp);

static bool run_action(Server *s, const char *text, Error **errp);

Server *server_new(const char *kind, const char *dir, Vars *vars, Error **errp)
{
    Server *s = NEW0(Server);

    s->vars = vars;
    if (!endpoint_open(&s->endpoint, kind, dir, vars, errp)) {
        server_free(s);
        return NULL;
    }
    return s;
}

void server_free(Server *s)
{
    size_t i;

    if (!s) {
        return;
    }
    for (i = 0; i < s->n_connections; i++) {
        connection_free(s->connections[i]);
    }
    free(s->connections);
    endpoint_close(&s->endpoint);
    strbuf_free(&s->log);
    free(s);
}

int server_program_fd(const Server *s)
{
    return s->endpoint.program_fd;
}

const char *server_log(const Server *s)
{
    return strbuf_str(&s->log);
}

static void log_bytes(Server *s, char who, const char *bytes, size_t len)
{
    strbuf_printf(&s->log, "%c: ", who);
    text_append_safe(&s->log, bytes, len < LOGGED_MAX ? len : LOGGED_MAX, 0);
    strbuf_puts(&s->log, len > LOGGED_MAX ? "...\n" : "\n");
}

/* Connections */

static bool do_accept(Server *s, const char *arg, Error **errp)
{
    int fd = endpoint_take(&s->endpoint, s->program, errp);

    (void)arg;
    if (fd < 0) {
        return false;
    }
    GROW(s->connections, s->n_connections, s->cap_connections);
    s->current = connection_new(fd);
    s->connections[s->n_connections++] = s->current;
    return true;
}

static Connection *connection(Server *s, Error **errp)
{
    return s->current || do_accept(s, "", errp) ? s->current : NULL;
}

static bool do_client(Server *s, const char *arg, Error **errp)
{
    size_t n = strtoul(arg, NULL, 10);

    if (n < 1 || n > s->n_connections || s->connections[n - 1]->fd < 0) {
        error_set(errp, ERROR_FAILED, "there is no such connection");
        return false;
    }
    s->current = s->connections[n - 1];
    return true;
}

static bool do_close(Server *s, const char *arg, Error **errp)
{
    Connection *c = connection(s, errp);

    (void)arg;
    if (!c) {
        return false;
    }
    fd_close(&c->fd);
    s->current = NULL;
    return true;
}

/*
 * TCP: a reset.  UNIX sockets know none, but closing one with unread bytes
 * has the same effect at the other end, so this waits for some.
 */
static bool do_reset(Server *s, const char *arg, Error **errp)
{
    struct linger linger = { .l_onoff = 1, .l_linger = 0 };
    Connection *c = connection(s, errp);

    if (!c) {
        return false;
    }
    if (s->endpoint.addr.ss_family == AF_INET ||
        s->endpoint.addr.ss_family == AF_INET6) {
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    } else if (!program_wait_fd(s->program, c->fd, POLLIN, errp)) {
        return false;
    }
    return do_close(s, arg, errp);
}

static bool do_expect_eof(Server *s, const char *arg, Error **errp)
{
    Connection *c = connection(s, errp);

    while (c && c->in.len == 0 && !c->at_end) {
        if (!connection_read(c, s->program, errp)) {
            return false;
        }
    }
    if (c && c->in.len > 0) {
        error_set(errp, ERROR_FAILED, "came instead: %s", c->in.data);
        return false;
    }
    return c && do_close(s, arg, errp);
}

static bool do_listen(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    return endpoint_listen(&s->endpoint, errp);
}

static bool do_unlisten(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    (void)errp;
    endpoint_unlisten(&s->endpoint);
    return true;
}

/* Sending */

static bool write_bytes(Server *s, const char *bytes, size_t len, Error **errp)
{
    Connection *c = connection(s, errp);

    if (!c) {
        return false;
    }
    log_bytes(s, 'S', bytes, len);
    return connection_write(c, s->program, bytes, len, errp);
}

static bool write_text(Server *s, const char *text, Error **errp)
{
    return write_bytes(s, text, strlen(text), errp);
}

static int hex_value(char c)
{
    return isdigit((unsigned char)c) ? c - '0' :
                                       tolower((unsigned char)c) - 'a' + 10;
}

/* Append the character that the escape at @s, behind the '\', stands for. */
static size_t unescape_one(StrBuf *out, const char *s)
{
    static const char escapes[] = "\\\\n\nr\rt\te\033";
    size_t i;

    if (s[0] == 'x' && isxdigit((unsigned char)s[1]) &&
        isxdigit((unsigned char)s[2])) {
        strbuf_putc(out, (char)(hex_value(s[1]) * 16 + hex_value(s[2])));
        return 3;
    }
    for (i = 0; *s && i + 1 < sizeof(escapes); i += 2) {
        if (*s == escapes[i]) {
            strbuf_putc(out, escapes[i + 1]);
            return 1;
        }
    }
    return 0;
}

static bool unescape(StrBuf *out, const char *s, Error **errp)
{
    size_t n;

    while (*s) {
        if (*s != '\\') {
            strbuf_putc(out, *s++);
            continue;
        }
        n = unescape_one(out, s + 1);
        if (n == 0) {
            error_set(errp, ERROR_PARSE, "no such escape: %.2s", s);
            return false;
        }
        s += 1 + n;
    }
    return true;
}

/* @text with %ID and %IDn as the ids of requests; owned. */
static char *expand_ids(Server *s, const char *text, Error **errp)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    const char *next;
    char *end;
    int64_t id;

    while ((next = strstr(text, "%ID"))) {
        Connection *c = connection(s, errp);

        if (!c) {
            return NULL;
        }
        strbuf_append(&out, text, (size_t)(next - text));
        id = connection_answer(c, strtoul(next + 3, &end, 10));
        if (id < 0) {
            error_set(errp, ERROR_FAILED, "there is no such request");
            return NULL;
        }
        strbuf_printf(&out, "%" PRId64, id);
        text = end;
    }
    strbuf_puts(&out, text);
    return strbuf_steal(&out);
}

static bool do_send(Server *s, const char *arg, Error **errp)
{
    autofree_strbuf StrBuf bytes = STRBUF_INIT;
    autofree char *text = expand_ids(s, arg, errp);

    return text && unescape(&bytes, text, errp) &&
           write_bytes(s, strbuf_str(&bytes), bytes.len, errp);
}

static bool do_line(Server *s, const char *arg, Error **errp)
{
    autofree char *text = expand_ids(s, arg, errp);
    autofree char *line = text ? mem_printf("%s\r\n", text) : NULL;

    return line && write_text(s, line, errp);
}

static bool do_greet(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    return write_text(s, GREETING, errp);
}

static bool do_event(Server *s, const char *arg, Error **errp)
{
    size_t len = strcspn(arg, " ");
    autofree char *text = mem_printf(
        "{" TIMESTAMP ", \"event\": \"%.*s\"%s%s}\r\n", (int)len, arg,
        arg[len] ? ", \"data\":" : "", arg + len);

    return write_text(s, text, errp);
}

static bool answer(Server *s, const char *member, const char *value,
                   Error **errp)
{
    Connection *c = connection(s, errp);
    int64_t id = c ? connection_answer_oldest(c) : -1;
    autofree char *text = NULL;

    if (id < 0) {
        if (c) {
            error_set(errp, ERROR_FAILED, "there is no request to answer");
        }
        return false;
    }
    text = mem_printf("{\"%s\": %s, \"id\": %" PRId64 "}\r\n", member, value,
                      id);
    return write_text(s, text, errp);
}

static bool do_reply(Server *s, const char *arg, Error **errp)
{
    return answer(s, "return", arg, errp);
}

static bool do_error(Server *s, const char *arg, Error **errp)
{
    size_t len = strcspn(arg, " ");
    autofree_strbuf StrBuf value = STRBUF_INIT;
    autoput json_object *desc = json_object_new_string(arg + len +
                                                       strspn(arg + len, " "));

    strbuf_printf(&value, "{\"class\": \"%.*s\", \"desc\": ", (int)len, arg);
    json_append(&value, desc, true);
    strbuf_putc(&value, '}');
    return answer(s, "error", strbuf_str(&value), errp);
}

/* Receiving */

/* Our id is an integer that the transcript cannot know: take it out. */
static bool take_id(Connection *c, json_object *request, Error **errp)
{
    json_object *id;

    if (!json_object_object_get_ex(request, "id", &id) ||
        !json_object_is_type(id, json_type_int)) {
        error_set(errp, ERROR_FAILED, "the request has no integer as its id");
        return false;
    }
    connection_add_id(c, json_object_get_int64(id));
    json_object_object_del(request, "id");
    return true;
}

static bool expect_request(Server *s, size_t n_fds, const char *text,
                           Error **errp)
{
    autoput json_object *expected = NULL, *request = NULL;
    autofree_strbuf StrBuf bytes = STRBUF_INIT;
    Connection *c = connection(s, errp);
    size_t came;

    if (!c || !json_read(text, strlen(text), 0, &expected, NULL, errp) ||
        !connection_take_json(c, s->program, &bytes, &request, errp)) {
        return false;
    }
    log_bytes(s, 'C', bytes.data, bytes.len);
    if (!take_id(c, request, errp)) {
        return false;
    }
    if (!json_object_equal(expected, request)) {
        error_set(errp, ERROR_FAILED, "came instead: %s", bytes.data);
        return false;
    }
    came = c->n_fds;
    c->n_fds = 0;
    if (came != n_fds) {
        error_set(errp, ERROR_FAILED, "%zu descriptors came", came);
    }
    return came == n_fds;
}

static bool do_expect(Server *s, const char *arg, Error **errp)
{
    return expect_request(s, 0, arg, errp);
}

static bool do_expect_fds(Server *s, const char *arg, Error **errp)
{
    char *text;
    size_t n_fds = strtoul(arg, &text, 10);

    return expect_request(s, n_fds, text, errp);
}

static bool do_expect_bytes(Server *s, const char *arg, Error **errp)
{
    autofree_strbuf StrBuf expected = STRBUF_INIT, bytes = STRBUF_INIT;
    Connection *c = connection(s, errp);

    if (!c || !unescape(&expected, arg, errp)) {
        return false;
    }
    if (!connection_take_bytes(c, s->program, expected.len, &bytes, errp)) {
        error_prepend(errp, "so far %zu bytes \"%s\": ", c->in.len,
                      strbuf_str(&c->in));
        return false;
    }
    log_bytes(s, 'C', strbuf_str(&bytes), bytes.len);
    if (memcmp(bytes.data, expected.data, expected.len) != 0) {
        error_set(errp, ERROR_FAILED, "came instead: %s", bytes.data);
        return false;
    }
    return true;
}

/* The requests behind it count from 1 again. */
static bool do_negotiate(Server *s, const char *arg, Error **errp)
{
    if (!do_greet(s, arg, errp) ||
        !do_expect(s,
                   "{\"execute\": \"qmp_capabilities\","
                   " \"arguments\": {\"enable\": [\"oob\"]}}",
                   errp) ||
        !do_reply(s, "{}", errp)) {
        return false;
    }
    s->current->n_ids = 0;
    return true;
}

/* The schema */

#define EXPECT_SCHEMA "{\"execute\": \"query-qmp-schema\"}"

/* Answer query-qmp-schema with tests/schemas/schema_@arg.json. */
static bool do_schema(Server *s, const char *arg, Error **errp)
{
    autofree char *path = mem_printf("%s/schemas/schema_%s.json", TEST_DATA,
                                     arg);
    autofree char *text = read_whole_file(path, errp);
    autofree_strbuf StrBuf list = STRBUF_INIT;
    autoput json_object *file = NULL;

    if (!text || !json_read(text, strlen(text), 0, &file, NULL, errp)) {
        return false;
    }
    json_append(&list,
                json_object_is_type(file, json_type_array) ?
                    file :
                    json_get_array(file, "return"),
                true);
    return do_expect(s, EXPECT_SCHEMA, errp) && do_reply(s, list.data, errp);
}

static bool do_no_schema(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    return do_expect(s, EXPECT_SCHEMA, errp) &&
           do_error(s, "CommandNotFound no", errp);
}

/* Time */

/*
 * Let @ms milliseconds go by; false when @fd (-1: none) becomes readable
 * before that, or with @errp.
 */
static bool let_pass(Server *s, const char *ms, int fd, Error **errp)
{
    Deadline all = s->program->deadline;
    Deadline end = deadline_in(strtol(ms, NULL, 10));
    Error *err = NULL;
    short revents = 0;

    s->program->deadline = deadline_min(all, end);
    while (!revents && !err) {
        program_step(s->program, fd, POLLIN, &revents, &err);
    }
    s->program->deadline = all;
    if (revents || deadline_poll_timeout(all) == 0) {
        error_propagate(errp, err);
        return false;
    }
    error_free(err);
    return true;
}

static bool do_pause(Server *s, const char *arg, Error **errp)
{
    return let_pass(s, arg, -1, errp);
}

static bool do_nothing_within(Server *s, const char *arg, Error **errp)
{
    Connection *c = connection(s, errp);

    if (!c) {
        return false;
    }
    if (c->in.len == 0 && let_pass(s, arg, c->fd, errp)) {
        return true;
    }
    connection_read_rest(c);
    if (c->in.len == 0 && c->at_end) {
        return true;
    }
    error_set(errp, ERROR_FAILED, "came: %s", strbuf_str(&c->in));
    return false;
}

/* The program's own side */

static bool do_input(Server *s, const char *arg, Error **errp)
{
    autofree char *line = mem_printf("%s\n", arg);

    (void)errp;
    program_feed(s->program, line);
    return true;
}

static bool do_input_eof(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    (void)errp;
    program_end_input(s->program);
    return true;
}

/* Wait until @text holds @arg behind what was awaited there before. */
static bool await(Server *s, const StrBuf *text, const int *fd, size_t *pos,
                  const char *arg, Error **errp)
{
    const char *found;
    short revents;

    while (!(found = strstr(strbuf_str(text) + *pos, arg))) {
        if (*fd < 0) {
            error_set(errp, ERROR_LOST, "it never came");
            return false;
        }
        if (!program_step(s->program, -1, 0, &revents, errp)) {
            return false;
        }
    }
    *pos = (size_t)(found - strbuf_str(text)) + strlen(arg);
    return true;
}

static bool do_await_stdout(Server *s, const char *arg, Error **errp)
{
    return await(s, &s->program->out_text, &s->program->out, &s->await_pos[0],
                 arg, errp);
}

static bool do_await_stderr(Server *s, const char *arg, Error **errp)
{
    return await(s, &s->program->err_text, &s->program->err, &s->await_pos[1],
                 arg, errp);
}

static bool do_signal(Server *s, const char *arg, Error **errp)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {
        { "INT", SIGINT },   { "TERM", SIGTERM }, { "HUP", SIGHUP },
        { "TSTP", SIGTSTP }, { "CONT", SIGCONT }, { "PIPE", SIGPIPE },
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(signals); i++) {
        if (strcmp(signals[i].name, arg) == 0) {
            return kill(s->program->pid, signals[i].number) == 0;
        }
    }
    error_set(errp, ERROR_PARSE, "unknown signal");
    return false;
}

static bool do_close_stdout(Server *s, const char *arg, Error **errp)
{
    (void)arg;
    (void)errp;
    fd_close(&s->program->out);
    return true;
}

/* Around another action */

static bool do_repeat(Server *s, const char *arg, Error **errp)
{
    char *action;
    unsigned long n = strtoul(arg, &action, 10);

    action += strspn(action, " ");
    while (n-- > 0) {
        if (!run_action(s, action, errp)) {
            return false;
        }
    }
    return true;
}

/* The connection may be gone by now. */
static bool do_try(Server *s, const char *arg, Error **errp)
{
    Error *err = NULL;

    if (!run_action(s, arg, &err) && err && error_kind(err) != ERROR_LOST) {
        error_propagate(errp, err);
        return false;
    }
    error_free(err);
    return true;
}

static const struct {
    const char *verb;
    ActionFn *run;
} action_defs[] = {
    { "accept", do_accept },
    { "await-stderr", do_await_stderr },
    { "await-stdout", do_await_stdout },
    { "client", do_client },
    { "close", do_close },
    { "close-stdout", do_close_stdout },
    { "error", do_error },
    { "event", do_event },
    { "expect", do_expect },
    { "expect-bytes", do_expect_bytes },
    { "expect-eof", do_expect_eof },
    { "expect-fds", do_expect_fds },
    { "greet", do_greet },
    { "input", do_input },
    { "input-eof", do_input_eof },
    { "line", do_line },
    { "listen", do_listen },
    { "negotiate", do_negotiate },
    { "no-schema", do_no_schema },
    { "nothing-within", do_nothing_within },
    { "pause", do_pause },
    { "repeat", do_repeat },
    { "reply", do_reply },
    { "reset", do_reset },
    { "schema", do_schema },
    { "send", do_send },
    { "signal", do_signal },
    { "try", do_try },
    { "unlisten", do_unlisten },
};

static bool run_action(Server *s, const char *text, Error **errp)
{
    size_t len = strcspn(text, " "), i;

    for (i = 0; i < ARRAY_SIZE(action_defs); i++) {
        if (strlen(action_defs[i].verb) == len &&
            strncmp(action_defs[i].verb, text, len) == 0) {
            return action_defs[i].run(s, text + len + (text[len] == ' '), errp);
        }
    }
    error_set(errp, ERROR_PARSE, "unknown action");
    return false;
}

bool server_run(Server *s, Program *program, const Action *actions, size_t n,
                Error **errp)
{
    size_t i;

    s->program = program;
    fd_close(&s->endpoint.program_fd);
    for (i = 0; i < n; i++) {
        autofree char *text = vars_expand(s->vars, actions[i].text);

        if (!run_action(s, text, errp)) {
            error_prepend(errp, "line %u: %s: ", actions[i].line,
                          actions[i].text);
            return false;
        }
    }
    return true;
}

/* Everything that came on @c must have been taken by an action. */
static bool check_rest(Connection *c, Error **errp)
{
    if (c->fd >= 0) {
        connection_read_rest(c);
    }
    if (c->in.len > 0) {
        error_set(errp, ERROR_FAILED, "the program also sent: %s", c->in.data);
    }
    return c->in.len == 0;
}

bool server_finish(Server *s, Error **errp)
{
    bool ok = true;
    size_t i;
    int fd;

    for (i = 0; ok && i < s->n_connections; i++) {
        ok = check_rest(s->connections[i], errp);
    }
    while (ok && (fd = endpoint_take_waiting(&s->endpoint)) >= 0) {
        Connection *c = connection_new(fd);

        ok = check_rest(c, errp);
        connection_free(c);
    }
    return ok;
}
