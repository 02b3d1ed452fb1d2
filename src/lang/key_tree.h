/*
 * Dotted keys to nested objects and arrays
 */
#ifndef LANG_KEY_TREE_H
#define LANG_KEY_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "lang/command.h"
#include "lang/typing.h"
#include "qmp/schema.h"
#include "util/error.h"

/* What is known of one argument besides what the schema says of it. */
typedef struct KeyNote {
    bool flat;  /* its dots are a part of its name */
    bool typed; /* it has this type, whatever the schema says */
    ValueType type;
} KeyNote;

/*
 * Make the value of @arg, whose type it is; it may be null.  False with
 * *@errp set and the place in *@error_at.
 */
typedef bool KeyValueFn(void *opaque, const ValueType *type, const Arg *arg,
                        json_object **value, size_t *error_at, Error **errp);

/*
 * The arguments of @call as one object.  @type is what the schema says of
 * it, NULL: nothing; @notes has an entry for each argument, or is NULL.
 *
 * A part of a key is a member's name where the schema says object, an index
 * where it says array; where nothing is known, an index if it and all its
 * siblings are unquoted numbers.  Which members an object has depends on
 * those of them that are its tags, wherever they stand in the line; those
 * that the schema does not know have no type.  All keys are checked before
 * the first value is asked for.
 *
 * Owned; NULL with *@errp set and the place, an offset in the command's
 * source, in *@error_at.
 */
json_object *key_tree_build(const Call *call, const SchemaType *type,
                            const KeyNote *notes, KeyValueFn *value_of,
                            void *opaque, size_t *error_at, Error **errp);

#endif
