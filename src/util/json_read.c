/*
 * JSON text to json-c values, strictly, with the place of an error
 */
#include "util/json.h"

#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

typedef struct Reader {
    const char *text;
    size_t len;
    size_t pos; /* after a failure: its place */
    bool literal;
    bool last_key; /* duplicates are fine */
    unsigned depth;
    StrBuf str; /* the string read last, escapes undone */
    Error **errp;
} Reader;

static bool read_value(Reader *r, json_object **value);

static bool fail(Reader *r, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(Reader *r, size_t at, const char *fmt, ...)
{
    autofree char *phrase = NULL;
    va_list ap;

    va_start(ap, fmt);
    phrase = mem_vprintf(fmt, ap);
    va_end(ap);
    r->pos = at;
    error_set(r->errp, ERROR_PARSE, "%s", phrase);
    return false;
}

static bool at_end(const Reader *r)
{
    return r->pos == r->len;
}

/* The next byte, or -1 at the end. */
static int peek(const Reader *r)
{
    return at_end(r) ? -1 : (unsigned char)r->text[r->pos];
}

static bool accept(Reader *r, char c)
{
    if (at_end(r) || r->text[r->pos] != c) {
        return false;
    }
    r->pos++;
    return true;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_space(Reader *r)
{
    int c = peek(r);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        r->pos++;
        c = peek(r);
    }
}

/* json-c returns NULL only when there is no memory. */
static bool store(Reader *r, json_object **value, json_object *made)
{
    *value = made;
    return made || fail(r, r->pos, "out of memory");
}

/* Four hex digits behind `\u`. */
static bool read_hex4(Reader *r, uint32_t *code)
{
    int i, c;

    *code = 0;
    for (i = 0; i < 4; i++, r->pos++) {
        c = peek(r);
        if (is_digit(c)) {
            c -= '0';
        } else if (c >= 'a' && c <= 'f') {
            c -= 'a' - 10;
        } else if (c >= 'A' && c <= 'F') {
            c -= 'A' - 10;
        } else {
            return fail(r, r->pos, "expected four hex digits behind \\u");
        }
        *code = *code << 4 | (uint32_t)c;
    }
    return true;
}

/* Behind `\u`: one code, or the two of a surrogate pair. */
static bool read_unicode_escape(Reader *r)
{
    size_t start = r->pos - 2;
    uint32_t high, low;

    if (!read_hex4(r, &high)) {
        return false;
    }
    if (high >= 0xd800 && high <= 0xdfff) {
        if (high >= 0xdc00 || !accept(r, '\\') || !accept(r, 'u')) {
            return fail(r, start, "lone surrogate \\u%04x", high);
        }
        if (!read_hex4(r, &low)) {
            return false;
        }
        if (low < 0xdc00 || low > 0xdfff) {
            return fail(r, start, "lone surrogate \\u%04x", high);
        }
        high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
    text_encode(&r->str, high);
    return true;
}

static bool read_escape(Reader *r)
{
    static const char letters[] = "\"\\/bfnrt'", bytes[] = "\"\\/\b\f\n\r\t'";
    const char *letter;
    int c;

    r->pos++;
    c = peek(r);
    if (c < 0) {
        return true; /* the caller finds the string not closed */
    }
    r->pos++;
    if (c == 'u') {
        return read_unicode_escape(r);
    }
    letter = c ? strchr(letters, c) : NULL;
    if (!letter || (c == '\'' && !r->literal)) {
        return fail(r, r->pos - 2, "unknown escape in a string");
    }
    strbuf_putc(&r->str, bytes[letter - letters]);
    return true;
}

/* Bytes that stand for themselves, up to a quote, an escape or an error. */
static bool read_run(Reader *r, char quote)
{
    size_t start = r->pos, n;
    uint32_t cp;
    int c;

    while ((c = peek(r)) >= 0 && c != quote && c != '\\') {
        if (c < 0x20 && !(c == '\t' && r->literal)) {
            return fail(r, r->pos,
                        c == '\n' ? "the string is not closed" :
                                    "control character in a string");
        }
        n = 1;
        if (c >= 0x80) {
            n = text_decode(r->text + r->pos, r->len - r->pos, &cp);
            if (!n) {
                return fail(r, r->pos, "the string is not UTF-8");
            }
        }
        r->pos += n;
    }
    strbuf_append(&r->str, r->text + start, r->pos - start);
    return true;
}

/* A string into r->str; the next byte is its opening quote. */
static bool read_string(Reader *r)
{
    size_t start = r->pos;
    char quote = r->text[r->pos++];

    strbuf_reset(&r->str);
    while (!accept(r, quote)) {
        if (at_end(r)) {
            return fail(r, start, "the string is not closed");
        }
        if (!(peek(r) == '\\' ? read_escape(r) : read_run(r, quote))) {
            return false;
        }
    }
    if (r->str.failed || r->str.len > INT_MAX) {
        return fail(r, start, "the string is too long");
    }
    return true;
}

static bool at_quote(const Reader *r)
{
    int c = peek(r);

    return c == '"' || (c == '\'' && r->literal);
}

static bool read_string_value(Reader *r, json_object **value)
{
    return read_string(r) && store(r, value,
                                   json_object_new_string_len(
                                       strbuf_str(&r->str), (int)r->str.len));
}

/*
 * A key into r->str.  json-c's keys are C strings, so that a NUL would cut
 * one short unnoticed.
 */
static bool read_key(Reader *r, json_object *obj)
{
    size_t start = r->pos;

    if (!at_quote(r)) {
        return fail(r, r->pos, "expected a key in quotes");
    }
    if (!read_string(r)) {
        return false;
    }
    if (memchr(strbuf_str(&r->str), '\0', r->str.len)) {
        return fail(r, start, "a key cannot hold \\u0000");
    }
    if (!r->last_key &&
        json_object_object_get_ex(obj, strbuf_str(&r->str), NULL)) {
        return fail(r, start, "key '%s' is given twice", strbuf_str(&r->str));
    }
    return true;
}

static bool read_member(Reader *r, json_object *obj)
{
    autofree char *key = NULL;
    json_object *value;

    if (!read_key(r, obj)) {
        return false;
    }
    key = mem_strdup(strbuf_str(&r->str));
    skip_space(r);
    /* qmp-shell's help shows {'key':'value','obj'={'prop':"value"}} */
    if (!accept(r, ':') && !(r->literal && accept(r, '='))) {
        return fail(r, r->pos, "expected ':' after the key");
    }
    if (!read_value(r, &value)) {
        return false;
    }
    if (json_object_object_add_ex(
            obj, key, value, r->last_key ? 0 : JSON_C_OBJECT_ADD_KEY_IS_NEW) <
        0) {
        json_object_put(value);
        return fail(r, r->pos, "out of memory");
    }
    return true;
}

static bool read_element(Reader *r, json_object *array)
{
    json_object *value;

    if (!read_value(r, &value)) {
        return false;
    }
    if (json_object_array_add(array, value) < 0) {
        json_object_put(value);
        return fail(r, r->pos, "out of memory");
    }
    return true;
}

/* What stands between brackets, up to and with the closing one. */
static bool read_items(Reader *r, json_object *into, char closing,
                       bool (*read_item)(Reader *r, json_object *into))
{
    skip_space(r);
    if (accept(r, closing)) {
        return true;
    }
    for (;;) {
        if (!read_item(r, into)) {
            return false;
        }
        skip_space(r);
        if (accept(r, closing)) {
            return true;
        }
        if (!accept(r, ',')) {
            return fail(r, r->pos, "expected ',' or '%c'", closing);
        }
        skip_space(r);
        if (r->literal && accept(r, closing)) {
            return true;
        }
    }
}

static bool read_brackets(Reader *r, bool object, json_object **value)
{
    bool ok;

    if (r->depth == JSON_MAX_DEPTH) {
        return fail(r, r->pos, "nested deeper than %d", JSON_MAX_DEPTH);
    }
    r->depth++;
    r->pos++;
    if (!store(r, value,
               object ? json_object_new_object() : json_object_new_array())) {
        return false;
    }
    ok = object ? read_items(r, *value, '}', read_member) :
                  read_items(r, *value, ']', read_element);
    r->depth--;
    return ok;
}

static bool skip_digits(Reader *r)
{
    if (!is_digit(peek(r))) {
        return fail(r, r->pos, "expected a digit");
    }
    while (is_digit(peek(r))) {
        r->pos++;
    }
    return true;
}

/* Move behind a number; *@integer: neither fraction nor exponent. */
static bool skip_number(Reader *r, bool *integer)
{
    size_t first;

    accept(r, '-');
    first = r->pos;
    if (!skip_digits(r)) {
        return false;
    }
    if (r->text[first] == '0' && r->pos > first + 1) {
        return fail(r, first, "a number cannot begin with 0");
    }
    *integer = true;
    if (accept(r, '.')) {
        *integer = false;
        if (!skip_digits(r)) {
            return false;
        }
    }
    if (accept(r, 'e') || accept(r, 'E')) {
        *integer = false;
        if (!accept(r, '+')) {
            accept(r, '-');
        }
        return skip_digits(r);
    }
    return true;
}

/* Digits of an integer into *@n, if it is no greater than @max. */
static bool to_uint64(const char *digits, uint64_t max, uint64_t *n)
{
    *n = 0;
    for (; *digits; digits++) {
        unsigned d = (unsigned)(*digits - '0');

        if (*n > (max - d) / 10) {
            return false;
        }
        *n = *n * 10 + d;
    }
    return true;
}

/* strtod() minds the locale's decimal point, JSON does not. */
static double to_double(const char *text)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double d = c ? strtod_l(text, NULL, c) : strtod(text, NULL);

    if (c) {
        freelocale(c);
    }
    return d;
}

/*
 * Integers of 64 bits as such; the rest (fractions, exponents, larger ones,
 * and -0, which is no integer of ours) as a double that keeps its text.
 */
static json_object *number_value(const char *text, bool integer)
{
    bool negative = text[0] == '-';
    uint64_t n;

    if (integer && negative && strcmp(text, "-0") != 0 &&
        to_uint64(text + 1, (uint64_t)INT64_MAX + 1, &n)) {
        return json_object_new_int64((int64_t)(0 - n));
    }
    if (integer && !negative && to_uint64(text, UINT64_MAX, &n)) {
        return n <= INT64_MAX ? json_object_new_int64((int64_t)n) :
                                json_object_new_uint64(n);
    }
    return json_object_new_double_s(to_double(text), text);
}

static bool read_number(Reader *r, json_object **value)
{
    autofree char *text = NULL;
    size_t start = r->pos;
    bool integer;

    if (!skip_number(r, &integer)) {
        return false;
    }
    text = mem_strndup(r->text + start, r->pos - start);
    return store(r, value, number_value(text, integer));
}

static bool read_word(Reader *r, json_object **value)
{
    static const struct {
        const char *word;
        bool literal;
        json_type type;
        json_bool value;
    } words[] = {
        { "true", false, json_type_boolean, true },
        { "false", false, json_type_boolean, false },
        { "null", false, json_type_null, false },
        { "True", true, json_type_boolean, true },
        { "False", true, json_type_boolean, false },
        { "None", true, json_type_null, false },
    };
    size_t start = r->pos, n, i;

    while (is_letter(peek(r)) || (r->pos > start && is_digit(peek(r)))) {
        r->pos++;
    }
    n = r->pos - start;
    for (i = 0; i < ARRAY_SIZE(words); i++) {
        if (n == strlen(words[i].word) &&
            memcmp(words[i].word, r->text + start, n) == 0 &&
            (r->literal || !words[i].literal)) {
            return words[i].type == json_type_null ||
                   store(r, value, json_object_new_boolean(words[i].value));
        }
    }
    if (n == 0) {
        return fail(r, start, "expected a JSON value");
    }
    return fail(r, start, "expected a JSON value, not '%.*s'",
                n > 40 ? 40 : (int)n, r->text + start);
}

static bool read_value(Reader *r, json_object **value)
{
    int c;

    *value = NULL;
    skip_space(r);
    c = peek(r);
    if (at_quote(r)) {
        return read_string_value(r, value);
    }
    if (c == '-' || is_digit(c)) {
        return read_number(r, value);
    }
    if (c != '{' && c != '[') {
        return read_word(r, value);
    }
    if (!read_brackets(r, c == '{', value)) {
        json_object_put(*value);
        *value = NULL;
        return false;
    }
    return true;
}

bool json_read(const char *text, size_t len, unsigned flags,
               json_object **value, size_t *end, Error **errp)
{
    Reader r = {
        .text = text,
        .len = len,
        .literal = flags & JSON_READ_LITERAL,
        .last_key = flags & JSON_READ_LAST_KEY,
        .errp = errp,
    };
    bool ok = read_value(&r, value);

    if (ok && !(flags & JSON_READ_PREFIX)) {
        skip_space(&r);
        if (!at_end(&r)) {
            json_object_put(*value);
            *value = NULL;
            ok = fail(&r, r.pos, "unexpected text behind the JSON value");
        }
    }
    if (end) {
        *end = r.pos;
    }
    strbuf_free(&r.str);
    return ok;
}
