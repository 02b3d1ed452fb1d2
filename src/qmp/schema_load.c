/*
 * Makes the types of the schema of the entries that the server sent
 *
 * Field names are those of QEMU's qapi/introspect.json.
 */
#include "qmp/schema_priv.h"

#include <stdlib.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"

/*
 * Of more members or values a type is taken for malformed, so that no peer
 * makes a search among them long; QEMU 11 has 162 at most (QKeyCode).
 */
#define MAX_MEMBERS 1000

static const SchemaType any_type = { .kind = SCHEMA_ANY };

const SchemaType *schema_type_of(const QmpSchema *schema, json_object *obj,
                                 const char *key)
{
    const char *name = json_get_string(obj, key);
    const SchemaType *type = NULL;

    if (name) {
        type = schema_find_type(schema, name);
    }
    return type ? type : &any_type;
}

/* Element @i of @array if it is a string, else NULL. */
static const char *string_at(json_object *array, size_t i)
{
    json_object *value = json_object_array_get_idx(array, i);

    return json_object_is_type(value, json_type_string) ?
               json_object_get_string(value) :
               NULL;
}

unsigned schema_features_of(json_object *obj)
{
    static const struct {
        const char *name;
        unsigned bit;
    } known[] = {
        { "deprecated", SCHEMA_DEPRECATED },
        { "unstable", SCHEMA_UNSTABLE },
    };
    json_object *list = json_get_array(obj, "features");
    size_t i, k, n = list ? json_object_array_length(list) : 0;
    unsigned features = 0;

    for (i = 0; i < n; i++) {
        const char *name = string_at(list, i);

        for (k = 0; name && k < ARRAY_SIZE(known); k++) {
            if (strcmp(name, known[k].name) == 0) {
                features |= known[k].bit;
            }
        }
    }
    return features;
}

static SchemaKind builtin_kind(json_object *entry)
{
    static const struct {
        const char *json_type;
        SchemaKind kind;
    } kinds[] = {
        { "string", SCHEMA_STRING }, { "int", SCHEMA_INT },
        { "number", SCHEMA_NUMBER }, { "boolean", SCHEMA_BOOL },
        { "null", SCHEMA_NULL },
    };
    const char *json_type = json_get_string(entry, "json-type");
    size_t i;

    for (i = 0; json_type && i < ARRAY_SIZE(kinds); i++) {
        if (strcmp(json_type, kinds[i].json_type) == 0) {
            return kinds[i].kind;
        }
    }
    return SCHEMA_ANY;
}

SchemaKind schema_entry_kind(json_object *entry, const char *meta)
{
    static const struct {
        const char *meta, *list; /* the list must be there */
        size_t min;
        SchemaKind kind;
    } kinds[] = {
        { "enum", "members", 0, SCHEMA_ENUM },
        { "enum", "values", 0, SCHEMA_ENUM },
        { "object", "members", 0, SCHEMA_OBJECT },
        { "alternate", "members", 1, SCHEMA_ALTERNATE },
    };
    size_t i, n;

    if (strcmp(meta, "builtin") == 0) {
        return builtin_kind(entry);
    }
    if (strcmp(meta, "array") == 0) {
        return SCHEMA_ARRAY;
    }
    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        json_object *list = NULL;

        if (strcmp(meta, kinds[i].meta) == 0) {
            list = json_get_array(entry, kinds[i].list);
        }
        n = list ? json_object_array_length(list) : 0;
        if (list && n >= kinds[i].min && n <= MAX_MEMBERS) {
            return kinds[i].kind;
        }
    }
    return SCHEMA_ANY;
}

/* A type of more is refused before, or loses what is beyond. */
static size_t capped_length(json_object *list)
{
    size_t n = json_array_length(list);

    return n < MAX_MEMBERS ? n : MAX_MEMBERS;
}

/* `members` since QEMU 6.2, `values` before and, without features, still. */
static void fill_enum(SchemaType *type)
{
    json_object *members = json_get_array(type->entry, "members");
    json_object *list = members ? members :
                                  json_get_array(type->entry, "values");
    size_t i, n = capped_length(list);

    type->values.list = mem_new0(n, sizeof(*type->values.list));
    for (i = 0; i < n; i++) {
        json_object *member = json_object_array_get_idx(list, i);
        const char *name = members ? json_get_string(member, "name") :
                                     string_at(list, i);

        if (name) {
            type->values.list[type->values.n++] = (SchemaValue){
                name, schema_features_of(member)
            };
        }
    }
}

static void fill_variants(SchemaType *type)
{
    json_object *list = json_get_array(type->entry, "variants");
    size_t i, n = capped_length(list);

    type->members.variants = mem_new0(n, sizeof(*type->members.variants));
    for (i = 0; i < n; i++) {
        json_object *variant = json_object_array_get_idx(list, i);
        const char *name = json_get_string(variant, "case");

        if (name) {
            type->members.variants[type->members.n_variants++] =
                (SchemaVariant){ name, schema_type_of(type->schema, variant,
                                                      "type") };
        }
    }
}

static void fill_object(SchemaType *type)
{
    json_object *list = json_get_array(type->entry, "members");
    const char *tag = json_get_string(type->entry, "tag");
    size_t i, n = json_object_array_length(list);

    type->members.list = mem_new0(n, sizeof(*type->members.list));
    for (i = 0; i < n; i++) {
        json_object *member = json_object_array_get_idx(list, i);
        const char *name = json_get_string(member, "name");

        if (name) {
            bool is_tag = tag && strcmp(name, tag) == 0;

            type->members.list[type->members.n++] = (SchemaMember){
                .name = name,
                .type = schema_type_of(type->schema, member, "type"),
                .optional = json_has(member, "default", NULL),
                .tag = is_tag,
                .features = schema_features_of(member),
            };
            type->members.tag = is_tag ? name : type->members.tag;
        }
    }
    if (type->members.tag) {
        fill_variants(type);
    }
}

static void fill_alternate(SchemaType *type)
{
    json_object *list = json_get_array(type->entry, "members");
    size_t i, n = json_object_array_length(list);
    unsigned seen = 0;

    for (i = 0; i < n; i++) {
        const SchemaType *branch = schema_type_of(
            type->schema, json_object_array_get_idx(list, i), "type");

        if (branch->kind == SCHEMA_ALTERNATE) {
            branch = &any_type; /* QAPI has no such thing */
        }
        if (!(seen & 1u << branch->kind)) {
            seen |= 1u << branch->kind;
            type->branches.list[type->branches.n++] = branch;
        }
    }
}

void schema_type_fill(SchemaType *type)
{
    switch (type->kind) {
    case SCHEMA_ENUM:
        fill_enum(type);
        break;
    case SCHEMA_ARRAY:
        type->element = schema_type_of(type->schema, type->entry,
                                       "element-type");
        break;
    case SCHEMA_OBJECT:
        fill_object(type);
        break;
    case SCHEMA_ALTERNATE:
        fill_alternate(type);
        break;
    default:
        break;
    }
    type->entry = NULL;
}

void schema_type_clear(SchemaType *type)
{
    if (type->kind == SCHEMA_ENUM) {
        free(type->values.list);
    } else if (type->kind == SCHEMA_OBJECT) {
        free(type->members.list);
        free(type->members.variants);
    }
}
