/*
 * What is asked of a type of the schema
 */
#include "qmp/schema.h"

#include <stdlib.h>
#include <string.h>

#include "qmp/schema_priv.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * A variant can be a union itself (2 levels in QEMU 11); a peer could make
 * one its own variant.  The same goes for arrays of arrays.
 */
#define MAX_DEPTH 8

/*
 * Every type but the one constant of kind ANY is the schema's own memory;
 * that it is filled in late shows nowhere.
 */
static const SchemaType *filled(const SchemaType *type)
{
    if (type->entry) {
        schema_type_fill((SchemaType *)type);
    }
    return type;
}

/* @type (may be NULL) if it is an OBJECT, else NULL. */
static const SchemaType *as_object(const SchemaType *type)
{
    return type && type->kind == SCHEMA_OBJECT ? filled(type) : NULL;
}

SchemaKind schema_kind(const SchemaType *type)
{
    return type->kind;
}

const SchemaType *schema_element(const SchemaType *type)
{
    return type->kind == SCHEMA_ARRAY ? filled(type)->element : NULL;
}

const SchemaValue *schema_values(const SchemaType *type, size_t *n)
{
    bool is_enum = type->kind == SCHEMA_ENUM;

    *n = is_enum ? filled(type)->values.n : 0;
    return is_enum ? type->values.list : NULL;
}

bool schema_has_value(const SchemaType *type, const char *value)
{
    size_t i, n;
    const SchemaValue *values = schema_values(type, &n);

    for (i = 0; i < n; i++) {
        if (strcmp(values[i].name, value) == 0) {
            return true;
        }
    }
    return false;
}

const SchemaType *schema_as(const SchemaType *type, SchemaKind kind)
{
    size_t i;

    if (type && type->kind == kind) {
        return type;
    }
    if (type && type->kind == SCHEMA_ALTERNATE) {
        for (i = 0; i < filled(type)->branches.n; i++) {
            if (type->branches.list[i]->kind == kind) {
                return type->branches.list[i];
            }
        }
    }
    return NULL;
}

/* The variant of an OBJECT for the value that its tag has, or NULL. */
static const SchemaType *chosen_variant(const SchemaType *type,
                                        SchemaTagFn *tag_value, void *opaque)
{
    const char *value = NULL;
    size_t i;

    if (type->members.tag && tag_value) {
        value = tag_value(opaque, type->members.tag);
    }
    if (!value) {
        return NULL;
    }
    for (i = 0; i < type->members.n_variants; i++) {
        if (strcmp(type->members.variants[i].name, value) == 0) {
            return type->members.variants[i].type;
        }
    }
    return NULL;
}

static bool is_listed(const SchemaMembers *members, size_t start,
                      const char *name)
{
    size_t i;

    for (i = start; i < members->n; i++) {
        if (strcmp(members->list[i]->name, name) == 0) {
            return true;
        }
    }
    return false;
}

void schema_members(const SchemaType *type, SchemaTagFn *tag_value,
                    void *opaque, SchemaMembers *out)
{
    size_t start = out->n, i;
    unsigned depth;

    for (depth = 0; depth < MAX_DEPTH && (type = as_object(type)); depth++) {
        for (i = 0; i < type->members.n; i++) {
            const SchemaMember *member = &type->members.list[i];

            if (!is_listed(out, start, member->name)) {
                GROW(out->list, out->n, out->cap);
                out->list[out->n++] = member;
            }
        }
        type = chosen_variant(type, tag_value, opaque);
    }
}

void schema_members_free(SchemaMembers *members)
{
    free(members->list);
    *members = (SchemaMembers){ 0 };
}

const SchemaMember *schema_member(const SchemaType *type, const char *name,
                                  SchemaTagFn *tag_value, void *opaque)
{
    unsigned depth;
    size_t i;

    for (depth = 0; depth < MAX_DEPTH && (type = as_object(type)); depth++) {
        for (i = 0; i < type->members.n; i++) {
            if (strcmp(type->members.list[i].name, name) == 0) {
                return &type->members.list[i];
            }
        }
        type = chosen_variant(type, tag_value, opaque);
    }
    return NULL;
}

static void describe(const SchemaType *type, unsigned depth, StrBuf *out)
{
    static const char *const words[] = {
        [SCHEMA_STRING] = "string", [SCHEMA_INT] = "integer",
        [SCHEMA_NUMBER] = "number", [SCHEMA_BOOL] = "boolean",
        [SCHEMA_NULL] = "null",     [SCHEMA_ANY] = "any",
        [SCHEMA_ENUM] = "enum",     [SCHEMA_OBJECT] = "object",
    };
    size_t i;

    if (depth == MAX_DEPTH) {
        strbuf_puts(out, words[SCHEMA_ANY]);
    } else if (type->kind == SCHEMA_ARRAY) {
        strbuf_puts(out, "array of ");
        describe(filled(type)->element, depth + 1, out);
    } else if (type->kind == SCHEMA_ALTERNATE) {
        for (i = 0; i < filled(type)->branches.n; i++) {
            strbuf_puts(out, i ? " or " : "");
            describe(type->branches.list[i], depth + 1, out);
        }
    } else {
        strbuf_puts(out, words[type->kind]);
    }
}

void schema_describe(const SchemaType *type, StrBuf *out)
{
    describe(type, 0, out);
}

const char *schema_tag_in_json(void *object, const char *tag)
{
    return json_get_string(object, tag);
}

static const char *action_tag(void *name, const char *tag)
{
    return strcmp(tag, "type") == 0 ? name : NULL;
}

/* The type of a member of @type, if that is an OBJECT; or NULL. */
static const SchemaType *type_of_member(const SchemaType *type,
                                        const char *name, SchemaTagFn *tag,
                                        void *opaque)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    const SchemaMember *member = NULL;

    if (object) {
        member = schema_member(object, name, tag, opaque);
    }
    return member ? member->type : NULL;
}

/* An element of transaction's `actions`, or NULL. */
static const SchemaType *action_element(const QmpSchema *schema)
{
    const SchemaCommand *command = qmp_schema_command(schema, "transaction");
    const SchemaType *array = NULL;

    if (command) {
        array = schema_as(type_of_member(command->args, "actions", NULL, NULL),
                          SCHEMA_ARRAY);
    }
    return array ? schema_element(array) : NULL;
}

const SchemaType *qmp_schema_action(const QmpSchema *schema, const char *name)
{
    return type_of_member(action_element(schema), "data", action_tag,
                          (void *)name);
}

const SchemaType *qmp_schema_actions(const QmpSchema *schema)
{
    return schema_as(type_of_member(action_element(schema), "type", NULL, NULL),
                     SCHEMA_ENUM);
}
