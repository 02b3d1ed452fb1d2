/*
 * Dotted keys to nested objects and arrays
 */
#ifndef LANG_KEY_TREE_H
#define LANG_KEY_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "lang/command.h"
#include "util/error.h"

/*
 * Make the value of argument number @n of a call; it may be null.  False
 * with *@errp set.
 */
typedef bool KeyValueFn(void *opaque, const Call *call, size_t n,
                        json_object **value, Error **errp);

/*
 * The arguments of @call as one object: a part of a key is a member's name,
 * or, where it and all its siblings are unquoted numbers, an array's index.
 * @flat: keys are not split.  All keys are checked before the first value is
 * asked for.
 *
 * Owned; NULL with *@errp set and the place, an offset in the command's
 * source, in *@error_at.
 */
json_object *key_tree_build(const Call *call, bool flat, KeyValueFn *value_of,
                            void *opaque, size_t *error_at, Error **errp);

#endif
