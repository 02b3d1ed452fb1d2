/*
 * What the server says of itself, asked once and kept
 */
#include "shell/introspect.h"

#include <string.h>

#include "shell/session_priv.h"
#include "util/json.h"
#include "util/mem.h"

/* device_add converts strings itself up to 9.1, and takes nothing else. */
#define DEVICES_ARE_TYPED 90200

static bool is_going(const Session *s)
{
    return session_is_connected(s) && !s->quit;
}

/*
 * Ask @command with @arguments (consumed); *@value is owned, NULL where the
 * server refused.
 */
static bool ask(Session *s, const char *command, json_object *arguments,
                bool patient, json_object **value, Error **errp)
{
    autoput json_object *request = session_request(command, arguments);
    QmpReply *reply = session_exchange(s, request, patient, errp);

    *value = NULL;
    if (reply && !reply->error_class) {
        *value = json_object_get(reply->value);
    }
    qmp_reply_free(reply);
    return reply;
}

/* ---- the schema ---- */

static bool request_schema(Session *s, Error **errp)
{
    autoput json_object *request = session_request("query-qmp-schema", NULL);

    s->schema_ticket = qmp_client_send(s->client, request, NULL, 0, errp);
    return s->schema_ticket;
}

static void load_schema(Session *s, QmpReply *reply)
{
    Error *err = NULL;

    s->schema_ticket = 0;
    s->schema_answered = true;
    if (!reply->error_class) {
        s->schema = qmp_schema_new(reply->value, &err);
    }
    if (err) {
        output_note(s->config.output, "query-qmp-schema: %s",
                    error_message(err));
        error_free(err);
    }
    qmp_reply_free(reply);
}

void introspect_take(Session *s)
{
    QmpReply *reply = s->schema_ticket ?
                          qmp_client_take_reply(s->client, s->schema_ticket) :
                          NULL;

    if (reply) {
        load_schema(s, reply);
    }
}

bool introspect_settle(Session *s, bool patient, Error **errp)
{
    QmpReply *reply;

    introspect_take(s);
    if (!s->schema_ticket) {
        return true;
    }
    reply = session_await(s, s->schema_ticket, "query-qmp-schema", patient,
                          errp);
    if (!reply) {
        return false;
    }
    load_schema(s, reply);
    return true;
}

static bool get_schema(Session *s, bool patient, const QmpSchema **schema,
                       Error **errp)
{
    *schema = s->schema;
    if (s->schema_answered || !is_going(s)) {
        return true;
    }
    if ((!s->schema_ticket && !request_schema(s, errp)) ||
        !introspect_settle(s, patient, errp)) {
        return false;
    }
    *schema = s->schema;
    return true;
}

bool introspect_schema(Session *s, const QmpSchema **schema, Error **errp)
{
    return get_schema(s, true, schema, errp);
}

const QmpSchema *introspect_schema_soon(Session *s)
{
    const QmpSchema *schema = NULL;

    get_schema(s, false, &schema, NULL);
    return schema;
}

const QmpSchema *introspect_schema_now(Session *s)
{
    introspect_take(s);
    if (!s->schema_answered && !s->schema_ticket && is_going(s) &&
        !s->n_in_flight && !s->n_late) {
        request_schema(s, NULL);
    }
    return s->schema;
}

/* ---- properties ---- */

/* The type of @property in a list as device-list-properties, qom-list give. */
static char *type_in_list(json_object *list, const char *property)
{
    size_t n = json_object_is_type(list, json_type_array) ?
                   json_object_array_length(list) :
                   0;
    size_t i;

    for (i = 0; i < n; i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *name = json_get_string(entry, "name");
        const char *type = json_get_string(entry, "type");

        if (name && type && strcmp(name, property) == 0) {
            return mem_strdup(type);
        }
    }
    return NULL;
}

bool introspect_has_properties(const Session *s, const char *device_type)
{
    return json_has(s->device_types, device_type, NULL);
}

/* *@list is borrowed. */
static bool get_properties(Session *s, const char *device_type, bool patient,
                           json_object **list, Error **errp)
{
    json_object *arguments;

    if (json_has(s->device_types, device_type, list)) {
        return true;
    }
    arguments = json_object_new_object();
    json_set_string(arguments, "typename", device_type);
    if (!ask(s, "device-list-properties", arguments, patient, list, errp)) {
        return false;
    }
    if (!s->device_types) {
        s->device_types = json_object_new_object();
    }
    json_set(s->device_types, device_type, *list);
    return true;
}

json_object *introspect_properties(Session *s, const char *device_type)
{
    json_object *list = NULL;

    return is_going(s) && get_properties(s, device_type, false, &list, NULL) ?
               list :
               NULL;
}

static bool property_type(void *opaque, PropertyOwner kind, const char *owner,
                          const char *property, char **type, Error **errp)
{
    Session *s = opaque;
    json_object *arguments, *list = NULL;
    bool asked = true;

    *type = NULL;
    if (!is_going(s)) {
        return true;
    }
    if (kind == PROPERTY_OF_DEVICE) {
        asked = get_properties(s, owner, true, &list, errp);
        *type = type_in_list(list, property);
        return asked;
    }
    arguments = json_object_new_object();
    json_set_string(arguments, "path", owner);
    asked = ask(s, "qom-list", arguments, true, &list, errp);
    *type = type_in_list(list, property);
    json_object_put(list);
    return asked;
}

static bool schema_for_requests(void *opaque, const QmpSchema **schema,
                                Error **errp)
{
    return introspect_schema(opaque, schema, errp);
}

/* A connection that gave no greeting (-N) did not tell its version. */
static unsigned server_version(Session *s)
{
    unsigned version = session_version_number(s);
    json_object *reply;

    if (!version && ask(s, "query-version", NULL, true, &reply, NULL)) {
        version = session_version_of(reply);
        json_object_put(reply);
    }
    return version;
}

Introspection introspect_for_requests(Session *s, const Command *cmd)
{
    const char *name = cmd && cmd->kind == COMMAND_QMP ? cmd->call.name : "";
    unsigned version = strcmp(name, "device_add") == 0 && is_going(s) ?
                           server_version(s) :
                           0;

    return (Introspection){
        .schema = schema_for_requests,
        .property_type = property_type,
        .devices_take_strings = version && version < DEVICES_ARE_TYPED,
        .eager = session_is_interactive(s),
        .schema_is_there = s->schema != NULL,
        .opaque = s,
    };
}

void introspect_forget(Session *s, bool all)
{
    s->schema_ticket = 0;
    if (all) {
        qmp_schema_free(STEAL(s->schema));
        json_object_put(STEAL(s->device_types));
        s->schema_answered = false;
    }
}
