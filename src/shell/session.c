/*
 * A conversation with one server: commands in, printed replies out
 */
#include "shell/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "lang/request.h"
#include "lang/safety.h"
#include "shell/ask.h"
#include "shell/connect.h"
#include "shell/dot.h"
#include "shell/hmp.h"
#include "shell/launch.h"
#include "shell/reply.h"
#include "term/signals.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

/* QEMU's queue of in-band commands with oob (monitor/qmp.c). */
#define PIPELINE_DEPTH 8
#define SLOW_MS 500
#define PATIENCE_MS 5000
#define QUERY_MS 2000
#define END_MS 5000

typedef struct Pending {
    QmpTicket ticket;
    Command *cmd;
    int64_t started_ms;
    bool quit;
    int cpu; /* of an HMP line `cpu N`, else -1 */
} Pending;

struct Session {
    SessionConfig config;
    QmpClient *client;
    Launch *launch;
    History *history;
    char *vm_name; /* safe text */
    int hmp_cpu;   /* -1: none chosen */
    bool hmp;
    bool lost; /* the connection has ended, and that was said */
    bool quit; /* a quit was carried out */
    bool leaving;
    uint64_t event_shown, event_cleared; /* seq of the last such event */
    bool stray_told;
    char *shutdown_reason;
    Pending in_flight[PIPELINE_DEPTH]; /* oldest first */
    size_t n_in_flight;
    Pending *late; /* given up on by ^C; their replies are still of interest */
    size_t n_late, cap_late;
};

Session *session_new(const SessionConfig *config)
{
    Session *s = NEW0(Session);

    s->config = *config;
    s->hmp = config->options->hmp;
    s->hmp_cpu = -1;
    return s;
}

static bool is_interactive(const Session *s)
{
    return s->config.user;
}

static bool ask(const Session *s, const char *question)
{
    const SessionUser *user = s->config.user;

    return user->confirm(user->opaque, question);
}

static Status fail(const Session *s, Error *err)
{
    Status status = status_of_error(error_kind(err));

    output_error(s->config.output, err);
    error_free(err);
    return status;
}

/*
 * A wait was woken by a signal.  true: it is to go on (the window changed
 * its size; we were stopped and continued).
 */
static bool survive_signal(const Session *s)
{
    bool harmless = signals_take(SIGWINCH);

    if (signals_take(SIGTSTP)) {
        s->config.user->suspend(s->config.user->opaque);
        harmless = true;
    }
    return harmless && !signals_pending(SIGINT) && !signals_pending(SIGTERM) &&
           !signals_pending(SIGHUP);
}

/* --- connecting and its end ------------------------------------------- */

bool session_connect(Session *s, Error **errp)
{
    ConnectContext ctx = {
        .options = s->config.options,
        .address = s->config.address,
        .output = s->config.output,
        .log = s->config.log,
        .wake_fd = signals_wake_fd(),
    };

    Error *err = NULL;

    do {
        error_free(STEAL(err));
        s->client = connect_client(&ctx, &s->launch, &err);
    } while (!s->client && !s->launch && error_kind(err) == ERROR_INTERRUPTED &&
             survive_signal(s));
    s->lost = !s->client;
    error_propagate(errp, err);
    return s->client;
}

bool session_reconnect(Session *s, Error **errp)
{
    const Options *opts = s->config.options;

    if (opts->qemu || opts->listen ||
        strncmp(s->config.address, "fd:", 3) == 0) {
        error_set(errp, ERROR_REFUSED, "this connection cannot be made again");
        return false;
    }
    qmp_client_free(STEAL(s->client));
    free(STEAL(s->vm_name));
    free(STEAL(s->shutdown_reason));
    s->hmp_cpu = -1;
    s->quit = false;
    s->event_shown = s->event_cleared = 0;
    s->stray_told = false;
    return session_connect(s, errp);
}

bool session_is_connected(const Session *s)
{
    return s->client && !s->lost;
}

bool session_has_quit(const Session *s)
{
    return s->quit;
}

bool session_owns_vm(const Session *s)
{
    return s->launch;
}

bool session_is_over(const Session *s)
{
    return s->leaving || (s->lost && s->launch);
}

void session_leave(Session *s)
{
    s->leaving = true;
}

/* Why a connection ended, in the VM's own words where it had some. */
static void say_why_lost(Session *s, Error *err)
{
    Output *output = s->config.output;

    if (s->shutdown_reason) {
        output_note(output, "the VM has shut down (%s), connection closed",
                    s->shutdown_reason);
    } else if (err && error_kind(err) == ERROR_PROTOCOL) {
        output_note(output, "%s; the connection is of no more use",
                    error_message(err));
    } else {
        output_note(output, "%s",
                    err ? error_message(err) :
                          "the connection was closed by the server");
    }
}

/*
 * The connection has ended.  Whoever has commands in flight is told which:
 * they may or may not have been carried out.
 */
static Status handle_loss(Session *s, Error *err)
{
    Status status = STATUS_CONNECTION;
    size_t i;

    for (i = 0; i < s->n_in_flight; i++) {
        if (s->in_flight[i].quit) {
            s->quit = true;
            status = STATUS_OK;
        }
    }
    if (s->quit) {
        status = STATUS_OK;
    }
    if (!s->lost && (is_interactive(s) || !s->quit)) {
        say_why_lost(s, err);
    }
    s->lost = true;
    for (i = 0; i < s->n_in_flight; i++) {
        Pending *p = &s->in_flight[i];

        if (!p->quit) {
            output_note(s->config.output,
                        "no reply came to %s: it was sent and may have run",
                        command_execute_name(p->cmd));
            status = STATUS_CONNECTION;
        }
        command_free(p->cmd);
    }
    for (i = 0; i < s->n_late; i++) {
        command_free(s->late[i].cmd);
    }
    s->n_in_flight = s->n_late = 0;
    error_free(err);
    return status;
}

/*
 * A QEMU of ours ends with us: asked politely, then told.  What it may
 * still be doing (flushing a disk) gets its time.
 */
static void end_launched(Session *s)
{
    Output *output = s->config.output;
    autoput json_object *quit = json_object_new_object();
    QmpLimit limit = { deadline_in(END_MS), -1 };

    json_set_string(quit, "execute", "quit");
    if (session_is_connected(s)) {
        qmp_reply_free(qmp_client_call(s->client, quit, &limit, NULL));
    }
    if (!launch_wait(s->launch, limit.deadline)) {
        launch_terminate(s->launch);
        if (!launch_wait(s->launch, deadline_in(END_MS))) {
            output_note(output, "QEMU (pid %d) does not end; it is left alone",
                        (int)launch_pid(s->launch));
        }
    }
}

void session_free(Session *s)
{
    if (!s) {
        return;
    }
    if (s->launch) {
        end_launched(s);
        launch_free(s->launch);
    }
    s->quit = true; /* nothing is to be said any more */
    handle_loss(s, NULL);
    qmp_client_free(s->client);
    free(s->late);
    free(s->vm_name);
    free(s->shutdown_reason);
    free(s);
}

/* --- events and late replies ------------------------------------------ */

static void show_event(Session *s, const QmpEvent *event)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    RenderStyle style = output_style(s->config.output);

    render_event(&line, event->name, event->data, event->seconds,
                 event->microseconds, &style);
    output_write(s->config.output, strbuf_str(&line), line.len);
}

/* Look at the new events; a person sees each. */
static void take_events(Session *s)
{
    const QmpEvent *event;

    while ((event = qmp_client_event_after(s->client, s->event_shown))) {
        s->event_shown = event->seq;
        if (strcmp(event->name, "SHUTDOWN") == 0) {
            const char *reason = json_get_string(event->data, "reason");

            free(s->shutdown_reason);
            s->shutdown_reason = mem_strdup(reason ? reason : "no reason");
        }
        if (is_interactive(s)) {
            show_event(s, event);
        }
    }
}

void session_list_events(Session *s)
{
    const QmpEvent *event;
    uint64_t seq = s->event_cleared;

    if (s->client) {
        while ((event = qmp_client_event_after(s->client, seq))) {
            seq = event->seq;
            show_event(s, event);
        }
    }
}

void session_clear_events(Session *s)
{
    s->event_cleared = s->client ? qmp_client_event_count(s->client) : 0;
}

static Status print_reply(Session *s, Pending *p, QmpReply *reply);

/* Replies to commands that ^C gave up on are shown when they come. */
static void take_late_replies(Session *s)
{
    size_t i = 0;

    while (i < s->n_late) {
        Pending *p = &s->late[i];
        QmpReply *reply = qmp_client_take_reply(s->client, p->ticket);

        if (!reply) {
            i++;
            continue;
        }
        output_note(s->config.output, "the reply to %s, after all:",
                    command_execute_name(p->cmd));
        print_reply(s, p, reply);
        command_free(p->cmd);
        memmove(p, p + 1, (--s->n_late - i) * sizeof(*p));
    }
}

int session_fd(const Session *s)
{
    return session_is_connected(s) ? qmp_client_fd(s->client) : -1;
}

short session_poll_events(const Session *s)
{
    return session_is_connected(s) ? qmp_client_poll_events(s->client) : 0;
}

/* A reply to nothing is odd enough to be told, once. */
static void take_strays(Session *s)
{
    if (!s->stray_told && qmp_client_stray_count(s->client)) {
        s->stray_told = true;
        output_note(s->config.output,
                    "the server sends replies to nothing we asked: ignored "
                    "(-v shows them)");
    }
}

/* What has come besides the reply that is waited for. */
static void take_news(Session *s)
{
    take_events(s);
    take_late_replies(s);
    take_strays(s);
}

void session_process(Session *s)
{
    Error *err = NULL;

    bool ok;

    if (!session_is_connected(s)) {
        return;
    }
    ok = qmp_client_process(s->client, &err);
    take_news(s);
    /* replies that came before the end are still to be printed */
    if (!ok && !session_oldest_is_ready(s)) {
        handle_loss(s, STEAL(err));
    }
    error_free(err);
}

/* --- commands ----------------------------------------------------------- */

static char *read_value(void *opaque, const char *file, size_t *len,
                        Error **errp)
{
    const SessionUser *user = ((Session *)opaque)->config.user;

    if (strcmp(file, "-") != 0) {
        return ask_file(file, len, errp);
    }
    return ask_secret(user ? user->ask_secret : NULL,
                      user ? user->opaque : NULL, len, errp);
}

size_t session_depth(const Session *s)
{
    return s->config.options->pipeline && s->client &&
                   qmp_client_has_oob(s->client) ?
               PIPELINE_DEPTH :
               1;
}

size_t session_in_flight(const Session *s)
{
    return s->n_in_flight;
}

static Status finish_all(Session *s)
{
    Status status = STATUS_OK;

    while (s->n_in_flight) {
        Status one = session_finish_oldest(s);

        status = status ? status : one;
    }
    return status;
}

/* May anything be sent now?  If not, says so, naming the command. */
static bool check_sendable(Session *s, const Command *cmd, Error **errp)
{
    const char *name = command_execute_name(cmd);

    if (!output_check(s->config.output, errp) ||
        !wire_log_check(s->config.log, errp)) {
        error_prepend(errp, "%s not sent: ", name);
        return false;
    }
    if (s->quit) {
        error_set(errp, ERROR_LOST, "%s not sent: it is behind a quit", name);
        return false;
    }
    if (!session_is_connected(s)) {
        error_set(errp, ERROR_LOST, "%s not sent: there is no connection%s",
                  name, is_interactive(s) ? " (.reconnect makes it anew)" : "");
        return false;
    }
    return true;
}

static bool send_command(Session *s, Pending *p, Error **errp)
{
    RequestContext ctx = { .read_file = read_value,
                           .opaque = s,
                           .hmp_cpu = s->hmp_cpu };
    autoput json_object *request = NULL;

    p->cpu = -1;
    if (p->cmd->kind == COMMAND_HMP && hmp_is_cpu_line(p->cmd->rest, &p->cpu)) {
        /* QEMU forgets it with each line: it is for us to remember */
        ctx.hmp_cpu = p->cpu;
    }
    request = command_request(p->cmd, &ctx, errp);
    if (!request) {
        return false;
    }
    p->quit = request_is_quit(request);
    if (p->quit && is_interactive(s) &&
        !ask(s, "This ends the VM. Quit it? (y/n) ")) {
        error_set(errp, ERROR_REFUSED, "not sent; ^D leaves the shell");
        return false;
    }
    p->started_ms = clock_now_ms();
    p->ticket = qmp_client_send(s->client, request, NULL, 0, errp);
    return p->ticket;
}

Status session_submit(Session *s, Command *cmd)
{
    Pending p = { .cmd = cmd };
    Status status = STATUS_OK;
    Error *err = NULL;

    if (cmd->kind == COMMAND_EMPTY) {
        command_free(cmd);
        return STATUS_OK;
    }
    if (cmd->kind == COMMAND_DOT || command_is_quit(cmd)) {
        status = finish_all(s);
    } else if (s->n_in_flight == PIPELINE_DEPTH) {
        status = session_finish_oldest(s);
    }
    if (cmd->kind == COMMAND_DOT) {
        Status own = dot_run(s, cmd);

        command_free(cmd);
        return status ? status : own;
    }
    if (!check_sendable(s, cmd, &err) || !send_command(s, &p, &err)) {
        Status own;

        if (error_kind(err) == ERROR_LOST && !s->lost && !s->quit) {
            output_note(s->config.output, "%s not sent",
                        command_execute_name(cmd));
            own = handle_loss(s, err);
        } else {
            own = fail(s, err);
        }
        command_free(cmd);
        return status ? status : own;
    }
    s->in_flight[s->n_in_flight++] = p;
    if (p.quit) {
        Status own = session_finish_oldest(s);

        return status ? status : own;
    }
    return status;
}

bool session_oldest_is_ready(Session *s)
{
    return s->n_in_flight &&
           qmp_client_has_reply(s->client, s->in_flight[0].ticket);
}

/* Wait for what comes next, at most until @deadline. */
static bool wait_once(Session *s, Deadline deadline, Error **errp)
{
    QmpLimit limit = { deadline, signals_wake_fd() };
    Error *err = NULL;
    bool ok;

    qmp_client_wait(s->client, &limit, &err);
    take_news(s);
    if (err && error_kind(err) == ERROR_INTERRUPTED && survive_signal(s)) {
        error_free(STEAL(err));
    }
    ok = !err;
    error_propagate(errp, err);
    return ok;
}

/* The reply to @p, or NULL: ERROR_TIMEOUT, ERROR_INTERRUPTED, ERROR_LOST. */
static QmpReply *await_reply(Session *s, const Pending *p, Error **errp)
{
    Deadline limit = deadline_in(s->config.options->timeout_ms);
    Deadline patience = deadline_in(PATIENCE_MS);
    QmpReply *reply;
    Error *err = NULL;

    while (!(reply = qmp_client_take_reply(s->client, p->ticket))) {
        if (wait_once(s, deadline_min(limit, patience), &err)) {
            continue;
        }
        if (error_kind(err) == ERROR_TIMEOUT && patience < limit) {
            error_free(STEAL(err));
            patience = DEADLINE_NONE;
            if (!s->config.options->quiet) {
                output_note(s->config.output,
                            "no reply to %s yet, still waiting",
                            command_execute_name(p->cmd));
            }
            continue;
        }
        reply = qmp_client_take_reply(s->client, p->ticket);
        if (reply) {
            /* the end of the connection shows again with the next wait */
            error_free(err);
        } else {
            error_propagate(errp, err);
        }
        break;
    }
    return reply;
}

/*
 * No longer wait for what is in flight.  It stays sent: say so, and forget
 * or, for a person, remember it.
 */
static Status give_up(Session *s, Error *err)
{
    bool interrupted = error_kind(err) == ERROR_INTERRUPTED;
    Status status = status_of_error(error_kind(err));
    size_t i;

    error_free(err);
    signals_take(SIGINT);
    for (i = 0; i < s->n_in_flight; i++) {
        Pending *p = &s->in_flight[i];

        output_note(s->config.output, "%s: %s was sent and may still run",
                    interrupted ? "interrupted" :
                                  "no reply within the time limit",
                    command_execute_name(p->cmd));
        if (is_interactive(s)) {
            GROW(s->late, s->n_late, s->cap_late);
            s->late[s->n_late++] = *p;
        } else {
            qmp_client_abandon(s->client, p->ticket);
            command_free(p->cmd);
        }
    }
    s->n_in_flight = 0;
    return status;
}

static Status print_reply(Session *s, Pending *p, QmpReply *reply)
{
    Output *output = s->config.output;
    Status status = reply_print(output, s->config.options->format, p->cmd,
                                reply);
    Error *err = NULL;

    if (p->cpu >= 0 && status == STATUS_OK) {
        s->hmp_cpu = p->cpu;
    }
    if (p->quit && !reply->error_class) {
        s->quit = true;
    }
    qmp_reply_free(reply);
    if (!output_check(output, &err)) {
        /* a reader that has seen enough (`| head`) needs no words */
        status = STATUS_OUTPUT;
        error_free(err);
    }
    return status;
}

static void say_how_long(const Session *s, const Pending *p)
{
    int64_t ms = clock_now_ms() - p->started_ms;

    if (ms > SLOW_MS && output_is_terminal(s->config.output) &&
        !output_is_redirected(s->config.output)) {
        autofree_strbuf StrBuf line = STRBUF_INIT;
        RenderStyle style = output_style(s->config.output);

        strbuf_printf(&line, "%s(%.1f s)%s\n",
                      theme_start(style.theme, THEME_HINT), (double)ms / 1000,
                      theme_end(style.theme, THEME_HINT));
        output_write(s->config.output, line.data, line.len);
    }
}

Status session_finish_oldest(Session *s)
{
    Pending p = s->in_flight[0];
    QmpReply *reply;
    Error *err = NULL;
    Status status;

    reply = await_reply(s, &p, &err);
    if (!reply) {
        return error_kind(err) == ERROR_TIMEOUT ||
                       error_kind(err) == ERROR_INTERRUPTED ?
                   give_up(s, err) :
                   handle_loss(s, err);
    }
    memmove(s->in_flight, s->in_flight + 1,
            --s->n_in_flight * sizeof(s->in_flight[0]));
    status = print_reply(s, &p, reply);
    say_how_long(s, &p);
    command_free(p.cmd);
    return status;
}

Status session_run(Session *s, Command *cmd)
{
    Status status = session_submit(s, cmd);
    Status rest = finish_all(s);

    return status ? status : rest;
}

/* --- asking for our own use --------------------------------------------- */

/* Not qmp_client_call(): events that come meanwhile are shown as ever. */
static json_object *query(Session *s, json_object *request)
{
    Deadline deadline = deadline_in(QUERY_MS);
    json_object *value = NULL;
    QmpReply *reply;
    QmpTicket ticket;

    if (!session_is_connected(s)) {
        return NULL;
    }
    ticket = qmp_client_send(s->client, request, NULL, 0, NULL);
    while (!(reply = qmp_client_take_reply(s->client, ticket)) && ticket &&
           wait_once(s, deadline, NULL)) {
    }
    if (!reply) {
        qmp_client_abandon(s->client, ticket);
    } else if (!reply->error_class) {
        value = json_object_get(reply->value);
    }
    qmp_reply_free(reply);
    return value;
}

json_object *session_query(Session *s, const char *command)
{
    autoput json_object *request = json_object_new_object();

    json_set_string(request, "execute", command);
    return query(s, request);
}

char *session_query_hmp(Session *s, const char *hmp)
{
    autoput json_object *request = json_object_new_object();
    autoput json_object *value = NULL;
    json_object *arguments = json_object_new_object();

    json_set_string(request, "execute", "human-monitor-command");
    json_set_string(arguments, "command-line", hmp);
    json_set(request, "arguments", arguments);
    value = query(s, request);
    return json_object_is_type(value, json_type_string) ?
               mem_strdup(json_object_get_string(value)) :
               NULL;
}

const char *session_vm_name(Session *s)
{
    if (!s->vm_name) {
        autoput json_object *value = session_query(s, "query-name");
        const char *name = json_get_string(value, "name");

        s->vm_name = text_safe(name && *name ? name : "QEMU");
    }
    return s->vm_name;
}

char *session_version(const Session *s)
{
    json_object *version = json_get_object(
        s->client ? qmp_client_greeting(s->client) : NULL, "version");
    json_object *qemu = json_get_object(version, "qemu");

    if (!qemu) {
        return NULL;
    }
    return mem_printf("QEMU %d.%d.%d", (int)json_get_uint(qemu, "major", 0),
                      (int)json_get_uint(qemu, "minor", 0),
                      (int)json_get_uint(qemu, "micro", 0));
}

/* --- small things --------------------------------------------------------- */

void session_set_hmp(Session *s, bool on)
{
    s->hmp = on;
}

bool session_is_hmp(const Session *s)
{
    return s->hmp;
}

const SessionConfig *session_config(const Session *s)
{
    return &s->config;
}

History *session_history(const Session *s)
{
    return s->history;
}

void session_set_history(Session *s, History *history)
{
    s->history = history;
}
