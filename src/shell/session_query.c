/*
 * What a session asks for its own use: names for the prompt and for Tab
 */
#include <signal.h>
#include <string.h>

#include "shell/introspect.h"
#include "shell/session_priv.h"
#include "term/signals.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

/* How long names for Tab and the prompt are waited for. */
#define SOON_MS 2000

/*
 * QEMU answers in order, so that a command behind a question waits for it in
 * any case.
 */
#define SETTLE_MS 10000

/* Not qmp_client_call(): events that come meanwhile are shown as ever. */
QmpReply *session_await(Session *s, QmpTicket ticket, const char *command,
                        int64_t limit_ms, Error **errp)
{
    Deadline limit = deadline_in(limit_ms);
    Deadline patience = deadline_in(SESSION_PATIENCE_MS);
    QmpReply *reply;
    Error *err = NULL;

    while (!(reply = qmp_client_take_reply(s->client, ticket))) {
        if (session_wait(s, deadline_min(limit, patience), &err)) {
            continue;
        }
        if (error_kind(err) == ERROR_TIMEOUT && patience < limit) {
            error_free(STEAL(err));
            session_lose_patience(s, command);
            patience = DEADLINE_NONE;
            continue;
        }
        /* it may have come with the end of the connection */
        reply = qmp_client_take_reply(s->client, ticket);
        if (reply) {
            error_free(err);
        } else if (error_kind(err) == ERROR_TIMEOUT) {
            error_free(err);
            error_set(errp, ERROR_TIMEOUT,
                      "no reply to %s within the time limit", command);
        } else {
            error_propagate(errp, err);
        }
        break;
    }
    return reply;
}

/* Send @request and wait for its reply; on failure *@ticket stays out. */
static QmpReply *exchange(Session *s, json_object *request, int64_t limit_ms,
                          QmpTicket *ticket, Error **errp)
{
    const char *command = json_get_string(request, "execute");
    QmpReply *reply = NULL;

    *ticket = qmp_client_send(s->client, request, NULL, 0, errp);
    if (*ticket) {
        reply = session_await(s, *ticket, command, limit_ms, errp);
    }
    return reply;
}

/* No longer wait for @ticket: the next question waits for it, or drops it. */
static void put_off(Session *s, QmpTicket ticket)
{
    if (s->overdue) {
        qmp_client_abandon(s->client, s->overdue);
    }
    s->overdue = ticket;
}

QmpReply *session_exchange(Session *s, json_object *request, Error **errp)
{
    QmpReply *reply = NULL;
    QmpTicket ticket;

    if (session_settle(s, errp)) {
        reply = exchange(s, request, s->config.options->timeout_ms, &ticket,
                         errp);
        if (!reply) {
            put_off(s, ticket);
        }
    }
    return reply;
}

/* Is a server that kept Tab waiting once still silent? */
static bool is_overdue(Session *s)
{
    QmpReply *reply;

    if (s->overdue) {
        reply = qmp_client_take_reply(s->client, s->overdue);
        s->overdue = reply ? 0 : s->overdue;
        qmp_reply_free(reply);
    }
    return s->overdue;
}

/*
 * One question at most waits in the queue of a server that does not answer,
 * and it is waited for once.
 */
QmpReply *session_exchange_soon(Session *s, json_object *request)
{
    QmpReply *reply = NULL;
    QmpTicket ticket;

    if (is_overdue(s) || !introspect_settle_soon(s)) {
        return NULL;
    }
    reply = exchange(s, request, session_soon_ms(s), &ticket, NULL);
    if (!reply) {
        put_off(s, ticket);
    }
    return reply;
}

int64_t session_soon_ms(const Session *s)
{
    int64_t limit = s->config.options->timeout_ms;

    return limit >= 0 && limit < SOON_MS ? limit : SOON_MS;
}

bool session_is_silent(const Session *s)
{
    if (!s->client || qmp_client_is_lost(s->client)) {
        return false; /* which is told in other words */
    }
    return s->overdue ||
           (s->schema_ticket &&
            clock_now_ms() - s->schema_asked_ms >= session_soon_ms(s));
}

/* All the time that a question may hold up what comes behind it. */
static int64_t settle_ms(const Session *s)
{
    int64_t limit = s->config.options->timeout_ms;

    return limit >= 0 && limit < SETTLE_MS ? limit : SETTLE_MS;
}

static void settle_overdue(Session *s, Error **errp)
{
    QmpReply *reply = NULL;

    if (s->overdue) {
        reply = session_await(s, s->overdue, "an earlier question",
                              settle_ms(s), errp);
    }
    if (!reply) {
        put_off(s, 0); /* once is enough */
    }
    s->overdue = 0;
    qmp_reply_free(reply);
}

bool session_settle(Session *s, Error **errp)
{
    int64_t left = s->schema_asked_ms + settle_ms(s) - clock_now_ms();
    Error *err = NULL;

    if (introspect_settle(s, left > 0 ? left : 0, &err)) {
        settle_overdue(s, &err);
    }
    if (err && error_kind(err) == ERROR_TIMEOUT) {
        error_free(STEAL(err)); /* it answers out of order, or never */
    }
    error_propagate(errp, err);
    return !err;
}

json_object *session_request(const char *command, json_object *arguments)
{
    json_object *request = json_object_new_object();

    json_set_string(request, "execute", command);
    if (arguments) {
        json_set(request, "arguments", arguments);
    }
    return request;
}

json_object *session_ask(Session *s, const char *command,
                         json_object *arguments)
{
    autoput json_object *request = session_request(command, arguments);
    json_object *value = NULL;
    QmpReply *reply;

    if (!session_is_connected(s)) {
        return NULL;
    }
    reply = session_exchange_soon(s, request);
    if (reply && !reply->error_class) {
        value = json_object_get(reply->value);
    }
    qmp_reply_free(reply);
    return value;
}

/* There is no reply to @command because of @err, which is consumed: say so. */
static Status say_no_reply(Session *s, const char *command, Error *err)
{
    ErrorKind kind = error_kind(err);

    if (kind == ERROR_LOST || kind == ERROR_PROTOCOL) {
        return session_handle_loss(s, err);
    }
    signals_take(SIGINT);        /* it has had its effect */
    if (kind != ERROR_TIMEOUT) { /* which names it */
        error_prepend(&err, "%s: ", command);
    }
    return status_report(s->config.output, err);
}

QmpReply *session_call(Session *s, const char *command, json_object *arguments,
                       Status *status)
{
    autoput json_object *request = session_request(command, arguments);
    QmpReply *reply;
    Error *err = NULL;

    if (!session_is_connected(s) || s->quit) {
        error_set(&err, ERROR_LOST, "%s not sent: there is no connection",
                  command);
        *status = status_report(s->config.output, err);
        return NULL;
    }
    reply = session_exchange(s, request, &err);
    if (!reply) {
        *status = say_no_reply(s, command, err);
    }
    return reply;
}

json_object *session_query(Session *s, const char *command)
{
    return session_ask(s, command, NULL);
}

char *session_query_hmp(Session *s, const char *hmp)
{
    autoput json_object *value = NULL;
    json_object *arguments = json_object_new_object();

    json_set_string(arguments, "command-line", hmp);
    value = session_ask(s, "human-monitor-command", arguments);
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

static json_object *greeting_version(const Session *s)
{
    return json_get_object(s->client ? qmp_client_greeting(s->client) : NULL,
                           "version");
}

unsigned session_version_of(json_object *version)
{
    json_object *qemu = json_get_object(version, "qemu");

    return (unsigned)(json_get_uint(qemu, "major", 0) % 1000 * 10000 +
                      json_get_uint(qemu, "minor", 0) % 100 * 100 +
                      json_get_uint(qemu, "micro", 0) % 100);
}

unsigned session_version_number(const Session *s)
{
    return session_version_of(greeting_version(s));
}

char *session_version(const Session *s)
{
    json_object *qemu = json_get_object(greeting_version(s), "qemu");

    if (!qemu) {
        return NULL;
    }
    return mem_printf("QEMU %d.%d.%d", (int)json_get_uint(qemu, "major", 0),
                      (int)json_get_uint(qemu, "minor", 0),
                      (int)json_get_uint(qemu, "micro", 0));
}

pid_t session_peer_pid(const Session *s)
{
    if (s->launch) {
        return launch_pid(s->launch); /* the socket pair is our own */
    }
    return s->client ? qmp_client_peer_pid(s->client) : 0;
}
