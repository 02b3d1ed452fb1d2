/*
 * What the parts of suggest() share
 */
#ifndef LANG_SUGGEST_PRIV_H
#define LANG_SUGGEST_PRIV_H

#include <stdbool.h>

#include <json-c/json.h>

#include "lang/suggest.h"
#include "util/strlist.h"

/* ---- suggest.c: what is suggested ---- */

/* The order in which things are shown. */
enum {
    RANK_TAG,
    RANK_REQUIRED,
    RANK_OPTIONAL,
    RANK_DEPRECATED,
    RANKS,
};

typedef struct Thing {
    const char *name;
    const SchemaType *type; /* NULL: it needs no word */
    const char *what;       /* to be said instead of the type, or NULL */
    bool required;
    unsigned features;
} Thing;

/* Does @name begin with what is typed? */
bool suggest_matches(const Spot *spot, const char *name);

/* @text is consumed.  A suffix that stands there already is not added. */
void suggest_add(Suggestions *out, const Spot *spot, const Thing *thing,
                 char *text, char suffix);

/* The blank behind a word; not inside brackets or before a closing quote. */
char suggest_word_suffix(const Spot *spot);

/* @thing, if it matches, as a word that is complete, and of @rank. */
void suggest_add_word(Suggestions *out, const Spot *spot, const Thing *thing,
                      unsigned flags, unsigned rank);

/* ---- suggest_values.c: values ---- */

/* What a value of that type (may be NULL) can be, or is expected to be. */
void suggest_values(Suggestions *out, const Spot *spot, const SchemaType *type);

/* The values of an ENUM; flags as for suggest_written(). */
void suggest_values_of(Suggestions *out, const Spot *spot,
                       const SchemaType *type, unsigned flags);

/* A word that is no string: true, null, an opening bracket. */
void suggest_literal(Suggestions *out, const Spot *spot, const char *word,
                     const SchemaType *type);

/* ---- suggest_keys.c: keys ---- */

void suggest_keys(Suggestions *out, const QmpSchema *schema, const Spot *spot);

/* `"name": ` as far as it does not stand there already; owned. */
char *suggest_json_key(const Spot *spot, const char *name);

/* ---- suggest_text.c: names as they must be written ---- */

enum {
    /* Outside of brackets "null" means what the schema says. */
    WRITE_NULL_BARE = 1,
    /* The closing quote is still to come. */
    WRITE_OPEN = 2,
};

/* @name at @spot; owned. */
char *suggest_written(const Spot *spot, const char *name, unsigned flags);

/* Append @name as a part of a key where no quote is open. */
void suggest_key_part(StrBuf *out, const char *name, bool flat);

/* ---- suggest_type.c: types, and what is given of them ---- */

/* The type of the arguments of @spot's command or action, or NULL. */
const SchemaType *suggest_args_type(const QmpSchema *schema, const Spot *spot);

/* Is a required member of what @given is of that type not there? */
bool suggest_lacks(const SchemaType *type, json_object *given);

/* Has something that the path of @spot leads through a value already? */
bool suggest_is_used_up(const Spot *spot);

/* Is a part of a path an index, where there is an array? */
bool suggest_is_index(const char *part);

/* The index that follows those in @given (may be NULL). */
size_t suggest_next_index(json_object *given);

/*
 * Append the ways in which a key of that type goes on: "=", ".", ".0=",
 * ".0." and their likes; "={}" for what can only be empty.  @given: what has
 * begun of it, or NULL.
 */
void suggest_key_tails(const SchemaType *type, json_object *given,
                       StrList *tails);

/* Append what a value of that type is behind such a tail. */
void suggest_describe_tail(const SchemaType *type, const char *tail,
                           StrBuf *out);

/* Append what a value of that type can be without brackets, if anything. */
void suggest_describe_plain(const SchemaType *type, StrBuf *out);

#endif
