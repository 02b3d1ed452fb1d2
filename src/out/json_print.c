/*
 * The JSON printer that all formats share
 */
#include "out/json_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "util/json.h"
#include "util/text.h"

typedef struct Printer {
    StrBuf *out;
    const Theme *theme;
    size_t width;
    size_t column;    /* of the line, as far as width matters */
    bool is_fitted;   /* try each container on one line first */
    bool is_line;     /* everything on one line */
    bool is_spaced;   /* a blank behind ':' and, on one line, ',' */
    bool has_stopped; /* too long for the line, too deep, or out failed */
} Printer;

static void print_value(Printer *p, json_object *value, unsigned depth,
                        size_t tail);

/* Append text that has as many columns as bytes. */
static void put(Printer *p, const char *text, size_t len)
{
    p->column += len;
    if (!strbuf_append(p->out, text, len)) {
        p->has_stopped = true;
    }
}

static void put_colour(Printer *p, const char *sequence)
{
    if (*sequence) {
        strbuf_puts(p->out, sequence);
    }
}

static void new_line(Printer *p, unsigned depth)
{
    strbuf_putc(p->out, '\n');
    strbuf_fill(p->out, ' ', 2 * (size_t)depth);
    p->column = 2 * (size_t)depth;
}

/* Bytes at @s that stand for themselves in a JSON string. */
static size_t plain_run(const char *s, size_t len)
{
    size_t pos = 0;

    while (pos < len) {
        unsigned char c = (unsigned char)s[pos];
        uint32_t cp;
        size_t n;

        if (c < 0x7f) {
            if (c < 0x20 || c == '"' || c == '\\') {
                break;
            }
            pos++;
            continue;
        }
        n = text_decode(s + pos, len - pos, &cp);
        if (n == 0 || text_is_unsafe(cp)) {
            break;
        }
        pos += n;
    }
    return pos;
}

static void append_escaped(StrBuf *out, uint32_t cp)
{
    static const char short_forms[] = "\"\"\\\\\bb\tt\nn\ff\rr";
    char text[8];
    size_t i;

    for (i = 0; i + 1 < sizeof(short_forms); i += 2) {
        if (cp == (unsigned char)short_forms[i]) {
            text[0] = '\\';
            text[1] = short_forms[i + 1];
            strbuf_append(out, text, 2);
            return;
        }
    }
    snprintf(text, sizeof(text), "\\u%04x", (unsigned)(cp & 0xffff));
    strbuf_puts(out, text);
}

bool json_print_string(StrBuf *out, const char *s, size_t len)
{
    size_t pos = 0;

    strbuf_putc(out, '"');
    while (pos < len) {
        size_t run = plain_run(s + pos, len - pos);
        uint32_t cp;
        size_t n;

        strbuf_append(out, s + pos, run);
        pos += run;
        if (pos < len) {
            n = text_decode(s + pos, len - pos, &cp);
            if (n > 0) {
                append_escaped(out, cp);
            } else {
                n = 1;
                text_encode(out, 0xfffd);
            }
            pos += n;
        }
    }
    return strbuf_putc(out, '"');
}

/*
 * A string that cannot fit is not tried: then a try costs no more than the
 * line is wide, and all tries together stay linear.  Four bytes a column hold
 * any text but heaps of combining characters.
 */
static bool is_hopeless(const Printer *p, size_t len)
{
    return p->is_fitted && p->is_line &&
           (p->column >= p->width || len / 4 > p->width - p->column);
}

static void print_string(Printer *p, ThemeRole role, const char *s, size_t len)
{
    size_t start;

    if (is_hopeless(p, len)) {
        p->has_stopped = true;
        return;
    }
    put_colour(p, theme_start(p->theme, role));
    start = p->out->len;
    if (!json_print_string(p->out, s, len)) {
        p->has_stopped = true;
        return;
    }
    if (p->is_fitted) {
        p->column += text_width(p->out->data + start, p->out->len - start);
    }
    put_colour(p, theme_end(p->theme, role));
}

static void print_word(Printer *p, ThemeRole role, const char *text, size_t len)
{
    if (is_hopeless(p, len)) {
        p->has_stopped = true;
        return;
    }
    put_colour(p, theme_start(p->theme, role));
    put(p, text, len);
    put_colour(p, theme_end(p->theme, role));
}

static void print_int(Printer *p, json_object *value)
{
    int64_t number = json_object_get_int64(value);
    char digits[32];
    int len;

    if (number == INT64_MAX) { /* where json-c cuts off what is greater */
        len = snprintf(digits, sizeof(digits), "%" PRIu64,
                       json_object_get_uint64(value));
    } else {
        len = snprintf(digits, sizeof(digits), "%" PRId64, number);
    }
    print_word(p, THEME_NUMBER, digits, (size_t)len);
}

static void print_scalar(Printer *p, json_object *value)
{
    const char *text;
    size_t len;

    switch (json_object_get_type(value)) {
    case json_type_null:
        print_word(p, THEME_NULL, "null", 4);
        break;
    case json_type_boolean:
        text = json_object_get_boolean(value) ? "true" : "false";
        print_word(p, THEME_BOOL, text, strlen(text));
        break;
    case json_type_int:
        print_int(p, value);
        break;
    case json_type_string:
        print_string(p, THEME_STRING, json_object_get_string(value),
                     (size_t)json_object_get_string_len(value));
        break;
    default: /* a double: json-c gives its source text, where it has one */
        text = json_object_to_json_string_length(value, JSON_C_TO_STRING_PLAIN,
                                                 &len);
        print_word(p, THEME_NUMBER, text, len);
        break;
    }
}

/* A member (with @key) or an element of a container at @depth. */
static void print_item(Printer *p, const char *key, json_object *value,
                       bool is_last, unsigned depth)
{
    if (!p->is_line) {
        new_line(p, depth + 1);
    }
    if (key) {
        print_string(p, THEME_KEY, key, strlen(key));
        put(p, ": ", p->is_spaced ? 2 : 1);
    }
    print_value(p, value, depth + 1, is_last ? 0 : 1);
    if (!is_last) {
        put(p, ", ", p->is_line && p->is_spaced ? 2 : 1);
    }
}

static void print_items(Printer *p, json_object *value, unsigned depth)
{
    size_t i, n;

    if (json_object_is_type(value, json_type_object)) {
        struct lh_entry *e = json_object_get_object(value)->head;

        for (; e && !p->has_stopped; e = e->next) {
            print_item(p, lh_entry_k(e), lh_entry_v(e), !e->next, depth);
        }
        return;
    }
    n = json_object_array_length(value);
    for (i = 0; i < n && !p->has_stopped; i++) {
        print_item(p, NULL, json_object_array_get_idx(value, i), i + 1 == n,
                   depth);
    }
}

static void print_container(Printer *p, json_object *value, unsigned depth)
{
    const char *brackets = json_object_is_type(value, json_type_object) ? "{}" :
                                                                          "[]";

    put(p, brackets, 1);
    print_items(p, value, depth);
    if (!p->is_line) {
        new_line(p, depth);
    }
    put(p, brackets + 1, 1);
}

/*
 * Print a container on the rest of the line, before @tail more columns, if
 * it fits there; else leave the text as it was.
 */
static bool print_on_line(Printer *p, json_object *value, unsigned depth,
                          size_t tail)
{
    size_t start = p->out->len;
    bool fits;

    p->is_line = true;
    print_container(p, value, depth);
    p->is_line = false;
    fits = !p->has_stopped && p->column + tail <= p->width;
    if (!fits) {
        p->has_stopped = p->out->failed;
        strbuf_truncate(p->out, start);
    }
    return fits;
}

static bool is_empty(json_object *container)
{
    return json_object_is_type(container, json_type_object) ?
               json_object_object_length(container) == 0 :
               json_object_array_length(container) == 0;
}

/* @tail: columns that the line needs behind the value. */
static void print_value(Printer *p, json_object *value, unsigned depth,
                        size_t tail)
{
    enum json_type type = json_object_get_type(value);

    if (type != json_type_object && type != json_type_array) {
        print_scalar(p, value);
    } else if (is_empty(value)) {
        put(p, type == json_type_object ? "{}" : "[]", 2);
    } else if (depth >= JSON_MAX_DEPTH) {
        p->has_stopped = true;
    } else if (p->is_line || !p->is_fitted ||
               !print_on_line(p, value, depth, tail)) {
        print_container(p, value, depth);
    }
    if (p->is_fitted && p->is_line && p->column > p->width) {
        p->has_stopped = true;
    }
}

bool json_print(StrBuf *out, json_object *value, JsonLayout layout,
                const Theme *theme, size_t width)
{
    Printer p = {
        .out = out,
        .theme = theme,
        .width = width,
        .is_fitted = layout == JSON_PRINT_FITTED,
        .is_line = layout == JSON_PRINT_COMPACT,
        .is_spaced = layout != JSON_PRINT_COMPACT,
    };

    print_value(&p, value, 0, 0);
    return !p.has_stopped && !out->failed;
}
