/*
 * What probably was meant by a request that the server refused
 */
#include "lang/advice.h"

#include <stdlib.h>
#include <string.h>

#include "lang/advice_place.h"
#include "lang/raw.h"
#include "lang/signature.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/nearest.h"

/* The schema's texts are a peer's. */
#define MAX_ADVICE 2000

/* More values, or arguments, are not listed. */
#define MAX_LISTED 8

typedef struct Advisor {
    const SchemaCommand *command;
    json_object *arguments; /* an object */
    StrBuf out;
} Advisor;

/*
 * @param is the argument that the server named, @rest what it said of it.
 * False: there is nothing to say.
 */
typedef bool AdviseFn(Advisor *a, const char *param, const char *rest);

/* An action's arguments are written like a command's: actions.N.data.KEY */
#define ACTION_PARTS 3

static bool is_in_action(const Advisor *a, const AdvicePlace *place)
{
    return strcmp(a->command->name, "transaction") == 0 &&
           place->path.n >= ACTION_PARTS &&
           strcmp(place->path.list[0], "actions") == 0 &&
           json_get_array(a->arguments, "actions");
}

/* Say which action of a transaction it is about. */
static void put_action(Advisor *a, const AdvicePlace *place)
{
    json_object *actions;
    const char *type;
    unsigned long i;

    if (is_in_action(a, place)) {
        actions = json_get_array(a->arguments, "actions");
        i = strtoul(place->path.list[1], NULL, 10);
        type = json_get_string(json_object_array_get_idx(actions, i), "type");
        strbuf_printf(&a->out, "action %lu", i + 1);
        if (type && place->path.n > ACTION_PARTS) {
            strbuf_printf(&a->out, " (%s)", type);
        }
        strbuf_puts(&a->out, ": ");
    }
}

/*
 * The key of @place as a line has it; with @sibling, that of another member
 * of the same object.  Owned.
 */
static char *key_of(const Advisor *a, const AdvicePlace *place,
                    const char *sibling)
{
    size_t skip = is_in_action(a, place) ? ACTION_PARTS : 0;
    size_t last = place->path.n - 1;
    size_t i = skip < last ? skip : last;
    StrBuf key = STRBUF_INIT;

    for (; i < last; i++) {
        signature_key_part(place->path.list[i], &key);
        strbuf_putc(&key, '.');
    }
    signature_key_part(sibling ? sibling : place->path.list[last], &key);
    return strbuf_steal(&key);
}

/* The members that the object around @place could still have. */
static void free_members(const AdvicePlace *place, SchemaMembers *out)
{
    size_t i, kept = 0;

    schema_members(place->around, schema_tag_in_json, place->parent, out);
    for (i = 0; i < out->n; i++) {
        if (!json_has(place->parent, out->list[i]->name, NULL)) {
            out->list[kept++] = out->list[i];
        }
    }
    out->n = kept;
}

/* A key of the object that the schema does not know and that is near. */
static const char *mistyped_key(const AdvicePlace *place, const char *missing)
{
    json_object_object_foreach(place->parent, key, value)
    {
        Nearest nearest = { .word = key };

        (void)value;
        if (!schema_member(place->around, key, schema_tag_in_json,
                           place->parent)) {
            nearest_offer(&nearest, missing);
        }
        if (nearest.best) {
            return key;
        }
    }
    return NULL;
}

static bool advise_missing(Advisor *a, const char *param, const char *rest)
{
    autofree_place AdvicePlace place = { 0 };
    autofree_members SchemaMembers free_ones = { 0 };
    const char *wrong, *name;
    size_t i, n = 0;

    (void)rest;
    if (!advice_place_follow(&place, a->command->args, a->arguments, param) ||
        !place.type || place.there) {
        return false;
    }
    put_action(a, &place);
    name = place.path.list[place.path.n - 1];
    wrong = mistyped_key(&place, name);
    if (wrong) {
        autofree char *right_key = key_of(a, &place, NULL);
        autofree char *wrong_key = key_of(a, &place, wrong);

        strbuf_printf(&a->out, "did you mean %s= instead of %s=?", right_key,
                      wrong_key);
        return true;
    }
    free_members(&place, &free_ones);
    for (i = 0; i < free_ones.n && n < MAX_LISTED; i++) {
        const SchemaMember *member = free_ones.list[i];

        if (!member->optional || strcmp(member->name, name) == 0) {
            autofree char *key = key_of(a, &place, member->name);

            strbuf_puts(&a->out, n++ ? " " : "missing: ");
            signature_argument(key, member->type, &a->out);
        }
    }
    return true;
}

static bool advise_unexpected(Advisor *a, const char *param, const char *rest)
{
    autofree_place AdvicePlace place = { 0 };
    autofree_members SchemaMembers free_ones = { 0 };
    Nearest nearest = { 0 };
    size_t i;

    (void)rest;
    if (!advice_place_follow(&place, a->command->args, a->arguments, param) ||
        place.type || !place.there) {
        return false;
    }
    free_members(&place, &free_ones);
    nearest.word = place.path.list[place.path.n - 1];
    for (i = 0; i < free_ones.n; i++) {
        nearest_offer(&nearest, free_ones.list[i]->name);
    }
    if (nearest.best) {
        autofree char *key = key_of(a, &place, nearest.best);

        put_action(a, &place);
        strbuf_printf(&a->out, "did you mean %s=?", key);
        return true;
    }
    if (!free_ones.n || free_ones.n > MAX_LISTED) {
        return false;
    }
    put_action(a, &place);
    for (i = 0; i < free_ones.n; i++) {
        autofree char *key = key_of(a, &place, free_ones.list[i]->name);

        strbuf_printf(&a->out, "%s%s=", i ? " " : "possible here: ", key);
    }
    return true;
}

/* The ENUM that a value of @type may be of, or NULL. */
/*
 * Name the values, if they are few, and the one that is near @word (may be
 * NULL).  A transaction's action is called by its type alone.
 */
static bool put_values(Advisor *a, const AdvicePlace *place,
                       const SchemaType *type, const char *word)
{
    autofree char *key = key_of(a, place, NULL);
    Nearest nearest = { .word = word ? word : "" };
    const SchemaValue *values;
    bool action, few;
    size_t i, n;

    values = schema_values(type, &n);
    for (i = 0; i < n; i++) {
        nearest_offer(&nearest, values[i].name);
    }
    action = is_in_action(a, place) && place->path.n == ACTION_PARTS;
    few = n && n <= MAX_LISTED && !action;
    if (!few && !nearest.best) {
        return false;
    }
    put_action(a, place);
    if (few) {
        strbuf_printf(&a->out, "%s is one of", key);
        for (i = 0; i < n; i++) {
            strbuf_printf(&a->out, "%s %s", i ? "," : "", values[i].name);
        }
    }
    if (nearest.best) {
        strbuf_puts(&a->out, few ? ": did you mean " : "did you mean ");
        strbuf_printf(&a->out, "%s%s%s?", few || action ? "" : key,
                      few || action ? "" : "=", nearest.best);
    }
    return true;
}

typedef struct Misfit {
    const char *name;  /* NULL: any */
    const char *value; /* of an enum that does not have it; NULL: of a kind
                          that the type does not take */
} Misfit;

static bool is_misfit(void *opaque, const char *name, const SchemaType *type,
                      json_object *value)
{
    const Misfit *m = opaque;
    const SchemaType *values = schema_as(type, SCHEMA_ENUM);

    if (!type || (m->name && strcmp(m->name, name) != 0)) {
        return false;
    }
    if (!m->value) {
        return !advice_fits(type, value);
    }
    return values && json_object_is_type(value, json_type_string) &&
           strcmp(json_object_get_string(value), m->value) == 0 &&
           !schema_has_value(values, m->value);
}

/* QEMU names the member without its path here, and an element "null". */
static bool advise_value(Advisor *a, const char *param, const char *rest)
{
    autofree_place AdvicePlace place = { 0 };
    Misfit m = { param, rest };
    Misfit unnamed = { NULL, rest };

    return (advice_place_search(&place, a->command->args, a->arguments,
                                is_misfit, &m) ||
            advice_place_search(&place, a->command->args, a->arguments,
                                is_misfit, &unnamed)) &&
           put_values(a, &place, schema_as(place.type, SCHEMA_ENUM), rest);
}

static bool advise_type(Advisor *a, const char *param, const char *rest)
{
    autofree_place AdvicePlace place = { 0 };
    autofree_strbuf StrBuf words = STRBUF_INIT;
    autofree char *key = NULL;

    (void)rest; /* "integer", but also "StrOrNull" and "uint64" */
    if (!advice_place_follow(&place, a->command->args, a->arguments, param) ||
        !place.type || !place.there || advice_fits(place.type, place.value)) {
        return false;
    }
    if (schema_kind(place.type) == SCHEMA_ENUM &&
        put_values(a, &place, place.type, NULL)) {
        return true;
    }
    put_action(a, &place);
    key = key_of(a, &place, NULL);
    schema_describe(place.type, &words);
    strbuf_printf(&a->out, "%s is %s %s: ", key,
                  strchr("aeio", *strbuf_str(&words)) ? "an" : "a",
                  strbuf_str(&words));
    signature_argument(key, place.type, &a->out);
    return true;
}

/* BEFORE param MIDDLE rest AFTER; without a middle there is no rest. */
static const struct {
    const char *before, *middle, *after;
    AdviseFn *advise;
} refusal_texts[] = {
    { "Parameter '", NULL, "' is missing", advise_missing },
    { "Parameter '", NULL, "' is unexpected", advise_unexpected },
    { "Invalid parameter '", NULL, "'", advise_unexpected },
    { "Invalid parameter type for '", "', expected: ", "", advise_type },
    { "Parameter '", "' expects ", "", advise_type },
    { "Parameter '", "' does not accept value '", "'", advise_value },
};

/* Take @desc apart as an entry of the table; *@param and *@rest are owned. */
static bool take_apart(const char *desc, size_t i, char **param, char **rest)
{
    const char *after = refusal_texts[i].after;
    const char *middle = refusal_texts[i].middle, *at;
    size_t len = strlen(desc), before = strlen(refusal_texts[i].before);

    if (strncmp(desc, refusal_texts[i].before, before) != 0 ||
        len < before + strlen(after) ||
        strcmp(desc + len - strlen(after), after) != 0) {
        return false;
    }
    len -= strlen(after);
    at = middle ? strstr(desc + before, middle) : desc + len;
    if (!at || at + (middle ? strlen(middle) : 0) > desc + len) {
        return false;
    }
    *param = mem_strndup(desc + before, (size_t)(at - desc) - before);
    if (middle) {
        at += strlen(middle);
        *rest = mem_strndup(at, len - (size_t)(at - desc));
    }
    return true;
}

/* Other protocols call it `status`, QMP query-status. */
static char *advise_command(const QmpSchema *schema, const char *name)
{
    autofree char *query = mem_printf("query-%s", name);
    Nearest nearest = { .word = name };
    const SchemaCommand *commands;
    size_t i, n;

    if (qmp_schema_command(schema, query)) {
        return mem_printf("did you mean %s?", query);
    }
    commands = qmp_schema_commands(schema, &n);
    for (i = 0; i < n; i++) {
        nearest_offer(&nearest, commands[i].name);
    }
    return nearest.best ? mem_printf("did you mean %s?", nearest.best) : NULL;
}

bool advice_needs_schema(const Refusal *refusal)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(refusal_texts); i++) {
        autofree char *param = NULL, *rest = NULL;

        if (take_apart(refusal->error_desc, i, &param, &rest)) {
            return true;
        }
    }
    return strcmp(refusal->error_class, "CommandNotFound") == 0;
}

char *advice_from_schema(const QmpSchema *schema, const Refusal *refusal)
{
    autoput json_object *arguments = NULL;
    autofree_strbuf StrBuf out = STRBUF_INIT;
    const char *name = raw_request_name(refusal->request);
    Advisor a = { 0 };
    bool said = false;
    size_t i;

    if (!name) {
        return NULL;
    }
    a.command = qmp_schema_command(schema, name);
    if (!a.command) {
        return advise_command(schema, name);
    }
    arguments = advice_arguments(refusal->request);
    arguments = arguments ? json_object_get(arguments) :
                            json_object_new_object();
    a.arguments = arguments;
    strbuf_init(&a.out, MAX_ADVICE);
    for (i = 0; !said && i < ARRAY_SIZE(refusal_texts); i++) {
        autofree char *param = NULL, *rest = NULL;

        said = take_apart(refusal->error_desc, i, &param, &rest) &&
               refusal_texts[i].advise(&a, param, rest);
    }
    out = a.out;
    return said ? strbuf_steal(&out) : NULL;
}
