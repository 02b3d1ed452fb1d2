/*
 * Command to QMP request
 */
#include "lang/request.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "lang/key_tree.h"
#include "lang/place.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

static json_object *string_value(const char *text, size_t len)
{
    return json_object_new_string_len(text, (int)len);
}

/* An unquoted value by its look: nothing else is known of its type. */
static json_object *value_by_look(const char *text, size_t len)
{
    json_object *number;

    if (strcasecmp(text, "true") == 0 || strcasecmp(text, "false") == 0) {
        return json_object_new_boolean(strcasecmp(text, "true") == 0);
    }
    if (strcmp(text, "null") == 0) {
        return NULL;
    }
    /* json_read() would let white space be behind it */
    if ((text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) &&
        !strpbrk(text, " \t\r\n") &&
        json_read(text, len, 0, &number, NULL, NULL)) {
        return number;
    }
    return string_value(text, len);
}

static bool file_value(const RequestContext *ctx, const Arg *arg,
                       json_object **value, Error **errp)
{
    autofree char *text = NULL;
    size_t len;

    *value = NULL;
    if (!ctx->read_file) {
        return true;
    }
    text = ctx->read_file(ctx->opaque, arg->text, &len, errp);
    if (!text) {
        return false;
    }
    if (len > INT_MAX || !text_is_utf8(text, len)) {
        error_set(errp, ERROR_PARSE, "'%s' is %s", arg->text,
                  len > INT_MAX ? "too large" : "not UTF-8 text");
        return false;
    }
    *value = string_value(text, len);
    return true;
}

/*
 * The value of an argument.  This is where a schema's types come in: here
 * each value is what it looks like.
 */
static bool value_of(void *opaque, const Call *call, size_t n,
                     json_object **value, Error **errp)
{
    const RequestContext *ctx = opaque;
    const Arg *arg = &call->args[n];

    switch (arg->form) {
    case VALUE_FILE:
        return file_value(ctx, arg, value, errp);
    case VALUE_BRACKET:
    case VALUE_JSON:
        *value = json_object_get(arg->json);
        return true;
    case VALUE_STRING:
        *value = string_value(arg->text, arg->text_len);
        return true;
    default:
        *value = value_by_look(arg->text, arg->text_len);
        return true;
    }
}

/* Most dots in properties of devices are part of a name: see request.h. */
static bool keys_are_flat(const Call *call)
{
    return strcmp(call->name, "device_add") == 0;
}

static json_object *call_arguments(const Call *call, const RequestContext *ctx,
                                   size_t *error_at, Error **errp)
{
    return key_tree_build(call, keys_are_flat(call), value_of, (void *)ctx,
                          error_at, errp);
}

/* An action of a transaction as it is on the wire. */
static json_object *action(const Call *call, const RequestContext *ctx,
                           size_t *error_at, Error **errp)
{
    json_object *data, *obj;

    if (call->raw) {
        return json_object_get(call->raw);
    }
    data = call_arguments(call, ctx, error_at, errp);
    if (!data) {
        return NULL;
    }
    obj = json_object_new_object();
    json_set_string(obj, "type", call->name);
    json_set(obj, "data", data);
    return obj;
}

static json_object *transaction_arguments(const Command *cmd,
                                          const RequestContext *ctx,
                                          size_t *error_at, Error **errp)
{
    autoput json_object *arguments = json_object_new_object();
    autoput json_object *own = NULL;
    json_object *actions = json_object_new_array();
    size_t i;

    json_set(arguments, "actions", actions);
    for (i = 0; i < cmd->call.n_args; i++) {
        if (strcmp(cmd->call.args[i].parts[0].name, "actions") == 0) {
            *error_at = cmd->call.args[i].key_at;
            error_set(errp, ERROR_PARSE,
                      "'actions' is what stands between the brackets");
            return NULL;
        }
    }
    for (i = 0; i < cmd->n_actions; i++) {
        json_object *one = action(&cmd->actions[i], ctx, error_at, errp);

        if (!one) {
            return NULL;
        }
        json_object_array_add(actions, one);
    }
    own = call_arguments(&cmd->call, ctx, error_at, errp);
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

static json_object *make_request(const Command *cmd, const RequestContext *ctx,
                                 size_t *error_at, Error **errp)
{
    json_object *arguments;

    switch (cmd->kind) {
    case COMMAND_QMP:
        arguments = call_arguments(&cmd->call, ctx, error_at, errp);
        break;
    case COMMAND_TRANSACTION:
        arguments = transaction_arguments(cmd, ctx, error_at, errp);
        break;
    case COMMAND_HMP:
        arguments = hmp_arguments(cmd, ctx);
        break;
    case COMMAND_RAW:
        return json_object_get(cmd->raw);
    default:
        *error_at = 0;
        error_set(errp, ERROR_PARSE, "there is nothing to be sent");
        return NULL;
    }
    return arguments ? request(command_execute_name(cmd), arguments) : NULL;
}

json_object *command_request(const Command *cmd, const RequestContext *ctx,
                             Error **errp)
{
    autoput json_object *made = NULL;
    Error *err = NULL;
    size_t at = 0;

    made = make_request(cmd, ctx, &at, &err);
    if (made && depth(made) > JSON_MAX_DEPTH) {
        at = 0;
        error_set(&err, ERROR_PARSE, "nested deeper than %d", JSON_MAX_DEPTH);
    }
    if (err) {
        if (cmd->source) {
            place_hint(&err, cmd->source, strlen(cmd->source), at, cmd->line);
        }
        error_propagate(errp, err);
        return NULL;
    }
    return STEAL(made);
}
