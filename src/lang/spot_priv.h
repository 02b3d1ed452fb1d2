/*
 * What the parts of spot_find() share
 */
#ifndef LANG_SPOT_PRIV_H
#define LANG_SPOT_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "lang/spot.h"
#include "lang/spot_words.h"

/* A line, and what is found out of its cursor. */
typedef struct SpotLine {
    const char *text;
    size_t cursor;
    SpotWords words;
    Spot *spot;
} SpotLine;

/* The spot is of @kind; @prefix (consumed) is typed from @start on. */
void spot_set(Spot *spot, SpotKind kind, size_t start, char *prefix);

/* ---- spot_args.c: the arguments of a call ---- */

/*
 * The words from @first to @end are the arguments of spot->command: make
 * spot->given of them, and of the one at the cursor, if it is one of them,
 * the spot.
 */
void spot_look_at_args(SpotLine *l, size_t first, size_t end);

/* ---- spot_json.c: inside brackets ---- */

/*
 * Read the JSON value between @at and @end of @text as far as it goes.
 * Objects and arrays become objects, an index being a name; what stands at
 * the cursor is not in them, nor what follows a mistake.
 *
 * Where @cursor is in it, @spot becomes what stands there: its kind (NONE
 * where nothing can be completed), start, prefix and quote, and the way to it
 * is added to the path.  @spot may be NULL: no cursor is looked for.
 *
 * *@value is owned.  False: the value is at the cursor, or there is none.
 */
bool spot_json_read(const char *text, size_t at, size_t end, size_t cursor,
                    Spot *spot, json_object **value);

#endif
