/*
 * What a session asks for its own use: names for the prompt and for Tab
 */
#include <string.h>

#include "shell/session_priv.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

#define QUERY_MS 2000

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
           session_wait(s, deadline, NULL)) {
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
