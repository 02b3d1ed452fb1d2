/*
 * Words to the arguments of a call
 */
#ifndef LANG_ARGS_H
#define LANG_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/command.h"
#include "lang/words.h"
#include "util/error.h"

/*
 * On failure these set *@errp (ERROR_PARSE) and the offset of its place in
 * @text in *@error_at.
 */

/* Make an Arg of @w, a WORD_ARG of @text, and append it to those of @call. */
bool call_add_arg(Call *call, const char *text, const Word *w, size_t *error_at,
                  Error **errp);

/* Start an empty call with the name that @w is. */
bool call_init(Call *call, const char *text, const Word *w, size_t *error_at,
               Error **errp);
void call_clear(Call *call);

/* Drop the arguments behind the first @n. */
void call_truncate(Call *call, size_t n);

/* A call of @n words: its name and its arguments.  Empty on failure. */
bool call_parse(Call *call, const char *text, const Word *words, size_t n,
                size_t *error_at, Error **errp);

/*
 * Room for one more element behind the @n that @array holds, which nobody
 * else resizes.
 */
void *room_for_one(void *array, size_t n, size_t size);

/* The parts [0, n) of a key as they would be written, dots between; owned. */
char *key_text(const KeyPart *parts, size_t n);

/* Is it written as an index is: a number without sign and zeros before? */
bool key_part_is_index(const KeyPart *part);

/* A whole key as one name, its dots a part of it; owned. */
char *key_name(const Arg *arg);

/*
 * What an argument says as text: a word, a string (in KEY:=JSON too).
 * Borrowed; NULL: nothing of the kind.
 */
const char *arg_text(const Arg *arg);

/* The same of the argument of @call whose key is the one part @name. */
const char *call_text(const Call *call, const char *name);

#endif
