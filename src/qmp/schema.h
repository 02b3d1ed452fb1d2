/*
 * What a server says of its commands, arguments and events
 *
 * A model of query-qmp-schema's reply (QEMU docs/devel/qapi-code-gen,
 * "Client JSON Protocol introspection").  It is read-only; all that is
 * borrowed from it is valid as long as the schema.  Types are made when they
 * are first asked for: one thread at a time.
 *
 * Types may contain themselves (BlockdevOptions.file): whoever walks them
 * needs a limit of their own.
 */
#ifndef QMP_SCHEMA_H
#define QMP_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "util/error.h"
#include "util/strbuf.h"

typedef struct QmpSchema QmpSchema;
typedef struct SchemaType SchemaType;

typedef enum SchemaKind {
    SCHEMA_STRING,
    SCHEMA_INT,
    SCHEMA_NUMBER,
    SCHEMA_BOOL,
    SCHEMA_NULL,
    SCHEMA_ANY, /* any JSON value: nothing is known of it */
    SCHEMA_ENUM,
    SCHEMA_ARRAY,
    SCHEMA_OBJECT, /* with or without variants */
    SCHEMA_ALTERNATE,
} SchemaKind;

/* Features that a person should know of; bits. */
enum {
    SCHEMA_DEPRECATED = 1,
    SCHEMA_UNSTABLE = 2,
};

typedef struct SchemaMember {
    const char *name;
    const SchemaType *type;
    bool optional;
    bool tag; /* its value chooses variants */
    unsigned features;
} SchemaMember;

typedef struct SchemaValue {
    const char *name;
    unsigned features;
} SchemaValue;

typedef struct SchemaCommand {
    const char *name;
    const SchemaType *args;   /* an object; ANY: not known */
    const SchemaType *result; /* an object without members: nothing */
    bool allow_oob;
    unsigned features;
} SchemaCommand;

typedef struct SchemaEvent {
    const char *name;
    const SchemaType *data; /* an object; ANY: not known */
    unsigned features;
} SchemaEvent;

/*
 * Make a schema of @list, the `return` of query-qmp-schema, which is
 * borrowed (the schema takes a reference).  Meta-types that are not known
 * are passed over, and a type that is missing or malformed is SCHEMA_ANY:
 * a newer server must not be refused.  NULL with ERROR_PROTOCOL when @list
 * is no array of objects with names.  Of several entries of one name one is
 * there; a type of more than 1000 members or values is malformed.
 */
QmpSchema *qmp_schema_new(json_object *list, Error **errp);
void qmp_schema_free(QmpSchema *schema);

/* Sorted by name. */
const SchemaCommand *qmp_schema_commands(const QmpSchema *schema, size_t *n);
const SchemaEvent *qmp_schema_events(const QmpSchema *schema, size_t *n);

/* NULL: there is none of that name. */
const SchemaCommand *qmp_schema_command(const QmpSchema *schema,
                                        const char *name);
const SchemaEvent *qmp_schema_event(const QmpSchema *schema, const char *name);

/*
 * The arguments of an action of `transaction`: the `data` that an element of
 * its `actions` has when its `type` is @name.  NULL: there is no such thing.
 */
const SchemaType *qmp_schema_action(const QmpSchema *schema, const char *name);

/* The ENUM of their names, or NULL. */
const SchemaType *qmp_schema_actions(const QmpSchema *schema);

SchemaKind schema_kind(const SchemaType *type);

/* The type of an ARRAY's elements; NULL for other kinds. */
const SchemaType *schema_element(const SchemaType *type);

/* The values of an ENUM, in the server's order. */
const SchemaValue *schema_values(const SchemaType *type, size_t *n);

/* Has an ENUM this value? */
bool schema_has_value(const SchemaType *type, const char *value);

/*
 * @type if it is of that kind, or the branch of an ALTERNATE that is; else,
 * and for NULL, NULL.
 */
const SchemaType *schema_as(const SchemaType *type, SchemaKind kind);

/*
 * What the members of an object depend on: the value that the member @tag
 * of the same object has, as far as it is known; NULL: it is not.
 */
typedef const char *SchemaTagFn(void *opaque, const char *tag);

/* One for an object that is there: @object is a json_object, or NULL. */
const char *schema_tag_in_json(void *object, const char *tag);

typedef struct SchemaMembers {
    const SchemaMember **list; /* borrowed elements */
    size_t n, cap;
} SchemaMembers;

/*
 * Append the members that an OBJECT has when its tags have the values that
 * @tag_value gives (NULL: none is known): its own, then those of the chosen
 * variant, and of the variant of that, each once.
 */
void schema_members(const SchemaType *type, SchemaTagFn *tag_value,
                    void *opaque, SchemaMembers *out);
void schema_members_free(SchemaMembers *members);

#define autofree_members __attribute__((cleanup(schema_members_free)))

/* The one of those that has that name, or NULL. */
const SchemaMember *schema_member(const SchemaType *type, const char *name,
                                  SchemaTagFn *tag_value, void *opaque);

/*
 * Append what a person would call the type: "string", "integer", "number",
 * "boolean", "null", "any", "enum", "object", "array of integer", "object
 * or string" (an ALTERNATE's branches).
 */
void schema_describe(const SchemaType *type, StrBuf *out);

#endif
