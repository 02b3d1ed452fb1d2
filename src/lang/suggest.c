/*
 * What the schema says could stand at a spot
 */
#include "lang/suggest.h"

#include <string.h>

#include "lang/suggest_priv.h"
#include "util/json.h"
#include "util/mem.h"

bool suggest_matches(const Spot *spot, const char *name)
{
    return strncmp(name, spot->prefix, strlen(spot->prefix)) == 0;
}

/* An ALTERNATE's branches but for those in brackets. */
static void describe_branches(const SchemaType *type, StrBuf *out)
{
    static const SchemaKind kinds[] = {
        SCHEMA_STRING, SCHEMA_ENUM, SCHEMA_INT,
        SCHEMA_NUMBER, SCHEMA_BOOL, SCHEMA_NULL,
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        const SchemaType *branch = schema_as(type, kinds[i]);

        if (branch) {
            strbuf_puts(out, out->len ? " or " : "");
            schema_describe(branch, out);
        }
    }
}

/* "integer, required", or NULL. */
static char *type_text(const Thing *thing)
{
    static const struct {
        unsigned feature;
        const char *word;
    } words[] = {
        { SCHEMA_DEPRECATED, "deprecated" },
        { SCHEMA_UNSTABLE, "unstable" },
    };
    StrBuf out = STRBUF_INIT;
    size_t i;

    if (thing->no_brackets && schema_kind(thing->type) == SCHEMA_ALTERNATE) {
        describe_branches(thing->type, &out);
    } else if (thing->type) {
        schema_describe(thing->type, &out);
    }
    if (thing->required) {
        strbuf_printf(&out, "%srequired", out.len ? ", " : "");
    }
    for (i = 0; i < ARRAY_SIZE(words); i++) {
        if (thing->features & words[i].feature) {
            strbuf_printf(&out, "%s%s", out.len ? ", " : "", words[i].word);
        }
    }
    return out.len ? strbuf_steal(&out) : NULL;
}

void suggest_add(Suggestions *out, const Spot *spot, const Thing *thing,
                 char *text, char suffix)
{
    GROW(out->list, out->n, out->cap);
    out->list[out->n++] = (Suggestion){
        .text = text,
        .name = mem_strdup(thing->name),
        .type = type_text(thing),
        .suffix = suffix == spot->next ? 0 : suffix,
        .required = thing->required,
    };
}

/* The blank behind a word; not inside brackets or before a closing quote. */
static char word_suffix(const Spot *spot)
{
    return spot->in_json || (spot->quote && spot->next == spot->quote) ? 0 :
                                                                         ' ';
}

/* A command, an action or a value, of @rank. */
static void add_word(Suggestions *out, const Spot *spot, const Thing *thing,
                     unsigned flags, unsigned rank)
{
    unsigned own = thing->features & SCHEMA_DEPRECATED ? RANK_DEPRECATED :
                                                         RANK_OPTIONAL;

    if (own == rank && suggest_matches(spot, thing->name)) {
        suggest_add(out, spot, thing, suggest_written(spot, thing->name, flags),
                    word_suffix(spot));
    }
}

/* ---- commands and actions ---- */

static void add_commands(Suggestions *out, const QmpSchema *schema,
                         const Spot *spot)
{
    size_t n, i;
    const SchemaCommand *commands = qmp_schema_commands(schema, &n);
    unsigned rank;

    for (rank = 0; rank < RANKS; rank++) {
        for (i = 0; i < n; i++) {
            Thing thing = { .name = commands[i].name,
                            .features = commands[i].features };

            add_word(out, spot, &thing, 0, rank);
        }
    }
    for (i = out->n; i-- && !spot->in_json;) {
        if (strcmp(out->list[i].name, "transaction") == 0) {
            free(out->list[i].text);
            out->list[i].text = mem_strdup("transaction(");
        }
    }
}

static void add_values_of(Suggestions *out, const SchemaType *type,
                          const Spot *spot, unsigned flags)
{
    size_t n, i;
    const SchemaValue *values = schema_values(type, &n);
    unsigned rank;

    for (rank = 0; rank < RANKS; rank++) {
        for (i = 0; i < n; i++) {
            Thing thing = { .name = values[i].name,
                            .features = values[i].features };

            add_word(out, spot, &thing, flags, rank);
        }
    }
}

/* Actions, and the transaction's own arguments where they can stand. */
static void add_actions(Suggestions *out, const QmpSchema *schema,
                        const Spot *spot)
{
    char *name[] = { (char *)"actions", (char *)"0", (char *)"type" };
    Spot names = {
        .command = (char *)"transaction",
        .path = { .list = name, .n = ARRAY_SIZE(name) },
    };
    const SchemaType *type = suggest_type_at(schema, &names);
    Spot own = *spot;

    if (type) {
        add_values_of(out, type, spot, 0);
    }
    if (spot->command) {
        own.kind = SPOT_KEY;
        own.is_action = false;
        suggest_keys(out, schema, &own);
    }
}

/* ---- values ---- */

/* A word that is no string: true, null, an opening bracket. */
static void add_literal(Suggestions *out, const Spot *spot, const char *word,
                        const SchemaType *type)
{
    Thing thing = { .name = word, .type = type };
    bool bracket = strchr("{[", word[0]);

    if (!spot->quote && suggest_matches(spot, word)) {
        suggest_add(out, spot, &thing, mem_strdup(word),
                    bracket ? 0 : word_suffix(spot));
    }
}

/* What a value of one kind can be; an ALTERNATE is of several. */
static void add_values_of_kind(Suggestions *out, const Spot *spot,
                               const SchemaType *type, bool only)
{
    /* outside of brackets a bracket is seldom what somebody wants */
    bool brackets = spot->in_json || only;

    switch (schema_kind(type)) {
    case SCHEMA_ENUM:
        add_values_of(out, type, spot, only ? WRITE_NULL_BARE : 0);
        break;
    case SCHEMA_BOOL:
        add_literal(out, spot, "true", NULL);
        add_literal(out, spot, "false", NULL);
        break;
    case SCHEMA_NULL:
        add_literal(out, spot, "null", NULL);
        break;
    case SCHEMA_OBJECT:
        if (brackets) {
            add_literal(out, spot, "{", type);
        }
        break;
    case SCHEMA_ARRAY:
        if (brackets) {
            add_literal(out, spot, "[", type);
        }
        break;
    default:
        break;
    }
}

static void add_values(Suggestions *out, const SchemaType *type,
                       const Spot *spot)
{
    static const SchemaKind kinds[] = {
        SCHEMA_ENUM, SCHEMA_BOOL, SCHEMA_NULL, SCHEMA_OBJECT, SCHEMA_ARRAY,
    };
    size_t i;

    if (!type) {
        return;
    }
    if (schema_kind(type) != SCHEMA_ALTERNATE) {
        add_values_of_kind(out, spot, type, true);
        return;
    }
    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        const SchemaType *branch = schema_as(type, kinds[i]);

        if (branch) {
            add_values_of_kind(out, spot, branch, false);
        }
    }
}

/* ---- around the arguments of raw JSON ---- */

static void add_envelope(Suggestions *out, const Spot *spot)
{
    static const char *const members[2][3] = {
        { "execute", "arguments", "id" },
        { "type", "data", NULL },
    };
    const char *const *names = members[spot->is_action];
    size_t i;

    if (spot->path.n) {
        add_literal(out, spot, "{", NULL);
        return;
    }
    for (i = 0; i < ARRAY_SIZE(members[0]) && names[i]; i++) {
        Thing thing = { .name = names[i], .required = i == 0 };

        if (suggest_matches(spot, names[i]) &&
            !json_has(spot->given, names[i], NULL)) {
            suggest_add(out, spot, &thing, suggest_json_key(spot, names[i]), 0);
        }
    }
}

void suggest(const QmpSchema *schema, const Spot *spot, Suggestions *out)
{
    out->live = live_kind(spot);
    if (!schema) {
        return;
    }
    switch (spot->kind) {
    case SPOT_COMMAND:
        add_commands(out, schema, spot);
        break;
    case SPOT_ACTION:
        add_actions(out, schema, spot);
        break;
    case SPOT_KEY:
        suggest_keys(out, schema, spot);
        break;
    case SPOT_VALUE:
        if (!spot->file) {
            add_values(out, suggest_type_at(schema, spot), spot);
        }
        break;
    case SPOT_ENVELOPE:
        add_envelope(out, spot);
        break;
    default:
        break;
    }
}

void suggestions_free(Suggestions *s)
{
    size_t i;

    for (i = 0; i < s->n; i++) {
        free(s->list[i].text);
        free(s->list[i].name);
        free(s->list[i].type);
    }
    free(s->list);
    *s = (Suggestions){ 0 };
}
