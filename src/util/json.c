/*
 * json-c, the way this program uses it
 */
#include "util/json.h"

#include <string.h>

#include "util/text.h"

bool json_has(json_object *obj, const char *key, json_object **value)
{
    json_object *found = NULL;
    bool there = json_object_is_type(obj, json_type_object) &&
                 json_object_object_get_ex(obj, key, &found);

    if (value) {
        *value = found;
    }
    return there;
}

static json_object *get_typed(json_object *obj, const char *key, json_type type)
{
    json_object *value;

    return json_has(obj, key, &value) && json_object_is_type(value, type) ?
               value :
               NULL;
}

const char *json_get_string(json_object *obj, const char *key)
{
    json_object *value = get_typed(obj, key, json_type_string);

    return value ? json_object_get_string(value) : NULL;
}

json_object *json_get_object(json_object *obj, const char *key)
{
    return get_typed(obj, key, json_type_object);
}

json_object *json_get_array(json_object *obj, const char *key)
{
    return get_typed(obj, key, json_type_array);
}

size_t json_array_length(json_object *value)
{
    return json_object_is_type(value, json_type_array) ?
               json_object_array_length(value) :
               0;
}

int64_t json_get_uint(json_object *obj, const char *key, int64_t fallback)
{
    json_object *value = get_typed(obj, key, json_type_int);
    int64_t n = value ? json_object_get_int64(value) : -1;

    return n >= 0 ? n : fallback;
}

bool json_get_bool(json_object *obj, const char *key)
{
    json_object *value = get_typed(obj, key, json_type_boolean);

    return value && json_object_get_boolean(value);
}

void json_set(json_object *obj, const char *key, json_object *value)
{
    json_object_object_add(obj, key, value);
}

void json_set_string(json_object *obj, const char *key, const char *value)
{
    json_set(obj, key, json_object_new_string(value));
}

/* RFC 8259 section 7, with everything outside of ASCII as UTF-16 escapes. */
static bool append_string(StrBuf *out, const char *s, size_t len)
{
    size_t i = 0, run = 0, n;
    uint32_t cp;

    strbuf_putc(out, '"');
    while (i < len) {
        unsigned char c = (unsigned char)s[i];

        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            i++;
            continue;
        }
        strbuf_append(out, s + run, i - run);
        n = text_decode(s + i, len - i, &cp);
        if (!n) {
            n = 1;
            cp = 0xfffd;
        }
        if (cp == '"' || cp == '\\') {
            strbuf_printf(out, "\\%c", (char)cp);
        } else if (cp > 0xffff) {
            strbuf_printf(out, "\\u%04x\\u%04x",
                          (unsigned)(0xd800 + ((cp - 0x10000) >> 10)),
                          (unsigned)(0xdc00 + ((cp - 0x10000) & 0x3ff)));
        } else {
            strbuf_printf(out, "\\u%04x", (unsigned)cp);
        }
        i += n;
        run = i;
    }
    strbuf_append(out, s + run, len - run);
    return strbuf_putc(out, '"');
}

static bool append_object(StrBuf *out, json_object *value, bool spaced)
{
    const char *separator = "";

    strbuf_putc(out, '{');
    json_object_object_foreach(value, key, member)
    {
        strbuf_puts(out, separator);
        append_string(out, key, strlen(key));
        strbuf_puts(out, spaced ? ": " : ":");
        json_append(out, member, spaced);
        separator = spaced ? ", " : ",";
    }
    return strbuf_putc(out, '}');
}

static bool append_array(StrBuf *out, json_object *value, bool spaced)
{
    size_t i, n = json_object_array_length(value);

    strbuf_putc(out, '[');
    for (i = 0; i < n; i++) {
        if (i) {
            strbuf_puts(out, spaced ? ", " : ",");
        }
        json_append(out, json_object_array_get_idx(value, i), spaced);
    }
    return strbuf_putc(out, ']');
}

bool json_append(StrBuf *out, json_object *value, bool spaced)
{
    switch (json_object_get_type(value)) {
    case json_type_object:
        return append_object(out, value, spaced);
    case json_type_array:
        return append_array(out, value, spaced);
    case json_type_string:
        return append_string(out, json_object_get_string(value),
                             (size_t)json_object_get_string_len(value));
    default:
        /* null, booleans; numbers print the digits that they were read from */
        return strbuf_puts(
            out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
    }
}
