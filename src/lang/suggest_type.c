/*
 * The types of what a line holds, and what is given of them
 */
#include "lang/suggest_priv.h"

#include <stdio.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"

/* Arrays of arrays; no server has more than one level. */
#define MAX_TAIL_DEPTH 4

static const SchemaType *member_type(const SchemaType *type, const char *name,
                                     json_object *given)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    const SchemaMember *member = NULL;

    if (object) {
        member = schema_member(object, name, schema_tag_in_json, given);
    }
    return member ? member->type : NULL;
}

bool suggest_is_index(const char *part)
{
    return part[0] && !part[strspn(part, "0123456789")];
}

/* What a part of a path leads to; @given: what is there beside it. */
static const SchemaType *step(const SchemaType *type, const char *part,
                              json_object *given)
{
    const SchemaType *array = schema_as(type, SCHEMA_ARRAY);

    return array && suggest_is_index(part) ? schema_element(array) :
                                             member_type(type, part, given);
}

const SchemaType *suggest_args_type(const QmpSchema *schema, const Spot *spot)
{
    const SchemaCommand *command;

    if (!schema || !spot->command) {
        return NULL;
    }
    if (spot->is_action) {
        return qmp_schema_action(schema, spot->command);
    }
    command = qmp_schema_command(schema, spot->command);
    return command ? command->args : NULL;
}

const SchemaType *suggest_type_at(const QmpSchema *schema, const Spot *spot)
{
    const SchemaType *type = suggest_args_type(schema, spot);
    json_object *given = spot->given;
    size_t i;

    for (i = 0; type && i < spot->path.n; i++) {
        type = step(type, spot->path.list[i], given);
        given = json_get_object(given, spot->path.list[i]);
    }
    return type;
}

bool suggest_is_used_up(const Spot *spot)
{
    json_object *given = spot->given;
    size_t i;

    for (i = 0; i < spot->path.n; i++) {
        if (!json_has(given, spot->path.list[i], &given)) {
            return false;
        }
        if (!json_object_is_type(given, json_type_object)) {
            return true;
        }
    }
    return false;
}

/* Can a value of that type, of which @given is there, be continued? */
static bool has_more(const SchemaType *type, json_object *given)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    autofree_members SchemaMembers members = { 0 };
    json_object *value;
    size_t i;

    if (schema_as(type, SCHEMA_ARRAY)) {
        return true;
    }
    if (object) {
        schema_members(object, schema_tag_in_json, given, &members);
    }
    for (i = 0; i < members.n; i++) {
        if (!json_has(given, members.list[i]->name, &value) ||
            json_object_is_type(value, json_type_object)) {
            return true;
        }
    }
    return false;
}

bool suggest_lacks(const SchemaType *type, json_object *given)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    autofree_members SchemaMembers members = { 0 };
    json_object *value;
    size_t i;

    if (!object || !json_object_is_type(given, json_type_object)) {
        return false;
    }
    schema_members(object, schema_tag_in_json, given, &members);
    for (i = 0; i < members.n; i++) {
        if (json_has(given, members.list[i]->name, &value) ?
                suggest_lacks(members.list[i]->type, value) :
                !members.list[i]->optional) {
            return true;
        }
    }
    return false;
}

size_t suggest_next_index(json_object *given)
{
    char name[24];
    size_t i = 0;

    do {
        snprintf(name, sizeof(name), "%zu", i);
    } while (json_has(given, name, NULL) && ++i);
    return i;
}

/* The element that is not finished, or the next one; owned. */
static char *current_index(const SchemaType *element, json_object *given)
{
    if (given) {
        json_object_object_foreach(given, name, value)
        {
            if (suggest_is_index(name) && suggest_lacks(element, value)) {
                return mem_strdup(name);
            }
        }
    }
    return mem_printf("%zu", suggest_next_index(given));
}

static bool is_only_brackets(const SchemaType *type)
{
    SchemaKind kind = schema_kind(type);

    return kind == SCHEMA_OBJECT || kind == SCHEMA_ARRAY;
}

/* An object that can only be empty is written as such. */
static bool is_always_empty(const SchemaType *object)
{
    autofree_members SchemaMembers members = { 0 };

    schema_members(object, NULL, NULL, &members);
    return members.n == 0;
}

static void add_object_tail(const SchemaType *type, json_object *given,
                            const char *before, StrList *tails)
{
    const SchemaType *object = schema_as(type, SCHEMA_OBJECT);
    autofree char *tail = NULL;

    if (object && (!given || has_more(type, given))) {
        tail = mem_printf("%s%s", before,
                          is_always_empty(object) ? "={}" : ".");
        strlist_add(tails, tail, strlen(tail));
    }
}

static void add_tails(const SchemaType *type, json_object *given,
                      const char *before, unsigned depth, StrList *tails)
{
    const SchemaType *array = schema_as(type, SCHEMA_ARRAY);
    autofree char *tail = NULL;

    if (!given && !is_only_brackets(type)) {
        tail = mem_printf("%s=", before);
        strlist_add(tails, tail, strlen(tail));
    }
    add_object_tail(type, given, before, tails);
    if (array && depth < MAX_TAIL_DEPTH) {
        const SchemaType *element = schema_element(array);
        autofree char *index = current_index(element, given);
        autofree char *key = mem_printf("%s.%s", before, index);

        add_tails(element, json_get_object(given, index), key, depth + 1,
                  tails);
    }
}

void suggest_key_tails(const SchemaType *type, json_object *given,
                       StrList *tails)
{
    add_tails(type, given, "", 0, tails);
}

void suggest_describe_plain(const SchemaType *type, StrBuf *out)
{
    static const SchemaKind kinds[] = {
        SCHEMA_STRING, SCHEMA_ENUM, SCHEMA_INT, SCHEMA_NUMBER,
        SCHEMA_BOOL,   SCHEMA_NULL, SCHEMA_ANY,
    };
    const char *between = "";
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        const SchemaType *branch = schema_as(type, kinds[i]);

        if (branch) {
            strbuf_puts(out, between);
            schema_describe(branch, out);
            between = " or ";
        }
    }
}

void suggest_describe_tail(const SchemaType *type, const char *tail,
                           StrBuf *out)
{
    for (; tail[0] == '.' && tail[1]; tail += strcspn(tail, ".=")) {
        strbuf_puts(out, "array of ");
        type = schema_element(schema_as(type, SCHEMA_ARRAY));
        tail++;
    }
    if (strcmp(tail, "=") == 0) {
        suggest_describe_plain(type, out);
    } else {
        schema_describe(schema_as(type, SCHEMA_OBJECT), out);
    }
}
