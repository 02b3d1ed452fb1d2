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

    if (thing->what) {
        strbuf_puts(&out, thing->what);
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

char suggest_word_suffix(const Spot *spot)
{
    return spot->in_json || (spot->quote && spot->next == spot->quote) ? 0 :
                                                                         ' ';
}

void suggest_add_word(Suggestions *out, const Spot *spot, const Thing *thing,
                      unsigned flags, unsigned rank)
{
    unsigned own = thing->features & SCHEMA_DEPRECATED ? RANK_DEPRECATED :
                                                         RANK_OPTIONAL;

    if (own == rank && suggest_matches(spot, thing->name)) {
        suggest_add(out, spot, thing, suggest_written(spot, thing->name, flags),
                    suggest_word_suffix(spot));
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

            if (commands[i].allow_oob || !spot->oob) {
                suggest_add_word(out, spot, &thing, 0, rank);
            }
        }
    }
    for (i = out->n; i-- && !spot->in_json;) {
        if (strcmp(out->list[i].name, "transaction") == 0) {
            free(out->list[i].text);
            out->list[i].text = mem_strdup("transaction(");
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
        suggest_values_of(out, spot, type, 0);
    }
    if (spot->command) {
        own.kind = SPOT_KEY;
        own.is_action = false;
        suggest_keys(out, schema, &own);
    }
}

/* ---- around the arguments of raw JSON ---- */

/* A member; @other: one that stands in its place. */
typedef struct EnvelopeMember {
    Thing thing;
    const char *other;
    bool oob; /* of use only where a command can be called out of band */
} EnvelopeMember;

static const EnvelopeMember request_members[] = {
    { { .name = "execute", .required = true }, "exec-oob" },
    { { .name = "exec-oob", .what = "instead of execute, out of band" },
      "execute",
      true },
    { { .name = "arguments" }, "arguments" },
    { { .name = "id" }, "id" },
};

static const EnvelopeMember action_members[] = {
    { { .name = "type", .required = true }, "type" },
    { { .name = "data" }, "data" },
};

static bool has_oob(const QmpSchema *schema)
{
    size_t n, i;
    const SchemaCommand *commands = qmp_schema_commands(schema, &n);

    for (i = 0; i < n && !commands[i].allow_oob; i++) {
    }
    return i < n;
}

static bool envelope_has(const QmpSchema *schema, const Spot *spot,
                         const EnvelopeMember *member)
{
    return suggest_matches(spot, member->thing.name) &&
           !json_has(spot->given, member->thing.name, NULL) &&
           !json_has(spot->given, member->other, NULL) &&
           (!member->oob || has_oob(schema));
}

static void add_envelope(Suggestions *out, const QmpSchema *schema,
                         const Spot *spot)
{
    const EnvelopeMember *members = spot->is_action ? action_members :
                                                      request_members;
    size_t n = spot->is_action ? ARRAY_SIZE(action_members) :
                                 ARRAY_SIZE(request_members);
    size_t i;

    if (spot->path.n) {
        suggest_literal(out, spot, "{", NULL);
        return;
    }
    for (i = 0; i < n; i++) {
        const Thing *thing = &members[i].thing;

        if (envelope_has(schema, spot, &members[i])) {
            suggest_add(out, spot, thing, suggest_json_key(spot, thing->name),
                        0);
        }
    }
}

/* ---- between the actions of a transaction ---- */

static void add_mark(Suggestions *out, const Spot *spot, const char *mark,
                     const char *what, char suffix)
{
    Thing thing = { .name = mark, .what = what };

    suggest_add(out, spot, &thing, mem_strdup(mark), suffix);
}

/* Does an action stand before @spot that lacks nothing? */
static bool is_behind_action(const QmpSchema *schema, const Spot *spot)
{
    const SchemaType *args = suggest_args_type(schema, spot);

    return spot->kind == SPOT_KEY && spot->is_action && args && !spot->wrong &&
           !suggest_lacks(args, spot->given);
}

/*
 * Could an action begin at @spot, with others before it?  Of a line inside a
 * transaction that is not known: there they may be in earlier ones.
 */
static bool is_before_action(const Spot *spot)
{
    return spot->kind == SPOT_ACTION && !spot->command;
}

static void add_marks(Suggestions *out, const QmpSchema *schema,
                      const Spot *spot)
{
    bool behind = is_behind_action(schema, spot);

    if (!spot->bare || spot->next || spot->in_json) {
        return;
    }
    if (behind) {
        add_mark(out, spot, ";", "another action", ' ');
    }
    if (behind || is_before_action(spot)) {
        add_mark(out, spot, ")", "send the transaction", 0);
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
            suggest_values(out, spot, suggest_type_at(schema, spot));
        }
        break;
    case SPOT_ENVELOPE:
        add_envelope(out, schema, spot);
        break;
    default:
        break;
    }
    add_marks(out, schema, spot);
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
    free(s->expected);
    *s = (Suggestions){ 0 };
}
