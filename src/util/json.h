/*
 * json-c, the way this program uses it
 *
 * JSON null is a C NULL in json-c, so "absent" and "null" differ only in
 * what json_object_object_get_ex() returns; these accessors see to that.
 * Keys keep their order.  Strings may hold NULs: use their lengths.
 */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "util/error.h"
#include "util/strbuf.h"

/* QEMU's own limit (qobject/json-parser: MAX_NESTING). */
#define JSON_MAX_DEPTH 1024

/* Member @key of @obj if @obj is an object that has it; may store null. */
bool json_has(json_object *obj, const char *key, json_object **value);

/*
 * Member @key if it is there with that type, else NULL; borrowed from @obj.
 * @obj may be NULL or no object at all.
 */
const char *json_get_string(json_object *obj, const char *key);
json_object *json_get_object(json_object *obj, const char *key);
json_object *json_get_array(json_object *obj, const char *key);

/* The number of @value's elements if it is an array, else 0. */
size_t json_array_length(json_object *value);

/* Member @key as an integer in [0, INT64_MAX], else @fallback. */
int64_t json_get_uint(json_object *obj, const char *key, int64_t fallback);

/* Member @key if it is a bool, else false. */
bool json_get_bool(json_object *obj, const char *key);

/* Add an owned @value under @key; replaces one that is there. */
void json_set(json_object *obj, const char *key, json_object *value);
void json_set_string(json_object *obj, const char *key, const char *value);

/*
 * Append @value as JSON on one line, ASCII only, as it goes on the wire:
 * non-ASCII and controls as \uXXXX, digits of numbers as they were read.
 * @spaced: ", " and ": " between things, as QEMU writes; else nothing.
 */
bool json_append(StrBuf *out, json_object *value, bool spaced);

/* How json_read() takes its text. */
enum {
    /*
     * A user's literal: besides JSON also 'single quotes' (with the same
     * escapes), True, False, None, a comma before a closing bracket, '=' for
     * ':' as qmp-shell's help has it, and a tab in a string.
     */
    JSON_READ_LITERAL = 1,
    /* Stop behind the first value instead of refusing what follows it. */
    JSON_READ_PREFIX = 2,
    /* A key given twice is no error: the last one counts. */
    JSON_READ_LAST_KEY = 4,
};

/*
 * Read one JSON value (RFC 8259, UTF-8).  Unlike json-c's tokener it
 * refuses what is not JSON (NaN, raw control characters) and duplicate keys,
 * keeps integers beyond 64 bits digit for digit, and says where an error is.
 *
 * Returns true and an owned *@value (NULL is JSON null).  *@end (may be
 * NULL) is the offset behind the value and, without JSON_READ_PREFIX, the
 * white space after it; on failure the offset of the error in @text.
 * Errors: ERROR_PARSE, a phrase such as "expected ':' after the key".
 */
bool json_read(const char *text, size_t len, unsigned flags,
               json_object **value, size_t *end, Error **errp);

static inline void json_autoput_(json_object **obj)
{
    json_object_put(*obj);
}

#define autoput __attribute__((cleanup(json_autoput_)))

#endif
