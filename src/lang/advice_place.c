/*
 * The arguments of a request beside their types
 */
#include "lang/advice_place.h"

#include <stdlib.h>
#include <string.h>

#include "util/json.h"
#include "util/mem.h"

json_object *advice_arguments(json_object *request)
{
    return json_get_object(request, "arguments");
}

void advice_place_clear(AdvicePlace *place)
{
    strlist_free(&place->path);
    *place = (AdvicePlace){ 0 };
}

/* The kinds that take a JSON value, as bits. */
static unsigned kinds_of(json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_null:
        return 1u << SCHEMA_NULL;
    case json_type_boolean:
        return 1u << SCHEMA_BOOL;
    case json_type_int:
        return 1u << SCHEMA_INT | 1u << SCHEMA_NUMBER;
    case json_type_double:
        return 1u << SCHEMA_NUMBER;
    case json_type_string:
        return 1u << SCHEMA_STRING | 1u << SCHEMA_ENUM;
    case json_type_array:
        return 1u << SCHEMA_ARRAY;
    default:
        return 1u << SCHEMA_OBJECT;
    }
}

/*
 * What @type is for that value: an ALTERNATE's branch, else itself; NULL: no
 * branch fits.
 */
static const SchemaType *form_of(const SchemaType *type, json_object *value)
{
    unsigned kinds = kinds_of(value) | 1u << SCHEMA_ANY;
    const SchemaType *branch = NULL;
    SchemaKind kind;

    if (!type || schema_kind(type) != SCHEMA_ALTERNATE) {
        return type;
    }
    for (kind = SCHEMA_STRING; !branch && kind < SCHEMA_ALTERNATE; kind++) {
        if (kinds & 1u << kind) {
            branch = schema_as(type, kind);
        }
    }
    return branch;
}

bool advice_fits(const SchemaType *type, json_object *value)
{
    const SchemaType *form = form_of(type, value);

    return form && (schema_kind(form) == SCHEMA_ANY ||
                    kinds_of(value) & 1u << schema_kind(form));
}

/* Has @type members (or elements, by @kind), and has @value them? */
static bool is_a(const SchemaType *type, SchemaKind kind, json_object *value)
{
    return type && schema_kind(type) == kind && advice_fits(type, value);
}

static const SchemaType *member_type(const SchemaType *type, const char *name,
                                     json_object *object)
{
    const SchemaMember *member = NULL;

    if (is_a(type, SCHEMA_OBJECT, object)) {
        member = schema_member(type, name, schema_tag_in_json, object);
    }
    return member ? member->type : NULL;
}

static const SchemaType *element_type(const SchemaType *type,
                                      json_object *array)
{
    return is_a(type, SCHEMA_ARRAY, array) ? schema_element(type) : NULL;
}

/*
 * Go on to a member of what the place is; returns the rest of @param, or
 * NULL.  A name that holds dots is one that the request has.
 */
static const char *enter_member(AdvicePlace *place, const char *param)
{
    bool whole = json_has(place->parent, param, NULL);
    size_t len = whole ? strlen(param) : strcspn(param, ".[");
    const char *name;

    strlist_add(&place->path, param, len);
    name = place->path.list[place->path.n - 1];
    place->type = member_type(place->around, name, place->parent);
    place->there = json_has(place->parent, name, &place->value);
    return len ? param + len : NULL;
}

static const char *enter_element(AdvicePlace *place, const char *param)
{
    size_t n = strspn(param + 1, "0123456789");
    unsigned long i = strtoul(param + 1, NULL, 10);

    if (param[0] != '[' || !n || param[n + 1] != ']' ||
        i >= json_object_array_length(place->parent)) {
        return NULL;
    }
    strlist_add(&place->path, param + 1, n);
    place->type = schema_element(place->around);
    place->there = true;
    place->value = json_object_array_get_idx(place->parent, i);
    return param + n + 2;
}

bool advice_place_follow(AdvicePlace *place, const SchemaType *args,
                         json_object *arguments, const char *param)
{
    place->type = args;
    place->value = arguments;
    place->there = true;
    do {
        param += *param == '.';
        place->around = form_of(place->type, place->value);
        place->parent = place->value;
        if (place->there && is_a(place->around, SCHEMA_OBJECT, place->parent)) {
            param = enter_member(place, param);
        } else if (place->there &&
                   is_a(place->around, SCHEMA_ARRAY, place->parent)) {
            param = enter_element(place, param);
        } else {
            return false;
        }
    } while (param && *param);
    return param;
}

/* The way to a place, from its end. */
typedef struct Step {
    const struct Step *up; /* NULL: the arguments themselves */
    const char *name;      /* "": an element */
    size_t index;
    const SchemaType *around;
    json_object *parent;
} Step;

typedef struct Search {
    AdvicePlace *place;
    AdviceTestFn *test;
    void *opaque;
} Search;

static void add_path(StrList *path, const Step *step)
{
    autofree char *index = NULL;

    if (step->up) {
        add_path(path, step->up);
    }
    index = mem_printf("%zu", step->index);
    strlist_add(path, *step->name ? step->name : index,
                strlen(*step->name ? step->name : index));
}

static bool search(Search *s, const Step *up, const SchemaType *type,
                   json_object *value);

static bool look_at(Search *s, const Step *step, const SchemaType *type,
                    json_object *value)
{
    if (s->test(s->opaque, step->name, type, value)) {
        *s->place = (AdvicePlace){ .around = step->around,
                                   .parent = step->parent,
                                   .type = type,
                                   .there = true,
                                   .value = value };
        add_path(&s->place->path, step);
        return true;
    }
    return search(s, step, type, value);
}

/* Only as deep as JSON is nested. */
static bool search(Search *s, const Step *up, const SchemaType *type,
                   json_object *value)
{
    const SchemaType *form = form_of(type, value);
    Step step = { .up = up, .name = "", .around = form, .parent = value };
    size_t n;

    if (json_object_is_type(value, json_type_object)) {
        json_object_object_foreach(value, key, member)
        {
            step.name = key;
            if (look_at(s, &step, member_type(form, key, value), member)) {
                return true;
            }
        }
    } else if (json_object_is_type(value, json_type_array)) {
        n = json_object_array_length(value);
        for (; step.index < n; step.index++) {
            if (look_at(s, &step, element_type(form, value),
                        json_object_array_get_idx(value, step.index))) {
                return true;
            }
        }
    }
    return false;
}

bool advice_place_search(AdvicePlace *place, const SchemaType *args,
                         json_object *arguments, AdviceTestFn *test,
                         void *opaque)
{
    Search s = { place, test, opaque };

    return search(&s, NULL, args, arguments);
}
