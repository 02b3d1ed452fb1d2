/*
 * What helps after something went wrong
 */
#include "shell/assist.h"

#include <string.h>

#include "lang/advice.h"
#include "lang/live.h"
#include "lang/raw.h"
#include "lang/safety.h"
#include "lang/signature.h"
#include "shell/introspect.h"
#include "shell/live.h"
#include "shell/session_priv.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/nearest.h"
#include "util/strbuf.h"
#include "util/text.h"

/* So many names are worth a line; of more only the nearest. */
#define MAX_NAMES 8

/* ---- names that are there ---- */

/* @path as the place of a value in @request. */
static Spot spot_in_request(json_object *request, const StrList *path)
{
    json_object *arguments = json_get_object(request, "arguments");
    Spot spot = { .kind = SPOT_VALUE, .path = *path };

    spot.command = (char *)raw_request_name(request);
    spot.given = arguments;
    spot.prefix = (char *)"";
    return spot;
}

/* A folder of the tree is named like any object. */
static void append_name(StrBuf *out, const char *name)
{
    size_t len = strlen(name);

    strbuf_append(out, name, len - (len > 1 && name[len - 1] == '/'));
}

/* "did you mean hd0?", "there are hd0, hd1", or NULL. */
static char *advise_of_names(const char *name, const LiveNames *names)
{
    Nearest nearest = { .word = name };
    StrBuf text = STRBUF_INIT;
    size_t i;

    for (i = 0; i < names->n; i++) {
        nearest_offer(&nearest, names->list[i].name);
    }
    if (nearest.best) {
        strbuf_puts(&text, "did you mean ");
        append_name(&text, nearest.best);
        strbuf_putc(&text, '?');
        return strbuf_steal(&text);
    }
    if (!names->n || names->n > MAX_NAMES) {
        return NULL;
    }
    strbuf_puts(&text, names->n == 1 ? "there is " : "there are ");
    for (i = 0; i < names->n; i++) {
        strbuf_puts(&text, i ? ", " : "");
        append_name(&text, names->list[i].name);
    }
    return strbuf_steal(&text);
}

/* Names in the tree of objects are looked for where the wrong one is. */
static char *folder_of(const char *name, LiveKind kind)
{
    const char *slash = kind == LIVE_QOM_PATH ? strrchr(name, '/') : NULL;

    return mem_strndup(name, slash ? (size_t)(slash + 1 - name) : 0);
}

static char *advise_from_server(Session *s, const Refusal *refusal)
{
    autofree_strlist StrList path = STRLIST_INIT;
    autofree_live LiveNames names = { 0 };
    autofree char *name = NULL;
    autofree char *prefix = NULL;
    LiveQuery query = { 0 };
    Spot spot;

    if (!advice_not_found(refusal, &name, &path) || !path.n) {
        return NULL;
    }
    spot = spot_in_request(refusal->request, &path);
    query.kind = spot.command ? live_kind(&spot) : LIVE_NONE;
    if (query.kind == LIVE_NONE || query.kind == LIVE_FILE ||
        query.kind == LIVE_SERVER_FILE) {
        return NULL;
    }
    query.owner = live_owner(&spot, query.kind);
    prefix = folder_of(name, query.kind);
    query.prefix = prefix;
    live_names(s, &query, &names);
    return advise_of_names(name, &names);
}

/* ---- after an error reply ---- */

static void print_hint(Session *s, const char *hint)
{
    const Theme *theme = output_error_theme(s->config.output);
    autofree_strbuf StrBuf line = STRBUF_INIT;

    strbuf_puts(&line, theme_start(theme, THEME_HINT));
    strbuf_puts(&line, "hint: ");
    text_append_safe(&line, hint, strlen(hint), 0);
    strbuf_puts(&line, theme_end(theme, THEME_HINT));
    strbuf_putc(&line, '\n');
    output_write_error(s->config.output, line.data, line.len);
}

/* The argument that the device has no property for; borrowed. */
static const char *unknown_property(json_object *arguments, const char *desc)
{
    json_object_object_foreach(arguments, key, value)
    {
        autofree char *end = mem_printf(".%s' not found", key);
        size_t len = strlen(desc), end_len = strlen(end);

        (void)value;
        if (len > end_len && strcmp(desc + len - end_len, end) == 0) {
            return key;
        }
    }
    return NULL;
}

/* device_add's properties are in no schema. */
static char *advise_of_property(Session *s, const Refusal *refusal)
{
    json_object *arguments = json_get_object(refusal->request, "arguments");
    const char *command = raw_request_name(refusal->request);
    autofree_live LiveNames names = { 0 };
    LiveQuery query = { .kind = LIVE_DEVICE_PROPERTY,
                        .owner = json_get_string(arguments, "driver"),
                        .prefix = "" };
    const char *key = NULL;

    if (command && strcmp(command, "device_add") == 0 && query.owner) {
        key = unknown_property(arguments, refusal->error_desc);
    }
    if (!key) {
        return NULL;
    }
    live_names(s, &query, &names);
    return advise_of_names(key, &names);
}

static char *advise(Session *s, const Refusal *refusal, bool may_ask)
{
    const QmpSchema *schema = s->schema;
    char *advice = NULL;

    if (may_ask) {
        advice = advise_of_property(s, refusal);
        advice = advice ? advice : advise_from_server(s, refusal);
    }
    if (advice || !advice_needs_schema(refusal)) {
        return advice;
    }
    if (may_ask) {
        schema = introspect_schema_soon(s);
    }
    return schema ? advice_from_schema(schema, refusal) : NULL;
}

void assist_after_refusal(Session *s, const Command *cmd, json_object *request,
                          const QmpReply *reply, bool may_ask)
{
    Refusal refusal = { request, reply->error_class, reply->error_desc };
    autofree char *hint = NULL;

    assist_forget(s);
    s->refused = json_object_get(request);
    s->refused_class = mem_strdup(reply->error_class);
    s->refused_desc = mem_strdup(reply->error_desc);
    if (cmd->kind == COMMAND_HMP) {
        return; /* no argument was the user's */
    }
    hint = advise(s, &refusal, may_ask && session_is_connected(s) && !s->quit);
    if (hint) {
        print_hint(s, hint);
    }
}

void assist_forget(Session *s)
{
    json_object_put(STEAL(s->refused));
    free(STEAL(s->refused_class));
    free(STEAL(s->refused_desc));
}

/* ---- usage ---- */

static void append_usage(const QmpSchema *schema, const char *name, StrBuf *out)
{
    const SchemaCommand *command = schema ? qmp_schema_command(schema, name) :
                                            NULL;

    if (command) {
        strbuf_puts(out, "usage: ");
        signature_command(command, 0, out);
        strbuf_putc(out, '\n');
    }
}

Status assist_report(Session *s, Error *err)
{
    const char *subject = error_subject(err);
    autofree_strbuf StrBuf usage = STRBUF_INIT;

    if (subject && session_is_connected(s)) {
        append_usage(introspect_schema_soon(s), subject, &usage);
        error_append_hint(&err, "%s", strbuf_str(&usage));
    }
    return status_report(s->config.output, err);
}

/* The server may repeat a URL with its password. */
static json_object *masked_desc(const char *desc)
{
    autoput json_object *error = json_object_new_object();

    json_set_string(error, "desc", desc);
    return message_mask_secrets(error);
}

Status assist_show(Session *s)
{
    Output *output = s->config.output;
    const RenderFormat *format = render_format_find("auto");
    RenderStyle style = output_style(output);
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree_strbuf StrBuf usage = STRBUF_INIT;
    autoput json_object *masked = NULL;
    autoput json_object *error = NULL;
    const char *name;

    if (!s->refused) {
        Error *err = NULL;

        error_set(&err, ERROR_REFUSED, "no command has been refused yet");
        return status_report(output, err);
    }
    masked = message_mask_secrets(s->refused);
    error = masked_desc(s->refused_desc);
    format->render(&text, masked, &style);
    render_error(&text, s->refused_class, json_get_string(error, "desc"),
                 &style);
    name = raw_request_name(s->refused);
    append_usage(name ? introspect_schema_soon(s) : NULL, name, &usage);
    text_append_safe(&text, strbuf_str(&usage), usage.len, TEXT_KEEP_NEWLINE);
    output_write(output, text.data, text.len);
    return STATUS_OK;
}
