/*
 * Dotted keys to nested objects and arrays
 *
 * First a tree of json-c objects is made, for their hash tables: an object
 * for each part that has members, and for each whole key the number of its
 * argument.  Then types are handed down from its root, and it is turned into
 * what it stands for.
 */
#include "lang/key_tree.h"

#include <stdio.h>
#include <string.h>

#include "lang/args.h"
#include "lang/refusal.h"
#include "util/json.h"
#include "util/mem.h"

typedef struct KeyTree {
    const Call *call;
    const KeyNote *notes; /* or NULL */
    ValueType *types;     /* of each argument */
    KeyValueFn *value_of;
    void *opaque;
    size_t *error_at;
    Error **errp;
} KeyTree;

/* What hangs on an object of the tree: the key that made it. */
typedef struct KeyNode {
    const Arg *arg;
    size_t n_parts; /* that lead here */
    bool names;     /* not all of its members are indices */
} KeyNode;

static void free_node(json_object *node, void *data)
{
    (void)node;
    free(data);
}

static json_object *new_node(const Arg *arg, size_t n_parts)
{
    json_object *node = json_object_new_object();
    KeyNode *data = NEW0(KeyNode);

    data->arg = arg;
    data->n_parts = n_parts;
    json_object_set_userdata(node, data, free_node);
    return node;
}

/* The number of the argument that a child of the tree is. */
static size_t leaf_index(json_object *child)
{
    return (size_t)json_object_get_int64(child);
}

static bool is_leaf(json_object *child)
{
    return json_object_is_type(child, json_type_int);
}

static bool fail_twice(KeyTree *t, const Arg *arg, size_t n_parts, bool whole)
{
    autofree char *key = key_text(arg->parts, n_parts);

    *t->error_at = arg->key_at;
    error_set(t->errp, ERROR_PARSE,
              whole ? "'%s' is given twice" :
                      "'%s' is given both a value and members",
              key);
    return false;
}

static bool add_leaf(KeyTree *t, json_object *node, const char *name,
                     const Arg *arg)
{
    json_object *there;

    if (json_has(node, name, &there)) {
        return fail_twice(t, arg, arg->n_parts, is_leaf(there));
    }
    json_set(node, name, json_object_new_int64(arg - t->call->args));
    return true;
}

static bool add_key(KeyTree *t, json_object *root, const Arg *arg)
{
    json_object *node = root, *child;
    size_t i;

    for (i = 0;; i++) {
        const KeyPart *part = &arg->parts[i];
        KeyNode *data = json_object_get_userdata(node);

        data->names |= !key_part_is_index(part);
        if (i + 1 == arg->n_parts) {
            return add_leaf(t, node, part->name, arg);
        }
        if (!json_has(node, part->name, &child)) {
            child = new_node(arg, i + 1);
            json_set(node, part->name, child);
        } else if (is_leaf(child)) {
            return fail_twice(t, arg, i + 1, false);
        }
        node = child;
    }
}

/* An object of the tree, whose members may be tags. */
typedef struct TagScope {
    const KeyTree *t;
    json_object *node;
} TagScope;

static const char *tag_value(void *opaque, const char *tag)
{
    const TagScope *scope = opaque;
    json_object *child;

    return json_has(scope->node, tag, &child) && is_leaf(child) ?
               arg_text(&scope->t->call->args[leaf_index(child)]) :
               NULL;
}

/* What the schema says of a child of a node. */
static ValueType child_type(const KeyTree *t, json_object *node,
                            const SchemaType *type, const char *name)
{
    TagScope scope = { t, node };
    const SchemaMember *member;

    if (!type) {
        return value_type_of_schema(NULL);
    }
    if (schema_kind(type) == SCHEMA_ARRAY) {
        return value_type_of_schema(schema_element(type));
    }
    member = schema_member(type, name, tag_value, &scope);
    return value_type_of_schema(member ? member->type : NULL);
}

/* What of a type has members: an object, else an array, else nothing. */
static const SchemaType *with_members(const ValueType *type)
{
    const SchemaType *object = schema_as(type->schema, SCHEMA_OBJECT);

    return object ? object : schema_as(type->schema, SCHEMA_ARRAY);
}

/* The argument that made a child of the tree. */
static const Arg *child_arg(const KeyTree *t, json_object *child)
{
    const KeyNode *data;

    if (is_leaf(child)) {
        return &t->call->args[leaf_index(child)];
    }
    data = json_object_get_userdata(child);
    return data->arg;
}

/* All that an array has must be indices. */
static bool check_indices(KeyTree *t, json_object *node, const ValueType *type)
{
    const KeyNode *data = json_object_get_userdata(node);

    json_object_object_foreach(node, name, child)
    {
        const Arg *arg = child_arg(t, child);

        (void)name;
        if (!key_part_is_index(&arg->parts[data->n_parts])) {
            return refuse_member(type, arg, data->n_parts, t->error_at,
                                 t->errp);
        }
    }
    return true;
}

/* Indices are unique, so that with one missing there is one too high. */
static bool check_gaps(KeyTree *t, json_object *node)
{
    const KeyNode *data = json_object_get_userdata(node);
    size_t n = (size_t)json_object_object_length(node), i;
    char index[24];

    for (i = 0; i < n; i++) {
        snprintf(index, sizeof(index), "%zu", i);
        if (!json_has(node, index, NULL)) {
            autofree char *key = key_text(data->arg->parts, data->n_parts);

            *t->error_at = data->arg->key_at;
            error_set(t->errp, ERROR_PARSE, "'%s.%s' is missing", key, index);
            return false;
        }
    }
    return true;
}

/* Is what the keys say of a node right for its type?  Finds what it is. */
static bool check_shape(KeyTree *t, json_object *node, const ValueType *type,
                        const SchemaType **members)
{
    KeyNode *data = json_object_get_userdata(node);

    *members = NULL;
    if (type->schema) {
        *members = with_members(type);
        if (!*members) {
            return refuse_member(type, data->arg, data->n_parts, t->error_at,
                                 t->errp);
        }
        data->names |= schema_kind(*members) == SCHEMA_OBJECT;
        if (schema_kind(*members) == SCHEMA_ARRAY &&
            !check_indices(t, node, type)) {
            return false;
        }
    }
    return data->names || check_gaps(t, node);
}

/* Hand types down from a node to all that is below it. */
static bool hand_down(KeyTree *t, json_object *node, const ValueType *type)
{
    const SchemaType *members;

    if (!check_shape(t, node, type, &members)) {
        return false;
    }
    json_object_object_foreach(node, name, child)
    {
        ValueType below = child_type(t, node, members, name);

        if (!is_leaf(child)) {
            if (!hand_down(t, child, &below)) {
                return false;
            }
        } else if (!t->notes || !t->notes[leaf_index(child)].typed) {
            t->types[leaf_index(child)] = below;
        }
    }
    return true;
}

static bool node_value(KeyTree *t, json_object *node, json_object **value);

/* What a member of the tree stands for. */
static bool child_value(KeyTree *t, json_object *child, json_object **value)
{
    size_t n;

    if (!is_leaf(child)) {
        return node_value(t, child, value);
    }
    n = leaf_index(child);
    return t->value_of(t->opaque, &t->types[n], &t->call->args[n], value,
                       t->error_at, t->errp);
}

static bool object_value(KeyTree *t, json_object *node, json_object *object)
{
    json_object_object_foreach(node, key, child)
    {
        json_object *value;

        if (!child_value(t, child, &value)) {
            return false;
        }
        json_set(object, key, value);
    }
    return true;
}

static bool array_value(KeyTree *t, json_object *node, json_object *array)
{
    json_object_object_foreach(node, key, child)
    {
        json_object *value;

        if (!child_value(t, child, &value)) {
            return false;
        }
        json_object_array_put_idx(array, strtoul(key, NULL, 10), value);
    }
    return true;
}

static bool node_value(KeyTree *t, json_object *node, json_object **value)
{
    const KeyNode *data = json_object_get_userdata(node);

    *value = data->names ? json_object_new_object() : json_object_new_array();
    if (!(data->names ? object_value : array_value)(t, node, *value)) {
        json_object_put(*value);
        *value = NULL;
        return false;
    }
    return true;
}

json_object *key_tree_build(const Call *call, const SchemaType *type,
                            const KeyNote *notes, KeyValueFn *value_of,
                            void *opaque, size_t *error_at, Error **errp)
{
    autofree ValueType *types = mem_new0(call->n_args, sizeof(*types));
    KeyTree t = { call, notes, types, value_of, opaque, error_at, errp };
    autoput json_object *root = new_node(NULL, 0);
    KeyNode *data = json_object_get_userdata(root);
    ValueType root_type = value_type_of_schema(type);
    json_object *value;
    size_t i;

    if (!(root_type.takes & 1u << SCHEMA_OBJECT)) {
        root_type = value_type_of_schema(NULL);
    }
    data->names = true;
    for (i = 0; i < call->n_args; i++) {
        const Arg *arg = &call->args[i];
        autofree char *flat = notes && notes[i].flat ? key_name(arg) : NULL;

        if (!(flat ? add_leaf(&t, root, flat, arg) : add_key(&t, root, arg))) {
            return NULL;
        }
        if (notes && notes[i].typed) {
            types[i] = notes[i].type;
        }
    }
    return hand_down(&t, root, &root_type) && node_value(&t, root, &value) ?
               value :
               NULL;
}
