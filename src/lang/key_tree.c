/*
 * Dotted keys to nested objects and arrays
 *
 * First a tree of json-c objects is made, for their hash tables: an object
 * for each part that has members, and for each whole key the number of its
 * argument.  Then the tree is turned into what it stands for.
 */
#include "lang/key_tree.h"

#include <stdio.h>
#include <string.h>

#include "lang/args.h"
#include "util/json.h"
#include "util/mem.h"

typedef struct KeyTree {
    const Call *call;
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

/* A number as an index is written: no sign, no zeros before. */
static bool is_index(const KeyPart *part)
{
    size_t digits = strspn(part->name, "0123456789");

    return !part->quoted && digits && !part->name[digits] &&
           (part->name[0] != '0' || digits == 1);
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
        return fail_twice(t, arg, arg->n_parts,
                          json_object_is_type(there, json_type_int));
    }
    json_set(node, name, json_object_new_int64(arg - t->call->args));
    return true;
}

static bool add_flat(KeyTree *t, json_object *root, const Arg *arg)
{
    StrBuf name = STRBUF_INIT;
    size_t i;
    bool ok;

    for (i = 0; i < arg->n_parts; i++) {
        strbuf_puts(&name, i ? "." : "");
        strbuf_puts(&name, arg->parts[i].name);
    }
    ok = add_leaf(t, root, strbuf_str(&name), arg);
    strbuf_free(&name);
    return ok;
}

static bool add_key(KeyTree *t, json_object *root, const Arg *arg)
{
    json_object *node = root, *child;
    size_t i;

    for (i = 0;; i++) {
        const KeyPart *part = &arg->parts[i];
        KeyNode *data = json_object_get_userdata(node);

        data->names |= !is_index(part);
        if (i + 1 == arg->n_parts) {
            return add_leaf(t, node, part->name, arg);
        }
        if (!json_has(node, part->name, &child)) {
            child = new_node(arg, i + 1);
            json_set(node, part->name, child);
        } else if (json_object_is_type(child, json_type_int)) {
            return fail_twice(t, arg, i + 1, false);
        }
        node = child;
    }
}

static bool node_value(KeyTree *t, json_object *node, json_object **value);

/* What a member of the tree stands for. */
static bool child_value(KeyTree *t, json_object *child, json_object **value)
{
    size_t n;

    if (json_object_is_type(child, json_type_object)) {
        return node_value(t, child, value);
    }
    n = (size_t)json_object_get_int64(child);
    *t->error_at = t->call->args[n].value_at;
    return t->value_of(t->opaque, t->call, n, value, t->errp);
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

/* Indices are unique, so that with one missing there is one too high. */
static bool check_gaps(KeyTree *t, json_object *node)
{
    const KeyNode *data = json_object_get_userdata(node);
    size_t n = (size_t)json_object_object_length(node), i;
    char index[24];

    for (i = 0; i < n && !data->names; i++) {
        snprintf(index, sizeof(index), "%zu", i);
        if (!json_has(node, index, NULL)) {
            autofree char *key = key_text(data->arg->parts, data->n_parts);

            *t->error_at = data->arg->key_at;
            error_set(t->errp, ERROR_PARSE, "'%s.%s' is missing", key, index);
            return false;
        }
    }
    json_object_object_foreach(node, name, child)
    {
        (void)name;
        if (json_object_is_type(child, json_type_object) &&
            !check_gaps(t, child)) {
            return false;
        }
    }
    return true;
}

json_object *key_tree_build(const Call *call, bool flat, KeyValueFn *value_of,
                            void *opaque, size_t *error_at, Error **errp)
{
    KeyTree t = { call, value_of, opaque, error_at, errp };
    autoput json_object *root = new_node(NULL, 0);
    KeyNode *data = json_object_get_userdata(root);
    json_object *value;
    size_t i;

    data->names = true;
    for (i = 0; i < call->n_args; i++) {
        if (!(flat ? add_flat : add_key)(&t, root, &call->args[i])) {
            return NULL;
        }
    }
    return check_gaps(&t, root) && node_value(&t, root, &value) ? value : NULL;
}
