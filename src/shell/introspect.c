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

/* How long an answer is waited for. */
typedef enum Patience {
    SOON,    /* for Tab and hints: see session_exchange_soon() */
    PATIENT, /* as for a command */
} Patience;

/*
 * Ask @command with @arguments (consumed); *@value is owned, NULL where the
 * server refused.
 */
static bool ask(Session *s, const char *command, json_object *arguments,
                Patience patience, json_object **value, Error **errp)
{
    autoput json_object *request = session_request(command, arguments);
    QmpReply *reply = patience == PATIENT ? session_exchange(s, request, errp) :
                                            session_exchange_soon(s, request);

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

    s->schema_asked_ms = clock_now_ms();
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

bool introspect_settle(Session *s, int64_t limit_ms, Error **errp)
{
    QmpReply *reply;

    introspect_take(s);
    if (!s->schema_ticket) {
        return true;
    }
    reply = session_await(s, s->schema_ticket, "query-qmp-schema", limit_ms,
                          errp);
    if (!reply) {
        return false;
    }
    load_schema(s, reply);
    return true;
}

bool introspect_settle_soon(Session *s)
{
    int64_t left = s->schema_asked_ms + session_soon_ms(s) - clock_now_ms();

    return introspect_settle(s, left > 0 ? left : 0, NULL);
}

/* Is there nothing to be asked: it is known, or there is nobody? */
static bool schema_is_settled(const Session *s)
{
    return s->schema_answered || !is_going(s);
}

static bool schema_for_requests(void *opaque, const QmpSchema **schema,
                                Error **errp)
{
    Session *s = opaque;
    bool ok = schema_is_settled(s) ||
              ((s->schema_ticket || request_schema(s, errp)) &&
               introspect_settle(s, s->config.options->timeout_ms, errp));

    *schema = s->schema;
    if (ok && !s->schema) {
        session_say_untyped(s, "the server has no schema");
    }
    return ok;
}

const QmpSchema *introspect_schema_soon(Session *s)
{
    if (!schema_is_settled(s) &&
        (s->schema_ticket || request_schema(s, NULL))) {
        introspect_settle_soon(s);
    }
    return s->schema;
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
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
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

/* Ask for the properties of exactly that type; *@list is owned. */
static bool ask_properties(Session *s, const char *device_type,
                           Patience patience, json_object **list, Error **errp)
{
    json_object *arguments = json_object_new_object();

    json_set_string(arguments, "typename", device_type);
    return ask(s, "device-list-properties", arguments, patience, list, errp);
}

/*
 * device_add takes "virtio-blk" for the type that fits the machine, which
 * device-list-properties does not (qdev-monitor.c, qdev_alias_table).  All
 * that it may stand for have the same properties of their own.
 */
static bool ask_properties_of_alias(Session *s, const char *device_type,
                                    Patience patience, json_object **list,
                                    Error **errp)
{
    static const char *const endings[] = { "", "-pci", "-ccw", "-device" };
    size_t i;

    *list = NULL;
    for (i = 0; i < ARRAY_SIZE(endings) && !*list; i++) {
        autofree char *name = mem_printf("%s%s", device_type, endings[i]);

        if (!ask_properties(s, name, patience, list, errp)) {
            return false;
        }
        if (session_version_number(s) < DEVICES_ARE_TYPED) {
            break; /* each question could be the end of it */
        }
    }
    return true;
}

/* *@list is borrowed. */
static bool get_properties(Session *s, const char *device_type,
                           Patience patience, json_object **list, Error **errp)
{
    if (json_has(s->device_types, device_type, list)) {
        return true;
    }
    if (!ask_properties_of_alias(s, device_type, patience, list, errp)) {
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

    return is_going(s) && get_properties(s, device_type, SOON, &list, NULL) ?
               list :
               NULL;
}

static bool device_property_type(Session *s, const char *device_type,
                                 const char *property, char **type, bool *known,
                                 Error **errp)
{
    json_object *list = NULL;
    bool asked = get_properties(s, device_type, PATIENT, &list, errp);

    *type = type_in_list(list, property);
    *known = json_object_is_type(list, json_type_array);
    return asked;
}

static bool object_property_type(Session *s, const char *path,
                                 const char *property, char **type, bool *known,
                                 Error **errp)
{
    json_object *arguments = json_object_new_object();
    autoput json_object *list = NULL;
    bool asked;

    json_set_string(arguments, "path", path);
    asked = ask(s, "qom-list", arguments, PATIENT, &list, errp);
    *type = type_in_list(list, property);
    *known = json_object_is_type(list, json_type_array);
    return asked;
}

static bool property_type(void *opaque, PropertyOwner kind, const char *owner,
                          const char *property, char **type, bool *known,
                          Error **errp)
{
    *type = NULL;
    *known = false;
    return !is_going(opaque) ||
           (kind == PROPERTY_OF_DEVICE ? device_property_type :
                                         object_property_type)(
               opaque, owner, property, type, known, errp);
}

/*
 * A connection that gave no greeting (-N) did not tell its version.  Where it
 * stays unknown the server is taken for an old one, which is never asked for
 * properties unasked: that can abort it.
 */
static bool devices_take_strings(void *opaque, bool *yes, Error **errp)
{
    Session *s = opaque;
    unsigned version = session_version_number(s);
    autoput json_object *reply = NULL;

    if (!version && !s->version_asked && is_going(s)) {
        if (!ask(s, "query-version", NULL, PATIENT, &reply, errp)) {
            return false;
        }
        s->version_asked = true;
        s->version = session_version_of(reply);
    }
    *yes = (version ? version : s->version) < DEVICES_ARE_TYPED;
    return true;
}

json_object *introspect_kept(const Session *s, const char *name)
{
    json_object *value = NULL;

    return is_going(s) && json_has(s->kept, name, &value) ? value : NULL;
}

void introspect_keep(Session *s, const char *name, json_object *value)
{
    if (!s->kept) {
        s->kept = json_object_new_object();
    }
    json_set(s->kept, name, value);
}

Introspection introspect_for_requests(Session *s)
{
    return (Introspection){
        .schema = schema_for_requests,
        .property_type = property_type,
        .devices_take_strings = devices_take_strings,
        .eager = session_is_interactive(s),
        .schema_is_there = s->schema != NULL,
        .opaque = s,
    };
}

void introspect_forget(Session *s, bool all)
{
    s->schema_ticket = 0;
    s->overdue = 0;
    if (all) {
        qmp_schema_free(STEAL(s->schema));
        json_object_put(STEAL(s->device_types));
        json_object_put(STEAL(s->kept));
        s->schema_answered = false;
        s->version_asked = false;
        s->version = 0;
    }
}
