/*
 * Says why something does not fit the type of its argument
 */
#include "lang/refusal.h"

#include "lang/args.h"
#include "lang/integer.h"
#include "lang/place.h"
#include "lang/signature.h"
#include "util/mem.h"
#include "util/nearest.h"
#include "util/strbuf.h"

enum {
    MAX_LISTED = 8, /* values of an enum in a message */
};

/* What the kinds are called, and how a word of them looks. */
static const struct {
    SchemaKind kind;
    const char *name;
    const char *example;
} kinds[] = {
    { SCHEMA_OBJECT, "an object", "" },
    { SCHEMA_ARRAY, "an array", "" },
    { SCHEMA_STRING, "a string", "" },
    { SCHEMA_ENUM, "a string", "" },
    { SCHEMA_BOOL, "a boolean", " (true, false, on, off, yes or no)" },
    { SCHEMA_INT, "an integer", " (such as 64, 0x40 or 1G)" },
    { SCHEMA_NUMBER, "a number", " (such as 64, 2.5 or 1e3)" },
    { SCHEMA_NULL, "null", "" },
};

/* "an integer", "an object or null"; with examples of words if it is one. */
static char *type_phrase(const ValueType *type, bool examples)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (type->takes & 1u << kinds[i].kind) {
            strbuf_puts(&out, out.len ? " or " : "");
            strbuf_puts(&out, kinds[i].name);
            strbuf_puts(&out, examples ? kinds[i].example : "");
        }
    }
    return strbuf_steal(&out);
}

/* ": write KEY.0=STRING" for what has members, else "". */
static char *shape(const ValueType *type, const Arg *arg, size_t n)
{
    autofree char *key = key_text(arg->parts, n);
    StrBuf out = STRBUF_INIT;

    if (type->schema && (schema_kind(type->schema) == SCHEMA_OBJECT ||
                         schema_kind(type->schema) == SCHEMA_ARRAY)) {
        strbuf_puts(&out, ": write ");
        signature_argument(key, type->schema, &out);
    }
    return strbuf_steal(&out);
}

static void refuse_value(const SchemaType *type, const Arg *arg,
                         const char *key, Error **errp)
{
    autofree char *text = place_excerpt(arg->text, arg->text_len);
    Nearest nearest = { .word = text };
    StrBuf list = STRBUF_INIT;
    const SchemaValue *values;
    autofree char *meant = NULL;
    autofree char *known = NULL;
    size_t n, i;

    values = schema_values(type, &n);
    for (i = 0; i < n; i++) {
        nearest_offer(&nearest, values[i].name);
        if (n <= MAX_LISTED) {
            strbuf_printf(&list, "%s%s", i ? ", " : " (", values[i].name);
        }
    }
    strbuf_puts(&list, list.len ? ")" : "");
    known = strbuf_steal(&list);
    meant = nearest.best ? mem_printf(": did you mean '%s'?", nearest.best) :
                           mem_strdup("");
    if (!meant[0] && !known[0]) {
        error_set(errp, ERROR_PARSE, "'%s' is one of %zu values, not '%s'", key,
                  n, text);
    } else {
        error_set(errp, ERROR_PARSE, "'%s' cannot be '%s'%s%s", key, text,
                  meant, known);
    }
}

bool refuse_word(const ValueType *type, const Arg *arg, size_t *error_at,
                 Error **errp)
{
    autofree char *key = key_text(arg->parts, arg->n_parts);
    autofree char *text = place_excerpt(arg->text, arg->text_len);
    autofree char *phrase = type_phrase(type, true);
    autofree char *plain = type_phrase(type, false);
    autofree char *written = shape(type, arg, arg->n_parts);
    json_object *value;
    const char *flaw;

    *error_at = arg->value_at;
    if (value_type_enum(type)) {
        refuse_value(value_type_enum(type), arg, key, errp);
    } else if (!arg->text_len) {
        error_set(errp, ERROR_PARSE, "'%s' is %s: it cannot be empty%s", key,
                  plain, written);
    } else if (type->takes == 1u << SCHEMA_INT &&
               !integer_read(arg->text, &value, &flaw) && flaw) {
        error_set(errp, ERROR_PARSE, "'%s' is an integer: '%s' %s", key, text,
                  flaw);
    } else {
        error_set(errp, ERROR_PARSE, "'%s' is %s, not '%s'%s", key, phrase,
                  text, written);
    }
    return false;
}

bool refuse_kind(const ValueType *type, const Arg *arg, const char *given,
                 size_t *error_at, Error **errp)
{
    autofree char *key = key_text(arg->parts, arg->n_parts);
    autofree char *phrase = type_phrase(type, false);
    autofree char *written = shape(type, arg, arg->n_parts);

    *error_at = arg->value_at;
    error_set(errp, ERROR_PARSE, "'%s' is %s, not %s%s", key, phrase, given,
              written);
    return false;
}

bool refuse_member(const ValueType *type, const Arg *arg, size_t n,
                   size_t *error_at, Error **errp)
{
    autofree char *key = key_text(arg->parts, n);
    autofree char *phrase = type_phrase(type, false);
    autofree char *written = shape(type, arg, n);

    *error_at = arg->parts[n].at;
    if (type->takes & 1u << SCHEMA_ARRAY) {
        error_set(errp, ERROR_PARSE, "'%s' is %s, '%s' is no index%s", key,
                  phrase, arg->parts[n].name, written);
    } else {
        error_set(errp, ERROR_PARSE, "'%s' is %s: it has no member '%s'", key,
                  phrase, arg->parts[n].name);
    }
    return false;
}
