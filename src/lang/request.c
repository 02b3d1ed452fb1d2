/*
 * Command to QMP request
 */
#include "lang/request.h"

#include <limits.h>
#include <string.h>

#include "lang/arg_notes.h"
#include "lang/args.h"
#include "lang/key_tree.h"
#include "lang/place.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/nearest.h"
#include "util/text.h"

#define NO_PLACE ((size_t)-1)

/* The request that is being made. */
typedef struct Maker {
    const RequestContext *ctx;
    const QmpSchema *schema; /* NULL: the server has none */
    bool asked;              /* for the schema */
    bool read_files;         /* or only find out whether all else is right */
    size_t error_at;         /* the place of an error in the source */
    Error **errp;
} Maker;

static bool file_value(Maker *m, const Arg *arg, json_object **value)
{
    const RequestContext *ctx = m->ctx;
    autofree char *text = NULL;
    size_t len;

    m->error_at = arg->value_at;
    if (!m->read_files) {
        return true;
    }
    text = ctx->read_file(ctx->opaque, arg->text, &len, m->errp);
    if (!text) {
        return false;
    }
    if (len > INT_MAX || !text_is_utf8(text, len)) {
        error_set(m->errp, ERROR_PARSE, "'%s' is %s", arg->text,
                  len > INT_MAX ? "too large" : "not UTF-8 text");
        return false;
    }
    *value = json_object_new_string_len(text, (int)len);
    return true;
}

static bool value_of(void *opaque, const ValueType *type, const Arg *arg,
                     json_object **value, size_t *error_at, Error **errp)
{
    ValueType string = value_type_string();
    Maker *m = opaque;

    *value = NULL;
    if (arg->form == VALUE_FILE) {
        return value_check_file(type, arg, error_at, errp) &&
               file_value(m, arg, value);
    }
    if (!m->ctx->read_file && !arg->is_json) {
        type = &string; /* password=123 must look like a secret */
    }
    return value_convert(type, arg, value, error_at, errp);
}

/* Can a type change the value, or what a number in the key is? */
static bool needs_type(const Arg *arg)
{
    size_t i;

    for (i = 0; i < arg->n_parts; i++) {
        if (key_part_is_index(&arg->parts[i])) {
            return true;
        }
    }
    return value_is_open(arg);
}

/* Does what is sent depend on the schema? */
static bool needs_schema(const Maker *m, const Call *call, const KeyNote *notes)
{
    const Introspection *ask = m->ctx->introspection;
    size_t i;

    for (i = 0; ask && i < call->n_args; i++) {
        if (!(notes && notes[i].typed) && (ask->eager || ask->schema_is_there ||
                                           needs_type(&call->args[i]))) {
            return true;
        }
    }
    return false;
}

static bool find_schema(Maker *m)
{
    const Introspection *ask = m->ctx->introspection;

    if (!m->asked && !ask->schema(ask->opaque, &m->schema, m->errp)) {
        return false;
    }
    m->asked = true;
    return true;
}

/* What the schema says of a command's arguments, or NULL. */
static const SchemaType *command_type(const Maker *m, const char *name)
{
    const SchemaCommand *command = m->schema ?
                                       qmp_schema_command(m->schema, name) :
                                       NULL;

    return command ? command->args : NULL;
}

static const SchemaType *action_type(const Maker *m, const char *name)
{
    return m->schema ? qmp_schema_action(m->schema, name) : NULL;
}

/* The name of an action is one of an enum, as any tag is. */
static bool check_action_name(Maker *m, const Call *call)
{
    const SchemaType *names = m->schema ? qmp_schema_actions(m->schema) : NULL;
    Nearest nearest = { .word = call->name };
    const SchemaValue *values;
    size_t n, i;

    if (!names || schema_has_value(names, call->name)) {
        return true;
    }
    values = schema_values(names, &n);
    for (i = 0; i < n; i++) {
        nearest_offer(&nearest, values[i].name);
    }
    if (nearest.best) {
        return place_fail(&m->error_at, call->name_at, m->errp,
                          "'%s' is no action: did you mean '%s'?", call->name,
                          nearest.best);
    }
    return place_fail(&m->error_at, call->name_at, m->errp,
                      "'%s' is no action of a transaction", call->name);
}

static json_object *call_arguments(Maker *m, const Call *call, bool is_action)
{
    autofree KeyNote *notes = NULL;
    const SchemaType *type = NULL;

    m->error_at = NO_PLACE;
    if (!arg_notes_find(call, m->ctx->introspection, &notes, &m->error_at,
                        m->errp)) {
        return NULL;
    }
    if (needs_schema(m, call, notes)) {
        if (!find_schema(m)) {
            return NULL;
        }
        if (is_action && !check_action_name(m, call)) {
            return NULL;
        }
        type = (is_action ? action_type : command_type)(m, call->name);
    }
    return key_tree_build(call, type, notes, value_of, m, &m->error_at,
                          m->errp);
}

/* An action of a transaction as it is on the wire. */
static json_object *action(Maker *m, const Call *call)
{
    json_object *data, *obj;

    if (call->raw) {
        return json_object_get(call->raw);
    }
    data = call_arguments(m, call, true);
    if (!data) {
        return NULL;
    }
    obj = json_object_new_object();
    json_set_string(obj, "type", call->name);
    json_set(obj, "data", data);
    return obj;
}

static json_object *transaction_arguments(Maker *m, const Command *cmd)
{
    autoput json_object *arguments = json_object_new_object();
    autoput json_object *own = NULL;
    json_object *actions = json_object_new_array();
    size_t i;

    json_set(arguments, "actions", actions);
    for (i = 0; i < cmd->call.n_args; i++) {
        if (strcmp(cmd->call.args[i].parts[0].name, "actions") == 0) {
            place_fail(&m->error_at, cmd->call.args[i].key_at, m->errp,
                       "'actions' is what stands between the brackets");
            return NULL;
        }
    }
    for (i = 0; i < cmd->n_actions; i++) {
        json_object *one = action(m, &cmd->actions[i]);

        if (!one) {
            return NULL;
        }
        json_object_array_add(actions, one);
    }
    own = call_arguments(m, &cmd->call, false);
    if (!own) {
        return NULL;
    }
    json_object_object_foreach(own, key, value)
    {
        json_set(arguments, key, json_object_get(value));
    }
    return STEAL(arguments);
}

static json_object *hmp_arguments(const Command *cmd, const RequestContext *ctx)
{
    json_object *arguments = json_object_new_object();

    json_set_string(arguments, "command-line", cmd->rest);
    if (ctx->hmp_cpu >= 0) {
        json_set(arguments, "cpu-index", json_object_new_int(ctx->hmp_cpu));
    }
    return arguments;
}

/* Levels of brackets in @value. */
static unsigned depth(json_object *value)
{
    unsigned most = 0, d;
    size_t i, n;

    if (json_object_is_type(value, json_type_object)) {
        json_object_object_foreach(value, key, member)
        {
            (void)key;
            d = depth(member);
            most = d > most ? d : most;
        }
    } else if (json_object_is_type(value, json_type_array)) {
        n = json_object_array_length(value);
        for (i = 0; i < n; i++) {
            d = depth(json_object_array_get_idx(value, i));
            most = d > most ? d : most;
        }
    } else {
        return 0;
    }
    return most + 1;
}

/* An owned @arguments into a request; left out when there are none. */
static json_object *request(const char *name, json_object *arguments)
{
    json_object *obj = json_object_new_object();

    json_set_string(obj, "execute", name);
    if (json_object_object_length(arguments)) {
        json_set(obj, "arguments", arguments);
    } else {
        json_object_put(arguments);
    }
    return obj;
}

static json_object *make_request(Maker *m, const Command *cmd)
{
    json_object *arguments;

    switch (cmd->kind) {
    case COMMAND_QMP:
        arguments = call_arguments(m, &cmd->call, false);
        break;
    case COMMAND_TRANSACTION:
        arguments = transaction_arguments(m, cmd);
        break;
    case COMMAND_HMP:
        arguments = hmp_arguments(cmd, m->ctx);
        break;
    case COMMAND_RAW:
        return json_object_get(cmd->raw);
    default:
        m->error_at = 0;
        error_set(m->errp, ERROR_PARSE, "there is nothing to be sent");
        return NULL;
    }
    return arguments ? request(command_execute_name(cmd), arguments) : NULL;
}

static bool call_has_file(const Call *call)
{
    size_t i;

    for (i = 0; i < call->n_args; i++) {
        if (call->args[i].form == VALUE_FILE) {
            return true;
        }
    }
    return false;
}

static bool has_file(const Command *cmd)
{
    bool found = call_has_file(&cmd->call);
    size_t i;

    for (i = 0; i < cmd->n_actions; i++) {
        found |= call_has_file(&cmd->actions[i]);
    }
    return found;
}

/* Files are read only for a request that is right but for them. */
static json_object *make_checked(Maker *m, const Command *cmd)
{
    autoput json_object *draft = NULL;

    if (m->ctx->read_file && has_file(cmd)) {
        draft = make_request(m, cmd);
        if (!draft) {
            return NULL;
        }
    }
    m->read_files = m->ctx->read_file;
    return make_request(m, cmd);
}

json_object *command_request(const Command *cmd, const RequestContext *ctx,
                             Error **errp)
{
    autoput json_object *made = NULL;
    Error *err = NULL;
    Maker m = { .ctx = ctx, .errp = &err };

    made = make_checked(&m, cmd);
    if (made && depth(made) > JSON_MAX_DEPTH) {
        m.error_at = 0;
        error_set(&err, ERROR_PARSE, "nested deeper than %d", JSON_MAX_DEPTH);
    }
    if (err) {
        if (cmd->source && m.error_at != NO_PLACE) {
            place_hint(&err, cmd->source, strlen(cmd->source), m.error_at,
                       cmd->line);
        }
        if (cmd->kind == COMMAND_TRANSACTION &&
            error_kind(err) == ERROR_PARSE) {
            error_append_hint(&err, "nothing of the transaction was sent\n");
        }
        error_propagate(errp, err);
        return NULL;
    }
    return STEAL(made);
}

bool request_check_action(const Call *call, const RequestContext *ctx,
                          size_t *error_at, Error **errp)
{
    Maker m = { .ctx = ctx, .errp = errp };
    bool whole = strcmp(call->name, "transaction") == 0;
    autoput json_object *made = whole ? call_arguments(&m, call, false) :
                                        action(&m, call);

    *error_at = m.error_at == NO_PLACE ? call->name_at : m.error_at;
    return made;
}
