/*
 * Which keys could stand at a spot: members and indices
 */
#include "lang/suggest_priv.h"

#include <string.h>

#include "util/json.h"
#include "util/mem.h"

char *suggest_json_key(const Spot *spot, const char *name)
{
    autofree char *key = suggest_written(spot, name, 0);
    bool goes_on = spot->next && strchr("\"':=", spot->next);

    return mem_printf("%s%s", key, goes_on ? "" : ": ");
}

/* Does the text behind the cursor go on in the same way as @tail? */
static bool tail_fits(const Spot *spot, const char *tail)
{
    char last = tail[strlen(tail) - 1];

    return !spot->next || !strchr(".=:", spot->next) ||
           last == (spot->next == '.' ? '.' : '=');
}

/*
 * The key of a thing of whose value @given is there (or NULL).  When it goes
 * on in one way only, the last character of that is a suffix, else not: Tab
 * does not decide.
 */
static void add_key(Suggestions *out, const Spot *spot, const Thing *thing,
                    json_object *given)
{
    autofree_strlist StrList tails = STRLIST_INIT;
    autofree char *key = suggest_written(spot, thing->name, 0);
    bool there = spot->next && strchr(".=:", spot->next);
    size_t i;

    if (spot->quote && spot->next == spot->quote) {
        suggest_add(out, spot, thing, STEAL(key), 0);
        return;
    }
    suggest_key_tails(thing->type, given, &tails);
    for (i = 0; i < tails.n; i++) {
        char *tail = tails.list[i], *last = tail + strlen(tail) - 1;
        bool only = tails.n == 1 || there;
        autofree_strbuf StrBuf what = STRBUF_INIT;
        Thing one = *thing;

        suggest_describe_tail(thing->type, tail, &what);
        strbuf_puts(&what, only || *last != '.' ? "" : ", its members follow");
        one.what = strbuf_str(&what);
        if (*last == '}' && !there) {
            suggest_add(out, spot, &one, mem_printf("%s%s", key, tail), ' ');
        } else if (tail_fits(spot, tail)) {
            char suffix = there ? spot->next : only ? *last : 0;

            *last = only ? '\0' : *last;
            suggest_add(out, spot, &one, mem_printf("%s%s", key, tail), suffix);
        }
    }
}

static unsigned member_rank(const SchemaMember *member, bool required)
{
    if (required) {
        return member->tag ? RANK_TAG : RANK_REQUIRED;
    }
    return member->features & SCHEMA_DEPRECATED ? RANK_DEPRECATED :
                                                  RANK_OPTIONAL;
}

/* A member of an object of which @given is there, if it is of @rank. */
static void add_member(Suggestions *out, const Spot *spot,
                       const SchemaMember *member, json_object *given,
                       unsigned rank)
{
    json_object *value;
    bool there = json_has(given, member->name, &value);
    bool begun = json_object_is_type(value, json_type_object);
    Thing thing = {
        .name = member->name,
        .type = member->type,
        .required = there ? suggest_lacks(member->type, value) :
                            !member->optional,
        .features = member->features,
    };

    if (!suggest_matches(spot, member->name) ||
        member_rank(member, thing.required) != rank ||
        (there && (spot->in_json || !begun))) {
        return;
    }
    if (spot->in_json) {
        suggest_add(out, spot, &thing, suggest_json_key(spot, member->name), 0);
    } else {
        add_key(out, spot, &thing, value);
    }
}

static void add_members(Suggestions *out, const Spot *spot,
                        const SchemaType *object)
{
    autofree_members SchemaMembers members = { 0 };
    json_object *given = spot_given_at(spot, spot->path.n);
    unsigned rank;
    size_t i;

    schema_members(object, schema_tag_in_json, given, &members);
    for (rank = 0; rank < RANKS; rank++) {
        for (i = 0; i < members.n; i++) {
            add_member(out, spot, members.list[i], given, rank);
        }
    }
}

/* An array's elements that can be continued, and the next one. */
static void add_indices(Suggestions *out, const Spot *spot,
                        const SchemaType *array)
{
    json_object *given = spot_given_at(spot, spot->path.n);
    autofree char *next = mem_printf("%zu", suggest_next_index(given));
    Thing thing = { .type = schema_element(array) };

    if (given) {
        json_object_object_foreach(given, name, value)
        {
            if (suggest_is_index(name) && suggest_matches(spot, name) &&
                json_object_is_type(value, json_type_object)) {
                thing.name = name;
                add_key(out, spot, &thing, value);
            }
        }
    }
    if (suggest_matches(spot, next)) {
        thing.name = next;
        add_key(out, spot, &thing, NULL);
    }
}

void suggest_keys(Suggestions *out, const QmpSchema *schema, const Spot *spot)
{
    const SchemaType *type = suggest_type_at(schema, spot);
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    const SchemaType *array = schema_as(type, SCHEMA_ARRAY);

    if (suggest_is_used_up(spot)) {
        return;
    }
    if (object) {
        add_members(out, spot, object);
    }
    if (array && !spot->in_json) {
        add_indices(out, spot, array);
    }
}
