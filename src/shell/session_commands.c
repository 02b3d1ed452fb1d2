/*
 * A session's commands: sent, waited for, printed
 */
#include <signal.h>
#include <string.h>

#include "lang/request.h"
#include "lang/safety.h"
#include "shell/ask.h"
#include "shell/hmp.h"
#include "shell/reply.h"
#include "shell/session_priv.h"
#include "term/signals.h"
#include "util/json.h"
#include "util/mem.h"

#define SLOW_MS 500
#define PATIENCE_MS 5000

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
        error_set(
            errp, ERROR_LOST, "%s not sent: there is no connection%s", name,
            session_is_interactive(s) ? " (.reconnect makes it anew)" : "");
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
    if (p->quit && session_is_interactive(s) &&
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

    if (command_is_quit(cmd)) {
        status = session_finish_all(s);
    } else if (s->n_in_flight == SESSION_MAX_IN_FLIGHT) {
        status = session_finish_oldest(s);
    }
    if (!check_sendable(s, cmd, &err) || !send_command(s, &p, &err)) {
        Status own;

        if (error_kind(err) == ERROR_LOST && !s->lost && !s->quit) {
            output_note(s->config.output, "%s not sent",
                        command_execute_name(cmd));
            own = session_handle_loss(s, err);
        } else {
            own = session_fail(s, err);
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

/* The reply to @p, or NULL: ERROR_TIMEOUT, ERROR_INTERRUPTED, ERROR_LOST. */
static QmpReply *await_reply(Session *s, const Pending *p, Error **errp)
{
    Deadline limit = deadline_in(s->config.options->timeout_ms);
    Deadline patience = deadline_in(PATIENCE_MS);
    QmpReply *reply;
    Error *err = NULL;

    while (!(reply = qmp_client_take_reply(s->client, p->ticket))) {
        if (session_wait(s, deadline_min(limit, patience), &err)) {
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
        if (session_is_interactive(s)) {
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

Status session_print_reply(Session *s, const Pending *p, QmpReply *reply)
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
                   session_handle_loss(s, err);
    }
    memmove(s->in_flight, s->in_flight + 1,
            --s->n_in_flight * sizeof(s->in_flight[0]));
    status = session_print_reply(s, &p, reply);
    say_how_long(s, &p);
    command_free(p.cmd);
    return status;
}
