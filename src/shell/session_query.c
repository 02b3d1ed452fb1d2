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

/* Not qmp_client_call(): events that come meanwhile are shown as ever. */
QmpReply *session_await(Session *s, QmpTicket ticket, const char *command,
                        bool patient, Error **errp)
{
    int64_t ms = patient ? s->config.options->timeout_ms : SOON_MS;
    Deadline limit = deadline_in(ms);
    Deadline patience = patient ? deadline_in(SESSION_PATIENCE_MS) : limit;
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

QmpReply *session_exchange(Session *s, json_object *request, bool patient,
                           Error **errp)
{
    const char *command = json_get_string(request, "execute");
    QmpReply *reply = NULL;
    QmpTicket ticket;

    if (!introspect_settle(s, patient, errp)) {
        return NULL;
    }
    ticket = qmp_client_send(s->client, request, NULL, 0, errp);
    if (ticket) {
        reply = session_await(s, ticket, command, patient, errp);
    }
    if (ticket && !reply) {
        qmp_client_abandon(s->client, ticket);
    }
    return reply;
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
    reply = session_exchange(s, request, false, NULL);
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
    reply = session_exchange(s, request, true, &err);
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
