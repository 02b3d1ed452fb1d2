/*
 * A session's commands: sent, waited for, printed
 */
#include <signal.h>
#include <string.h>

#include "lang/request.h"
#include "lang/safety.h"
#include "shell/ask.h"
#include "shell/assist.h"
#include "shell/hmp.h"
#include "shell/introspect.h"
#include "shell/reply.h"
#include "shell/session_priv.h"
#include "term/signals.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define SLOW_MS 500

static bool ask(const Session *s, const char *question)
{
    const SessionUser *user = s->config.user;

    return user->confirm(user->opaque, question);
}

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
               SESSION_MAX_IN_FLIGHT :
               1;
}

size_t session_in_flight(const Session *s)
{
    return s->n_in_flight;
}

Deadline session_deadline(const Session *s)
{
    return s->n_in_flight ? deadline_min(s->limit, s->patience) : DEADLINE_NONE;
}

/* Another command is now the oldest: its time begins. */
static void start_clock(Session *s)
{
    s->limit = deadline_in(s->config.options->timeout_ms);
    s->patience = deadline_in(SESSION_PATIENCE_MS);
}

Status session_finish_all(Session *s)
{
    Status status = STATUS_OK;

    while (s->n_in_flight) {
        Status one = session_finish_oldest(s);

        status = status ? status : one;
    }
    return status;
}

/* May anything be sent now?  If not, says so, naming the command. */
static bool check_sendable(Session *s, const InFlight *f, Error **errp)
{
    const char *name = f->title;

    if (!output_check(s->config.output, errp) ||
        !wire_log_check(s->config.log, errp)) {
        error_prepend(errp, "%s not sent: ", name);
        return false;
    }
    if (s->quit && !session_is_interactive(s)) {
        error_set(errp, ERROR_LOST, "%s not sent: it is behind a quit", name);
        return false;
    }
    if (s->quit || !session_is_connected(s)) {
        error_set(
            errp, ERROR_LOST, "%s not sent: there is no connection%s", name,
            session_is_interactive(s) ? " (.reconnect makes it anew)" : "");
        return false;
    }
    return true;
}

/*
 * What goes on the wire, and what there is to know of it.  The server may be
 * asked for types.
 */
static bool make_request(Session *s, InFlight *f, Error **errp)
{
    Introspection introspection = introspect_for_requests(s);
    RequestContext ctx = { .read_file = read_value,
                           .introspection = session_is_connected(s) ?
                                                &introspection :
                                                NULL,
                           .opaque = s,
                           .hmp_cpu = s->hmp_cpu };
    Error *err = NULL;

    f->cpu = -1;
    if (f->cmd->kind == COMMAND_HMP && hmp_is_cpu_line(f->cmd->rest, &f->cpu)) {
        /* QEMU forgets it with each line: it is for us to remember */
        ctx.hmp_cpu = f->cpu;
    }
    f->request = command_request(f->cmd, &ctx, &err);
    if (err && status_of_error(error_kind(err)) > STATUS_USAGE) {
        /* the line is right, but the server could not be asked for types */
        error_prepend(&err, "%s not sent: ", f->title);
    }
    error_propagate(errp, err);
    f->quit = f->request && request_is_quit(f->request);
    return f->request;
}

bool session_check_action(Session *s, const Call *action, size_t *error_at,
                          Error **errp)
{
    Introspection introspection = introspect_for_requests(s);
    RequestContext ctx = {
        .read_file = read_value,
        .introspection = session_is_connected(s) ? &introspection : NULL,
        .opaque = s,
        .hmp_cpu = -1,
    };
    Error *err = NULL;
    bool ok = request_check_action(action, &ctx, error_at, &err);

    if (err && error_kind(err) != ERROR_PARSE) {
        error_free(err); /* what cannot be asked now is asked again at `)` */
        return true;
    }
    error_propagate(errp, err);
    return ok;
}

/* A quit goes alone, a CPU is chosen for the lines behind it. */
static bool goes_alone(const InFlight *f)
{
    return f->quit || f->cpu >= 0;
}

/* Have what is in flight leave room; its status. */
static Status make_room(Session *s, const InFlight *f)
{
    if (goes_alone(f)) {
        return session_finish_all(s);
    }
    return s->n_in_flight == SESSION_MAX_IN_FLIGHT ? session_finish_oldest(s) :
                                                     STATUS_OK;
}

/* Is there still sense in sending @f, after what it waited for? */
static bool send_command(Session *s, InFlight *f, Error **errp)
{
    if (!check_sendable(s, f, errp)) {
        return false;
    }
    if (!request_is_oob(f->request) && !session_settle(s, errp)) {
        error_prepend(errp, "%s not sent: ", f->title);
        return false;
    }
    if (f->quit && session_is_interactive(s) &&
        !ask(s, "This ends the VM. Quit it? (y/n) ")) {
        error_set(errp, ERROR_REFUSED, "%s not sent; ^D leaves the shell",
                  f->title);
        return false;
    }
    f->started_ms = clock_now_ms();
    f->ticket = qmp_client_send(s->client, f->request, NULL, 0, errp);
    if (!f->ticket) {
        error_prepend(errp, "%s not sent: ", f->title);
    }
    return f->ticket;
}

/* @f could not be sent because of @err, which is consumed. */
static Status refuse_command(Session *s, InFlight *f, Error *err)
{
    ErrorKind kind = error_kind(err);
    bool broke = (kind == ERROR_LOST || kind == ERROR_PROTOCOL) &&
                 session_is_connected(s) && !s->quit;
    Status status;

    while (broke && session_oldest_is_ready(s)) {
        session_finish_oldest(s); /* what has come before the end */
    }
    status = status_report(s->config.output, err);
    if (status == STATUS_INTERRUPTED && session_is_interactive(s)) {
        signals_take(SIGINT); /* it has had its effect */
    }
    if (broke) {
        s->lost |= kind == ERROR_PROTOCOL; /* which has been told */
        session_handle_loss(s, NULL);
    }
    in_flight_clear(f);
    return status;
}

/* How @request is shown where it is not sent. */
static void print_request(Session *s, json_object *request)
{
    const RenderFormat *format = s->config.options->format;
    RenderStyle style = output_style(s->config.output);
    autofree_strbuf StrBuf text = STRBUF_INIT;

    format = format ? format : render_format_find("auto");
    if (format->render) {
        format->render(&text, request, &style);
    } else {
        json_append(&text, request, false);
        strbuf_putc(&text, '\n');
    }
    output_write(s->config.output, strbuf_str(&text), text.len);
}

void session_say_untyped(Session *s, const char *why)
{
    if (!s->untyped_told && !s->config.options->quiet) {
        output_note(s->config.output,
                    "%s: values take their types from their look", why);
    }
    s->untyped_told = true;
}

Status session_preview(Session *s, Command *cmd)
{
    InFlight f = { .cmd = cmd, .title = command_title(cmd) };
    Error *err = NULL;

    if (!session_is_connected(s)) {
        session_say_untyped(s, "not connected");
    }
    if (!make_request(s, &f, &err)) {
        return refuse_command(s, &f, err);
    }
    if (f.cpu >= 0 && s->config.options->dry_run) {
        s->hmp_cpu = f.cpu; /* as if it had been carried out */
    }
    print_request(s, f.request);
    in_flight_clear(&f);
    return output_check(s->config.output, NULL) ? STATUS_OK : STATUS_OUTPUT;
}

static Status submit(Session *s, Command *cmd)
{
    InFlight f = { .cmd = cmd, .title = command_title(cmd) };
    Status status, own;
    Error *err = NULL;

    if (!check_sendable(s, &f, &err) || !make_request(s, &f, &err)) {
        return refuse_command(s, &f, err);
    }
    status = make_room(s, &f);
    if (status_ends_all(status)) {
        output_note(s->config.output, "%s not sent", f.title);
        in_flight_clear(&f);
        return status;
    }
    if (!send_command(s, &f, &err)) {
        own = refuse_command(s, &f, err);
        return status ? status : own;
    }
    s->in_flight[s->n_in_flight++] = f;
    if (s->n_in_flight == 1) {
        start_clock(s);
    }
    if (goes_alone(&f)) {
        own = session_finish_oldest(s);
        status = status ? status : own;
    }
    return status;
}

Status session_submit(Session *s, Command *cmd)
{
    return s->config.options->dry_run ? session_preview(s, cmd) :
                                        submit(s, cmd);
}

bool session_oldest_is_ready(Session *s)
{
    return s->n_in_flight &&
           qmp_client_has_reply(s->client, s->in_flight[0].ticket);
}

void session_lose_patience(Session *s, const char *title)
{
    if (!s->config.options->quiet) {
        output_note(s->config.output, "no reply to %s yet, still waiting",
                    title);
    }
}

/* The reply to @p, or NULL: ERROR_TIMEOUT, ERROR_INTERRUPTED, ERROR_LOST. */
static QmpReply *await_reply(Session *s, const InFlight *p, Error **errp)
{
    QmpReply *reply;
    Error *err = NULL;

    while (!(reply = qmp_client_take_reply(s->client, p->ticket))) {
        if (session_wait(s, session_deadline(s), &err)) {
            continue;
        }
        if (error_kind(err) == ERROR_TIMEOUT && s->patience < s->limit) {
            error_free(STEAL(err));
            session_lose_patience(s, p->title);
            s->patience = DEADLINE_NONE;
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
        InFlight *f = &s->in_flight[i];
        QmpReply *reply = qmp_client_take_reply(s->client, f->ticket);

        if (reply) { /* it came while an older one was waited for */
            session_print_reply(s, f, reply, false);
            in_flight_clear(f);
            continue;
        }
        output_note(s->config.output, "%s: %s was sent and may still run",
                    interrupted ? "interrupted" :
                                  "no reply within the time limit",
                    f->title);
        /* a reply that was for a program is for nobody else */
        if (session_is_interactive(s) &&
            !output_is_redirected(s->config.output)) {
            GROW(s->late, s->n_late, s->cap_late);
            s->late[s->n_late++] = *f;
        } else {
            qmp_client_abandon(s->client, f->ticket);
            in_flight_clear(f);
        }
    }
    s->n_in_flight = 0;
    return status;
}

Status session_print_reply(Session *s, const InFlight *p, QmpReply *reply,
                           bool may_ask)
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
    if (reply->error_class) {
        assist_after_refusal(s, p->cmd, p->request, reply, may_ask);
    }
    qmp_reply_free(reply);
    if (!output_check(output, &err)) {
        /* the words for it come at the end */
        status = status_of_error(error_kind(err));
        error_free(err);
    }
    return status;
}

static void say_how_long(const Session *s, const InFlight *p)
{
    int64_t ms = clock_now_ms() - p->started_ms;

    if (ms > SLOW_MS && output_is_terminal(s->config.output) &&
        !output_is_redirected(s->config.output)) {
        autofree_strbuf StrBuf line = STRBUF_INIT;
        RenderStyle style = output_notice_style(s->config.output);

        strbuf_printf(&line, "%s(%.1f s)%s\n",
                      theme_start(style.theme, THEME_HINT), (double)ms / 1000,
                      theme_end(style.theme, THEME_HINT));
        output_notice(s->config.output, line.data, line.len);
    }
}

Status session_finish_oldest(Session *s)
{
    InFlight p = s->in_flight[0];
    QmpReply *reply;
    Error *err = NULL;
    Status status;

    reply = await_reply(s, &p, &err);
    if (!reply) {
        return error_kind(err) == ERROR_TIMEOUT ||
                       error_kind(err) == ERROR_INTERRUPTED ?
                   give_up(s, err) :
                   session_handle_loss(s, err);
    }
    memmove(s->in_flight, s->in_flight + 1,
            --s->n_in_flight * sizeof(s->in_flight[0]));
    start_clock(s);
    status = session_print_reply(s, &p, reply, !s->n_in_flight);
    say_how_long(s, &p);
    in_flight_clear(&p);
    return status;
}
