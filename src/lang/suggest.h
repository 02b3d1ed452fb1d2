/*
 * What the schema says could stand at a spot
 */
#ifndef LANG_SUGGEST_H
#define LANG_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/live.h"
#include "lang/spot.h"
#include "qmp/schema.h"
#include "util/strbuf.h"

/* One thing that could stand at the spot. */
typedef struct Suggestion {
    char *text;  /* replaces the text from spot->start to the cursor: quoted
                   as the place needs it */
    char *name;  /* what it is called: a command, a member, a value */
    char *type;  /* for people: "integer, required", "boolean, deprecated"; or
                   NULL */
    char suffix; /* to follow when it is the only one: ' ', '=', '.', or 0 */
    bool required;
} Suggestion;

typedef struct Suggestions {
    Suggestion *list;
    size_t n, cap;
    /*
     * What else could stand here is known to the running server only, or to
     * the file system: ask for names of this kind.
     */
    LiveKind live;
    /*
     * VALUE: what is due where nothing is offered, for people: "integer, such
     * as 64, 0x40 or 1G"; owned.  NULL where something is in the list, or
     * nothing is known.
     */
    char *expected;
} Suggestions;

/*
 * Commands, actions, members (required ones first, those of the line left
 * out), values of enums and booleans that begin with spot->prefix, in the
 * order they should be shown.  A member that is an object goes on with '.',
 * an array with ".0" (and '.' where its elements are objects); others with
 * '='.  What can go on in two ways is there twice, as "file=" and "file.".
 * What has begun with a dot can be continued, and is not left out: it is
 * required while something required is missing in it.  An array goes on where
 * it is not finished, or with its next index.  What has a value, also one in
 * brackets, has no members.
 * Where nothing is typed at the line's end, ";" and ")" of a transaction come
 * last: behind an action that lacks nothing, ")" also where one could begin.
 * @schema may be NULL: then only `live` is filled in.
 */
void suggest(const QmpSchema *schema, const Spot *spot, Suggestions *out);
void suggestions_free(Suggestions *s);

#define autofree_suggestions __attribute__((cleanup(suggestions_free)))

/*
 * A live name (or file) as it must be written at @spot; owned.  A name that
 * ends in '/' can go on: its quote stays open.
 */
char *suggest_quoted(const Spot *spot, const char *name);

/*
 * What the line still lacks: the required arguments of its command, also
 * nested ones of objects it has begun, "driver= node-name=", in the order of
 * the schema.  What is typed of a key that one of them completes comes first:
 * its rest.  Empty when nothing is missing or nothing known.  For a cursor
 * at the end of the line.
 */
void suggest_missing(const QmpSchema *schema, const char *line,
                     bool in_transaction, StrBuf *out);

/* The type of what stands at the path of @spot, or NULL; borrowed. */
const SchemaType *suggest_type_at(const QmpSchema *schema, const Spot *spot);

#endif
