/*
 * The JSON printer that all formats share
 *
 * Numbers print digit for digit, keys in their order, non-ASCII as UTF-8.
 * What could drive a terminal (text_is_unsafe()) is written as \uXXXX: the
 * text stays valid JSON of the same value.
 */
#ifndef OUT_JSON_PRINT_H
#define OUT_JSON_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "out/theme.h"
#include "util/strbuf.h"

typedef enum JsonLayout {
    JSON_PRINT_COMPACT,  /* one line without blanks */
    JSON_PRINT_EXPANDED, /* one member a line, 2 blanks a level */
    JSON_PRINT_FITTED,   /* expanded only where a line would be too long */
} JsonLayout;

/*
 * Append @value, without a newline behind it.  @theme: NULL for no colours.
 * @width: columns of a line, for JSON_PRINT_FITTED.
 * false: @out failed, or @value is nested deeper than JSON_MAX_DEPTH.
 */
bool json_print(StrBuf *out, json_object *value, JsonLayout layout,
                const Theme *theme, size_t width);

/* Append @len bytes at @s as a JSON string in quotes. */
bool json_print_string(StrBuf *out, const char *s, size_t len);

#endif
