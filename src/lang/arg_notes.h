/*
 * What is known of arguments that the schema leaves open: properties
 */
#ifndef LANG_ARG_NOTES_H
#define LANG_ARG_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/command.h"
#include "lang/introspection.h"
#include "lang/key_tree.h"
#include "util/error.h"

/*
 * Find the notes on the arguments of @call.  The server is asked where its
 * answer can change what is sent; @ask may be NULL: nobody is there to be
 * asked.
 *
 * *@notes is owned, with one for each argument; NULL: the command is none
 * that takes properties.  False with *@errp set; the place in *@error_at is
 * set only if an argument is wrong.
 */
bool arg_notes_find(const Call *call, const Introspection *ask, KeyNote **notes,
                    size_t *error_at, Error **errp);

#endif
