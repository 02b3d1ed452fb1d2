/*
 * The arguments of a request beside their types, for advice.c
 */
#ifndef LANG_ADVICE_PLACE_H
#define LANG_ADVICE_PLACE_H

#include <stdbool.h>

#include <json-c/json.h>

#include "qmp/schema.h"
#include "util/strlist.h"

/* The arguments of @request, or NULL. */
json_object *advice_arguments(json_object *request);

/* A place in the arguments; a local, zeroed.  All but the path is borrowed. */
typedef struct AdvicePlace {
    StrList path;             /* at least one part; indices are numbers */
    const SchemaType *around; /* the OBJECT or ARRAY that it is in... */
    json_object *parent;      /* ...and the value of that */
    const SchemaType *type;   /* NULL: the schema knows no such member */
    bool there;               /* has the request something there? */
    json_object *value;
} AdvicePlace;

void advice_place_clear(AdvicePlace *place);

#define autofree_place __attribute__((cleanup(advice_place_clear)))

/*
 * Follow the path @param as QEMU writes it, "actions[0].data.node".  False:
 * something on the way is not there.
 */
bool advice_place_follow(AdvicePlace *place, const SchemaType *args,
                         json_object *arguments, const char *param);

/*
 * Is this the place?  @name: of the member, "" for an element; @type as in
 * AdvicePlace.
 */
typedef bool AdviceTestFn(void *opaque, const char *name,
                          const SchemaType *type, json_object *value);

/*
 * Find the first place in the arguments that passes the test; false: there
 * is none.  @args may be NULL: then all types are.
 */
bool advice_place_search(AdvicePlace *place, const SchemaType *args,
                         json_object *arguments, AdviceTestFn *test,
                         void *opaque);

/* Is the value of a kind that the type takes? */
bool advice_fits(const SchemaType *type, json_object *value);

#endif
