/*
 * What a line still lacks
 */
#include "lang/suggest.h"

#include <string.h>

#include "lang/suggest_priv.h"
#include "util/json.h"
#include "util/mem.h"

/* The keys that are missing, as they would be written. */
typedef struct Missing {
    StrList keys;
    bool flat; /* keys have no parts */
} Missing;

static void add_missing(Missing *m, const SchemaType *type, json_object *given,
                        const char *before);

/* @key has begun: does what it leads to lack something? */
static void add_missing_below(Missing *m, const SchemaType *type,
                              json_object *given, const char *key)
{
    const SchemaType *array = schema_as(type, SCHEMA_ARRAY);

    if (!array) {
        add_missing(m, type, given, key);
        return;
    }
    json_object_object_foreach(given, index, element)
    {
        autofree char *below = mem_printf("%s%s.", key, index);

        if (suggest_is_index(index) &&
            json_object_is_type(element, json_type_object)) {
            add_missing_below(m, schema_element(array), element, below);
        }
    }
}

/* Who does not know better describes a thing, and does not name one. */
static const char *tail_for_novices(const StrList *tails)
{
    size_t i;

    for (i = 0; i < tails->n; i++) {
        if (tails->list[i][strlen(tails->list[i]) - 1] == '.') {
            return tails->list[i];
        }
    }
    return tails->list[0];
}

static void add_missing_member(Missing *m, const SchemaMember *member,
                               json_object *given, const char *before)
{
    autofree_strlist StrList tails = STRLIST_INIT;
    autofree_strbuf StrBuf key = STRBUF_INIT;
    json_object *value;

    strbuf_puts(&key, before);
    suggest_key_part(&key, member->name, m->flat);
    if (!json_has(given, member->name, &value)) {
        suggest_key_tails(member->type, NULL, &tails);
        if (!member->optional && tails.n) {
            strbuf_puts(&key, tail_for_novices(&tails));
            strlist_add(&m->keys, key.data, key.len);
        }
    } else if (json_object_is_type(value, json_type_object)) {
        strbuf_putc(&key, '.');
        add_missing_below(m, member->type, value, key.data);
    }
}

/* The tag comes first: it decides what else there is. */
static void add_missing(Missing *m, const SchemaType *type, json_object *given,
                        const char *before)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    autofree_members SchemaMembers members = { 0 };
    size_t i, pass;

    if (object) {
        schema_members(object, schema_tag_in_json, given, &members);
    }
    for (pass = 0; pass < 2; pass++) {
        for (i = 0; i < members.n; i++) {
            if (members.list[i]->tag == (pass == 0)) {
                add_missing_member(m, members.list[i], given, before);
            }
        }
    }
}

/* The objects that the path of a half-typed key leads through have begun. */
static void begin_path(Spot *spot)
{
    json_object *given = spot->given, *child;
    size_t i;

    for (i = 0; i < spot->path.n && given; i++) {
        if (!json_has(given, spot->path.list[i], &child)) {
            child = json_object_new_object();
            json_set(given, spot->path.list[i], child);
        }
        given = json_object_is_type(child, json_type_object) ? child : NULL;
    }
}

/* What is typed of the key at @spot, in the form of Missing.keys; owned. */
static char *typed_key(const Spot *spot, bool flat)
{
    StrBuf typed = STRBUF_INIT;
    size_t i;

    for (i = 0; i < spot->path.n; i++) {
        suggest_key_part(&typed, spot->path.list[i], flat);
        strbuf_putc(&typed, '.');
    }
    strbuf_puts(&typed, spot->prefix);
    return strbuf_steal(&typed);
}

/*
 * Append the keys; the one that completes @typed comes first, and without
 * one there is nothing to be said.
 */
static void append_keys(const Missing *m, const char *typed, StrBuf *out)
{
    size_t len = strlen(typed), n = m->keys.n, first = 0, i;

    while (first < n && strncmp(m->keys.list[first], typed, len) != 0) {
        first++;
    }
    if (first == n) {
        return;
    }
    strbuf_puts(out, m->keys.list[first] + len);
    for (i = 0; i < n; i++) {
        if (i != first) {
            strbuf_printf(out, " %s", m->keys.list[i]);
        }
    }
}

/* @spot is a key that is typed, or where one could begin. */
static void append_missing(const QmpSchema *schema, Spot *spot, StrBuf *out)
{
    Missing m = { .flat = spot_keys_are_flat(spot->command) };
    autofree char *typed = typed_key(spot, m.flat);

    begin_path(spot);
    add_missing(&m, suggest_args_type(schema, spot), spot->given, "");
    append_keys(&m, typed, out);
    strlist_free(&m.keys);
}

/* Can the line be added to at @spot? */
static bool is_open_key(const Spot *spot)
{
    return spot->kind == SPOT_KEY && !spot->in_json && !spot->quote &&
           !spot->wrong;
}

void suggest_missing(const QmpSchema *schema, const char *line,
                     bool in_transaction, StrBuf *out)
{
    autofree char *ended = mem_printf("%s ", line);
    autofree_strbuf StrBuf missing = STRBUF_INIT;
    autofree_spot Spot spot, behind;
    size_t len = strlen(line);

    spot_find(&spot, line, len, in_transaction);
    spot_find(&behind, ended, len + 1, in_transaction);
    if (is_open_key(&spot)) {
        append_missing(schema, &spot, out);
    } else if (is_open_key(&behind) && behind.bare &&
               !(spot.kind == SPOT_VALUE && spot.start == len)) {
        append_missing(schema, &behind, &missing);
        if (missing.len) {
            strbuf_printf(out, " %s", missing.data);
        }
    }
}
