/*
 * Integers as people write them
 */
#ifndef LANG_INTEGER_H
#define LANG_INTEGER_H

#include <stdbool.h>

#include <json-c/json.h>

/*
 * Read @text as an integer: decimal or 0x and hex digits, or decimal with one
 * of k M G T P E (any case) for a power of 1024, where a fraction may stand
 * if the result is whole (1.5G).  From -2^63 to 2^64-1, exactly.
 *
 * On success *@value is owned.  On failure *@flaw is what is wrong with a
 * text that is nearly one ("begins with 0", as an octal number does
 * elsewhere), or NULL: it is nothing of the kind.
 */
bool integer_read(const char *text, json_object **value, const char **flaw);

#endif
