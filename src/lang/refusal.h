/*
 * Says why something does not fit the type of its argument
 */
#ifndef LANG_REFUSAL_H
#define LANG_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/typing.h"

/*
 * All set *@errp (ERROR_PARSE), naming argument, type and what was expected,
 * and in *@error_at the place of the value or key.  They return false.
 */

/* The word is none of what the argument takes. */
bool refuse_word(const ValueType *type, const Arg *arg, size_t *error_at,
                 Error **errp);

/* What was given is of another kind: "a string", "an object". */
bool refuse_kind(const ValueType *type, const Arg *arg, const char *given,
                 size_t *error_at, Error **errp);

/*
 * The first @n parts of the key lead to something that has no members, or to
 * an array of which the next part is no index.
 */
bool refuse_member(const ValueType *type, const Arg *arg, size_t n,
                   size_t *error_at, Error **errp);

#endif
