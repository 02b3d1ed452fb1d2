/*
 * What query-qmp-schema replies, sorted by name
 *
 * Strings are borrowed from the reply, which the schema keeps.
 */
#include "qmp/schema.h"

#include <stdlib.h>
#include <string.h>

#include "qmp/schema_priv.h"
#include "util/json.h"
#include "util/mem.h"

struct QmpSchema {
    json_object *list;
    SchemaType *types;
    SchemaCommand *commands;
    SchemaEvent *events;
    size_t n_types, n_commands, n_events;
};

/* What has a name has it first: types, commands and events. */
static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sort @n things of @size bytes; of those of one name one stays. */
static void sort_by_name(void *things, size_t *n, size_t size)
{
    size_t i, kept = 0;
    char *base = things;

    if (!*n) {
        return;
    }
    qsort(base, *n, size, by_name);
    for (i = 1; i < *n; i++) {
        if (by_name(base + kept * size, base + i * size) != 0) {
            kept++;
            memmove(base + kept * size, base + i * size, size);
        }
    }
    *n = kept + 1;
}

static const void *find(const void *things, size_t n, size_t size,
                        const char *name)
{
    return n ? bsearch(&name, things, n, size, by_name) : NULL;
}

const SchemaType *schema_find_type(const QmpSchema *schema, const char *name)
{
    return find(schema->types, schema->n_types, sizeof(SchemaType), name);
}

/* Entry @i of the list; what it is in *@meta, "" when that is not known. */
static json_object *entry_at(const QmpSchema *schema, size_t i,
                             const char **meta)
{
    json_object *entry = json_object_array_get_idx(schema->list, i);

    *meta = json_get_string(entry, "meta-type");
    *meta = *meta ? *meta : "";
    return entry;
}

static bool is_command(const char *meta)
{
    return strcmp(meta, "command") == 0;
}

static bool is_event(const char *meta)
{
    return strcmp(meta, "event") == 0;
}

/* False: an entry has no name. */
static bool load_types(QmpSchema *schema, size_t n)
{
    const char *meta;
    size_t i;

    schema->types = mem_new0(n, sizeof(*schema->types));
    for (i = 0; i < n; i++) {
        json_object *entry = entry_at(schema, i, &meta);
        const char *name = json_get_string(entry, "name");

        if (!name) {
            return false;
        }
        schema->n_commands += is_command(meta);
        schema->n_events += is_event(meta);
        if (!is_command(meta) && !is_event(meta)) {
            schema->types[schema->n_types++] = (SchemaType){
                .name = name,
                .kind = schema_entry_kind(entry, meta),
                .schema = schema,
                .entry = entry,
            };
        }
    }
    sort_by_name(schema->types, &schema->n_types, sizeof(*schema->types));
    return true;
}

static void load_commands_and_events(QmpSchema *schema, size_t n)
{
    SchemaCommand *command;
    SchemaEvent *event;
    const char *meta;
    size_t i;

    command = mem_new0(schema->n_commands, sizeof(*command));
    event = mem_new0(schema->n_events, sizeof(*event));
    schema->commands = command;
    schema->events = event;
    for (i = 0; i < n; i++) {
        json_object *entry = entry_at(schema, i, &meta);

        if (is_command(meta)) {
            *command++ = (SchemaCommand){
                .name = json_get_string(entry, "name"),
                .args = schema_type_of(schema, entry, "arg-type"),
                .result = schema_type_of(schema, entry, "ret-type"),
                .allow_oob = json_get_bool(entry, "allow-oob"),
                .features = schema_features_of(entry),
            };
        } else if (is_event(meta)) {
            *event++ = (SchemaEvent){
                .name = json_get_string(entry, "name"),
                .data = schema_type_of(schema, entry, "arg-type"),
                .features = schema_features_of(entry),
            };
        }
    }
    sort_by_name(schema->commands, &schema->n_commands, sizeof(*command));
    sort_by_name(schema->events, &schema->n_events, sizeof(*event));
}

QmpSchema *qmp_schema_new(json_object *list, Error **errp)
{
    QmpSchema *schema = NEW0(QmpSchema);
    size_t n;

    if (json_object_is_type(list, json_type_array)) {
        schema->list = json_object_get(list);
        n = json_object_array_length(list);
        if (load_types(schema, n)) {
            load_commands_and_events(schema, n);
            return schema;
        }
    }
    error_set(errp, ERROR_PROTOCOL,
              "the server's schema is no list of things with names");
    qmp_schema_free(schema);
    return NULL;
}

void qmp_schema_free(QmpSchema *schema)
{
    size_t i;

    if (!schema) {
        return;
    }
    for (i = 0; i < schema->n_types; i++) {
        schema_type_clear(&schema->types[i]);
    }
    free(schema->types);
    free(schema->commands);
    free(schema->events);
    json_object_put(schema->list);
    free(schema);
}

const SchemaCommand *qmp_schema_commands(const QmpSchema *schema, size_t *n)
{
    *n = schema->n_commands;
    return schema->commands;
}

const SchemaEvent *qmp_schema_events(const QmpSchema *schema, size_t *n)
{
    *n = schema->n_events;
    return schema->events;
}

const SchemaCommand *qmp_schema_command(const QmpSchema *schema,
                                        const char *name)
{
    return find(schema->commands, schema->n_commands, sizeof(SchemaCommand),
                name);
}

const SchemaEvent *qmp_schema_event(const QmpSchema *schema, const char *name)
{
    return find(schema->events, schema->n_events, sizeof(SchemaEvent), name);
}
