/*
 * Which values could stand at a spot, or what is due there
 */
#include "lang/suggest_priv.h"

#include <string.h>

#include "util/mem.h"

/* More values of an enum are only counted. */
#define MAX_NAMED 8

/* ---- what can be offered ---- */

void suggest_values_of(Suggestions *out, const Spot *spot,
                       const SchemaType *type, unsigned flags)
{
    size_t n, i;
    const SchemaValue *values = schema_values(type, &n);
    unsigned rank;

    for (rank = 0; rank < RANKS; rank++) {
        for (i = 0; i < n; i++) {
            Thing thing = { .name = values[i].name,
                            .features = values[i].features };

            suggest_add_word(out, spot, &thing, flags, rank);
        }
    }
}

void suggest_literal(Suggestions *out, const Spot *spot, const char *word,
                     const SchemaType *type)
{
    Thing thing = { .name = word, .type = type };
    bool bracket = strchr("{[", word[0]);

    if (!spot->quote && suggest_matches(spot, word)) {
        suggest_add(out, spot, &thing, mem_strdup(word),
                    bracket ? 0 : suggest_word_suffix(spot));
    }
}

static bool is_bracket(SchemaKind kind)
{
    return kind == SCHEMA_OBJECT || kind == SCHEMA_ARRAY;
}

/* What a value of one kind can be; an ALTERNATE is of several. */
static void add_values_of_kind(Suggestions *out, const Spot *spot,
                               const SchemaType *type, bool only)
{
    switch (schema_kind(type)) {
    case SCHEMA_ENUM:
        suggest_values_of(out, spot, type, only ? WRITE_NULL_BARE : 0);
        break;
    case SCHEMA_BOOL:
        suggest_literal(out, spot, "true", NULL);
        suggest_literal(out, spot, "false", NULL);
        break;
    case SCHEMA_NULL:
        suggest_literal(out, spot, "null", NULL);
        break;
    case SCHEMA_OBJECT:
        suggest_literal(out, spot, "{", type);
        break;
    case SCHEMA_ARRAY:
        suggest_literal(out, spot, "[", type);
        break;
    default:
        break;
    }
}

/* ---- what can only be said ---- */

static void expect_enum(const SchemaType *type, StrBuf *out)
{
    size_t n, i;
    const SchemaValue *values = schema_values(type, &n);

    strbuf_puts(out, "one of ");
    for (i = 0; i < n && n <= MAX_NAMED; i++) {
        strbuf_printf(out, "%s%s", i ? ", " : "", values[i].name);
    }
    if (n > MAX_NAMED) {
        strbuf_printf(out, "%zu values", n);
    }
}

/* Integers have more forms where they are not JSON: lang/integer.h. */
static void expect_kind(const Spot *spot, const SchemaType *type, StrBuf *out)
{
    SchemaKind kind = schema_kind(type);

    if (kind == SCHEMA_ENUM) {
        expect_enum(type, out);
    } else if (kind == SCHEMA_INT && !spot->in_json) {
        strbuf_puts(out, "integer, such as 64, 0x40 or 1G");
    } else if (kind == SCHEMA_BOOL) {
        strbuf_puts(out, "true or false");
    } else {
        schema_describe(type, out);
    }
}

/* The other way: the key that is there, with a dot. */
static void expect_object(const Spot *spot, StrBuf *out)
{
    size_t i;

    strbuf_puts(out, "; ");
    for (i = 0; i < spot->path.n; i++) {
        strbuf_printf(out, "%s.", spot->path.list[i]);
    }
    strbuf_puts(out, " begins an object");
}

void suggest_values(Suggestions *out, const Spot *spot, const SchemaType *type)
{
    static const SchemaKind kinds[] = {
        SCHEMA_STRING, SCHEMA_ENUM, SCHEMA_INT,    SCHEMA_NUMBER,
        SCHEMA_BOOL,   SCHEMA_NULL, SCHEMA_OBJECT, SCHEMA_ARRAY,
    };
    bool only = type && schema_kind(type) != SCHEMA_ALTERNATE;
    /* outside of brackets a bracket is seldom what somebody wants */
    bool brackets = only || spot->in_json;
    StrBuf expected = STRBUF_INIT;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        const SchemaType *branch = schema_as(type, kinds[i]);

        if (branch && (brackets || !is_bracket(kinds[i]))) {
            add_values_of_kind(out, spot, branch, only);
            strbuf_puts(&expected, expected.len ? " or " : "");
            expect_kind(spot, branch, &expected);
        }
    }
    if (!brackets && expected.len && schema_as(type, SCHEMA_OBJECT)) {
        expect_object(spot, &expected);
    }
    if (!out->n && expected.len) {
        out->expected = strbuf_steal(&expected);
    }
    strbuf_free(&expected);
}
