/*
 * How a type of the schema is kept: made in schema_load.c, asked in
 * schema_type.c
 */
#ifndef QMP_SCHEMA_PRIV_H
#define QMP_SCHEMA_PRIV_H

#include "qmp/schema.h"

/* The members that an object has when its tag has the value @name. */
typedef struct SchemaVariant {
    const char *name;
    const SchemaType *type;
} SchemaVariant;

struct SchemaType {
    const char *name; /* first: schema.c sorts by it */
    SchemaKind kind;
    const QmpSchema *schema;
    json_object *entry; /* what to fill the rest from, NULL: that was done */
    union {
        const SchemaType *element; /* ARRAY */
        struct {
            SchemaValue *list;
            size_t n;
        } values; /* ENUM */
        struct {
            SchemaMember *list;
            size_t n;
            const char *tag; /* the name of one of them, or NULL */
            SchemaVariant *variants;
            size_t n_variants;
        } members; /* OBJECT */
        struct {
            /* one of a kind at most, and none an ALTERNATE */
            const SchemaType *list[SCHEMA_ALTERNATE];
            size_t n;
        } branches; /* ALTERNATE */
    };
};

/* schema.c: NULL when there is none of that name. */
const SchemaType *schema_find_type(const QmpSchema *schema, const char *name);

/* The kind of a type by its meta-type; ANY when what it needs is missing. */
SchemaKind schema_entry_kind(json_object *entry, const char *meta);

/*
 * Make what is behind the kind, when that is asked for the first time: of
 * 800 types a session sees few.
 */
void schema_type_fill(SchemaType *type);
void schema_type_clear(SchemaType *type);

/* The type that member @key of @obj names; never NULL. */
const SchemaType *schema_type_of(const QmpSchema *schema, json_object *obj,
                                 const char *key);

/* The features of a command, event, member or value; @obj may be anything. */
unsigned schema_features_of(json_object *obj);

#endif
