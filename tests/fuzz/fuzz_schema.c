/*
 * Any JSON as a server's schema, and behind it as a refused request: a list
 * of entries, then {"execute": NAME, "arguments": {...}, "desc": TEXT}
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/advice.h"
#include "lang/signature.h"
#include "util/json.h"
#include "util/mem.h"

/* Types can hold themselves: so deep, and so many of an object's members. */
#define MAX_DEPTH 4
#define MAX_WIDTH 6

static void check(bool ok)
{
    if (!ok) {
        abort();
    }
}

/* Of every enum that is a tag, the first value is chosen. */
static const char *first_value(void *opaque, const char *tag)
{
    const SchemaType *type = opaque;
    const SchemaMember *m = schema_member(type, tag, NULL, NULL);
    const SchemaValue *values;
    size_t n = 0;

    if (m) {
        values = schema_values(m->type, &n);
    }
    return n ? values[0].name : "";
}

static void walk(const SchemaType *type, unsigned depth);

static void walk_object(const SchemaType *type, unsigned depth)
{
    autofree_members SchemaMembers members = { 0 };
    size_t i;

    schema_members(type, first_value, (void *)type, &members);
    for (i = 0; i < members.n; i++) {
        const SchemaMember *m = members.list[i];

        check(schema_member(type, m->name, first_value, (void *)type) == m);
        if (i < MAX_WIDTH) {
            walk(m->type, depth + 1);
        }
    }
}

static void walk(const SchemaType *type, unsigned depth)
{
    autofree_strbuf StrBuf text = STRBUF_INIT, argument = STRBUF_INIT;
    const SchemaType *element = schema_element(type);
    const SchemaValue *values;
    SchemaKind kind;
    size_t i, n;

    schema_describe(type, &text);
    check(text.len > 0);
    signature_argument("key", type, &argument);
    check(argument.len > 3 && memcmp(argument.data, "key", 3) == 0);
    check((element != NULL) == (schema_kind(type) == SCHEMA_ARRAY));
    values = schema_values(type, &n);
    for (i = 0; i < n; i++) {
        check(schema_has_value(type, values[i].name));
    }
    if (depth == MAX_DEPTH) {
        return;
    }
    if (element) {
        walk(element, depth + 1);
    }
    for (kind = SCHEMA_STRING; kind < SCHEMA_ALTERNATE; kind++) {
        const SchemaType *branch = schema_as(type, kind);

        if (branch) {
            check(schema_kind(branch) == kind);
            walk(branch, depth + 1);
        }
    }
    walk_object(type, depth);
}

static void walk_schema(const QmpSchema *schema)
{
    const SchemaCommand *commands;
    const SchemaEvent *events;
    size_t i, n;

    commands = qmp_schema_commands(schema, &n);
    for (i = 0; i < n; i++) {
        autofree_strbuf StrBuf text = STRBUF_INIT;

        check(qmp_schema_command(schema, commands[i].name) == &commands[i]);
        signature_command(&commands[i], i, &text);
        check(strncmp(strbuf_str(&text), commands[i].name,
                      strlen(commands[i].name)) == 0);
        walk(commands[i].args, 0);
        walk(commands[i].result, 0);
    }
    events = qmp_schema_events(schema, &n);
    for (i = 0; i < n; i++) {
        check(qmp_schema_event(schema, events[i].name) == &events[i]);
        walk(events[i].data, 0);
    }
}

static void refuse(const QmpSchema *schema, json_object *request)
{
    Refusal refusal = {
        .request = request,
        .error_class = "GenericError",
        .error_desc = json_get_string(request, "desc"),
    };
    autofree_strlist StrList path = STRLIST_INIT;
    autofree char *advice = NULL, *name = NULL;

    if (refusal.error_desc) {
        advice = advice_from_schema(schema, &refusal);
        check(!advice || *advice);
        check(advice_not_found(&refusal, &name, &path) == (name != NULL));
        check((path.n > 0) == (name != NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    autoput json_object *list = NULL, *request = NULL;
    autofree_error Error *err = NULL;
    QmpSchema *schema;
    size_t end;

    if (!json_read(text, size, JSON_READ_LITERAL | JSON_READ_PREFIX, &list,
                   &end, NULL)) {
        return 0;
    }
    schema = qmp_schema_new(list, &err);
    check((schema != NULL) == (err == NULL));
    if (schema) {
        walk_schema(schema);
        if (json_read(text + end, size - end, JSON_READ_LITERAL, &request, NULL,
                      NULL)) {
            refuse(schema, request);
        }
    }
    qmp_schema_free(schema);
    return 0;
}
